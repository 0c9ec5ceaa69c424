"""What keeps a run from being better: each finding, where one sees it, and the better next run."""

from collections.abc import Sequence
from typing import NoReturn

import streamlit as st

from pages.charts.chart import Axis
from pages.charts.curves import Curves, Line, curves_chart
from pages.training.run.ended.overlap import corpus_of, draw_compare
from pages.training.run.snapshot import RunSnapshot, curve
from pages.ui.navigation import go_to
from pages.ui.session import training_slots, workspace
from pages.ui.text.formatting import listed
from pages.ui.text.i18n import _, translate
from pages.ui.text.markdown import escape_markdown
from pages.ui.text.setting_words import setting_title, setting_value
from pages.ui.widgets.choice import choose_one
from pages.ui.widgets.job_panel import follow_job, keep_end, newest_job
from pages.ui.widgets.problem import draw_problem, keep_problem
from slm_core.corpus.store import open_corpus
from slm_core.errors import ArgotError
from slm_core.evaluation.coaching.duplicates import name_without_duplicates
from slm_core.evaluation.coaching.duplicates_job import without_duplicates_job
from slm_core.evaluation.coaching.finding import DUPLICATES, KIND_TITLES, Finding, Stretch
from slm_core.evaluation.coaching.next_run import start_better_run
from slm_core.processes.jobs import Job, JobState
from slm_core.runs.curve import Points

_HEIGHT = 170
_STARTED = "coach_started"
_ICONS = {
    "still_improving": ":material/trending_down:",
    "leak": ":material/content_copy:",
}
_ICON = ":material/lightbulb:"


def draw_coach(view: RunSnapshot) -> None:
    """The findings with their evidence on the run's own curve; nothing where there is nothing to
    say."""
    corpus = corpus_of(view)
    advice = view.advice
    if advice is None:
        return
    comparison = advice.comparison()
    may_compare = corpus is not None and not advice.looked_for_leaks and view.status.step > 0
    if not advice.findings and comparison is None and not may_compare:
        return
    with st.container(border=True, key="train_coach"):
        st.markdown("**" + _("What would make it better") + "**")
        if comparison is not None:
            st.caption(translate(comparison))
        draw_problem("coach")
        seen = [finding for finding in advice.findings if finding.stretch is not None]
        if seen and len(view.checks) > 1:
            left, right = st.columns([5, 4], gap="medium")
            with left:
                _draw_findings(view, advice.findings)
            with right:
                _draw_evidence(view, seen)
        else:
            _draw_findings(view, advice.findings)
        if not advice.findings:
            st.markdown(_("Nothing stands in its way that can be seen in its curves."))
        if may_compare:
            draw_compare(view)


def _draw_findings(view: RunSnapshot, findings: Sequence[Finding]) -> None:
    for place, finding in enumerate(findings):
        with st.container(gap="xxsmall", key=f"coach_{finding.kind}"):
            icon = _ICONS.get(finding.kind, _ICON)
            st.markdown(f"{icon} **{translate(KIND_TITLES[finding.kind])}**")
            if place or view.status.state == "failed":  # the first one's is the verdict's
                st.markdown(translate(finding.sentence))
            st.caption(escape_markdown(translate(finding.evidence)))
            if finding.consequence is not None:
                st.caption(escape_markdown(translate(finding.consequence)))
            if finding.label is not None and finding.fix:
                _draw_start(view, finding)


def _draw_start(view: RunSnapshot, finding: Finding) -> None:
    """The button that starts the better run; while a text is made for it, how far that is."""
    if DUPLICATES in finding.fix and _follow_duplicates(view):
        return
    st.button(
        translate(finding.label),
        icon=":material/play_arrow:",
        key=f"coach_start_{finding.kind}",
        help=_start_words(finding),
        on_click=_start,
        args=(view, finding),
    )
    if started := st.session_state.pop(_STARTED, None):
        go_to("training", run=started)


def _start_words(finding: Finding) -> str:
    if DUPLICATES in finding.fix:
        return _(
            "Makes a corpus without the duplicates, trains on it and shows the curves of both."
        )
    settings = listed(
        f"{setting_title(path)} {setting_value(path, text, {}) or '–'}"
        for path, text in finding.fix.items()
    )
    return _("Starts a run like this one with {settings} and shows both side by side.").format(
        settings=escape_markdown(settings)
    )


def _start(view: RunSnapshot, finding: Finding) -> None:
    try:
        if DUPLICATES not in finding.fix:
            run = start_better_run(workspace(), view.run, finding, slots=training_slots())
            st.session_state[_STARTED] = run.id
        elif _duplicates_job(view) is None:  # of two clicks the second is none
            corpus = open_corpus(workspace(), view.config.corpus)
            name = translate(name_without_duplicates(corpus))
            without_duplicates_job(
                workspace(), view.run, finding, name=name, slots=training_slots()
            )
    except ArgotError as error:
        keep_problem("coach", error.message)


def _follow_duplicates(view: RunSnapshot) -> bool:
    """Whether a text without the duplicates is being made for this run; where that has just ended,
    the run on it is shown, or why there is none."""
    job = _duplicates_job(view)
    if job is None:
        return False
    state = follow_job(job, key="coach_duplicates")
    if state.is_over:
        _take_end(job, state)
    st.caption(_("It goes on when you leave this page."))
    return True


def _take_end(job: Job, state: JobState) -> NoReturn:
    keep_end(job, state, page="coach", stopped=_("It was stopped."))
    if state.state == "done":
        go_to("training", run=str((state.result or {}).get("run", "")))
    st.rerun()


def _duplicates_job(view: RunSnapshot) -> Job | None:
    return newest_job(
        workspace(), "without_duplicates", lambda request: request.get("run") == view.run.id
    )


def _draw_evidence(view: RunSnapshot, findings: Sequence[Finding]) -> None:
    """The run's loss, and shaded on it where a finding is seen."""
    names = {finding.kind: translate(KIND_TITLES[finding.kind]) for finding in findings}
    shown = next(iter(names))
    if len(names) > 1:
        shown = choose_one(
            _("Seen on the curve"), names, key="coach_shown", label_visibility="collapsed"
        )
    finding = next((each for each in findings if each.kind == shown), findings[0])
    stretch = finding.stretch
    loss, per = _("Loss"), _("nats per token")
    st.markdown(f"**{loss}** :gray[{per}]")
    validation = curve(view.run, "validation", "loss", along="step")
    training = curve(view.run, "train", "loss", along="step", smooth=True)
    start = _begins(stretch) if stretch else 0.0
    curves_chart(
        Curves(
            x=Axis(_("steps"), "whole"),
            y=Axis(_("loss")),
            lines=[
                Line(_("validation set"), "primary", *_from(start, validation)),
                Line(_("training set"), "gray", *_from(start, training)),
            ],
            stretch=(stretch.start, stretch.end) if stretch else None,
            height=_HEIGHT,
        ),
        key="coach_chart",
        alt=translate(finding.evidence),
    )
    st.caption(_("Shaded: where “{finding}” is seen.").format(finding=names[finding.kind]))


def _begins(stretch: Stretch) -> float:
    """The step from which the curve is drawn: half as much before the stretch as it is long, so
    that what is seen on it is not flattened by the steep fall at the beginning."""
    return max(0.0, stretch.start - (stretch.end - stretch.start) / 2)


def _from(start: float, points: Points) -> Points:
    """The points of a curve from a step on."""
    kept = [(x, y) for x, y in zip(*points, strict=True) if x >= start]
    return [x for x, _y in kept], [y for _x, y in kept]
