"""Long text in pieces that can be tokenized side by side, with the same tokens as uncut."""

import re
from collections.abc import Iterable, Iterator

_LONGEST = 2_048  # the library takes a quarter longer over pieces of 32,768
# A line's first letter, or a blank between two words: no token of any pattern crosses these.
# A mask such as ⟨date of birth⟩ stays whole.
_BORDER = re.compile(r"(?<=[^\s])(?= \w)(?![^⟨⟩\n]{1,24}⟩)|(?<=\n)(?=\w)")


def cut(text: str, *, longest: int = _LONGEST) -> list[str]:
    """Pieces of about `longest` characters that join to `text`; longer where no border is near."""
    pieces = []
    start = 0
    while len(text) - start > longest:
        border = _BORDER.search(text, start + longest)
        if border is None:
            break
        pieces.append(text[start : border.start()])
        start = border.start()
    if start < len(text):
        pieces.append(text[start:])
    return pieces


def cut_all(texts: Iterable[str], *, longest: int = _LONGEST) -> Iterator[str]:
    """The pieces of many texts."""
    for text in texts:
        yield from cut(text, longest=longest)
