"""A text drawn several times, its tokens shaded by how much they speak for a prediction."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path

from streamlit.components.v2.types import ComponentRenderer

from pages.ui.browser.token_sheet import token_sheet
from pages.ui.text.i18n import _


def draw_token_shades(
    tokens: Sequence[str], rows: Sequence[tuple[str, Sequence[float]]], *, key: str, label: str
) -> None:
    """Draw `tokens` once for each of `rows`, a name and a number a token."""
    _component()(
        key=key,
        data={
            "tokens": list(tokens),
            "rows": [{"name": name, "values": list(values)} for name, values in rows],
            "label": label,
            "words": {
                "rows": [name for name, _values in rows],
                "hint": _(
                    "Point at a token, or move with the arrow keys, to see what each says of it."
                ),
            },
        },
    )


@cache
def _component() -> ComponentRenderer:
    return token_sheet("argot_token_shades", Path(__file__).with_suffix(""))
