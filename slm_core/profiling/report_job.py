"""Making a corpus's report in a job of its own."""

from collections.abc import Mapping

from slm_core.corpus.store import open_corpus
from slm_core.messages import Message
from slm_core.processes.jobs import Job, JobReporter, start_job
from slm_core.workspace import Workspace

_STAGES: tuple[tuple[str, float], ...] = (
    ("comparing", 0.02),
    ("reading", 0.1),
    ("counting words", 0.15),
    ("looking for tokens", 0.25),
    ("counting tokens", 0.6),
    ("looking for topics", 0.75),
    ("looking for personal data", 0.9),
)
"""How much of a report is done when it begins to do something: as it was for real corpora."""


def report_job(workspace: Workspace, corpus_id: str) -> Job:
    """Make a corpus's report and the tokenizers to look at it with.

    Its result has `corpus`. Raises CorpusError where there is no such corpus, WorkspaceError.
    """
    open_corpus(workspace, corpus_id)
    return start_job(workspace, "report", lambda _: {"corpus": corpus_id})


def report(workspace: Workspace, job: Job, reporter: JobReporter) -> Mapping[str, object]:
    """What a job of the kind `report` does."""
    from slm_core.profiling.build import build_profile  # noqa: PLC0415 loads numpy and dictionaries

    def tell(doing: Message) -> None:
        fraction = max(
            (share for start, share in _STAGES if doing.template.startswith(start)), default=0.0
        )
        reporter.tell(doing, fraction=fraction, at_once=True)

    corpus = open_corpus(workspace, str(job.request().get("corpus")))
    build_profile(workspace, corpus, tell=tell, should_stop=reporter.should_stop)
    return {"corpus": corpus.id}
