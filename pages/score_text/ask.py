"""What is to be scored, and by which models; and how far that is."""

import streamlit as st

from pages.score_text.sort import draw_examples, draw_sort
from pages.ui.navigation import go_to
from pages.ui.run_index import RunSummary, run_titles, runs_with_model
from pages.ui.session import workspace
from pages.ui.text.i18n import _, translate
from pages.ui.text.markdown import escape_markdown
from pages.ui.widgets.choice import choose_one
from pages.ui.widgets.job_panel import follow_job, newest_job
from pages.ui.widgets.problem import keep_problem
from slm_core.errors import ArgotError
from slm_core.evaluation.surprisal.anomalies import FALSE_ALARMS
from slm_core.evaluation.surprisal.score_job import TextToScore, score_job
from slm_core.messages import msg
from slm_core.processes.jobs import Job

_MOST = 4
"""Models that score beside one another: more cannot be told apart on a screen."""


def scorable_runs() -> dict[str, RunSummary]:
    """Every run with a model by its id, the newest first."""
    return {entry.run.id: entry for entry in runs_with_model(workspace())}


def draw_progress() -> bool:
    """How far the scoring or labelling is, if some is going on; whether there is any."""
    found = (newest_job(workspace(), kind, lambda request: True) for kind in _WORDS)
    busy = False
    for job in filter(None, found):
        busy = _draw_job(job) or busy
    return busy


_WORDS = {
    "score": (
        msg("Scoring. You may leave the page meanwhile."),
        msg("Scoring was stopped before it was complete."),
    ),
    "classify": (
        msg("Training and labelling. You may leave the page meanwhile."),
        msg("It was stopped before it was complete. Models that were trained stay."),
    ),
}
"""What is said of each kind of job while it goes on, and of one that was stopped."""


def _draw_job(job: Job) -> bool:
    """A panel for the job; whether it is at work. The outcome of one that is done is opened."""
    state = job.state()
    going, stopped = _WORDS[job.kind]
    if state.state == "running":
        with st.container(border=True, key="score_text_progress"):
            st.markdown(translate(going))
            follow_job(job, key="score_text_job")
        return True
    if state.state == "done":
        result = {name: str(value) for name, value in (state.result or {}).items()}
        job.forget()
        st.query_params.pop("scores", None)
        st.query_params.pop("labels", None)
        st.query_params.update(result)
        st.rerun()
    with st.container(border=True, key="score_text_ended"):
        if state.state == "stopped":
            st.markdown(translate(stopped))
        else:
            st.error(escape_markdown(translate(state.error)))
        st.button(_("All right"), key="score_text_forget", on_click=_forget, args=(job,))
    return False


def draw_ask(runs: dict[str, RunSummary], *, busy: bool, folded: bool) -> None:
    """The form; folded away where a text has been scored."""
    if folded:
        with st.expander(_("Score another text"), icon=":material/add:", key="score_text_again"):
            _draw_forms(runs, busy=busy)
        return
    st.markdown(
        _(
            "See which words a model did not expect, which documents are odd, and which of several "
            "models finds a text most natural. The models learn nothing from it."
        )
    )
    _draw_forms(runs, busy=busy)
    draw_examples(busy=busy)


def _draw_forms(runs: dict[str, RunSummary], *, busy: bool) -> None:
    """Both things that can be asked for: scores, and labels."""
    chosen = choose_one(
        _("What to do"),
        {"score": _("Score text"), "sort": _("Sort by label")},
        key="score_text_what",
        label_visibility="collapsed",
    )
    if chosen == "sort":
        draw_sort(runs, busy=busy)
    elif runs:
        _draw_form(runs, busy=busy)
    else:
        st.markdown(_("A model can score text as soon as it has trained for a few seconds."))
        if st.button(
            _("Train a model"),
            type="primary",
            icon=":material/model_training:",
            key="score_text_train",
        ):
            go_to("training")


def _draw_form(runs: dict[str, RunSummary], *, busy: bool) -> None:
    titles = run_titles(list(runs.values()))
    chosen = st.multiselect(
        _("Models"),
        list(runs),
        default=_first(runs),
        max_selections=_MOST,
        format_func=lambda run: titles.get(run, run),
        key="score_text_runs",
        persist_state="session",
    )
    alarms = st.number_input(
        _("False alarms, %"),
        min_value=0.1,
        max_value=50.0,
        value=100 * FALSE_ALARMS,
        step=1.0,
        format="%g",
        key="score_text_alarms",
        help=_("Share of usual documents that may be called odd."),
        persist_state="session",
    )
    share = (alarms or 100 * FALSE_ALARMS) / 100
    disabled = busy or not chosen or workspace().is_read_only()
    pasted, file = st.tabs([_("Paste text"), _("A file")])
    with pasted:
        text = st.text_area(
            _("Text to score"), key="score_text_text", height=160, persist_state="session"
        )
        lines = st.checkbox(
            _("Each line is a document of its own"), key="score_text_lines", persist_state="session"
        )
        if st.button(_("Score this text"), type="primary", key="score_text_go", disabled=disabled):
            _start(chosen, TextToScore(text=text or "", lines=lines), share)
    with file:
        given = st.file_uploader(
            _("A file of any format"),
            key="score_text_file",
            help=_("Each row of a table is a document; the column with the most text is read."),
        )
        if given is not None and st.button(
            _("Score this file"), type="primary", key="score_text_file_go", disabled=disabled
        ):
            _start(chosen, TextToScore(data=given.getvalue(), name=given.name), share)


def _first(runs: dict[str, RunSummary]) -> list[str]:
    """The run in the address, else the newest."""
    asked = st.query_params.get("run", "")
    return [asked] if asked in runs else list(runs)[:1]


def _start(runs: list[str], given: TextToScore, share: float) -> None:
    """Ask for the scores; what speaks against it is kept for `draw_problem`."""
    try:
        score_job(workspace(), runs, given, false_alarms=share)
    except ArgotError as error:
        keep_problem("score_text", error.message)
    st.rerun()


def _forget(job: Job) -> None:
    try:
        job.forget()
    except ArgotError as error:
        keep_problem("score_text", error.message)
