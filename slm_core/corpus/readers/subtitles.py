"""SRT and WebVTT: what is said, a cue a line; numbers, times and tags are left out."""

import html
import re
from collections.abc import Iterator, Sequence

from slm_core.corpus.encodings.decode import Decoded, decode
from slm_core.corpus.readers.document import ReaderOutput, ReadOptions
from slm_core.corpus.text.scripts import HAN, KANA
from slm_core.errors import CorpusError
from slm_core.messages import Message, msg, plural

_TIME = r"(?:\d{1,3}:)?\d{1,2}:\d{2}[.,]\d{1,3}"
_TIMING = re.compile(rf"\s*{_TIME}\s*-->\s*{_TIME}(?:\s.*)?")
_TAG = re.compile(r"</?[A-Za-z][^<>]{0,200}>|<(?:\d\d:)?\d\d:\d\d\.\d{3}>|\{\\[^{}]{0,200}\}|</>")
_COMMENT = re.compile(r"(?:NOTE|STYLE|REGION)\b")
_ROLLING, _REPEATED = 0.2, 0.4  # share of cues that show lines again and new ones; only again
_NO_BLANKS = re.compile(f"[{HAN}{KANA}]")
_NUMBER = re.compile(r"\s*\d{1,7}\s*")


def read_subtitles(data: bytes, options: ReadOptions) -> ReaderOutput:
    """All cues as one document, a line each. Raises CorpusError."""
    decoded = decode(data, encoding=options.encoding)
    cues = [_plain(cue) for cue in _cues(decoded.text)]
    if not cues:
        raise CorpusError(
            msg(
                "There are no subtitles in it: no line has times such as 00:00:01,000 "
                "--> 00:00:02,000. If it is plain text, let its name end in .txt."
            )
        )
    shown, again = _without_rolling([cue for cue in cues if cue])
    rolling = plural(
        "{n:,} line that a rolling caption shows again",
        "{n:,} lines that rolling captions show again",
        n=again,
    )
    lines = [" ".join(cue) for cue in shown]
    return as_one_document(
        lines, decoded, silent=cues.count([]), left_out=[rolling] if again else []
    )


def as_one_document(
    lines: Sequence[str], decoded: Decoded, *, silent: int, left_out: Sequence[Message]
) -> ReaderOutput:
    """What was read of subtitles in any format, of which so many cues have no words.

    Raises CorpusError where none has.
    """
    if not lines:
        raise CorpusError(msg("Its subtitles have times but no words. Add a file with words."))
    cues = plural("{n:,} cue", "{n:,} cues", n=silent)
    wordless = [msg("{cues} without words", cues=cues)] if silent else []
    return ReaderOutput(
        documents=["\n".join(lines)],
        read_as=plural("{n:,} subtitle", "{n:,} subtitles", n=len(lines)),
        encoding=decoded.encoding,
        confidence=decoded.confidence,
        note=decoded.note,
        left_out=[*decoded.damage, *wordless, *left_out],
    )


def _cues(text: str) -> Iterator[list[str]]:
    """The lines between the times of each cue and those of the next, blank ones too.

    The line with the next cue's number or name is not one of them, nor are notes and styles.
    """
    named = text.lstrip().startswith("WEBVTT")
    cue: list[str] | None = None
    for line in text.split("\n"):
        if _TIMING.fullmatch(line):
            if cue is not None:
                own = _without_name(cue, named=named)
                yield _without_comments(own) if named else own
            cue = []
        elif cue is not None:
            cue.append(line)
    if cue is not None:
        yield _without_comments(cue) if named else cue


def _without_name(cue: list[str], *, named: bool) -> list[str]:
    """A cue without the line before the next one's times: its number, or any name in WebVTT."""
    if not cue or not cue[-1].strip():
        return cue
    begins_block = len(cue) == 1 or not cue[-2].strip()
    first_of_cue = not any(line.strip() for line in cue[:-1])
    if _NUMBER.fullmatch(cue[-1]) and (begins_block or not first_of_cue):
        return cue[:-1]
    return cue[:-1] if named and begins_block and not first_of_cue else cue


def _without_comments(cue: list[str]) -> list[str]:
    """The lines of a WebVTT cue without blocks of notes, styles and regions, up to a blank line."""
    kept: list[str] = []
    is_comment, is_first = False, False
    for line in cue:
        if not line.strip():
            is_comment, is_first = False, True
            continue
        is_comment = is_comment or (is_first and bool(_COMMENT.match(line)))
        is_first = False
        if not is_comment:
            kept.append(line)
    return kept


def _plain(cue: list[str]) -> list[str]:
    """The lines that have words, without tags."""
    plain = (" ".join(html.unescape(_TAG.sub("", line)).split()) for line in cue)
    return [line for line in plain if line]


def _without_rolling(cues: list[list[str]]) -> tuple[list[list[str]], int]:
    """The cues without the lines that captions show again while they roll up or grow, and how many
    those were. Where only a few cues repeat the one before, people repeat themselves."""
    kept: list[list[str]] = []
    again = rolled = repeated = 0
    before: list[str] = []
    for cue in cues:
        same = _shared(before, cue)
        new = cue[same:]
        grows = bool(new and kept and before and not same and _grows(before[-1], new[0]))
        if grows:
            kept[-1] = kept[-1][:-1]
        again += same + grows
        rolled += grows or 0 < same < len(cue)
        repeated += same == len(cue)
        if new:
            kept.append(new)
        before = cue
    if rolled < max(2, _ROLLING * len(cues)) and repeated < max(3, _REPEATED * len(cues)):
        return cues, 0
    return [cue for cue in kept if cue], again


def _shared(before: list[str], cue: list[str]) -> int:
    """How many lines at the end of the cue before are those at the beginning of this one."""
    most = min(len(before), len(cue))
    return next((n for n in range(most, 0, -1) if before[-n:] == cue[:n]), 0)


def _grows(before: str, line: str) -> bool:
    """Whether a line is the one before and more words."""
    if len(line) <= len(before) or not line.startswith(before):
        return False
    return not line[len(before)].isalnum() or bool(_NO_BLANKS.match(line[len(before)]))
