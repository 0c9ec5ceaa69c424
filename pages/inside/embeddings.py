"""The tab Embeddings: tokens that the model takes for similar."""

import streamlit as st

from pages.charts.chart import Axis
from pages.charts.points import NamedPoint, Scatter, points_chart
from pages.inside.ask import seen
from pages.ui.text.formatting import count, listed, percent
from pages.ui.text.i18n import _
from pages.ui.text.markdown import escape_markdown
from pages.ui.widgets.choice import choose_one
from slm_core.inspection.records import EmbeddingMap
from slm_core.inspection.requests import AskAnalogy, AskMap
from slm_core.runs.run import Run

_NEAR = "inside_near"
"""The id of the token that was chosen."""
_WRITTEN = 150
"""Tokens up to which each is written; more are dots."""


def draw_embeddings(run: Run) -> None:
    """The map, the neighbours of a token, and analogies."""
    left, right = st.columns([7, 4], gap="small")
    with left.container(border=True, key="inside_map"):
        method = choose_one(
            _("Method"),
            {"pca": _("Principal components"), "tsne": "t-SNE"},
            key="inside_method",
            label_visibility="collapsed",
        )
        found = seen(
            run, AskMap("tsne" if method == "tsne" else "pca"), _("Arranging the embeddings")
        )
        if found is not None:
            _draw_map(found, method)
    if found is None:
        return
    with right:
        with st.container(border=True, key="inside_neighbours"):
            chosen = _draw_neighbours(found)
        with st.container(border=True, key="inside_analogy"):
            _draw_analogy(run, chosen)


def _draw_map(found: EmbeddingMap, method: str) -> None:
    points = [
        NamedPoint(
            one.shown,
            one.x,
            one.y,
            note=_("nearest: {tokens}").format(
                tokens=listed(shown for shown, _similar in one.neighbours[:4])
            ),
        )
        for one in found.points
    ]
    axes = (Axis(_("first direction")), Axis(_("second direction")))
    picked = _place_of(found, st.session_state.get(_NEAR))
    points_chart(
        Scatter(points, axes, height=440, named=len(points) <= _WRITTEN, picked=picked),
        key=f"inside_map_{method}",
        alt=_("A map of the {n} most frequent tokens").format(n=count(len(points))),
        on_pick=lambda place: st.session_state.update({_NEAR: found.points[place].id}),
    )
    st.caption(_("Click a token for its neighbours, and to put it into an analogy."))
    if method == "pca":
        st.caption(
            _(
                "The {n} most frequent tokens along the two directions in which embeddings differ "
                "most; these keep {share} of all differences, so near here is not always near."
            ).format(n=count(len(points)), share=percent(found.explained, digits=0))
        )
        return
    st.caption(
        _(
            "The {n} most frequent tokens, neighbours kept together (t-SNE). Distances between "
            "groups, and their sizes, mean nothing."
        ).format(n=count(len(points)))
    )


def _place_of(found: EmbeddingMap, token: object) -> int | None:
    places = (place for place, one in enumerate(found.points) if one.id == token)
    return next(places, 0 if found.points else None)


def _draw_neighbours(found: EmbeddingMap) -> str:
    """Returns the token that is chosen, as people may read it; "" for none."""
    st.markdown("**" + _("Nearest to a token") + "**")
    by_id = {one.id: one for one in found.points}
    chosen = st.selectbox(
        _("Token"),
        list(by_id),
        format_func=lambda index: by_id[index].shown if index in by_id else "",
        key=_NEAR,
        label_visibility="collapsed",
    )
    if chosen not in by_id:
        return ""
    for shown, similarity in by_id[chosen].neighbours:
        st.markdown(f"{escape_markdown(shown)} · {similarity:.2f}")
    st.caption(_("Cosine of the angle between both embeddings; 1 is the same direction."))
    return by_id[chosen].shown


def _draw_analogy(run: Run, chosen: str) -> None:
    st.markdown("**" + _("Analogy") + "**")
    names = {"first": _("As"), "second": _("is to"), "third": _("so is")}
    with st.container(horizontal=True, key="inside_analogy_row"):
        first, second, third = (_draw_field(name, names[name], chosen) for name in names)
    if not (first and second and third):
        st.caption(_("Three tokens; the model says what the third is to. Sums of embeddings."))
        return
    found = seen(run, AskAnalogy(first, second, third), _("Adding embeddings"))
    for shown, similarity in found or ():
        st.markdown(f"{escape_markdown(shown)} · {similarity:.2f}")


def _draw_field(name: str, label: str, chosen: str) -> str:
    """A token of the analogy, typed or taken from the map."""
    key = f"inside_{name}"
    with st.container(width=84, gap="xsmall", key=f"{key}_field"):
        token = st.text_input(label, key=key)
        if chosen:
            st.button(
                escape_markdown(chosen),
                key=f"{key}_take",
                icon=":material/arrow_upward:",
                type="tertiary",
                help=_("Put the chosen token here"),
                on_click=lambda: st.session_state.update({key: chosen}),
            )
    return token or ""
