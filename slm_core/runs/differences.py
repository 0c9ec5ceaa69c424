"""In which settings two runs differ. Free of torch."""

from dataclasses import dataclass

from slm_core.runs.config import RunConfig
from slm_core.settings_schema import fields_of

_COMPARED = ("split", "tokenizer", "model", "training", "budget")
"""Sections in which a difference is one of what is learned; those of samples and of the machine are
none."""


@dataclass(frozen=True)
class SettingDifference:
    """A setting that two runs have otherwise."""

    path: str
    """Such as training.learning_rate."""
    before: object
    """None where the first has no such setting."""
    after: object


def setting_differences(before: RunConfig, after: RunConfig) -> tuple[SettingDifference, ...]:
    """What differs, in the order in which settings are shown."""
    found = []
    for section in _COMPARED:
        first, second = getattr(before, section), getattr(after, section)
        names = dict.fromkeys([*fields_of(type(first)), *fields_of(type(second))])
        for name in names:
            old, new = getattr(first, name, None), getattr(second, name, None)
            if old != new:
                found.append(SettingDifference(f"{section}.{name}", old, new))
    return tuple(found)
