"""The process that cuts texts for a Looker: `python -m slm_core.tokenizers.look_worker`."""

import functools
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import cast

from slm_core.processes.side_process import answer_all
from slm_core.tokenizers.comparison import cached_candidates
from slm_core.tokenizers.tokenizer import Tokenizer
from slm_core.workspace import Workspace


def answer_to(request: Mapping[str, object]) -> dict[str, object]:
    """The pieces of each text with their ids, for each tokenizer; None for one that is gone."""
    known = _line_up(str(request["root"]), str(request["corpus"]))
    texts = cast(list[str], request["texts"])
    views: list[object] = []
    for kind, size in cast(list[tuple[str, int]], request["which"]):
        tokenizer = known.get((kind, size))
        if tokenizer is None:
            views.append(None)
        else:
            views.append([list(tokenizer.token_spans(text)) for text in texts])
    if None in views:
        _line_up.cache_clear()  # the report may be made again
    return {"views": views}


@functools.lru_cache(maxsize=2)
def _line_up(root: str, corpus_id: str) -> dict[tuple[str, int], Tokenizer]:
    found = cached_candidates(Workspace(Path(root)), corpus_id)
    return {(one.settings.kind, one.tokenizer.vocabulary_size): one.tokenizer for one in found}


if __name__ == "__main__":
    sys.exit(answer_all(answer_to))
