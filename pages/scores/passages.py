"""Where it is surprised: the easiest and the hardest passages, shaded token by token."""

import streamlit as st

from pages.ui.browser.shaded_text import draw_shaded_text
from pages.ui.text.i18n import _, translate
from pages.ui.widgets.choice import choose_one
from slm_core.evaluation.report import EvaluationReport
from slm_core.evaluation.summary import average_words


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
        passages = found.worst if chosen == "worst" else found.best
        draw_shaded_text(
            [
                (_("{n} bits per byte").format(n=f"{one.bits_per_byte:.3f}"), one.tokens)
                for one in passages
            ],
            key=f"scores_sheet_{chosen}",
            label=_("Passages of the text, darker where the model was surprised"),
        )
        st.caption(translate(average_words(report.evaluation.score.bits_per_byte, found)))
        st.caption(
            _(
                "The darker a token, the less it was expected: the more bits it cost. What is dark "
                "in hard passages is what the model has not learned, or what nobody could guess."
            )
        )
