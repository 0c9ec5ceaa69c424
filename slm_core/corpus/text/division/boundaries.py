"""Where the documents inside one text begin and end: a pure function for each kind of boundary.

Whether a text is to be cut, and how, is the person's choice.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, NamedTuple

from slm_core.corpus.text.division.headings import HeadingStyle, find_headings, heading_style
from slm_core.corpus.text.page_lines import line_shape, page_shapes
from slm_core.errors import SettingsError
from slm_core.messages import Message, msg

Boundary = Literal["whole", "line", "blank", "gap", "marks", "headings", "rules", "messages"]
"""What separates the documents in a text."""
BOUNDARIES: Mapping[Boundary, Message] = {
    "whole": msg("the whole text is one document"),
    "line": msg("each line is a document"),
    "blank": msg("cut at blank lines"),
    "gap": msg("cut where two or more lines are blank"),
    "marks": msg("cut at marks such as <|endoftext|>"),
    "headings": msg("cut at headings"),
    "rules": msg("cut at lines such as ---"),
    "messages": msg("each message of a chat is a document"),
}
"""Every kind, and what it does."""

_SIDE = r"(?:end|start|begin|bos|eos|eod)"
MARK = re.compile(
    rf"<\|{_SIDE}(?:_?of_?(?:text|document|doc|file|sequence))?\|>|</?s>|<(?:endoftext|eo[sdt]|bos)>"
    r"|\[(?:EO[SDT]|BOS)\]",
    re.IGNORECASE,
)
"""What data for language models has between its documents."""
BLANK = re.compile(r"\n(?:[^\S\n]*\n)+")
"""Blank lines, one or more."""
GAP = re.compile(r"\n(?:[^\S\n]*\n){2,}")
"""Blank lines, two or more."""
_RULE = re.compile(r"^[^\S\n]*([-=*_~#%+—─━＝※])(?:[^\S\n]*\1){2,}[^\S\n]*$", re.MULTILINE)
_FIELD = re.compile(r"[\w-][\w .-]{0,40}:(?:\s|$)|\s+\S|- |$")  # a line of a front matter
_LONGEST = 64_000_000  # characters after which a document ends in a stream, whatever follows
_MOST_FIELDS = 60  # lines of a front matter
_PAGES_LOOKED_AT, _LONGEST_OF_PAGES = 1_000_000, 500  # characters

_DATE = r"(?:\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4})"
_HOUR = r"(?:[上下中]午|凌晨|早上|晚上)?\s?\d{1,2}[:：]\d{2}(?:[:：]\d{2})?(?:\s?[AaPp]\.?[Mm]\.?)?"
_STAMP = rf"(?:{_DATE}(?:[,，T]|\s){{1,3}}{_HOUR})"
_BLANKS, _SOME = r"[^\S\n]{1,30}", r"[^\S\n]{0,30}"
# No more: they are tried after every letter of what may be a name.
_NAME = r"[^\s\d:：,，。！？!?\[<][^\n:：,，。！？!?]{0,39}?"
MESSAGE = re.compile(
    rf"^\u200e?(?:{_STAMP}{_BLANKS}{_NAME}[:：]?{_SOME}\n"  # time and name, then the message
    rf"|{_NAME}{_BLANKS}(?:{_STAMP}|{_HOUR}){_SOME}\n"  # name and time, then the message
    rf"|\[{_STAMP}\]{_SOME}(?:{_NAME}[:：]{_SOME})?"  # all in one line
    rf"|{_STAMP}{_BLANKS}[-–]{_BLANKS}(?:{_NAME}[:：]{_SOME})?"
    rf"|{_STAMP}{_BLANKS}{_NAME}[:：]{_SOME}"
    rf"|\[?{_HOUR}\]?{_BLANKS}<{_NAME}>{_SOME}"
    rf"|[-—―─=]*{_SOME}{_DATE}(?:{_SOME}(?:星期|周)\w)?{_SOME}[-—―─=]*\n)",  # a new day
    re.MULTILINE,
)
"""What stands before a message in an exported chat: its time and who wrote it."""


_ATTACHED = re.compile(
    r"\s*\u200e?(?:[\[［【](?:图片|照片|语音|视频|表情|动画表情|文件|位置|链接|小程序|名片|红包|转账|"
    r"语音通话|视频通话|聊天记录|拍一拍)[^\]］】\n]{0,60}[\]］】][^\S\n]*)+\s*"
    r"|\s*\u200e?(?:<[^<>\n]{0,40}(?:omitted|attached)[^<>\n]{0,60}>"
    r"|(?:image|photo|video|audio|sticker|GIF|document|Contact card) omitted"
    r"|(?:This message was deleted|You deleted this message|null)\.?)\s*"
)
"""What an export writes in the place of a picture, a voice message or what was deleted."""


class TextPart(NamedTuple):
    """Where one document lies in a text."""

    start: int
    """Where what belongs to it begins, such as the line with the time and name of a message."""
    content: int
    """Where its own text begins."""
    end: int


@dataclass(frozen=True)
class TextCutter:
    """Cuts texts of one kind; made from a text, so that all pieces of a file are cut alike."""

    boundary: Boundary
    headings: HeadingStyle | None = None
    """Which headings begin a document."""
    pages: frozenset[str] = frozenset()
    """What lines look like that belong to printed pages: by themselves they are no documents."""

    def spans(self, text: str) -> Iterator[TextPart]:
        """The documents in order, those without a word left out."""
        for part in self._filled(text):
            body = text[part.content : part.end]
            if not self._is_attached(body) and not self._is_of_pages(body):
                yield part

    def count_page_lines(self, text: str) -> int:
        """How many parts of the text are only page numbers, headers and footers."""
        parts = self._filled(text) if self.pages else ()
        return sum(self._is_of_pages(text[part.content : part.end]) for part in parts)

    def _filled(self, text: str) -> Iterator[TextPart]:
        for start, content, end in self._spans(text):
            body = text[content:end]
            if body and not body.isspace():
                yield TextPart(start, content, end)

    def _is_of_pages(self, body: str) -> bool:
        if not self.pages or len(body) > _LONGEST_OF_PAGES:
            return False
        lines = (line for line in body.splitlines() if line and not line.isspace())
        return all(line_shape(line) in self.pages for line in lines)

    def _is_attached(self, body: str) -> bool:
        return self.boundary == "messages" and _ATTACHED.fullmatch(body) is not None

    def documents(self, text: str) -> list[str]:
        """The texts of the documents, without blank lines around them."""
        if self.boundary == "whole":
            return [text]
        return [self.text_of(text, span) for span in self.spans(text)]

    def text_of(self, text: str, span: TextPart) -> str:
        """The text of one document, without blank lines around it."""
        return _trimmed(text[span.content : span.end])

    def _spans(self, text: str) -> Iterator[TextPart]:
        if self.boundary == "whole":
            yield TextPart(0, 0, len(text))
        elif self.boundary == "headings":
            yield from _begun_at(text, find_headings(text, self.headings))
        elif self.boundary == "messages":
            yield from _begun_by(text, MESSAGE)
        elif self.boundary == "rules":
            yield from _ruled(text)
        else:
            separator = {"line": _LINE_END, "blank": BLANK, "gap": GAP, "marks": MARK}
            yield from _between(text, separator[self.boundary])


def text_cutter(text: str, boundary: Boundary) -> TextCutter:
    """The cutter for a text, whose highest headings that repeat are its documents' beginnings."""
    headings = heading_style(text) if boundary == "headings" else None
    has_short_parts = boundary in ("line", "blank", "gap")
    pages = page_shapes(text[:_PAGES_LOOKED_AT]) if has_short_parts else frozenset()
    return TextCutter(boundary, headings, pages)


