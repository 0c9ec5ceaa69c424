"""Text whose tokens are shaded by how surprised a model was, told one by one under the pointer."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path

from streamlit.components.v2.types import ComponentRenderer

from pages.ui.browser.token_sheet import token_sheet
from pages.ui.text.i18n import _
from slm_core.evaluation.breakdown.records import ShadedToken


def draw_shaded_text(
    parts: Sequence[tuple[str, Sequence[ShadedToken]]], *, key: str, label: str
) -> None:
    """Parts of a text, each with a line above it; "" for none. `label` says what it is."""
    _component()(
        key=key,
        data={
            "passages": [
                {
                    "head": head,
                    "tokens": [[token.text, token.bits, token.expected] for token in tokens],
                }
                for head, tokens in parts
            ],
            "label": label,
            "words": {
                "bits": _("{n} bits"),
                "expected": _("expected instead: {token}"),
                "right": _("its first guess"),
                "hint": _("Point at a token, or move with the arrow keys, to see what it cost."),
            },
        },
    )


@cache
def _component() -> ComponentRenderer:
    return token_sheet("argot_shaded_text", Path(__file__).with_suffix(""))
