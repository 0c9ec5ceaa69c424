"""Making a report in a process of its own, so that drawing its curves costs the studio nothing."""

from collections.abc import Mapping, Sequence

from slm_core.messages import msg
from slm_core.processes.jobs import Job, JobReporter, start_job
from slm_core.runs.run import open_run
from slm_core.storage import write_bytes
from slm_core.workspace import Workspace

REPORT = "report.html"
"""The file in the job's folder."""


def report_runs(workspace: Workspace, runs: Sequence[str], *, language: str) -> Job:
    """Make a report on these runs; its job's folder has it as REPORT.

    Raises RunError where there is no such run, WorkspaceError.
    """
    for run in runs:
        open_run(workspace, run)
    return start_job(workspace, "run_report", lambda _: {"runs": list(runs), "language": language})


def write_report(workspace: Workspace, job: Job, reporter: JobReporter) -> Mapping[str, object]:
    """What a job of the kind `run_report` does."""
    from slm_core.reporting.html import report_html  # noqa: PLC0415 loads numpy and Altair

    request = job.request()
    names = request.get("runs")
    runs = [open_run(workspace, str(name)) for name in names] if isinstance(names, list) else []
    reporter.tell(msg("writing the report"), fraction=0.1, at_once=True)
    page = report_html(runs, language=str(request.get("language", "en")))
    write_bytes(job.folder / REPORT, page.encode("utf-8", errors="replace"))
    return {"runs": [run.id for run in runs]}
