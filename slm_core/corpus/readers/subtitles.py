"""SRT and WebVTT: what is said, a cue a line; numbers, times and tags are left out."""

import html
import re
from collections.abc import Iterator

from slm_core.corpus.encodings.decode import decode
from slm_core.corpus.readers.document import ReaderOutput, ReadOptions
from slm_core.errors import CorpusError
from slm_core.messages import msg, plural

_TIME = r"(?:\d{1,3}:)?\d{1,2}:\d{2}[.,]\d{1,3}"
_TIMING = re.compile(rf"\s*{_TIME}\s*-->\s*{_TIME}(?:\s.*)?")
_TAG = re.compile(r"</?[A-Za-z][^<>]{0,200}>|<(?:\d\d:)?\d\d:\d\d\.\d{3}>|\{\\[^{}]{0,200}\}|</>")
_NUMBER = re.compile(r"\s*\d{1,7}\s*")


def read_subtitles(data: bytes, options: ReadOptions) -> ReaderOutput:
    """All cues as one document, a line each. Raises CorpusError."""
    decoded = decode(data, encoding=options.encoding)
    timed = 0
    cues: list[str] = []
    for cue in _cues(decoded.text.split("\n")):
        timed += 1
        plain = html.unescape(_TAG.sub("", " ".join(cue)))
        if text := " ".join(plain.split()):
            cues.append(text)
    if not timed:
        raise CorpusError(
            msg(
                "There are no subtitles in it: no line has times such as 00:00:01,000 "
                "--> 00:00:02,000. If it is plain text, let its name end in .txt."
            )
        )
    if not cues:
        raise CorpusError(msg("Its subtitles have times but no words. Add a file with words."))
    left_out = list(decoded.damage)
    if timed > len(cues):
        left_out.append(
            msg("{cues} without words", cues=plural("{n:,} cue", "{n:,} cues", n=timed - len(cues)))
        )
    return ReaderOutput(
        documents=["\n".join(cues)],
        read_as=plural("{n:,} subtitle", "{n:,} subtitles", n=len(cues)),
        encoding=decoded.encoding,
        confidence=decoded.confidence,
        note=decoded.note,
        left_out=left_out,
    )


def _cues(lines: list[str]) -> Iterator[list[str]]:
    """The lines of each cue. One ends at a blank line, or where the next has its times."""
    cue: list[str] | None = None
    for line in lines:
        if _TIMING.fullmatch(line):
            if cue is not None:
                yield cue[:-1] if cue and _NUMBER.fullmatch(cue[-1]) else cue
            cue = []
        elif cue is not None and line.strip():
            cue.append(line)
        elif cue is not None:
            yield cue
            cue = None
    if cue is not None:
        yield cue
