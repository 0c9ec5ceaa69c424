"""A text coloured by token, in the browser."""

import unicodedata
from collections.abc import Iterable, Sequence
from pathlib import Path

import streamlit as st

from pages.ui.text.i18n import _
from slm_core.tokenizers.token_view import Segment, TokenView

_FOLDER = Path(__file__).parent
_JOINER = "\u200d"
_SKINS = range(0x1F3FB, 0x1F400)

_SHEET = st.components.v2.component(
    "argot_token_sheet",
    html='<div class="sheet" tabindex="0" role="group"></div>\n<div class="told" role="status">'
    "</div>\n",
    css=(_FOLDER / "coloured_text.css").read_text(encoding="utf-8"),
    js=(_FOLDER / "coloured_text.js").read_text(encoding="utf-8"),
)

Cell = list[Segment]


def draw_coloured_tokens(views: Sequence[TokenView], *, key: str, label: str) -> None:
    """The texts of the views below one another; `label` says it to those who do not see colours."""
    _SHEET(
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
