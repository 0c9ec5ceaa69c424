"""Asking another process about the inside of a run's model; answers are kept."""

from typing import Any

import streamlit as st

from pages.ui.session import inspectors
from pages.ui.text.formatting import count
from pages.ui.text.i18n import _, translate
from pages.ui.text.markdown import escape_markdown
from pages.ui.text.unknown_tokens import unknown_token_label
from slm_core.errors import ArgotError
from slm_core.inspection.apart import look_inside
from slm_core.inspection.records import TokensRead
from slm_core.inspection.requests import Question, View
from slm_core.runs.run import Run
from slm_core.training.checkpoints.checkpoint_paths import newest_step


def seen(run: Run, asked: Question[View], doing: str) -> View | None:
    """What is seen; None where it cannot be, after a sentence that says why. `doing` is shown
    meanwhile."""
    try:
        with st.spinner(doing):
            return _seen(str(run.folder), newest_step(run.folder), repr(asked), run, asked)
    except ArgotError as error:
        st.error(escape_markdown(translate(error.message)))
        return None


def draw_unread(tokens: TokensRead) -> None:
    """Say what of the text a view could not show, and what the model reads as unknown."""
    unknown_token_label(tokens.unknown)
    if tokens.left_out:
        st.caption(
            _("The last {n} tokens of the text are left out.").format(n=count(tokens.left_out))
        )


@st.cache_resource(max_entries=64, show_spinner=False)
def _seen(folder: str, step: int | None, asked: str, _run: Run, _asked: Question[Any]) -> Any:
    return look_inside(inspectors(), _run, _asked)
