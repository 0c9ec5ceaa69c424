"""Chinese words and their parts of speech, by the dictionary that also cuts text into tokens.

It knows many names (nr), and calls what it does not know x.
"""

import functools

from slm_core.corpus.text.chinese import simplified


@functools.lru_cache(maxsize=10_000)
def tagged(signs: str) -> list[tuple[str, str]]:
    """Words with their parts of speech, of traditional signs by their simplified ones."""
    import rjieba  # noqa: PLC0415 - its dictionary takes 32 MB

    at = 0
    kept = []
    for word, kind in rjieba.tag(simplified(signs)):
        kept.append((signs[at : at + len(word)], kind))
        at += len(word)
    return kept


@functools.lru_cache(maxsize=10_000)
def is_word(signs: str) -> bool:
    """Whether the dictionary has these signs as one word, other than a name."""
    import rjieba  # noqa: PLC0415 - as above

    return rjieba.has_word(simplified(signs)) and not tagged(signs)[0][1].startswith("nr")
