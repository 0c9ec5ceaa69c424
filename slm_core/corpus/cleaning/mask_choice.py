"""What of the personal data found in a corpus somebody wants masked."""

from dataclasses import dataclass, field
from typing import Literal

from slm_core.corpus.cleaning.steps.mask_pii import KEPT_BREAK, Privacy
from slm_core.corpus.pii.entity import KINDS, EntityType
from slm_core.corpus.pii.review import Review


@dataclass
class MaskChoice:
    """What is to be masked; nothing of it is done yet."""

    corpus: str
    kinds: tuple[EntityType, ...] = ()
    kept: set[tuple[EntityType, str]] = field(default_factory=set)
    """Values that stay as they are."""
    names: str = ""
    """More names to find, as they were typed."""

    def step(self, replacement: Literal["label", "shape"]) -> Privacy:
        """The cleaning step that does it."""
        kept = sorted({text for kind, text in self.kept if kind in self.kinds})
        return Privacy(
            **{kind: kind in self.kinds for kind in KINDS},
            names=self.names.strip(),
            keep=KEPT_BREAK.join(kept),
            replacement=replacement,
        )

    def count(self, review: Review) -> int:
        """How many pieces it would mask, of those that were found."""
        kept = sum(
            value.times
            for value in review.found
            if value.kind in self.kinds and (value.kind, value.text) in self.kept
        )
        return sum(review.counts.get(kind, 0) for kind in self.kinds) - kept
