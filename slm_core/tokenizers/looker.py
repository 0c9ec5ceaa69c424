"""Texts under the line-up of a corpus, cut in a process beside: dictionaries stay out of this one.

Chinese is cut with a dictionary of 34 MB, and large vocabularies take as much.
"""

from collections.abc import Sequence

from slm_core.processes.side_process import SideProcess, Troubles
from slm_core.tokenizers.token_view import TokenView, token_view
from slm_core.workspace import Workspace

Which = tuple[str, int]
"""Kind and size of the vocabulary: what tells the tokenizers of one corpus apart."""

_TROUBLES = Troubles(
    slow="Cutting the text into tokens took longer than {seconds} seconds and was given up. Try a "
    "shorter text.",
    ended="Cutting the text into tokens ended twice without an answer: there may be too little "
    "memory. Close what else is running and try again.",
    failed="The text could not be cut into tokens: {error}. Make the corpus's report again.",
)


class Looker(SideProcess):
    """One process, started when it is first needed; any thread may ask."""

    def __init__(self, *, patience: float = 20.0, idle: float = 300.0) -> None:
        module = "slm_core.tokenizers.look_worker"
        super().__init__(module, _TROUBLES, patience=patience, idle=idle)

    def look(
        self, workspace: Workspace, corpus_id: str, which: Sequence[Which], texts: Sequence[str]
    ) -> dict[Which, list[TokenView]]:
        """Each text under each of the tokenizers; those that were not kept are left out.

        Raises CorpusError where there is no answer.
        """
        answer = self._ask(
            {
                "root": str(workspace.root),
                "corpus": corpus_id,
                "which": [list(one) for one in which],
                "texts": list(texts),
            }
        )
        views = answer["views"]
        assert isinstance(views, list)
        found: dict[Which, list[TokenView]] = {}
        for one, cut in zip(which, views, strict=True):
            if cut is not None:
                found[one] = [
                    token_view((piece, tuple(ids)) for piece, ids in text) for text in cut
                ]
        return found
