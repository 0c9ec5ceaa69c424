"""The sentences of a text, to be scored one by one."""

import re
from collections.abc import Iterator, Sequence

from slm_core.evaluation.breakdown.records import ShadedToken
from slm_core.evaluation.surprisal.records import SentenceBits

_END = re.compile(r"[.!?…]+[\"'”’)\]]*(?=\s)|[。！？…]+[”’」』）]*|\n+")
"""What ends a sentence: marks with a blank behind them, those of Chinese and Japanese, a line."""


def sentences_of(text: str) -> Iterator[str]:
    """The text in sentences, which join to it; blanks go to the end of the one before."""
    start = 0
    for end in _END.finditer(text):
        stop = end.end()
        while stop < len(text) and text[stop].isspace():
            stop += 1
        if stop <= start:
            continue
        if text[start:stop].strip():
            yield text[start:stop]
            start = stop
    if start < len(text):
        yield text[start:]


def sentence_bits(tokens: Sequence[ShadedToken]) -> tuple[SentenceBits, ...]:
    """What each sentence of a document cost; a token belongs to where its first letter stands,
    the end mark to the last sentence."""
    written = "".join(token.text for token in tokens)
    parts = list(sentences_of(written))
    costs = [0.0] * len(parts)
    at, start, border = 0, 0, len(parts[0]) if parts else 0
    for token in tokens:
        blanks = len(token.text) - len(token.text.lstrip()) if token.text.strip() else 0
        first = start + blanks
        while first >= border and at + 1 < len(parts):
            at += 1
            border += len(parts[at])
        if parts:
            costs[at] += token.bits
        start += len(token.text)
    return tuple(
        SentenceBits(part, bits, len(part.encode("utf-8", "replace")))
        for part, bits in zip(parts, costs, strict=True)
    )
