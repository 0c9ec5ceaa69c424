"""Asking things of a trainer: one line in control.jsonl each. Waits for no answer."""

import secrets
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal, get_args

from slm_core.errors import RunError, SettingsError
from slm_core.hardware.machine import describe_machine
from slm_core.json_log import JsonLog
from slm_core.messages import msg
from slm_core.models.settings import ModelSettings
from slm_core.runs.config import RunConfig
from slm_core.runs.planning.compute import check_batch_fits
from slm_core.runs.planning.memory import check_memory
from slm_core.runs.run import Run
from slm_core.runs.status import state_message
from slm_core.settings_schema import FieldInfo, fields_of
from slm_core.training.settings import TrainingSettings

Action = Literal["pause", "resume", "stop", "set"]
CHANGEABLE: dict[str, type] = {
    "learning_rate": TrainingSettings,
    "batch_size": TrainingSettings,
    "dropout": ModelSettings,
}
"""Settings that may change while a run trains, and where they stand."""


@dataclass(frozen=True)
class Request:
    """One request, as the trainer reads it."""

    id: str
    time: float
    action: Action
    name: str = ""
    value: float = 0.0


def ask(run: Run, action: Action, *, name: str = "", value: float = 0.0) -> Request:
    """Ask the run's trainer to pause, resume, stop, or set a setting at its next step.

    Raises RunError where no trainer is there to do it, SettingsError or CorpusError on a value that
    cannot be.
    """
    status = run.status()
    if status.is_over:
        raise RunError(
            msg(
                "{id} is {state}: there is nothing to {action}. Continue it with `resume` "
                "first, or train it longer.",
                id=run.id,
                state=state_message(status),
                action=action,
            )
        )
    if action == "set":
        check_change(run, name, value)
        value = float(value)
    request = Request(secrets.token_hex(6), time.time(), action, name, value)
    record: dict[str, object] = {"id": request.id, "time": request.time, "action": action}
    if action == "set":
        record |= {"name": name, "value": value}
    JsonLog(run.folder / "control.jsonl").append(record, sync=True)
    return request


def check_change(run: Run, name: str, value: float) -> None:
    """Refuse a change that the run's text or this machine has no room for, or that is none.

    Raises SettingsError or CorpusError.
    """
    config, facts = with_change(run.config(), name, value), run.facts()
    if facts is not None:
        check_batch_fits(config, facts.train_tokens, counted="only")
    if name == "batch_size":
        check_memory(config, describe_machine())


def changeable(name: str) -> FieldInfo:
    """What is known of one of CHANGEABLE. Raises SettingsError where it is none."""
    if name not in CHANGEABLE:
        raise SettingsError(
            msg(
                "{name} cannot change while a run trains; {changeable} can.",
                name=name,
                changeable=", ".join(CHANGEABLE),
            )
        )
    return fields_of(CHANGEABLE[name])[name]


def with_change(config: RunConfig, name: str, value: float) -> RunConfig:
    """`config` with one of CHANGEABLE changed. Raises SettingsError."""
    info = changeable(name)
    part = replace(getattr(config, info.section), **{name: info.check(value)})
    return replace(config, **{info.section: part})


class RequestReader:
    """The trainer's side: new requests since the last look, at the cost of one stat.

    What was asked of an earlier session is told apart by its place in the file: clocks are set
    back, and those of two machines differ.
    """

    def __init__(self, file: JsonLog, *, since: int = 0) -> None:
        """Of the first `since` bytes only changes of settings count."""
        self._file = file
        self._since = min(since, file.size())
        self._offset = 0

    def new(self) -> list[Request]:
        """Whole and sensible requests that were added since the last call."""
        if self._file.size() <= self._offset:
            return []
        found = []
        if self._offset < self._since:
            records, _ = self._file.read(self._offset, most=self._since - self._offset)
            self._offset = min(self._since, self._file.size())
            found = [request for request in _requests(records) if request.action == "set"]
        records, self._offset = self._file.read(self._offset)
        return found + _requests(records)


def _requests(records: Iterable[Mapping[str, Any]]) -> list[Request]:
    return [request for record in records if (request := _request(record)) is not None]


def _request(record: Mapping[str, Any]) -> Request | None:
    """None for what is no request: anybody may write into the file."""
    action, asked = record.get("action"), record.get("time")
    if not isinstance(record.get("id"), str) or not isinstance(asked, (int, float)):
        return None
    if action is None or action not in get_args(Action):
        return None
    if action != "set":
        return Request(record["id"], asked, action)
    name = str(record.get("name"))
    try:
        value = changeable(name).check(record.get("value"))
    except SettingsError:
        return None
    return Request(record["id"], asked, action, name, float(value))  # ty: ignore[invalid-argument-type]
