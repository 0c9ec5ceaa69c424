"""What a check for memorisation found, as JSON keeps it and pages draw it. Free of torch."""

from dataclasses import dataclass
from typing import Literal

from slm_core.corpus.text.passages import CopiedSpan

Light = Literal["green", "amber", "red"]

LIGHTS: tuple[Light, ...] = ("green", "amber", "red")
"""From the best to the worst."""
COPIES_BEYOND = (0.05, 0.2)
"""Share of copied text above that of unseen real text from which on it is amber, and red."""
LONG_COPY = (2.0, 5.0)
"""Length of the longest copy, in lengths of what counts as a copy or of the longest that unseen
real text has, whichever is longer, from which on it is amber, and red."""
EXPOSED = (0.5, 0.9)
"""Share of the highest exposure that can be measured from which on it is amber, and red."""


@dataclass(frozen=True)
class Copy:
    """A continuation with its longest passage that stands in the training text word for word."""

    prompt: str
    written: str
    span: CopiedSpan


@dataclass(frozen=True)
class CanaryExposure:
    """The made-up secret that was planted in the training text (Carlini et al. 2019)."""

    text: str
    times: int
    """How often it was planted."""
    rank: int
    """Among random ones of the same form, by the model's probability; 1 is the likeliest."""
    others: int
    """How many those were."""
    exposure: float
    """Bits: log2 of how many there are less log2 of the rank; about 1 for one never seen."""
    highest: float
    """The exposure of rank 1."""

    @property
    def light(self) -> Light:
        """How well it is remembered."""
        return LIGHTS[_place(self.exposure / max(self.highest, 1.0), EXPOSED)]


@dataclass(frozen=True)
class Memorisation:
    """Of the continuations of one evaluation."""

    least: int
    """Characters in a row from which on a copy counts."""
    copied: float
    """Share of the characters written that lie in copies."""
    copied_real: float
    """The same of what really follows in text it has not seen: the control."""
    longest: int
    """Characters of the longest passage copied word for word."""
    longest_real: int
    """The same of the control."""
    copies: tuple[Copy, ...]
    """The longest ones, with where they stand in the training text."""
    canary: CanaryExposure | None = None
    """None where none was planted."""
    nearest: tuple[Copy, ...] = ()
    """The passages of the training text that share most with what was written, however short."""

    @property
    def light_of_copies(self) -> Light:
        """How it stands by its copies: by how many there are, or by the longest."""
        yardstick = max(self.least, self.longest_real, 1)
        many = _place(self.copied - self.copied_real, COPIES_BEYOND)
        return LIGHTS[max(many, _place(self.longest / yardstick, LONG_COPY))]

    @property
    def light(self) -> Light:
        """How it stands: by its copies or by its canary, whichever is worse."""
        lights = [self.light_of_copies, *([self.canary.light] if self.canary else [])]
        return max(lights, key=LIGHTS.index)


def _place(value: float, borders: tuple[float, float]) -> int:
    return sum(value >= border for border in borders)
