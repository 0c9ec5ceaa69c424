"""A run of which files cannot be read: what is said of that, and the way to be rid of it."""

import streamlit as st

from pages.ui.navigation import go_to
from pages.ui.session import workspace
from pages.ui.text.i18n import _, translate
from pages.ui.text.markdown import escape_markdown
from slm_core.errors import ArgotError
from slm_core.messages import Message
from slm_core.runs.launching.create import delete_run
from slm_core.runs.run import Run, open_run


def problem_of(run: Run) -> Message | None:
    """Which of its files cannot be read, None where all can: the page shows the rest."""
    try:
        run.check()
    except ArgotError as error:
        return error.message
    return run.left_out()


def draw_delete_damaged(run_id: str) -> None:
    """A button that asks whether to delete the run; nothing where there is none."""
    try:
        run = open_run(workspace(), run_id)
    except ArgotError:  # there is nothing of this name, or it is no name: the page says so
        return
    if st.button(_("Delete"), icon=":material/delete:", key="train_delete_damaged"):
        _confirm(run.id)


@st.dialog("\u00a0", icon=":material/delete:")
def _confirm(run_id: str) -> None:
    st.markdown(
        _("**{name}**: all that is left of this run is deleted for good. The corpus stays.").format(
            name=escape_markdown(run_id)
        )
    )
    if st.button(_("Delete for good"), type="primary", key="train_delete_damaged_for_good"):
        try:
            delete_run(open_run(workspace(), run_id))
        except ArgotError as error:
            st.error(escape_markdown(translate(error.message)))
        else:
            go_to("home")
