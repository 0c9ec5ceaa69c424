"""A run as a folder: reading what its trainer wrote. Writes nothing, and needs no torch."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypeVar

from slm_core.errors import DamagedFileError, RunError, SettingsError
from slm_core.json_log import JsonLog
from slm_core.messages import Message, msg, plural
from slm_core.metrics.ngram import BaselineScores
from slm_core.metrics.scores import Score
from slm_core.records import Count, Damaged, Seconds, Share, read_record
from slm_core.runs.config import RunConfig, read_config
from slm_core.runs.events import Event, read_events
from slm_core.runs.labels import RunLabels, damage_of, read_labels
from slm_core.runs.status import RunStatus, read_status
from slm_core.storage import from_json
from slm_core.workspace import Workspace, names_in

T = TypeVar("T")

STARTED = "-- a trainer is started --"
"""A line in log.txt before what each process of the run says."""


@dataclass(frozen=True)
class WrittenSample:
    """Text the model wrote at one step, once for each temperature."""

    step: Count
    seconds: Seconds
    prompt: str
    texts: tuple[tuple[float, str], ...]
    """(temperature, what the model wrote after the prompt)."""
    expected: tuple[tuple[str, float], ...] = ()
    """(token, probability) of the likeliest right after the prompt; earlier versions did not say.
    """


@dataclass(frozen=True)
class Facts:
    """What the trainer learned about the data and the model before the first step: facts.json."""

    vocabulary_size: Count
    parameters: Count
    train_tokens: Count
    validation_tokens: Count
    characters_per_token: float
    """In the training part."""
    bytes_per_token: float
    """In the validation part."""
    tokenizer_seconds: Seconds
    unknown_share: Share
    """Share of validation tokens the tokenizer does not know."""
    device: str
    threads: Count
    floors: BaselineScores


@dataclass(frozen=True)
class _Report:
    score: Score


def score_file(part: str = "validation") -> str:
    """Where a run's folder has the score of the best weights on the whole of a part."""
    return f"report/{part}.json"


@dataclass(frozen=True)
class Run:
    """One run of a workspace; `open_run` and `list_runs` give them."""

    workspace: Workspace
    id: str

    @property
    def folder(self) -> Path:
        """Where everything about the run is."""
        return self.workspace.run_folder(self.id)

    def config(self) -> RunConfig:
        """What was asked for, under the name the run goes by now.

        Raises SettingsError where config.json is damaged.
        """
        config, name = read_config(self.folder / "config.json"), self.labels().name
        return replace(config, name=name) if name else config

    def labels(self) -> RunLabels:
        """What people call it and say of it; nothing where that is damaged."""
        return read_labels(self.folder)

    def status(self) -> RunStatus:
        """How far the run is, as of now."""
        return read_status(self.folder)

    def facts(self) -> Facts | None:
        """What is known of data and model, or None before the trainer has got there."""
        return self._record(Facts, "facts.json")

    def events(self) -> list[Event]:
        """What happened, oldest first. Lines that are no events are left out."""
        return read_events(self.folder / "events.jsonl")[0]

    def samples(self) -> list[WrittenSample]:
        """What the model wrote while learning, oldest first; the last of each step."""
        records, _ = JsonLog(self.folder / "samples.jsonl").read()
        by_step = {sample.step: sample for sample in map(_sample, records) if sample}
        return [by_step[step] for step in sorted(by_step)]

    def score(self, part: str = "validation") -> Score | None:
        """The best weights' score on the whole "validation" or "test" part, once it is known."""
        report = self._record(_Report, score_file(part))
        return report.score if report else None

    def check(self) -> None:
        """Read what lists show of the run. Raises an ArgotError that says what is damaged."""
        self.config()
        self.facts()
        for part in ("validation", "test"):
            self.score(part)
        for name in ("events.jsonl", "metrics.jsonl", "samples.jsonl"):
            JsonLog(self.folder / name).read(most=1)

    def left_out(self) -> Message | None:
        """What of the run nobody can read and nothing depends on: lines of events.jsonl, labels.

        None where all is well.
        """
        damaged = read_events(self.folder / "events.jsonl")[1]
        if not damaged:
            return damage_of(self.folder)
        return plural(
            "{n} line of events.jsonl is damaged and was left out.",
            "{n} lines of events.jsonl are damaged and were left out.",
            n=damaged,
        )

    def _record(self, kind: type[T], file: str) -> T | None:
        try:
            return read_record(kind, self.folder / file)
        except DamagedFileError as error:
            raise RunError(
                msg(
                    "{reason} Put that file of the run {run} back from a copy, or train it anew.",
                    reason=error.message,
                    run=self.id,
                )
            ) from None

    def last_words(self) -> str:
        """What the process that was started last said before it ended."""
        return self.log_tail(20).rpartition(STARTED)[2]

    def log_tail(self, lines: int = 60) -> str:
        """The end of the trainer's own output."""
        try:
            with open(self.folder / "log.txt", "rb") as file:
                file.seek(0, 2)
                file.seek(max(0, file.tell() - 65536))
                text = file.read().decode("utf-8", errors="replace")
        except OSError:
            return ""
        return "\n".join(text.splitlines()[-lines:])


def average_speed(status: RunStatus, facts: Facts | None) -> float:
    """Tokens a second over the whole training, without that of the tokenizer; 0 before it began."""
    seconds = status.seconds - (facts.tokenizer_seconds if facts else 0.0)
    return status.tokens / seconds if seconds > 0 else 0.0


def open_run(workspace: Workspace, run: str) -> Run:
    """The run with this id. Raises RunError where there is none, WorkspaceError on a wild name."""
    if not workspace.run_folder(run).is_dir():
        raise RunError(
            msg(
                "There is no run called {run!r} in this workspace. Choose one from the list.",
                run=run,
            )
        )
    return Run(workspace, run)


def list_runs(workspace: Workspace) -> list[Run]:
    """Every run with a readable config.json, newest first."""
    return [run for run in _by_age(workspace) if _reason_against(run) is None]


def damaged_runs(workspace: Workspace) -> list[Damaged]:
    """Runs that are there and that nobody can read, newest first, each with the reason."""
    reasons = ((run.id, _reason_against(run)) for run in _by_age(workspace))
    return [Damaged(name, reason) for name, reason in reasons if reason is not None]


def _by_age(workspace: Workspace) -> list[Run]:
    """Whatever is a run or was one, newest first."""
    found = []
    for name in names_in(workspace.runs):
        folder = workspace.run_folder(name)
        try:
            config = folder / "config.json"
            made = (config if config.exists() else folder).stat().st_mtime_ns
        except OSError:
            continue  # deleted at this moment
        if folder.is_dir():
            found.append((made, name))
    return [Run(workspace, name) for _, name in sorted(found, reverse=True)]


def _reason_against(run: Run) -> Message | None:
    """Why the run cannot be opened; None where it can, or was deleted at this moment."""
    try:
        run.config()
    except SettingsError as error:
        return error.message if run.folder.is_dir() else None
    return None


def _sample(record: Mapping[str, Any]) -> WrittenSample | None:
    try:
        return from_json(WrittenSample, {"step": 0, "seconds": 0.0, "prompt": "", **record})
    except ValueError:  # not one of ours
        return None
