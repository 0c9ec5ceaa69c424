"""Which tokens of an encoded text begin a word, so that passages of it are not cut within one."""

import numpy as np
from numpy.typing import NDArray

from slm_core.corpus.text.word_boundary import begins_word
from slm_core.tokenizers.tokenizer import EOS, Ids, Tokenizer


def word_starts(ids: Ids, tokenizer: Tokenizer) -> NDArray[np.bool_]:
    """Whether each token (n,) begins a word, by the text of it and of the one before.

    A token that begins with a blank does; one that holds only a part of a character does not.
    """
    texts = [
        tokenizer.token_text(index).decode("utf-8", errors="replace")
        for index in range(tokenizer.vocabulary_size)
    ]
    has_blank = np.array([text[:1].isspace() and not text.isspace() for text in texts])
    parts = np.array([begins_word(text[-1:], "a") or not text for text in texts])
    follows = np.array([begins_word("。", text[:1]) for text in texts])
    parts[EOS] = True
    found = has_blank[ids]
    found[1:] |= parts[ids[:-1]] & follows[ids[1:]]
    found[:1] = True
    return found


def next_word_start(
    ids: Ids, places: NDArray[np.int64], tokenizer: Tokenizer, *, within: int
) -> NDArray[np.int64]:
    """For each of `places` (k,) in `ids` (n,) the first from it on where a word begins; the place
    itself where none is `within` so many tokens."""
    starts = np.flatnonzero(word_starts(ids, tokenizer))
    following = np.append(starts, len(ids))[np.searchsorted(starts, places)]
    return np.where(following - places <= within, following, places)
