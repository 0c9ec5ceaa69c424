"""How well an earlier run's tokens fit another text, at a glance. Free of torch."""

from dataclasses import dataclass

from slm_core.corpus.store import Corpus
from slm_core.runs.fine_tuning.setup import TOKENIZER
from slm_core.runs.run import open_run
from slm_core.tokenizers.tokenizer import UNK, Tokenizer
from slm_core.workspace import Workspace

_LOOKED_AT = 20_000
"""Characters of the beginning."""


@dataclass(frozen=True)
class TokenizerFit:
    """What the tokens make of the beginning of a text."""

    characters_per_token: float
    unknown_share: float
    """Of its tokens that stand for something the tokenizer does not know."""


def tokenizer_fit(workspace: Workspace, run: str, corpus: Corpus) -> TokenizerFit:
    """Of the tokens of this run to this corpus. Raises RunError where they cannot be read,
    CorpusError where the corpus is damaged."""
    tokenizer = Tokenizer.load(open_run(workspace, run).folder / TOKENIZER)
    text = _beginning(corpus)
    ids = tokenizer.encode(text)
    unknown = int((ids == UNK).sum())
    return TokenizerFit(len(text) / max(1, len(ids)), unknown / max(1, len(ids)))


def _beginning(corpus: Corpus) -> str:
    texts, size = [], 0
    for passage in corpus.passages():
        texts.append(passage.text[: _LOOKED_AT - size])
        size += len(texts[-1])
        if size >= _LOOKED_AT:
            break
    return "".join(texts)
