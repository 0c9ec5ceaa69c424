"""Inside: what a model does while it reads a text, and why it predicts what it does.

Address: /inside, `?run=` chooses the model, `&view=` what is shown: units, gates, attention,
memory, why or embeddings.
"""

import streamlit as st

from pages.inside.attention import draw_attention
from pages.inside.embeddings import draw_embeddings
from pages.inside.gates import draw_gates
from pages.inside.memory import draw_memory
from pages.inside.read_text import draw_text
from pages.inside.units import draw_units
from pages.inside.why import draw_why
from pages.ui.navigation import go_to
from pages.ui.run_index import run_titles, runs_with_model
from pages.ui.session import workspace
from pages.ui.text.i18n import _
from pages.ui.widgets.choose_run import choose_run

known = {entry.run.id: entry for entry in runs_with_model(workspace())}
if not known:
    st.title(_("Inside"), anchor=False)
    st.markdown(_("One can look into a model as soon as it has trained for a few seconds."))
    if st.button(
        _("Train a model"), type="primary", icon=":material/model_training:", key="inside_train"
    ):
        go_to("training")
    st.stop()

heading, chooser = st.columns([3, 4], vertical_alignment="bottom")
with heading:
    st.title(_("Inside"), anchor=False)
with chooser:
    chosen = choose_run(run_titles([*known.values()]), next(iter(known)), page="inside")
    entry = known[chosen]
settings = entry.config.model
is_transformer = settings.kind == "transformer"
views = {
    **(
        {"attention": _("Attention")}
        if is_transformer
        else {"units": _("Units"), "gates": _("Gates")}
    ),
    "memory": _("Memory"),
    "why": _("Why this word"),
    "embeddings": _("Embeddings"),
}
asked = st.query_params.get("view", "")
view = st.segmented_control(
    _("View"),
    list(views),
    format_func=views.__getitem__,
    default=asked if asked in views else next(iter(views)),
    required=True,
    key=f"inside_view_{'attention' if is_transformer else 'units'}",
    label_visibility="collapsed",
)
st.query_params["view"] = str(view)
text = draw_text(entry) if view not in ("gates", "embeddings") else ""

if view == "units":
    draw_units(entry.run, text, settings)
elif view == "gates":
    draw_gates(entry.run)
elif view == "attention":
    draw_attention(entry.run, text)
elif view == "memory":
    draw_memory(entry.run, text)
elif view == "why":
    draw_why(entry.run, text, layers=settings.layers)
else:
    draw_embeddings(entry.run)