def split_documents(text: str, boundary: Boundary) -> list[str]:
    """The documents in a text; the text itself where the boundary does not occur in it."""
    return text_cutter(text, boundary).documents(text)


def count_attached(text: str) -> int:
    """How many messages of a chat are only the word for a picture, a voice message or a file."""
    return sum(
        _ATTACHED.fullmatch(text[content:end]) is not None
        for _start, content, end in _begun_by(text, MESSAGE)
    )


def boundary_named(name: str) -> Boundary:
    """The boundary of this name. Raises SettingsError where it is none."""
    for boundary in BOUNDARIES:
        if boundary == name.strip().casefold():
            return boundary
    raise SettingsError(
        msg(
            "{name!r} separates no documents. Choose one of {listed}.",
            name=name[:40],
            listed=", ".join(BOUNDARIES),
        )
    )


def cut_stream(pieces: Iterable[str], boundary: Boundary) -> Iterator[str]:
    """The documents of a text that comes in pieces; the first decides which headings cut.

    The last document of a piece may go on in the next.
    """
    cutter: TextCutter | None = None
    waiting = ""
    for piece in pieces:
        text = waiting + piece
        cutter = cutter or text_cutter(text, boundary)
        spans = list(cutter.spans(text))
        start = spans[-1].start if spans else 0
        waiting = text[start:] if len(text) - start < _LONGEST else ""
        for span in spans[:-1] if waiting else spans:
            yield cutter.text_of(text, span)
    if cutter is not None:
        yield from cutter.documents(waiting)


def rules(text: str) -> list[re.Match[str]]:
    """The lines of a text that are nothing but a repeated sign, such as ---."""
    return list(_RULE.finditer(text))


def front_matter(text: str, opening: int) -> int:
    """Where the fields that a rule at `opening` introduces end, as title and date of an article
    do between two rules; `opening` itself where none follow."""
    lines = text[opening : opening + 8000].split("\n")
    if len(lines) < 3 or not re.match(r"[\w-][\w .-]{0,40}:(?:\s|$)", lines[1]):
        return opening
    at = opening + len(lines[0]) + 1
    for line in lines[1:_MOST_FIELDS]:
        if line.strip() == lines[0].strip():
            return at + len(line)
        if not _FIELD.match(line):
            return opening
        at += len(line) + 1
    return opening


_LINE_END = re.compile(r"[\n\f]")


def _between(text: str, separator: re.Pattern[str]) -> Iterator[TextPart]:
    at = 0
    for found in separator.finditer(text):
        yield TextPart(at, at, found.start())
        at = found.end()
    yield TextPart(at, at, len(text))


def _begun_at(text: str, starts: list[int]) -> Iterator[TextPart]:
    for start, end in zip([0, *starts], [*starts, len(text)], strict=True):
        yield TextPart(start, start, end)


def _begun_by(text: str, opening: re.Pattern[str]) -> Iterator[TextPart]:
    start = content = 0
    for found in opening.finditer(text):
        yield TextPart(start, content, found.start())
        start, content = found.span()
    yield TextPart(start, content, len(text))


def _ruled(text: str) -> Iterator[TextPart]:
    start = content = passed = 0
    for found in rules(text):
        if found.start() < passed:
            continue  # it closes a front matter
        yield TextPart(start, content, found.start())
        passed = front_matter(text, found.start())
        start = found.start()
        content = start if passed > start else found.end()
    yield TextPart(start, content, len(text))


def _trimmed(text: str) -> str:
    """Without blank lines before and after; a first line keeps its indentation."""
    text = text.rstrip()
    head = len(text) - len(text.lstrip())
    return text[text.rfind("\n", 0, head) + 1 :]
