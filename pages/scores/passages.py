"""Where it is surprised: the easiest and the hardest passages, shaded token by token."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path

import streamlit as st
from streamlit.components.v2.types import ComponentRenderer

from pages.ui.browser.token_sheet import token_sheet
from pages.ui.text.i18n import _
from pages.ui.widgets.choice import choose_one
from slm_core.evaluation.breakdown.records import ShadedPassage
from slm_core.evaluation.report import EvaluationReport


def draw_passages(report: EvaluationReport) -> None:
    """The passages with the most bits per byte, or those with the fewest."""
    found = report.breakdown
    if found is None or not found.worst:
        return
    with st.container(border=True, gap="xsmall", key="scores_passages"):
        st.markdown("**" + _("Where it is surprised") + "**")
        chosen = choose_one(
            _("Passages"),
            {"worst": _("Hardest passages"), "best": _("Easiest passages")},
            key="scores_which",
            label_visibility="collapsed",
        )
        _draw_sheet(found.worst if chosen == "worst" else found.best, chosen)
        st.caption(
            _(
                "The darker a token, the less it was expected: the more bits it cost. What is dark "
                "in hard passages is what the model has not learned, or what nobody could guess."
            )
        )


def _draw_sheet(passages: Sequence[ShadedPassage], which: str) -> None:
    _sheet()(
        key=f"scores_sheet_{which}",
        data={
            "passages": [
                {
                    "head": _("{n} bits per byte").format(n=f"{one.bits_per_byte:.2f}"),
                    "tokens": [[token.text, token.bits, token.expected] for token in one.tokens],
                }
                for one in passages
            ],
            "label": _("Passages of the text, darker where the model was surprised"),
            "words": {
                "bits": _("{n} bits"),
                "expected": _("expected instead: {token}"),
                "right": _("its first guess"),
                "hint": _("Point at a token, or move with the arrow keys, to see what it cost."),
            },
        },
    )


@cache
def _sheet() -> ComponentRenderer:
    return token_sheet("argot_shaded_text", Path(__file__).with_name("shaded_text"))
