"""The question before anything is deleted, everywhere the same: what goes, a red button, Cancel."""

from collections.abc import Callable

import streamlit as st

from pages.ui.navigation import PageName, go_to
from pages.ui.text.i18n import _, translate
from pages.ui.text.markdown import escape_markdown
from slm_core.errors import ArgotError

_PROBLEM = "delete_problem"
_LEADS_TO = "deleted_leads_to"
"""Where to go now that something was deleted: a callback may run before pages are known."""


def leave_if_deleted() -> None:
    """Go where a deletion leads, if one was just done."""
    target = st.session_state.pop(_LEADS_TO, None)
    if target is not None:
        page, parameters = target
        go_to(page, **parameters)


def ask_before_deleting(
    title: str,
    draw_what: Callable[[], bool],
    delete: Callable[[], object],
    *,
    key: str,
    leads_to: PageName,
    **parameters: str,
) -> None:
    """Open the question over the page.

    `draw_what` says what would go, and returns whether it may go now. After `delete`, which may
    raise ArgotError, the page `leads_to` is shown, with these parameters. The buttons are
    "<key>_for_good" and "<key>_cancel".
    """

    def do_it() -> None:
        try:
            delete()
        except ArgotError as error:
            st.session_state[_PROBLEM] = error.message
            return
        st.session_state[_LEADS_TO] = (leads_to, parameters)

    @st.dialog(title, icon=":material/delete:", width="medium")
    def question() -> None:
        leave_if_deleted()
        may_go = draw_what()
        with st.container(horizontal=True, key=f"{key}_answers"):
            if may_go:
                st.button(
                    _("Delete for good"),
                    icon=":material/delete_forever:",
                    key=f"{key}_for_good",
                    on_click=do_it,
                )
            if st.button(_("Cancel"), key=f"{key}_cancel"):
                st.rerun()
        if problem := st.session_state.pop(_PROBLEM, None):
            st.error(escape_markdown(translate(problem)))

    question()


def draw_delete(
    title: str,
    sentence: str,
    delete: Callable[[], object],
    *,
    key: str,
    leads_to: PageName,
    **parameters: str,
) -> None:
    """The button that opens the question, where a sentence says what would go."""

    def draw_what() -> bool:
        st.markdown(sentence)
        return True

    if st.button(_("Delete"), icon=":material/delete:", type="tertiary", key=key):
        ask_before_deleting(title, draw_what, delete, key=key, leads_to=leads_to, **parameters)
