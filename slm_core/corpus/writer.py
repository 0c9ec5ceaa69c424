"""documents.jsonl written one passage at a time, with everything the card has to count."""

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path

import orjson

from slm_core.corpus.card import Counts
from slm_core.corpus.passages import Passage, cut_text
from slm_core.corpus.seed import suggested_seed

_HEADS = 60_000
"""Characters kept for finding out the language."""
_HEAD = 4_000
_WIDE_LEAD = bytes(range(0xE4, 0xEA))  # U+4000 to U+9FFF begin with these in UTF-8
_OTHER_MARK = re.compile(rb"\xef(?![\xbc-\xbf])")
_KANA = (b"\xe3\x81", b"\xe3\x82", b"\xe3\x83")
_WIDE_MARKS = tuple(bytes((0xEF, code)) for code in range(0xBC, 0xC0))
_SHAPES = bytes(
    0x20
    if code in b" \t\n\v\f\r" or 0xE3 <= code <= 0xE9 or code == 0xEF
    else 0x63
    if 0x80 <= code < 0xC0
    else 0x78
    for code in range(256)
)
_BLANKS = bytes(0x20 if code in b" \t\n\v\f\r" else 0x78 for code in range(256))


class DocumentWriter:
    """Writes documents and counts them; `close` it in the end."""

    def __init__(self, path: Path) -> None:
        self._file = open(path, "wb", buffering=1 << 20)  # closed by `close`
        self._digest = hashlib.sha256()
        self._documents = self._characters = self._bytes = self._words = self._solid = 0
        self._open = False
        self.heads: list[str] = []
        """Beginnings of passages, to find out the language from."""
        self.seed_text = ""
        """The first words fit to start writing from."""

    def close(self) -> None:
        """Write out what is left; once is enough, twice does no harm."""
        self._file.close()

    def add(self, text: str, source: str) -> None:
        """One whole document, cut into passages where it is long."""
        for part, last in cut_text(text):
            self.add_part(part, source, last=last)

    def add_part(self, text: str, source: str, *, last: bool) -> None:
        """The next part of a document. Parts may be of any length; empty documents are none."""
        if not text and not self._open:
            return
        data = text.encode()
        line: dict[str, object] = {"text": text, "source": source}
        if not last:
            line["goes_on"] = True
        self._file.write(orjson.dumps(line, option=orjson.OPT_APPEND_NEWLINE))
        self._digest.update(data)
        self._characters += len(text)
        self._solid += len(text.strip()) if self._characters < _HEADS else len(text)
        self._bytes += len(data)
        self._words += count_words(data)
        self._open = not last
        if last:
            self._documents += 1
            self._digest.update(b"\xff%d\xff" % self._characters)
        self._notice(text)

    @property
    def counts(self) -> Counts:
        """Sizes so far."""
        return Counts(self._documents, self._characters, self._bytes, self._words)

    @property
    def solid(self) -> int:
        """Characters without the blanks around short texts."""
        return self._solid

    @property
    def digest(self) -> str:
        """A hash of the texts and their borders, however they were cut into passages."""
        return self._digest.hexdigest()

    def _notice(self, text: str) -> None:
        if sum(map(len, self.heads)) < _HEADS:
            self.heads.append(text[:_HEAD])
        if not self.seed_text:
            self.seed_text = suggested_seed(text)


def read_passages(path: Path) -> Iterator[Passage]:
    """What a DocumentWriter wrote. Raises OSError, ValueError, KeyError where it is damaged."""
    document = start = 0
    with open(path, "rb") as file:
        for line in file:
            record = orjson.loads(line)
            passage = Passage(record["text"], document, start, not record.get("goes_on", False))
            yield passage
            document, start = (document + 1, 0) if passage.ends else (document, passage.end)


def count_words(data: bytes) -> int:
    """Words of a text in UTF-8: many times faster than splitting it, and without a list."""
    if data.isascii():
        blanks = data.translate(_BLANKS)
        return blanks.count(b" x") + blanks.startswith(b"x")
    wide = len(data) - len(data.translate(None, _WIDE_LEAD))
    if b"\xe3" in data:
        wide += sum(map(data.count, _KANA))
    if b"\xef" in data and data.count(b"\xef") != sum(map(data.count, _WIDE_MARKS)):
        data = _OTHER_MARK.sub(b"\xee", data)  # other signs of that block end no word
    # A wide character becomes a blank with two c behind it: a word may follow those at once.
    shape = data.translate(_SHAPES)
    words = shape.count(b" x") + shape.startswith(b"x")
    if wide or b"\xe3" in data or b"\xef" in data:
        words += wide + shape.count(b" ccx")
    return words
