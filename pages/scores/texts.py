"""Which text a run is judged on: the evaluations there are, and the one being made."""

from collections.abc import Sequence

import streamlit as st

from pages.ui.session import workspace
from pages.ui.text.formatting import count, moment
from pages.ui.text.i18n import _
from pages.ui.widgets.job_panel import follow_scoring, newest_job
from pages.ui.widgets.problem import keep_problem
from slm_core.errors import ArgotError
from slm_core.evaluation.evaluate_job import TextToJudge, evaluate_job
from slm_core.evaluation.report import EvaluationReport, Judged
from slm_core.runs.run import Run

_CHOSEN = "scores_text"


def text_name(judged: Judged) -> str:
    """What a text is called."""
    return {
        "validation": _("Validation text"),
        "test": _("Test text"),
        "train": _("Training text"),
        "other": judged.name,
    }[judged.kind]


def choose_report(reports: Sequence[EvaluationReport]) -> EvaluationReport | None:
    """The one in the address, else that of the validation text, else the newest."""
    if not reports:
        return None
    by_file = {report.judged.file: report for report in reports}
    asked = st.query_params.get("text", "")
    first = asked if asked in by_file else "validation" if "validation" in by_file else ""
    first = first or reports[0].judged.file
    if len(by_file) < 2:
        return by_file[first]
    if st.session_state.get(_CHOSEN) != first:
        st.session_state[_CHOSEN] = first
    st.pills(
        _("Scored on"),
        list(by_file),
        format_func=lambda file: text_name(by_file[file].judged),
        key=_CHOSEN,
        on_change=_choose,
        args=(frozenset(by_file),),
        required=True,
    )
    return by_file[first]


def start(run: Run, judged: TextToJudge, *, proven: bool = False) -> None:
    """Ask for an evaluation; what speaks against it is kept for `draw_problem`."""
    try:
        evaluate_job(workspace(), run.id, judged, proven=proven)
    except ArgotError as error:
        keep_problem("scores", error.message)


def draw_progress(run: Run) -> bool:
    """How far this run's evaluation is, if one is being made; whether there is one."""
    job = newest_job(workspace(), "evaluate", lambda request: request.get("run") == run.id)
    return follow_scoring(job, page="scores", result="text")


def start_if_new(run: Run, *, busy: bool) -> None:
    """Before the first evaluation: begin it where the run has ended, else offer it."""
    if busy:
        st.skeleton(height=120)
        st.skeleton(height=260)
        return
    ended = run.status().is_over
    tried = f"scores_tried_{run.id}"
    if ended and tried not in st.session_state and not workspace().is_read_only():
        st.session_state[tried] = True
        start(run, TextToJudge("validation"))
        st.rerun()
    if not ended:
        st.markdown(
            _(
                "The run is still training. It can be scored as it is now: that takes some of its "
                "speed for a moment."
            )
        )
    st.button(
        _("Score it on its validation text"),
        type="primary",
        icon=":material/query_stats:",
        key="scores_first",
        disabled=workspace().is_read_only(),
        on_click=start,
        args=(run, TextToJudge("validation")),
    )


def made_when(report: EvaluationReport) -> str:
    """When an evaluation was made, and of which weights."""
    return _("Scored {when}, the model of step {step}.").format(
        when=moment(report.time), step=count(report.step)
    )


def _choose(files: frozenset[str]) -> None:
    chosen = st.session_state[_CHOSEN]
    if chosen in files:
        st.query_params["text"] = chosen
