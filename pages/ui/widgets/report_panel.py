"""Runs as files to take away: a report, their curves, everything; made when somebody asks."""

from collections.abc import Sequence

import streamlit as st

from pages.ui.session import workspace
from pages.ui.text.i18n import _, language, translate
from pages.ui.text.markdown import escape_markdown
from pages.ui.widgets.job_panel import follow_job, newest_job
from slm_core.errors import ArgotError
from slm_core.processes.jobs import Job
from slm_core.reporting.report_job import REPORT, report_runs
from slm_core.reporting.tables import metrics_csv, report_json
from slm_core.runs.run import open_run


def draw_report(runs: Sequence[str], *, key: str) -> None:
    """A button that opens the files to take of these runs."""
    panel = st.popover(_("Report"), icon=":material/summarize:", key=key, on_change="rerun")
    if panel.open:
        with panel:
            st.fragment(_draw_files)(list(runs), key)


def _draw_files(runs: list[str], key: str) -> None:
    st.markdown(
        _(
            "**One HTML file** with text, settings, curves, scores and what it wrote. It opens in "
            "any browser, prints well, and loads nothing from elsewhere."
        )
    )
    _draw_page(runs, key)
    st.markdown(_("**For other programs**"))
    with st.container(horizontal=True):
        st.download_button(
            _("Curves (CSV)"),
            lambda: _table(runs),
            file_name=f"{_name(runs)}.csv",
            mime="text/csv",
            key=f"{key}_csv",
            on_click="ignore",
        )
        st.download_button(
            _("Everything (JSON)"),
            lambda: report_json([open_run(workspace(), run) for run in runs]),
            file_name=f"{_name(runs)}.json",
            mime="application/json",
            key=f"{key}_json",
            on_click="ignore",
        )


def _draw_page(runs: list[str], key: str) -> None:
    wanted = {"runs": runs, "language": language()}
    job = newest_job(
        workspace(),
        "run_report",
        lambda asked: {name: asked.get(name) for name in wanted} == wanted,
    )
    if job is None:
        if st.button(_("Make the report"), type="primary", key=f"{key}_make"):
            _start(runs, key)
        if problem := st.session_state.pop(f"{key}_problem", ""):
            st.error(escape_markdown(problem))
        return
    state = follow_job(job, key=key)
    if not state.is_over:
        return
    page = _page(job)
    if page is None:
        job.forget()
        words = _("It was stopped.") if state.state == "stopped" else translate(state.error)
        st.session_state[f"{key}_problem"] = words
        st.rerun(scope="fragment")
    with st.container(horizontal=True):
        st.download_button(
            _("Download the report"),
            page,
            file_name=f"{_name(runs)}.html",
            mime="text/html",
            type="primary",
            icon=":material/download:",
            key=f"{key}_html",
            on_click="ignore",
        )
        if st.button(_("Make it anew"), type="tertiary", key=f"{key}_again"):
            job.forget()
            _start(runs, key)


def _start(runs: list[str], key: str) -> None:
    try:
        report_runs(workspace(), runs, language=language())
    except ArgotError as error:
        st.session_state[f"{key}_problem"] = translate(error.message)
    st.rerun(scope="fragment")


def _page(job: Job) -> bytes | None:
    try:
        return (job.folder / REPORT).read_bytes()
    except OSError:
        return None


def _table(runs: list[str]) -> bytes:
    table = metrics_csv([open_run(workspace(), run) for run in runs])
    return table.encode("utf-8", errors="replace")


def _name(runs: Sequence[str]) -> str:
    return runs[0] if len(runs) == 1 else f"{runs[0]}-and-{len(runs) - 1}"
