"""Looks through a large corpus for personal data in a process beside, so that this one answers."""

from collections.abc import Mapping
from dataclasses import asdict

from slm_core.corpus.pii.review import Review, ReviewedValue
from slm_core.processes.side_process import SideProcess, Troubles
from slm_core.workspace import Workspace

_TROUBLES = Troubles(
    slow="Looking for personal data took longer than {seconds} seconds and was given up. Mask the "
    "text with the recipe's privacy step, which may take as long as it needs.",
    ended="Looking for personal data ended twice without an answer: there may be too little "
    "memory. Close what else is running and try again.",
    failed="Looking for personal data failed: {error}. Delete the corpus and add its files again.",
)


class Reviewer(SideProcess):
    """One process, started when it is first needed; any thread may ask."""

    def __init__(self, *, patience: float = 180.0, idle: float = 20.0) -> None:
        module = "slm_core.corpus.review_worker"
        super().__init__(module, _TROUBLES, patience=patience, idle=idle)

    def review(self, workspace: Workspace, corpus_id: str, names: tuple[str, ...]) -> Review:
        """As `review` says it of the corpus. Raises CorpusError where there is no answer."""
        request = {"root": str(workspace.root), "corpus": corpus_id, "names": list(names)}
        return _review(self._ask(request))


def told_of(seen: Review) -> dict[str, object]:
    """A review as the process tells it."""
    return asdict(seen)


def _review(told: Mapping[str, object]) -> Review:
    found = told["found"]
    assert isinstance(found, list)
    values = {**told, "found": tuple(ReviewedValue(**one) for one in found)}
    return Review(**values)  # ty: ignore[invalid-argument-type]
