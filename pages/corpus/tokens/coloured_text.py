"""A text coloured by token, in the browser."""

import unicodedata
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path

from streamlit.components.v2.types import ComponentRenderer

from pages.ui.browser.token_sheet import token_sheet
from pages.ui.text.i18n import _
from slm_core.tokenizers.token_view import Segment, TokenView

_JOINER = "\u200d"
_SKINS = range(0x1F3FB, 0x1F400)

Cell = list[Segment]


def draw_coloured_tokens(views: Sequence[TokenView], *, key: str, label: str) -> None:
    """The texts of the views below one another; `label` says it to those who do not see colours."""
    _sheet()(
        key=key,
        data={
            "texts": [
                [[[one.text, list(one.ids)] for one in cell] for cell in cells_of(view.segments)]
                for view in views
            ],
            "label": label,
            "words": {
                "token": _("token"),
                "tokens": _("tokens"),
                "byte": _("1 byte"),
                "bytes": _("{n} bytes"),
                "unknown": _("not in the vocabulary"),
                "hint": _("Point at a token, or move with the arrow keys, to see its number."),
            },
        },
    )


def cells_of(segments: Iterable[Segment]) -> list[Cell]:
    """The segments, those together that make up one sign: a letter and the marks on it.

    Coloured apart, a mark would have no ground of its own, or come off its letter.
    """
    cells: list[Cell] = []
    for segment in segments:
        if cells and _goes_on(cells[-1][-1].text, segment.text):
            cells[-1].append(segment)
        else:
            cells.append([segment])
    return cells


def _goes_on(before: str, text: str) -> bool:
    if not text or not before or before[-1] == "\n":
        return False
    first = text[0]
    marked = unicodedata.category(first) in ("Mn", "Mc", "Me") or ord(first) in _SKINS
    return marked or first == _JOINER or before[-1] == _JOINER


@cache
def _sheet() -> ComponentRenderer:
    return token_sheet("argot_token_sheet", Path(__file__).with_name("coloured_text"))
