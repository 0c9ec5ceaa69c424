"""Excerpts around the places where two texts differ."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

MOST = 5
"""Excerpts of one step."""
_EXCERPT = 160  # characters of each
_BEFORE = 60  # of them that stand before the change
_ANCHOR = 12  # characters alike in both texts that say: here they go on together
_SHIFT = 80  # characters by which a step makes an excerpt longer or shorter at the most


@dataclass(frozen=True)
class Change:
    """A place in the user's own text, before and after a step."""

    before: str
    after: str | None
    """None where the whole document was left out."""


def excerpts(pairs: Sequence[tuple[str, str | None]]) -> Iterator[Change]:
    """Some of the places where these pairs differ, from each pair a fair share."""
    remaining = MOST
    for number, (before, after) in enumerate(pairs):
        if after is None:
            yield Change(before[:_EXCERPT], None)
            remaining -= 1
            continue
        share = math.ceil(remaining / (len(pairs) - number))
        for change in _places(before, after, share):
            yield change
            remaining -= 1


def _places(before: str, after: str, most: int) -> Iterator[Change]:
    """Excerpts around differences; the texts are walked together from one to the next."""
    old = new = 0
    for _ in range(most):
        alike = _common(before, after, old, new)
        old, new = old + alike, new + alike
        if old >= len(before) and new >= len(after):
            return
        start = min(_BEFORE, old, new, alike)
        old_end, new_end = _together_again(before, after, old, new)
        if old_end is None or new_end is None:
            rest = _EXCERPT - start
            yield Change(before[old - start : old + rest], after[new - start : new + rest])
            return
        yield Change(before[old - start : old_end], after[new - start : new_end])
        old, new = old_end, new_end


def _common(before: str, after: str, old: int, new: int) -> int:
    """How many characters from `old` and `new` on are alike."""
    alike, width = 0, 64
    while True:
        left = before[old + alike : old + alike + width]
        right = after[new + alike : new + alike + width]
        if left != right or not left:
            pairs = zip(left, right, strict=False)
            differs = (position for position, (mine, theirs) in enumerate(pairs) if mine != theirs)
            return alike + next(differs, min(len(left), len(right)))
        alike, width = alike + len(left), width * 2


def _together_again(before: str, after: str, old: int, new: int) -> tuple[int | None, int | None]:
    """Where, an excerpt's length further on, both texts say the same again."""
    for end in range(old + _EXCERPT - _BEFORE, min(old + 2 * _EXCERPT, len(before) - _ANCHOR + 1)):
        new_end = _nearest(after, before[end : end + _ANCHOR], new + end - old)
        if new_end is not None:
            return end, new_end
    return None, None


def _nearest(text: str, piece: str, expected: int) -> int | None:
    """Where `piece` stands nearest to `place`, if not too far: text repeats itself."""
    right = text.find(piece, expected, expected + _ANCHOR + _SHIFT)
    left = text.rfind(piece, max(0, expected - _SHIFT), expected + _ANCHOR)
    positions = [position for position in (left, right) if position >= 0]
    return min(positions, key=lambda position: abs(position - expected), default=None)
