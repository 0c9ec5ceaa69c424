"""Which settings differ between runs."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

from slm_core.runs.config import SECTIONS, RunConfig

_WITHOUT_EFFECT = ("samples", "machine")
"""Sections that change what is shown, or how fast it trains, but not what it learns."""


@dataclass(frozen=True)
class SettingDifference:
    """A setting that is not the same in all of the runs compared."""

    path: str
    """Such as model.hidden_size, corpus or start.run."""
    values: tuple[object, ...]
    """One for each run, in their order; None where it is not set, or the network has no such."""


def flat_settings(config: RunConfig, *, everything: bool = False) -> dict[str, object]:
    """All that says what a run learns, by path; with `everything` also samples and machine.

    Neither its name nor the race it is part of changes that.
    """
    found: dict[str, object] = {"corpus": config.corpus}
    if config.start is not None:
        found |= {"start.run": config.start.run, "start.tokenizer": config.start.tokenizer}
    found["model.kind"] = config.model.kind
    for section in SECTIONS:
        if everything or section not in _WITHOUT_EFFECT:
            values = asdict(getattr(config, section))
            found |= {f"{section}.{name}": value for name, value in values.items()}
    return found


def differing_settings(
    configs: Sequence[RunConfig], *, everything: bool = False
) -> list[SettingDifference]:
    """The settings in which these configurations are not all the same, in the forms' order."""
    flat = [flat_settings(config, everything=everything) for config in configs]
    paths = dict.fromkeys(path for settings in flat for path in settings)
    rows = (SettingDifference(path, _values(flat, path)) for path in paths)
    return [row for row in rows if any(value != row.values[0] for value in row.values[1:])]


def _values(flat: Sequence[Mapping[str, object]], path: str) -> tuple[object, ...]:
    return tuple(settings.get(path) for settings in flat)
