"""Columns of a PDF's page whose lines were drawn across it, row by row.

Most programs draw one column after the other, and that order is right. Some draw what lies at one
height together; read as drawn, the sentences of two columns run through each other. Tables are
drawn so too, and are read by row: their cells do not fill their columns as lines of a text do.
"""

import statistics
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise
from typing import NamedTuple

_FEWEST_ROWS = 4  # lines side by side
_FULL = 0.7  # of its column's width that a line of a text usually fills
_FULL_ROWS = 0.6  # share of a column's lines that do
_GUTTER = 0.8  # of a line's height that is at least between two columns
_WORD_GAP = 0.6  # of a line's height that may be between two words
_NARROWEST = 0.12  # of the text's width that a column has at least
_DRAWN_ACROSS = 0.5  # of the rows after which what is drawn next is left of it again
_MOST_BOXES = 5_000


class Box(NamedTuple):
    """Where something lies, in points from the page's lower left corner."""

    left: float
    low: float
    right: float
    high: float

    @property
    def middle(self) -> float:
        """Of its height."""
        return (self.low + self.high) / 2

    def holds(self, x: float, y: float) -> bool:
        """Whether a point is in it."""
        return self.left <= x <= self.right and self.low <= y <= self.high


def reading_order(drawn: Sequence[Box]) -> list[Box]:
    """The parts of a page in reading order, from the boxes of its text in the order drawn.

    One part where there are no columns, or where they were drawn one after the other.
    """
    boxes = [box for box in drawn if box.right > box.left and box.high > box.low]
    if not 2 * _FEWEST_ROWS <= len(boxes) <= _MOST_BOXES:
        return []
    return list(_parts(boxes))


def _parts(boxes: Sequence[Box]) -> Iterator[Box]:
    rows = list(_rows(boxes))
    gutter = _gutter(rows)
    if gutter is None:
        yield _hull(boxes)
        return
    crossing = [any(box.left < gutter < box.right for box in row) for row in rows]
    start = 0
    for crosses, group in groupby(crossing):
        length = len(list(group))
        band = [box for row in rows[start : start + length] for box in row]
        start += length
        if crosses:
            yield _hull(band)
            continue
        for side in (
            [box for box in band if box.right <= gutter],
            [box for box in band if box.left >= gutter],
        ):
            if side:
                yield from _parts([box for box in boxes if _is_in(box, side)])


def _is_in(box: Box, segments: Sequence[Box]) -> bool:
    return any(segment.holds(_center(box), box.middle) for segment in segments)


def _hull(boxes: Sequence[Box]) -> Box:
    return Box(
        min(box.left for box in boxes),
        min(box.low for box in boxes),
        max(box.right for box in boxes),
        max(box.high for box in boxes),
    )


def _rows(boxes: Sequence[Box]) -> Iterator[list[Box]]:
    """What lies at one height, from the top: words near each other as one box."""
    row: list[Box] = []
    for box in sorted(boxes, key=lambda box: -box.middle):
        if row and row[0].middle - box.middle > (row[0].high - row[0].low) / 2:
            yield _joined(row)
            row = []
        row.append(box)
    if row:
        yield _joined(row)


def _joined(row: list[Box]) -> list[Box]:
    joined: list[Box] = []
    for box in sorted(row):
        if joined and box.left - joined[-1].right < _WORD_GAP * (box.high - box.low):
            joined[-1] = _hull([joined[-1], box])
        else:
            joined.append(box)
    return joined


def _gutter(rows: Sequence[Sequence[Box]]) -> float | None:
    """Where the gap lies that divides most rows of text, if both its sides are columns of text."""
    page = _hull([box for row in rows for box in row])
    gaps = [
        (before.right, after.left)
        for row in rows
        for before, after in pairwise(row)
        if after.left - before.right >= _GUTTER * (after.high - after.low)
    ]
    middles = sorted({(left + right) / 2 for left, right in gaps})
    best = max(middles, key=lambda x: sum(left < x < right for left, right in gaps), default=None)
    if best is None:
        return None
    beside = [row for row in rows if any(left < best < right for left, right in _gaps(row))]
    crossing = sum(any(box.left < best < box.right for box in row) for row in rows)
    if len(beside) < max(_FEWEST_ROWS, crossing):
        return None
    sides = (
        [[box for box in row if box.right <= best] for row in beside],
        [[box for box in row if box.left >= best] for row in beside],
    )
    is_text = all(_is_column(side, page.right - page.left) for side in sides)
    return best if is_text else None


def _gaps(row: Sequence[Box]) -> list[tuple[float, float]]:
    return [(before.right, after.left) for before, after in pairwise(row)]


def _is_column(lines: Sequence[Sequence[Box]], page_width: float) -> bool:
    """Whether lines fill their column, or two that stand side by side in it, as a text's do."""
    hulls = [_hull(line) for line in lines]
    whole = _hull(hulls)
    width = whole.right - whole.left
    if width < _NARROWEST * page_width:
        return False
    filled = sum(hull.right - hull.left >= _FULL * width for hull in hulls)
    starts = statistics.median(hull.left for hull in hulls) - whole.left
    return filled >= _FULL_ROWS * len(hulls) and starts < _FULL * width


def is_drawn_across(drawn: Sequence[Box], parts: Sequence[Box]) -> bool:
    """Whether what was drawn goes from part to part and back, row after row."""
    sides = [
        next((at for at, part in enumerate(parts) if part.holds(_center(box), box.middle)), 0)
        for box in drawn
    ]
    returns = sum(after < before for before, after in pairwise(sides))
    rows = max(
        len(list(_rows([box for box, at in zip(drawn, sides, strict=True) if at == number])))
        for number in range(len(parts))
    )
    return rows >= _FEWEST_ROWS and returns >= _DRAWN_ACROSS * rows


def _center(box: Box) -> float:
    return (box.left + box.right) / 2
