"""Making a rating set in a process of its own: the models of its runs are loaded there."""

from collections.abc import Mapping, Sequence

from slm_core.messages import Message
from slm_core.processes.jobs import Job, JobReporter, start_job
from slm_core.runs.run import open_run
from slm_core.workspace import Workspace

MOST_PAIRS = 200


def start_ratings(workspace: Workspace, runs: Sequence[str], *, pairs: int) -> Job:
    """Make a set of so many pairs, up to MOST_PAIRS. Its result has `ratings`.

    Raises RunError where there is no such run, WorkspaceError.
    """
    for run in runs:
        open_run(workspace, run)
    asked = {"runs": list(runs), "pairs": max(1, min(pairs, MOST_PAIRS))}
    return start_job(workspace, "ratings", lambda _: asked)


def make(workspace: Workspace, job: Job, reporter: JobReporter) -> Mapping[str, object]:
    """What a job of the kind `ratings` does."""
    from slm_core.evaluation.ratings.make_ratings import make_ratings  # noqa: PLC0415 loads torch

    request = job.request()
    names, pairs = request.get("runs"), request.get("pairs")
    runs = [open_run(workspace, str(name)) for name in names] if isinstance(names, list) else []

    def tell(doing: Message, done: float) -> None:
        reporter.tell(doing, fraction=done, at_once=done == 0.0)

    made = make_ratings(
        workspace,
        runs,
        pairs=pairs if isinstance(pairs, int) else 1,
        tell=tell,
        should_stop=reporter.should_stop,
    )
    return {"ratings": made.id}
