"""The process of a Reviewer: `python -m slm_core.corpus.review_worker`."""

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import cast

from slm_core.corpus.pii.review import review
from slm_core.corpus.reviewer import told_of
from slm_core.corpus.store import open_corpus
from slm_core.processes.side_process import answer_all
from slm_core.workspace import Workspace


def answer_to(request: Mapping[str, object]) -> dict[str, object]:
    """What was found in the corpus that was asked for."""
    corpus = open_corpus(Workspace(Path(str(request["root"]))), str(request["corpus"]))
    names = tuple(map(str, cast(list[str], request["names"])))
    return told_of(review(corpus.passages(), names=names))


if __name__ == "__main__":
    sys.exit(answer_all(answer_to))
