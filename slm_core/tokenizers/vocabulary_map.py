"""Tokens of one vocabulary mapped to the tokens of another that spell the same."""

from slm_core.tokenizers.tokenizer import EOS, UNK, Tokenizer

VocabularyMap = list[tuple[int, ...]]
"""For each token of the new vocabulary the ids of the earlier one that spell it: one id for a token
that both have, several for one that is new, none for what the earlier one cannot spell."""


def map_vocabulary(new: Tokenizer, earlier: Tokenizer) -> VocabularyMap:
    """How `earlier` spells each token of `new`. The two marks stand for each other.

    Tokens are the same that write the same bytes, whichever kind of tokenizer they are of.
    """
    known = {
        earlier.token_text(index): index
        for index in range(earlier.vocabulary_size)
        if index not in (UNK, EOS)
    }
    found: VocabularyMap = []
    for index in range(new.vocabulary_size):
        if index in (UNK, EOS):
            found.append((index,))
            continue
        piece = new.token_text(index)
        same = known.get(piece)
        found.append(_spelled(piece, earlier) if same is None else (same,))
    return found


def _spelled(piece: bytes, earlier: Tokenizer) -> tuple[int, ...]:
    try:
        text = piece.decode("utf-8")
    except UnicodeDecodeError:  # a part of a character, which no other kind of token is
        return ()
    ids = earlier.encode(text).tolist()
    # One token that says something else, such as the word in small letters, will do, too.
    return () if UNK in ids else tuple(ids)
