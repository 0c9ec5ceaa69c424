"""Reader for ASS and SSA subtitles: what is said, in the order of its times, without styles."""

import re
from collections.abc import Iterator

from slm_core.corpus.encodings.decode import decode
from slm_core.corpus.readers.document import ReaderOutput, ReadOptions
from slm_core.corpus.readers.subtitles import as_one_document
from slm_core.errors import CorpusError
from slm_core.messages import msg, plural

_FORMAT = "Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text"
"""The columns of an event where the file does not say them."""
_COMMENT = re.compile(r"^Comment:", re.MULTILINE)
_OVERRIDE = re.compile(r"\{[^{}]*\}")
_DRAWING = re.compile(r"\{[^{}]*\\p[1-9][^{}]*\}.*?(?:\{[^{}]*\\p0[^{}]*\}|$)")
_TIME = re.compile(r"(\d+):(\d+):(\d+)[.:,](\d+)")


def read_ass(data: bytes, options: ReadOptions) -> ReaderOutput:
    """All dialogue as one document, an event a line. Raises CorpusError."""
    decoded = decode(data, encoding=options.encoding)
    events = list(_events(decoded.text))
    if not events:
        raise CorpusError(
            msg(
                "There are no subtitles in it: no line begins with “Dialogue:”. If it is plain "
                "text, let its name end in .txt."
            )
        )
    events.sort(key=lambda event: event[0])  # a translation often stands below the original
    lines = [text for _, text in dict.fromkeys(events) if text]
    comments = len(_COMMENT.findall(decoded.text))
    told = plural("{n:,} comment", "{n:,} comments", n=comments)
    silent = sum(not text for _, text in events)
    return as_one_document(lines, decoded, silent=silent, left_out=[told] if comments else [])


def _events(text: str) -> Iterator[tuple[tuple[int, ...], str]]:
    """When each line of dialogue begins, and what is said; layers of one are equal."""
    columns = _columns(_FORMAT)
    for line in text.split("\n"):
        name, colon, values = line.partition(":")
        if name.strip() == "Format" and "Text" in (named := _columns(values)):
            columns = named
        elif name.strip() == "Dialogue" and colon:
            cells = values.split(",", len(columns) - 1)
            row = dict(zip(columns, cells, strict=False))
            yield _start(row.get("Start", "")), _plain(row.get("Text", ""))


def _columns(values: str) -> list[str]:
    return [name.strip() for name in values.split(",")]


def _start(time: str) -> tuple[int, ...]:
    found = _TIME.search(time)
    return tuple(map(int, found.groups())) if found else ()


def _plain(text: str) -> str:
    text = _OVERRIDE.sub("", _DRAWING.sub("", text))
    text = re.sub(r"\\[Nn]", "\n", text).replace("\\h", " ")
    return " ".join(text.split())
