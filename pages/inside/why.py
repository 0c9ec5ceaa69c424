"""The tab Why this word: which tokens of the text a prediction is owed to."""

import math

import streamlit as st

from pages.charts.chart import MEASURED, SEEN, Axis
from pages.charts.curves import Curves, Line, curves_chart
from pages.inside.ask import draw_unread, seen
from pages.inside.drawing.token_shades import draw_token_shades
from pages.ui.text.formatting import count, listed, percent
from pages.ui.text.i18n import _, translate
from pages.ui.text.markdown import escape_markdown
from slm_core.inspection.records import Explanation
from slm_core.inspection.requests import AskLayers, AskWhy
from slm_core.runs.run import Run

_EXPECTED = 6
"""Tokens that are offered."""


def draw_why(run: Run, text: str, *, layers: int) -> None:
    """The prediction, its attributions, whether they are true, and how it forms."""
    first = seen(run, AskWhy(text), _("Explaining the likeliest next token"))
    if first is None:
        return
    token = _choose_token(first)
    found = first
    if token:
        chosen = seen(run, AskWhy(text, token), _("Explaining another token"))
        if chosen is None:
            return
        found = chosen
    left, right = st.columns([7, 4], gap="small")
    with left.container(border=True, key="inside_shares"):
        _draw_shares(found)
    with right:
        with st.container(border=True, key="inside_truth"):
            _draw_truth(found)
        if layers > 1:
            with st.container(border=True, key="inside_layers"):
                _draw_layers(run, text)


def _choose_token(first: Explanation) -> str:
    """The token to explain; "" for the likeliest."""
    likely = dict(first.candidates[:_EXPECTED])
    with st.container(horizontal=True, vertical_alignment="bottom", key="inside_token_row"):
        chosen = st.pills(
            _("It expects next"),
            list(likely),
            format_func=lambda token: escape_markdown(
                f"{token} {percent(likely[token], digits=0)}"
            ),
            default=first.prediction,
            key="inside_expected",
            help=_("Choose the token whose prediction is explained."),
        )
        typed = st.text_input(
            _("Another token"),
            key="inside_token",
            placeholder=_("explained in place of these"),
            width=260,
        )
    return typed or (chosen if chosen in likely and chosen != first.prediction else "") or ""


def _share(probability: float) -> str:
    return percent(probability, digits=0)


def _draw_shares(found: Explanation) -> None:
    st.markdown(
        _("Why **{token}**? {share} likely here, {baseline} without this text.").format(
            token=escape_markdown(found.prediction),
            share=percent(found.probability),
            baseline=percent(found.baseline_probability),
        )
    )
    names = {
        "integrated_gradients": _("Integrated gradients"),
        "gradient_x_input": _("Gradient × input"),
        "leave_one_out": _("Leave one out"),
    }
    draw_token_shades(
        found.tokens.texts,
        [(names[one.method], one.values) for one in found.attributions],
        key="inside_shades",
        label=_("The text, shaded by how much each token speaks for the prediction"),
    )
    st.caption(
        _(
            "Green speaks for it, brown against it; numbers are nats of log-probability. Where the "
            "three disagree, none of them is sure: the curve beside it judges the first."
        )
    )
    draw_unread(found.tokens)
    if found.before:
        st.caption(
            _("The {n} tokens before these were read and get no share.").format(
                n=count(found.before)
            )
        )


def _draw_truth(found: Explanation) -> None:
    st.markdown("**" + _("Does it tell the truth?") + "**")
    st.markdown(escape_markdown(translate(found.verdict)))
    curve = found.deletion
    xs = [float(n) for n in curve.taken]

    def bits(values: tuple[float, ...]) -> list[float]:
        return [-value / math.log(2) for value in values]

    curves_chart(
        Curves(
            Axis(_("tokens taken out"), "whole"),
            Axis(_("bits")),
            [
                Line(_("those it names"), MEASURED, xs, bits(curve.top)),
                Line(_("random ones"), SEEN, xs, bits(curve.random)),
                Line(_("the most recent"), "blue", xs, bits(curve.recent)),
            ],
        ),
        key="inside_deletion",
        alt=_("What the prediction costs when tokens are taken out"),
    )
    st.caption(
        _(
            "Bits that the prediction costs when tokens are replaced by the most frequent one, "
            "{token}. The higher a curve, the more the prediction needed them. Error of the sum: "
            "{error}."
        ).format(
            token=escape_markdown(found.baseline),
            error=percent(found.completeness_error, digits=2),
        )
    )


def _draw_layers(run: Run, text: str) -> None:
    st.markdown("**" + _("How the prediction forms, layer by layer") + "**")
    found = seen(run, AskLayers(text), _("Reading the text"))
    for one in found or ():
        words = listed(f"{shown} {percent(share, digits=0)}" for shown, share in one.candidates[:4])
        st.markdown(
            _("Layer {n}: {words}").format(
                n=one.layer + 1,
                words=escape_markdown(words) or _("has another size than the output layer reads"),
            )
        )
    st.caption(
        _(
            "What each layer would predict, were it the last. Lower layers were not trained for "
            "that, so what they say is a hint."
        )
    )
