"""What happened to a run: events.jsonl, each line checked when it is read."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from slm_core.json_log import JsonLog
from slm_core.messages import Message
from slm_core.records import Count, Seconds
from slm_core.storage import from_json


@dataclass(frozen=True)
class Event:
    """Something that happened to a run. `seconds` and `step` say where on the curves it stands."""

    kind: str
    """started, paused, resumed, set, refused, rate_lowered, averaging, early_stop, extended,
    undone, fell_back, renewed, stopped, finished, failed, no_gpu, test_opened."""
    time: float
    step: int
    seconds: float
    details: Mapping[str, Any]
    """The rest of the record: for set, `name`, `value` and `before`; for failed, `error` and
    `cause`; for undone, `requests` and `names`; for fell_back and renewed, the `reason`."""


@dataclass(frozen=True)
class _Place:
    kind: str
    time: Seconds = 0.0
    step: Count = 0
    seconds: Seconds = 0.0


@dataclass(frozen=True)
class _Change:
    name: str
    value: int | float
    id: str = ""
    before: int | float | None = None
    phase: Count = 0


@dataclass(frozen=True)
class _Lowered:
    value: float
    before: float | None = None


@dataclass(frozen=True)
class _Refusal:
    name: str
    value: int | float
    id: str = ""
    reason: Message | None = None


@dataclass(frozen=True)
class _Budget:
    minutes: float | None = None
    epochs: float | None = None
    steps: int | None = None


@dataclass(frozen=True)
class _Extension:
    budget: _Budget


@dataclass(frozen=True)
class _Omission:
    requests: list[str]
    names: list[str]


@dataclass(frozen=True)
class _Failure:
    error: Message | None = None
    cause: str = ""


@dataclass(frozen=True)
class _Notice:
    reason: Message


_DETAILS: dict[str, type] = {
    "set": _Change,
    "refused": _Refusal,
    "rate_lowered": _Lowered,
    "extended": _Extension,
    "undone": _Omission,
    "failed": _Failure,
    "fell_back": _Notice,
    "renewed": _Notice,
}
"""What somebody reads of a kind of event; of the others all is optional, and shown as it is."""


def read_events(path: Path) -> tuple[list[Event], int]:
    """The events of an events.jsonl, oldest first, and how many lines are none.

    Raises DamagedFileError where it cannot be read.
    """
    records, _ = JsonLog(path).read()
    events = [event for record in records if (event := _event(record)) is not None]
    return events, len(records) - len(events)


def _event(record: Mapping[str, Any]) -> Event | None:
    """None for what is no event: only a hand or a fault can have written that."""
    try:
        place = from_json(_Place, record)
        details = {name: _detail(value) for name, value in record.items() if name not in _HEAD}
        wanted = _DETAILS.get(place.kind)
        if wanted is not None:
            from_json(wanted, record)
    except ValueError:
        return None
    if place.kind == "set":
        details.setdefault("id", "")
    return Event(place.kind, place.time, place.step, place.seconds, details)


_HEAD = frozenset(vars(_Place("")))


def _detail(value: object) -> object:
    """Reasons and errors are messages; what an earlier version wrote is text."""
    return Message.from_json(value) if isinstance(value, Mapping) and "template" in value else value
