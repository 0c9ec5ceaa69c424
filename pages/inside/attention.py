"""The tab Attention: what each head of a Transformer looks at."""

import streamlit as st

from pages.inside.ask import draw_unread, seen
from pages.inside.drawing.heat_map import HeatMap, HeatRow, draw_heat_map
from pages.ui.text.i18n import _
from slm_core.inspection.records import AttentionView
from slm_core.inspection.requests import AskAttention
from slm_core.runs.run import Run


def draw_attention(run: Run, text: str) -> None:
    """The map of one head, chosen by layer and number."""
    view = seen(run, AskAttention(text), _("Reading the text"))
    if view is None:
        return
    with st.container(border=True, key="inside_attention"):
        with st.container(horizontal=True, key="inside_attention_what"):
            layer = _pick(_("Layer"), view.layers, "inside_attention_layer")
            head = _pick(_("Head"), view.heads, "inside_attention_head")
        _draw(view, layer, head)


def _pick(label: str, number: int, key: str) -> int:
    chosen = st.pills(
        label,
        range(number),
        format_func=lambda place: str(place + 1),
        default=0,
        required=True,
        key=f"{key}_{number}",
    )
    return int(chosen or 0)


def _draw(view: AttentionView, layer: int, head: int) -> None:
    size = len(view.tokens.shown)
    start = (layer * view.heads + head) * size * size
    rows = [
        HeatRow(
            row,
            token,
            _("{token} ({place}) looks at").format(token=token, place=row + 1),
            view.weights[start + row * size : start + (row + 1) * size],
        )
        for row, token in enumerate(view.tokens.shown)
    ]
    title = _("What head {head} of layer {layer} looks at").format(head=head + 1, layer=layer + 1)
    st.markdown(f"**{title}**")
    draw_heat_map(
        HeatMap(rows, view.tokens.shown, 0.0, 1.0), key="inside_attention_map", label=title
    )
    st.caption(
        _(
            "Each row is a token that is read; its shares over the tokens before it sum to 1. This "
            "head spreads over {bits} bits on average: 0 is one token, 3 is eight alike."
        ).format(bits=f"{view.entropy[layer][head]:.1f}")
    )
    draw_unread(view.tokens)
