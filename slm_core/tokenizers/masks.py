"""Masks such as ⟨phone⟩ in a text: each is one token of every tokenizer that met it.

They stand for personal data, addresses and the like, and say one thing however many letters they
are written with.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from slm_core.corpus.cleaning.steps.mask_numbers_urls import MaskUrls
from slm_core.corpus.pii.mask import LABELS

MASKS: tuple[str, ...] = (*LABELS, MaskUrls().url, MaskUrls().email)
"""What the cleaning steps write in place of what they mask."""
_HINTS = ("⟨", *(mask for mask in MASKS if not mask.startswith("⟨")))
_MASK = re.compile(
    "("
    + "|".join(sorted(map(re.escape, {*MASKS, *map(str.lower, MASKS)}), key=len, reverse=True))
    + ")"
)


def split_masks(text: str) -> list[str]:
    """The text in parts of which every second one is a mask; they join to the text."""
    return _MASK.split(text) if any(hint in text for hint in _HINTS) else [text]


def without_masks(texts: Iterable[str], counts: Counter[str]) -> Iterator[str]:
    """What stands between the masks of the texts; the masks themselves are counted in `counts`."""
    for text in texts:
        parts = split_masks(text)
        counts.update(parts[1::2])
        yield from filter(None, parts[0::2])
