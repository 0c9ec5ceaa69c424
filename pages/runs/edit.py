"""The dialog in which runs get a name, tags and a note."""

from collections.abc import Sequence

import streamlit as st

from pages.ui.run_index import RunSummary
from pages.ui.text.i18n import _, translate
from pages.ui.text.markdown import escape_markdown
from slm_core.errors import ArgotError
from slm_core.runs.labels import LONGEST_NAME, LONGEST_NOTE, note_run, rename_run, tag_run

_NAME, _TAGS, _NOTE = "runs_edit_name", "runs_edit_tags", "runs_edit_note"
_PROBLEM, _SAVED = "runs_edit_problem", "runs_edit_saved"


def edit_labels(chosen: Sequence[RunSummary], known: Sequence[RunSummary]) -> None:
    """Open it for one run, or for the tags of several; `known` have the tags to choose from."""
    tags = list(dict.fromkeys(tag for entry in known for tag in entry.labels.tags))
    for key in (_NAME, _TAGS, _NOTE):
        st.session_state.pop(key, None)
    title = _("Name, tags and note") if len(chosen) == 1 else _("Tags of these runs")

    @st.dialog(title, icon=":material/sell:", width="medium")
    def form() -> None:
        if st.session_state.pop(_SAVED, False):
            st.rerun()
        if len(chosen) == 1:
            _draw_one(chosen[0], tags)
        else:
            _draw_several(tags)
        with st.container(horizontal=True):
            st.button(
                _("Save"), type="primary", key="runs_edit_save", on_click=_save, args=(chosen,)
            )
            if st.button(_("Cancel"), key="runs_edit_cancel"):
                st.rerun()
        if problem := st.session_state.pop(_PROBLEM, None):
            st.error(escape_markdown(translate(problem)))

    form()


def _draw_one(entry: RunSummary, tags: Sequence[str]) -> None:
    labels = entry.labels
    st.text_input(_("Name"), entry.config.name, key=_NAME, max_chars=LONGEST_NAME)
    _draw_tags(tags, labels.tags, _("A word or a few, to find it again"))
    st.text_area(
        _("Note"),
        labels.note,
        key=_NOTE,
        max_chars=LONGEST_NOTE,
        placeholder=_("What you wanted to try, and what you saw"),
    )


def _draw_several(tags: Sequence[str]) -> None:
    _draw_tags(tags, (), _("All of them get these tags; those they have stay"))


def _draw_tags(tags: Sequence[str], chosen: Sequence[str], help: str) -> None:
    st.multiselect(
        _("Tags"),
        list(tags),
        list(chosen),
        key=_TAGS,
        accept_new_options=True,
        placeholder=_("Choose or type a tag"),
        help=help,
    )


def _save(chosen: Sequence[RunSummary]) -> None:
    """Write what the fields say; the dialog closes where all of it could be written."""
    tags = [str(tag) for tag in st.session_state.get(_TAGS) or []]
    try:
        for entry in chosen:
            folder = entry.run.folder
            if len(chosen) > 1:
                tag_run(folder, add=tags)
                continue
            name = st.session_state.get(_NAME) or ""
            if name != entry.config.name:
                rename_run(folder, name)
            tag_run(folder, add=tags, remove=[one for one in entry.labels.tags if one not in tags])
            if (note := st.session_state.get(_NOTE) or "") != entry.labels.note:
                note_run(folder, note)
    except ArgotError as error:
        st.session_state[_PROBLEM] = error.message
        return
    st.session_state[_SAVED] = True
