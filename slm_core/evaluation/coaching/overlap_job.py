"""Looking for the same text on both sides of a split, in a job: a large text takes minutes."""

from collections.abc import Mapping

from slm_core.corpus.store import open_corpus
from slm_core.errors import StoppedError
from slm_core.evaluation.coaching.overlap import find_overlap
from slm_core.messages import msg
from slm_core.processes.jobs import Job, JobReporter, start_job
from slm_core.runs.run import Run, open_run
from slm_core.workspace import Workspace


def overlap_job(workspace: Workspace, run: Run) -> Job:
    """Find what of a run's validation text its training text has too; it is kept with the corpus.

    The job's result has `run`. Raises CorpusError where the corpus is gone, WorkspaceError.
    """
    open_corpus(workspace, run.config().corpus)
    return start_job(workspace, "overlap", lambda _: {"run": run.id})


def work(workspace: Workspace, job: Job, reporter: JobReporter) -> Mapping[str, object]:
    """What a job of the kind `overlap` does."""
    run = open_run(workspace, str(job.request().get("run")))
    config = run.config()

    def tell(fraction: float) -> None:
        if reporter.should_stop():
            raise StoppedError(msg("Comparing training and validation text was stopped."))
        reporter.tell(msg("comparing training and validation text"), fraction=fraction)

    find_overlap(workspace, open_corpus(workspace, config.corpus), config.split, tell)
    return {"run": run.id}
