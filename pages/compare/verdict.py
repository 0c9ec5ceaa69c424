"""Is B better than A: in a sentence, with its interval; or the button that finds it out."""

from collections.abc import Sequence

import streamlit as st

from pages.charts.chart import Axis
from pages.charts.intervals import ValueRow, interval_chart
from pages.compare.sides import ComparedSide
from pages.ui.session import workers, workspace
from pages.ui.text.formatting import count, in_a_row
from pages.ui.text.i18n import _, ngettext, translate
from pages.ui.text.markdown import escape_markdown, strong_text
from pages.ui.widgets.job_panel import follow_job, newest_job
from slm_core.errors import ArgotError
from slm_core.evaluation.comparison.compare_job import compare_job, compare_scored
from slm_core.evaluation.comparison.comparison import Difference, RunComparison, known_comparison
from slm_core.evaluation.comparison.document_scores import Part
from slm_core.evaluation.comparison.sides import refusal_of, unscored
from slm_core.evaluation.comparison.words import noise_words, verdict_words
from slm_core.evaluation.report import times_test_opened
from slm_core.messages import Message
from slm_core.processes.jobs import Job
from slm_core.runs.run import Run

_PROBLEM = "compare_problem"


def draw_verdict(
    runs: Sequence[Run], sides: Sequence[ComparedSide], part: Part, found: RunComparison | None
) -> None:
    """What was found, or why nothing can be, or the way to find it out."""
    refusals = _refusals(sides)
    if len(refusals) == len(sides) - 1:
        for refusal in dict.fromkeys(map(translate, refusals)):
            st.markdown(f"{_badge(refused=True)} {escape_markdown(refusal)}")
        return
    if found is not None:
        _draw_found(found, sides)
        if any(pair.difference for pair in found.pairs):
            _draw_test(runs, part)
        return
    _draw_way(runs, part)


def found_comparison(
    runs: Sequence[Run], sides: Sequence[ComparedSide], part: Part
) -> RunComparison | None:
    """What is known of these runs; where nothing has to be scored for it, it is found out now."""
    if len(_refusals(sides)) == len(sides) - 1:
        return None
    known = known_comparison(workspace(), runs, part)
    if known is not None or unscored(runs, part) or _running(runs, part) is not None:
        return known
    try:
        with st.spinner(_("Comparing …")):
            return compare_scored(workers(), workspace(), runs, part)
    except ArgotError as error:
        st.session_state[_PROBLEM] = error.message
        return None


def _refusals(sides: Sequence[ComparedSide]) -> list[Message]:
    first = sides[0].first.config
    found = [refusal_of(first, side.first.config) for side in sides[1:]]
    return [refusal for refusal in found if refusal is not None]


def _draw_found(found: RunComparison, sides: Sequence[ComparedSide]) -> None:
    for pair in found.pairs:
        words = translate(verdict_words(pair))
        winner = pair.difference.winner if pair.difference else "none"
        badge = _badge(shown=winner != "none", refused=pair.difference is None)
        told = strong_text(words) if pair.difference else escape_markdown(words)
        st.markdown(f"{badge} {told}")
    rows = [
        _less_than_first(pair.difference, sides[pair.second].name)
        for pair in found.pairs
        if pair.difference and pair.difference.interval
    ]
    if rows:
        interval_chart(
            rows,
            Axis(_("bits per byte less than A")),
            key="compare_intervals",
            alt=_("Difference of each run to A in bits per byte, with its 95 % interval"),
        )
        right = _("Right of the line a run is better than A.")
        st.caption(in_a_row((right, _units_words(found), translate(noise_words(found)))))


def _less_than_first(difference: Difference, name: str) -> ValueRow:
    """What a side saves over A: above nought it is better."""
    interval = difference.interval
    assert interval is not None
    return ValueRow(name, -difference.bits_per_byte, -interval.high, -interval.low)


def _badge(*, shown: bool = False, refused: bool = False) -> str:
    if refused:
        return ":orange-badge[:material/block: " + _("No verdict") + "]"
    if shown:
        return ":green-badge[:material/check_circle: " + _("Shown") + "]"
    return ":gray-badge[:material/drag_handle: " + _("Not shown") + "]"


def _units_words(found: RunComparison) -> str:
    part = _("validation text") if found.part == "validation" else _("test text")
    words = _("Over {n} documents of the {part}.")
    if not found.by_documents:
        words = _("Over {n} blocks of the {part}.")
    return words.format(n=count(found.units), part=part)


def _draw_way(runs: Sequence[Run], part: Part) -> None:
    job = _running(runs, part)
    if job is not None:
        st.markdown(_("Each of them reads the same text now, document by document."))
        follow_job(job, key="compare_job")
        return
    if problem := st.session_state.pop(_PROBLEM, None):
        st.error(escape_markdown(translate(problem)))
    lacking = unscored(runs, part)
    st.markdown(
        _("Is one really better, or was it chance? To tell, all of them read the same text.")
    )
    if part == "test":
        st.caption(_("Each use of the test text is counted."))
    label = _("Which is better?") if part == "validation" else _("Compare on the test text")
    with st.container(horizontal=True, vertical_alignment="center", key="compare_way"):
        st.button(
            label,
            type="primary",
            icon=":material/balance:",
            key="compare_go",
            on_click=_start,
            args=(runs, part),
        )
        words = ngettext(
            "{n} run is scored first, some seconds each.",
            "{n} runs are scored first, some seconds each.",
            len(lacking),
        )
        st.caption(words.format(n=count(len(lacking))) if lacking else "", width="content")


def _draw_test(runs: Sequence[Run], part: Part) -> None:
    """Ways between the two parts; how often the test part was opened."""
    if part == "test":
        opened = max(times_test_opened(run) for run in runs)
        words = ngettext(
            "The test text has been used once.", "The test text has been used {n} times.", opened
        )
        st.caption(words.format(n=count(opened)))
        if st.button(_("Back to the validation text"), type="tertiary", key="compare_validation"):
            st.query_params.pop("part", None)
            st.rerun()
        return
    if st.button(
        _("Compare on the test text"),
        type="tertiary",
        icon=":material/lock_open:",
        key="compare_test",
        help=_("For the last word, once you have decided: each use of the test text is counted."),
    ):
        st.query_params["part"] = "test"
        st.rerun()


def _start(runs: Sequence[Run], part: Part) -> None:
    try:
        compare_job(workspace(), runs, part)
    except ArgotError as error:
        st.session_state[_PROBLEM] = error.message


def _running(runs: Sequence[Run], part: Part) -> Job | None:
    """The job that compares these, while it is at work; why it failed is remembered."""
    asked = {"runs": [run.id for run in runs], "part": part}
    job = newest_job(workspace(), "compare", lambda request: request.items() >= asked.items())
    if job is None:
        return None
    state = job.state()
    if not state.is_over:
        return job
    if state.error is not None:
        st.session_state[_PROBLEM] = state.error
        job.forget()
    return None
