"""How much of each column of a table, or field of JSON, is running text: told from what it is made
of, since a column of hashes, addresses or coordinates may be longer than the text beside it.
"""

import re
import unicodedata
from dataclasses import dataclass, field

from slm_core.corpus.readers.document import ColumnInfo

_SAMPLE = 200  # values of a column looked at
_LONGEST = 2_000  # characters of each
_FEW_ROWS, _LABEL_SHARE = 40, 0.05  # of so many values fewer different ones are labels
_LONGEST_WORD = 32  # Latin letters without an accent
_TAG = re.compile(r"</?[A-Za-z][^<>]{0,1000}>")
_FIGURE = re.compile(r"[\d.,:/%$€£¥°+*=<>()-]+")
_STRUCTURED = re.compile(r"\s*(?:\{.*\"\s*:.*\}|\[.*\])\s*", re.DOTALL)
_ADDRESS = re.compile(
    r"[a-z][a-z\d+.-]{1,20}://\S+|www\.\S+|data:\S+"
    r"|(?<![\w.+-])[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+|(?:[\\/][\w.~%+-]+){2,}",
    re.IGNORECASE,
)
_WORD = re.compile(r"[A-Za-z]+(?:['’-][A-Za-z]+)*")
_EDGES = "\"'“”‘’«»()[]{}<>.,;:!?…*_-—–"
_VOWELS = frozenset("aeiouyAEIOUY")
_LETTER_ALONE = 4  # letters up to which a word may have no vowel
_HUMP = re.compile("[a-z][A-Z]")


@dataclass
class ColumnMeter:
    """Counts the values of one column."""

    length: int = 0
    """Characters of all values."""
    _sampled: int = 0
    _characters: int = 0
    _words: int = 0
    _values: set[int] = field(default_factory=set)

    def add(self, value: str) -> None:
        """One more value, without blanks at its ends."""
        self.length += len(value)
        if value and self._sampled < _SAMPLE:
            head = value[:_LONGEST]
            self._sampled += 1
            self._characters += len(head)
            self._words += prose_length(head)
            self._values.add(hash(value))

    def info(self, name: str, *, rows: int) -> ColumnInfo:
        """What a person sees of it in a table of so many rows."""
        share = self._words / self._characters if self._characters else 0.0
        few = self._sampled >= _FEW_ROWS and len(self._values) <= _LABEL_SHARE * self._sampled
        same = self._sampled > 2 and len(self._values) == 1
        return ColumnInfo(name, self.length / rows, 0.0 if few or same else min(1.0, share))


def prose_length(text: str) -> int:
    """Characters of a text that are words with the blanks between them, and figures among them.

    Neither are addresses of pages, mail and files, hashes, base64, identifiers,
    mark-up, and JSON as a whole. It holds for any language: in scripts that are not Latin, with or
    without blanks, every letter counts.
    """
    if _STRUCTURED.fullmatch(text):
        return 0
    plain = _ADDRESS.sub(" ", _TAG.sub(" ", text))
    words = figures = 0
    for token in plain.split():
        words += _word_length(token)
        figures += len(token) + 1 if _FIGURE.fullmatch(token) else 0
    return words + min(words, figures)


def _word_length(token: str) -> int:
    """Characters of a piece between blanks with the blank after it; 0 where it is no word."""
    if not token.isascii():
        return sum(unicodedata.category(char)[0] in "LMP" for char in token) + 1
    core = token.strip(_EDGES)
    if not _WORD.fullmatch(core) or len(core) > _LONGEST_WORD or len(_HUMP.findall(core)) > 1:
        return 0
    if len(core) > _LETTER_ALONE and _VOWELS.isdisjoint(core):
        return 0
    return len(token) + 1
