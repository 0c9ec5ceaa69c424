"""The better run on a text without its duplicates, in a job: making that text may take minutes."""

from collections.abc import Mapping

from slm_core.corpus.ingest.ingest import IngestProgress
from slm_core.evaluation.coaching.finding import Finding
from slm_core.evaluation.coaching.next_run import (
    better_config,
    fixed_config,
    start_without_duplicates,
)
from slm_core.processes.jobs import Job, JobReporter, start_job
from slm_core.runs.run import Run, open_run
from slm_core.workspace import Workspace


def without_duplicates_job(
    workspace: Workspace, run: Run, finding: Finding, *, name: str = "", slots: int | None = None
) -> Job:
    """Make the corpus and start the run on it; the job's result has `run`. The corpus is
    called `name`, where one is given.

    Raises RunError or SettingsError where that run cannot be, WorkspaceError.
    """
    better_config(run, finding)
    request = {"run": run.id, "name": name, "slots": slots}
    return start_job(workspace, "without_duplicates", lambda _: request)


def work(workspace: Workspace, job: Job, reporter: JobReporter) -> Mapping[str, object]:
    """What a job of the kind `without_duplicates` does."""
    request = job.request()
    slots = request.get("slots")

    def tell(progress: IngestProgress) -> None:
        reporter.tell(progress.doing, fraction=progress.fraction)

    started = start_without_duplicates(
        workspace,
        fixed_config(open_run(workspace, str(request.get("run"))), {}),
        name=str(request.get("name") or ""),
        slots=slots if isinstance(slots, int) else None,
        tell=tell,
        should_stop=reporter.should_stop,
    )
    return {"run": started.id}
