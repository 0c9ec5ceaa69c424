"""The tab Memory: how far back a model's predictions depend on the text."""

import streamlit as st

from pages.charts.chart import MEASURED, Axis
from pages.charts.curves import Curves, Line, curves_chart
from pages.inside.ask import seen
from pages.ui.text.formatting import count
from pages.ui.text.i18n import _, translate
from pages.ui.text.markdown import escape_markdown
from slm_core.inspection.requests import AskPassages, AskReach
from slm_core.runs.run import Run


def draw_memory(run: Run, text: str) -> None:
    """The loss by the length of the past, and places of the training text that feel alike."""
    left, right = st.columns([6, 5], gap="small")
    with left.container(border=True, key="inside_reach"):
        st.markdown("**" + _("How far back it reaches") + "**")
        _draw_reach(run)
    with right.container(border=True, key="inside_passages"):
        st.markdown("**" + _("Where it was in a similar state in its training text") + "**")
        _draw_passages(run, text)


def _draw_reach(run: Run) -> None:
    found = seen(run, AskReach(), _("Cutting the past at 1, 2, 4 … 256 tokens"))
    if found is None:
        return
    st.markdown(escape_markdown(translate(found.verdict)))
    xs = [float(point.tokens) for point in found.points]
    ys = [point.bits for point in found.points]
    last = ys[-1]
    low = [last + point.excess - 2 * point.error for point in found.points]
    high = [last + point.excess + 2 * point.error for point in found.points]
    curves_chart(
        Curves(
            Axis(_("tokens it may see"), "whole", doublings=True),
            Axis(_("bits per token")),
            [Line(_("bits per token"), MEASURED, xs, ys, band=(low, high))],
            legend=False,
        ),
        key="inside_reach_chart",
        alt=_("Bits per token by how many tokens of the past may be seen"),
    )
    st.caption(
        _(
            "Bits per token at the same {n} places of held-out text. Lower is better; where the "
            "curve is flat, more past changes nothing. Shaded: twice the standard error."
        ).format(n=count(found.places))
    )


def _draw_passages(run: Run, text: str) -> None:
    found = seen(run, AskPassages(text), _("Reading the training text"))
    for one in found or ():
        before, after = (" ".join(part.split()) for part in (one.before, one.after))
        st.markdown(f"> …{escape_markdown(before)} **{escape_markdown(after)}**…")
        st.caption(_("similarity {n}").format(n=f"{one.similarity:.2f}"))
    if found:
        st.caption(
            _(
                "Passages of the training text after which the hidden state points most nearly the "
                "same way as after your text; what followed there is bold."
            )
        )
