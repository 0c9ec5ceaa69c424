"""The logger of a run: everything the trainer writes into the run's folder while it trains."""

import time
from collections.abc import Mapping
from dataclasses import asdict, replace
from typing import Any

from slm_core import checksums
from slm_core.json_log import JsonLog
from slm_core.messages import Message
from slm_core.metrics.scores import Score
from slm_core.runs.run import Facts, Run
from slm_core.runs.status import RunStatus, State, write_status
from slm_core.storage import write_json
from slm_core.training.loop import StepReport
from slm_core.training.trainer import TrainerEvent

_HEARTBEAT = 1.0
"""Seconds between two writings of an unchanged state."""


class RunLogger:
    """Writes status, metrics, events, samples, facts and report of one run."""

    def __init__(self, run: Run, status: RunStatus) -> None:
        self._run = run
        self.status = status
        self._written = -_HEARTBEAT
        self._metrics = JsonLog(run.folder / "metrics.jsonl")
        self._events = JsonLog(run.folder / "events.jsonl")
        self._samples = JsonLog(run.folder / "samples.jsonl")
        for file in (self._metrics, self._events, self._samples):
            file.repair()

    def set_state(self, state: State, *, doing: Message | None = None, **changes: Any) -> None:
        """Write a new state at once."""
        self.status = replace(self.status, state=state, doing=doing, **changes)
        self._write_status()

    def update_status(self, **changes: Any) -> None:
        """Change the status; written when the last writing is a second old."""
        self.status = replace(self.status, **changes)
        if time.monotonic() - self._written >= _HEARTBEAT:
            self._write_status()

    def event(self, kind: str, **details: object) -> None:
        """One line in events.jsonl, on disk before this returns."""
        status = self.status
        record = {"kind": kind, "time": time.time(), "step": status.step, "seconds": status.seconds}
        self._events.append({**record, **details}, sync=True)

    def step(self, report: StepReport) -> None:
        """What happened at a step: in status, metrics and events."""
        self.update_status(**vars(report.progress))
        if report.train:
            self._metric("train", asdict(report.train))
        if report.validation:
            self._metric("validation", asdict(report.validation))
        for event in report.events:
            self._event_once(event)

    def _event_once(self, event: TrainerEvent) -> None:
        """An event, unless an earlier session has logged it at this very step."""
        here = (event.kind, self.status.step)
        if not any((earlier.kind, earlier.step) == here for earlier in self._run.events()):
            self.event(event.kind, **event.details)

    def _metric(self, kind: str, values: Mapping[str, float | None]) -> None:
        """One line in metrics.jsonl, where the run stands now; numbers that are none are null."""
        status = self.status
        where = {"kind": kind, "step": status.step, "epoch": round(status.epoch, 4)}
        self._metrics.append(
            {**where, "tokens": status.tokens, "seconds": round(status.seconds, 3), **values}
        )

    def sample(
        self, prompt: str, texts: list[tuple[float, str]], *, expected: list[tuple[str, float]]
    ) -> None:
        """One line in samples.jsonl."""
        status = self.status
        record = {"step": status.step, "seconds": round(status.seconds, 3), "prompt": prompt}
        self._samples.append({**record, "texts": texts, "expected": expected})

    def facts(self, facts: Facts) -> None:
        """facts.json, whole."""
        with checksums.sealing(self._run.folder, "facts.json"):
            write_json(self._run.folder / "facts.json", asdict(facts))

    def report(self, part: str, score: Score, **details: object) -> None:
        """report/<part>.json, whole."""
        folder = self._run.folder / "report"
        folder.mkdir(exist_ok=True)
        with checksums.sealing(folder, f"{part}.json"):
            write_json(folder / f"{part}.json", {"score": asdict(score), **details})

    def _write_status(self) -> None:
        self._written = time.monotonic()  # a clock that is set back would stop the writing
        self.status = replace(self.status, heartbeat=time.time())
        write_status(self._run.folder, self.status)
