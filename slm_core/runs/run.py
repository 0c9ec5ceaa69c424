"""A run as a folder: reading what its trainer wrote. Writes nothing, and needs no torch."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from slm_core.errors import RunError, SettingsError
from slm_core.messages import Message, msg
from slm_core.metrics.ngram import BaselineScores
from slm_core.metrics.scores import Score
from slm_core.runs.config import RunConfig
from slm_core.runs.status import RunStatus, read_status
from slm_core.storage import JsonLog, from_json, read_json
from slm_core.workspace import Workspace, names_in

T = TypeVar("T")


@dataclass(frozen=True)
class Event:
    """Something that happened to a run. `seconds` and `step` say where on the curves it stands."""

    kind: str
    """started, paused, resumed, set, refused, rate_lowered, averaging, early_stop, extended,
    undone, stopped, finished, failed, no_gpu, test_opened."""
    time: float
    step: int
    seconds: float
    details: Mapping[str, Any]
    """The rest of the record: for set, `name`, `value` and `before`; for failed, `error` and
    `cause`; for undone, `requests` and `names`."""


@dataclass(frozen=True)
class WrittenSample:
    """Text the model wrote at one step, once for each temperature."""

    step: int
    seconds: float
    prompt: str
    texts: tuple[tuple[float, str], ...]
    """(temperature, what the model wrote after the prompt)."""
    expected: tuple[tuple[str, float], ...] = ()
    """(token, probability) of the likeliest right after the prompt; earlier versions did not say.
    """


@dataclass(frozen=True)
class Facts:
    """What the trainer learned about the data and the model before the first step: facts.json."""

    vocabulary_size: int
    parameters: int
    train_tokens: int
    validation_tokens: int
    characters_per_token: float
    """In the training part."""
    bytes_per_token: float
    """In the validation part."""
    tokenizer_seconds: float
    unknown_share: float
    """Share of validation tokens the tokenizer does not know."""
    device: str
    threads: int
    floors: BaselineScores


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
        """What was asked for. Raises SettingsError where config.json is damaged."""
        return RunConfig.from_json(read_json(self.folder / "config.json") or {})

    def status(self) -> RunStatus:
        """How far the run is, as of now."""
        return read_status(self.folder)

    def facts(self) -> Facts | None:
        """What is known of data and model, or None before the trainer has got there."""
        data = read_json(self.folder / "facts.json")
        return self._record(Facts, data, "facts.json") if data else None

    def events(self) -> list[Event]:
        """What happened, oldest first."""
        records, _ = JsonLog(self.folder / "events.jsonl").read()
        return [_event(record) for record in records if "kind" in record]

    def samples(self) -> list[WrittenSample]:
        """What the model wrote while learning, oldest first; the last of each step."""
        records, _ = JsonLog(self.folder / "samples.jsonl").read()
        by_step = {sample.step: sample for sample in map(_sample, records) if sample}
        return [by_step[step] for step in sorted(by_step)]

    def score(self, part: str = "validation") -> Score | None:
        """The best weights' score on the whole "validation" or "test" part, once it is known."""
        data = read_json(self.folder / "report" / f"{part}.json")
        return self._record(Score, data.get("score"), f"report/{part}.json") if data else None

    def _record(self, kind: type[T], data: object, file: str) -> T:
        try:
            return from_json(kind, data)
        except ValueError as error:
            raise RunError(
                msg(
                    "{file} of the run {run} is damaged ({error}). Train it anew.",
                    file=file,
                    run=self.id,
                    error=error,
                )
            ) from None

    def log_tail(self, lines: int = 60) -> str:
        """The end of the trainer's own output."""
        try:
            with open(self.folder / "log.txt", "rb") as file:
                file.seek(0, 2)
                file.seek(max(0, file.tell() - 65536))
                text = file.read().decode("utf-8", errors="replace")
        except FileNotFoundError:
            return ""
        return "\n".join(text.splitlines()[-lines:])


def average_speed(status: RunStatus, facts: Facts | None) -> float:
    """Tokens a second over the whole training, without that of the tokenizer; 0 before it began."""
    seconds = status.seconds - (facts.tokenizer_seconds if facts else 0.0)
    return status.tokens / seconds if seconds > 0 else 0.0


def open_run(workspace: Workspace, run: str) -> Run:
    """The run with this id. Raises RunError where there is none, WorkspaceError on a wild name."""
    if not (workspace.run_folder(run) / "config.json").is_file():
        raise RunError(
            msg(
                "There is no run called {run!r} in this workspace. Choose one from the list.",
                run=run,
            )
        )
    return Run(workspace, run)


def list_runs(workspace: Workspace) -> list[Run]:
    """Every run with a readable config.json, newest first."""
    found = []
    for name in names_in(workspace.runs):
        config = workspace.run_folder(name) / "config.json"
        if not config.is_file():
            continue
        run = Run(workspace, name)
        try:
            run.config()
            made = config.stat().st_mtime_ns
        except (SettingsError, FileNotFoundError):
            continue  # damaged, or deleted at this moment
        found.append((made, run))
    return [run for _, run in sorted(found, key=lambda pair: pair[0], reverse=True)]


def _event(record: Mapping[str, Any]) -> Event:
    head = ("kind", "time", "step", "seconds")
    return Event(
        kind=str(record["kind"]),
        time=float(record.get("time", 0.0)),
        step=int(record.get("step", 0)),
        seconds=float(record.get("seconds", 0.0)),
        details={name: _detail(value) for name, value in record.items() if name not in head},
    )


def _detail(value: object) -> object:
    """Reasons and errors are messages; what an earlier version wrote is text."""
    return Message.from_json(value) if isinstance(value, Mapping) and "template" in value else value


def _sample(record: Mapping[str, Any]) -> WrittenSample | None:
    try:
        return from_json(WrittenSample, {"step": 0, "seconds": 0.0, "prompt": "", **record})
    except ValueError:  # not one of ours
        return None
