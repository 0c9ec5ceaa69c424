"""A finding of the coach: what is wrong, where one sees it, and the settings that mend it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from slm_core.messages import Message, msg

FindingKind = Literal[
    "leak",
    "learning_rate_too_high",
    "learning_rate_too_low",
    "too_little_text",
    "vocabulary_too_large",
    "overfitting",
    "underfitting",
    "still_improving",
    "too_short",
]
"""In the order of their weight: what makes the score itself doubtful comes first."""

DUPLICATES = "corpus.duplicates"
"""The fix that is no setting of a run: its text without duplicates."""
KIND_TITLES: dict[FindingKind, Message] = {
    "leak": msg("The same or nearly the same text on both sides"),
    "learning_rate_too_high": msg("Learning rate too high"),
    "learning_rate_too_low": msg("Learning rate too low"),
    "too_little_text": msg("Too little text"),
    "vocabulary_too_large": msg("Vocabulary too large"),
    "overfitting": msg("Overfitting"),
    "underfitting": msg("Underfitting"),
    "still_improving": msg("Still improving"),
    "too_short": msg("Trained too briefly"),
}
"""What people call them."""


@dataclass(frozen=True)
class Stretch:
    """A part of a run, from one step to another."""

    start: float
    end: float


@dataclass(frozen=True)
class Finding:
    """One thing that keeps a run from being better."""

    kind: FindingKind
    sentence: Message
    """What it is, and what helps."""
    evidence: Message
    """The numbers it stands on, in a sentence."""
    numbers: Mapping[str, float] = field(default_factory=dict)
    """The same numbers by name."""
    stretch: Stretch | None = None
    """Where on the curves it is seen; None where it is not."""
    fix: Mapping[str, str] = field(default_factory=dict)
    """Settings of the better run, as `RunConfig.with_settings` takes them, or DUPLICATES;
    {} where no setting helps."""
    label: Message | None = None
    """What the fix does, in a few words; None where there is none."""
    consequence: Message | None = None
    """What to know before the fix is chosen; None where there is nothing."""


def named(findings: Sequence[Finding], *kinds: FindingKind) -> Finding | None:
    """The first of these kinds, None where there is none."""
    return next((finding for finding in findings if finding.kind in kinds), None)
