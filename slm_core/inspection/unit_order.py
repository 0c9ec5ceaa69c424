"""In which order the units of a layer are shown. Free of torch, so that pages can sort."""

from collections.abc import Callable
from typing import Literal

from slm_core.inspection.records import TraceView
from slm_core.messages import Message, msg

UnitOrder = Literal["change", "average", "token", "number"]
UNIT_ORDERS: dict[UnitOrder, Message] = {
    "change": msg("most changing first"),
    "average": msg("highest on average first"),
    "token": msg("highest at the clicked token first"),
    "number": msg("by number"),
}
"""What units can be sorted by, in words."""


def units_in_order(view: TraceView, order: UnitOrder, *, token: int | None = None) -> list[int]:
    """All units of the view, sorted; `token` is the one to sort by, the last where it is None or
    not shown. Units that are alike in it stand by number."""
    return sorted(range(view.units), key=_KEYS[order](view, token))


_Key = Callable[[int], float]


def _by_change(view: TraceView, _token: int | None) -> _Key:
    return {unit: place for place, unit in enumerate(view.order)}.__getitem__


def _by_average(view: TraceView, _token: int | None) -> _Key:
    width = len(view.tokens.shown)
    return lambda unit: -sum(view.values[unit * width : (unit + 1) * width])


def _by_token(view: TraceView, token: int | None) -> _Key:
    width = len(view.tokens.shown)
    at = token if token is not None and 0 <= token < width else width - 1
    return lambda unit: -view.values[unit * width + at]


def _by_number(_view: TraceView, _token: int | None) -> _Key:
    return lambda unit: unit


_KEYS: dict[UnitOrder, Callable[[TraceView, int | None], _Key]] = {
    "change": _by_change,
    "average": _by_average,
    "token": _by_token,
    "number": _by_number,
}
