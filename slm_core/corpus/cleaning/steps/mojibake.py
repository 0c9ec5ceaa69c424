"""The step that repairs text saved after being read in the wrong encoding."""

import re
from typing import ClassVar

from pydantic.dataclasses import dataclass

from slm_core.corpus.cleaning.step import TextStep

# Chinese in GB18030 that was read as Latin-1 or cp1252: 中文 became ÖÐÎÄ.
_LATIN_RUN = re.compile("[\u00a1-\u00ff]{2,}")
# Every other misreading of UTF-8 has a letter that was a lead byte before another odd sign.
_SUSPECT = re.compile(
    "[\u00c2-\u00f4\u0100-\u024f\u0370-\u04ff\u2500-\u259f\u221a][^\0-\x7f]|[ÂÃ] "
)
_FEWEST = 4  # Chinese characters in a line, below which it may be chance
_COMMON = 0.8  # share of them among the 3,755 commonest, which GB2312 lists first
_SHARE = 0.7  # of a line's letters that must be such


@dataclass(frozen=True)
class Mojibake(TextStep):
    """Repair text that was read in the wrong encoding: cafÃ© becomes café, ÖÐÎÄ becomes 中文."""

    section: ClassVar[str] = "mojibake"

    def apply(self, text: str) -> tuple[str, int]:
        """See TextStep."""
        if text.isascii():
            return text, 0
        chinese = _LATIN_RUN.search(text) is not None
        if not chinese and not _SUSPECT.search(text):
            return text, 0
        from ftfy.badness import is_bad  # noqa: PLC0415 - 50 ms and 8 MB, seldom needed

        if not chinese and not is_bad(text):
            return text, 0
        lines = text.split("\n")
        changes = 0
        for number, line in enumerate(lines):
            if line.isascii():
                continue
            mended = _chinese(line) if chinese else None
            if mended is None and is_bad(line):
                mended = _mended(line)
            if mended is not None and mended != line:
                lines[number] = mended
                changes += 1
        return ("\n".join(lines), changes) if changes else (text, 0)


def _mended(line: str) -> str:
    from ftfy import fix_encoding  # noqa: PLC0415 - as above

    # Each pass may lay open the next: text can have been misread twice.
    return fix_encoding(line)


def _chinese(line: str) -> str | None:
    """The line as GB18030, if that makes it good Chinese."""
    runs = _LATIN_RUN.findall(line)
    data = b"".join(run.encode("latin-1") for run in runs)
    letters = sum(map(str.isalpha, line))
    if len(data) < 2 * _FEWEST or sum(map(len, runs)) < _SHARE * letters:
        return None
    pairs = [data[at : at + 2] for at in range(0, len(data) - 1, 2)]
    common = sum(0xB0 <= pair[0] <= 0xD7 and pair[1] >= 0xA1 for pair in pairs)
    marks = sum(0xA1 <= pair[0] <= 0xA3 for pair in pairs)
    if common < _FEWEST or common < _COMMON * (len(pairs) - marks):
        return None
    try:
        return _LATIN_RUN.sub(lambda run: run.group().encode("latin-1").decode("gb2312"), line)
    except UnicodeDecodeError:
        return None
