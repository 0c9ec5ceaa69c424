"""Comparing runs in another process: a job where they have to be scored, else a worker."""

from collections.abc import Mapping, Sequence

from slm_core.errors import RunError
from slm_core.evaluation.comparison.comparison import RunComparison
from slm_core.evaluation.comparison.document_scores import Part
from slm_core.evaluation.comparison.sides import check_number, open_runs, sides_of
from slm_core.messages import Message, msg
from slm_core.processes.jobs import Job, JobReporter, start_job
from slm_core.processes.pool import FailureTexts, WorkerPool
from slm_core.runs.run import Run
from slm_core.workspace import Workspace

_TIMEOUT = 30.0
_FAILURES = FailureTexts(
    slow=msg("Comparing took longer than {seconds} s. Compare fewer runs, or try again."),
    ended=msg("Comparing was ended by the system, most likely for want of memory. Try again."),
    failed=msg("Comparing failed ({error}). This is a mistake in Argot, not in your text."),
)


def compare_scored(
    pool: WorkerPool, workspace: Workspace, runs: Sequence[Run], part: Part
) -> RunComparison:
    """Compare runs that are scored: a moment, in a process that keeps what it has loaded.

    Raises RunError, SettingsError, WorkspaceError, CorpusError.
    """
    ids = [run.id for run in runs]
    return pool.run_one(_compare, workspace, ids, part, timeout=_TIMEOUT, texts=_FAILURES)


def _compare(workspace: Workspace, ids: Sequence[str], part: Part) -> RunComparison:
    from slm_core.evaluation.comparison.compare import compare  # noqa: PLC0415 loads scipy

    return compare(workspace, open_runs(workspace, ids)[0], part)


def compare_job(workspace: Workspace, runs: Sequence[Run], part: Part) -> Job:
    """Compare the runs; what is found is read with `known_comparison`.

    Raises RunError for fewer than two, SettingsError for too many, WorkspaceError.
    """
    check_number(runs)
    sides_of(runs)
    return _start(workspace, runs, part, only_score=False)


def score_job(workspace: Workspace, runs: Sequence[Run]) -> Job:
    """Score the runs on their validation part, so that their scores have intervals.

    Raises WorkspaceError.
    """
    return _start(workspace, runs, "validation", only_score=True)


def compare_runs(workspace: Workspace, job: Job, reporter: JobReporter) -> Mapping[str, object]:
    """What a job of the kind `compare` does. Its result has `runs`."""
    from slm_core.evaluation.comparison.compare import compare, score_missing  # noqa: PLC0415 scipy

    asked = job.request()
    part: Part = "test" if asked.get("part") == "test" else "validation"
    named = asked.get("runs")
    runs, problems = open_runs(workspace, named if isinstance(named, list) else [])
    if not runs:
        raise RunError(problems[0] if problems else msg("There is nothing to compare."))

    def tell(doing: Message, share: float) -> None:
        reporter.tell(doing, fraction=0.95 * share, at_once=True)

    if asked.get("only_score"):
        score_missing(runs, part, tell=tell, should_stop=reporter.should_stop)
    else:
        compare(workspace, runs, part, tell=tell, should_stop=reporter.should_stop)
    return {"runs": [run.id for run in runs]}


def _start(workspace: Workspace, runs: Sequence[Run], part: Part, *, only_score: bool) -> Job:
    ids = [run.id for run in runs]
    asked = {"runs": ids, "part": part, "only_score": only_score}
    return start_job(workspace, "compare", lambda _: asked)
