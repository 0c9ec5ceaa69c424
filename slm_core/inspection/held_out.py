"""Text that a run did not learn from, as tokens whose places in the text are known."""

from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from slm_core.corpus.split import split_corpus, split_text
from slm_core.corpus.store import open_corpus
from slm_core.errors import CorpusError
from slm_core.messages import msg
from slm_core.runs.load_model import RunModel
from slm_core.tokenizers.tokenizer import EOS, Ids, Tokenizer

BORDER = "\0"
"""Stands in the text where a document ends."""
WARM_UP = 64
"""Tokens read before a stream's own, so that its state is nearly as if all had been read."""
_LEAST = 600
"""Tokens below which nothing can be said of a property."""
_STREAMS, _LEAST_PER_STREAM = 16, 256
_LONG = 12
"""Characters a token has at the most on average, to read no more of a long document than needed."""


@dataclass(frozen=True)
class HeldOutText:
    """Documents one after the other, an END before the first and after each."""

    ids: Ids
    """(n,)."""
    text: str
    """What they spell, with a BORDER for each END."""
    ends: NDArray[np.int64]
    """(n,): characters of `text` that are read after each token."""
    bytes: NDArray[np.int64]
    """(n,): bytes of the text, in UTF-8, that each stands for; none for an END."""


def held_out_text(source: RunModel, *, most: int) -> HeldOutText:
    """About `most` tokens of the run's validation part. Raises CorpusError where the corpus is
    gone or that part is too short to say anything of it."""
    config = source.run.config()
    corpus = open_corpus(source.run.workspace, config.corpus)
    spans = split_corpus(corpus, config.split).validation
    texts = []
    wanted = most * _LONG
    for text in split_text(corpus, spans):
        texts.append(text[:wanted])
        wanted -= len(text)
        if wanted <= 0:
            break
    found = joined_tokens(source.tokenizer, texts, most=most)
    if len(found.ids) < _LEAST:
        raise CorpusError(
            msg(
                "The validation text of this run has {n} tokens, too few to find anything in. Take "
                "a run that has more text.",
                n=len(found.ids),
            )
        )
    return found


def joined_tokens(tokenizer: Tokenizer, texts: list[str], *, most: int) -> HeldOutText:
    """The texts as tokens, `most` of them at the most."""
    ids, parts = [EOS], [BORDER]
    for text in texts:
        for part, spelled in tokenizer.token_spans(text):
            ids += spelled
            parts += ["" for _ in spelled[1:]] + [part]
        ids.append(EOS)
        parts.append(BORDER)
        if len(ids) >= most:
            break
    ids, parts = ids[:most], parts[:most]
    sizes = [0 if part == BORDER else len(part.encode("utf-8", "replace")) for part in parts]
    ends = np.cumsum([len(part) for part in parts])
    return HeldOutText(np.array(ids, np.uint32), "".join(parts), ends, np.array(sizes, np.int64))


def in_streams(ids: Ids) -> tuple[Tensor, NDArray[np.int64]]:
    """`ids` (n,) cut into streams read side by side, each warmed up on WARM_UP tokens before it:
    (streams, WARM_UP + span); and which of the ids each column after the warm-up is, (streams,
    span), -1 where the last stream has ended. The first WARM_UP ids are none of them."""
    count = len(ids) - WARM_UP
    streams = max(1, min(_STREAMS, count // _LEAST_PER_STREAM))
    span = -(-count // streams)
    places = WARM_UP + np.arange(streams)[:, None] * span + np.arange(-WARM_UP, span)
    read = torch.from_numpy(ids[np.minimum(places, len(ids) - 1)].astype(np.int64))
    own = places[:, WARM_UP:]
    return read, np.where(own < len(ids), own, -1)
