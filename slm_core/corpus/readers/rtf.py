"""Reader for RTF: its text without formatting.

Microsoft's Rich Text Format 1.9.1. Each font has a character set of its own, in which the bytes
written as \\'xx are to be read; many Chinese and Russian files depend on that.
"""

import codecs
import re
from dataclasses import dataclass, field, replace

from slm_core.corpus.readers.document import (
    COMMENTS_LEFT_OUT,
    FOOTNOTES_LEFT_OUT,
    ReaderOutput,
    ReadOptions,
)
from slm_core.errors import CorpusError
from slm_core.messages import Message, msg

LARGEST = 64_000_000
"""Bytes of a file."""

_TOKEN = re.compile(
    rb"\\([a-z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-fA-F]{2})|\\([^a-z'])|([{}])|([^\\{}\r\n]+)",
    re.IGNORECASE,
)
_BINARY = b"bin"
_CHARSETS = {
    0: "cp1252",
    77: "mac_roman",
    128: "cp932",
    129: "cp949",
    134: "gb18030",
    136: "big5hkscs",
    161: "cp1253",
    162: "cp1254",
    163: "cp1258",
    177: "cp1255",
    178: "cp1256",
    186: "cp1257",
    204: "cp1251",
    222: "cp874",
    238: "cp1250",
}
"""Python's names for the numbers of \\fcharset; the others follow the whole file."""
_SILENT = frozenset(
    b"fonttbl colortbl stylesheet info pict object header headerl headerr headerf footer footerl "
    b"footerr footerf footnote annotation themedata datastore listtable listoverridetable rsidtbl "
    b"generator xmlnstbl fldinst shpinst nonshppict template private revtbl filetbl "
    b"operator title author subject company latentstyles colorschememapping bkmkstart "
    b"bkmkend pntext upr".split()
)
_BESIDE = {
    b"header": msg("Headers were left out"),
    b"footer": msg("Footers were left out"),
    b"footnote": FOOTNOTES_LEFT_OUT,
    b"annotation": COMMENTS_LEFT_OUT,
}
_NOTES = frozenset((b"footnote", b"annotation"))
_READ_AGAIN = frozenset((b"shptxt", b"ud"))
"""Texts in groups that are passed over: of a box, and in Unicode beside one for old programs."""
_WORDS = {
    b"par": "\n",
    b"line": "\n",
    b"sect": "\n",
    b"page": "\n",
    b"row": "\n",
    b"nestrow": "\n",
    b"cell": "\t",
    b"nestcell": "\t",
    b"tab": "\t",
    b"emdash": "—",
    b"endash": "–",
    b"emspace": " ",
    b"enspace": " ",
    b"qmspace": " ",
    b"bullet": "•",
    b"lquote": "‘",
    b"rquote": "’",
    b"ldblquote": "“",
    b"rdblquote": "”",
    b"~": "\u00a0",
    b"_": "-",
    b"\\": "\\",
    b"{": "{",
    b"}": "}",
    b"\n": "\n",
    b"\r": "\n",
}
_DEEPEST = 10_000
_TOO_DEEP = msg(
    "Its groups are nested more than {deepest:,} deep, as in no real document. Save it as "
    "plain text, and add that.",
    deepest=_DEEPEST,
)


_CODECS = {b"mac": "mac_roman", b"pc": "cp437", b"pca": "cp850"}
"""Words at the beginning that say what the bytes of the whole file are in."""


@dataclass(frozen=True)
class _State:
    """What holds in a group until it ends."""

    silent: bool = False
    in_note: bool = False
    drop_cap: bool = False
    """Whether the paragraph is the first letter of the next one."""
    codec: str = ""
    """"" for that of the whole file."""
    skip: int = 1
    """Characters after a \\u that stand for it in old programs."""


@dataclass
class _Reader:
    codec: str = "cp1252"
    fonts: dict[int, str] = field(default_factory=dict)
    font: int = 0
    """The font being defined or used."""
    in_fonts: int = 0
    """Depth at which the table of fonts began; 0 outside."""
    state: _State = field(default_factory=_State)
    stack: list[_State] = field(default_factory=list)
    parts: list[str] = field(default_factory=list)
    waiting: bytearray = field(default_factory=bytearray)
    """Bytes of characters that may not be whole yet."""
    to_skip: int = 0
    opened: bool = False
    """Whether a group has just begun: only there does \\* say that its word may be unknown."""
    starred: bool = False
    with_notes: bool = False
    notes: list[str] = field(default_factory=list)
    beside: dict[Message, None] = field(default_factory=dict)

    def add(self, text: str) -> None:
        """Text, where it is to be read."""
        self.flush()
        self._keep(text)

    def _keep(self, text: str) -> None:
        if not self.state.silent:
            (self.notes if self.state.in_note else self.parts).append(text)

    def flush(self) -> None:
        """Decode what waits."""
        if self.waiting:
            text = self.waiting.decode(self.state.codec or self.codec, errors="replace")
            self.waiting.clear()
            self._keep(text)

    def brace(self, opens: bool) -> None:
        """A group begins or ends."""
        self.flush()
        self.starred, self.to_skip, self.opened = False, 0, opens
        if opens:
            if len(self.stack) >= _DEEPEST:
                raise CorpusError(_TOO_DEEP)
            self.stack.append(self.state)
        elif self.stack:
            if self.in_fonts == len(self.stack):
                self.in_fonts = 0
            before, self.state = self.state, self.stack.pop()
            if before.in_note and not self.state.in_note:
                self.notes.append("\n")

    def raw(self, data: bytes) -> None:
        """Characters as they stand in the file."""
        self.opened = self.starred = False
        if self.to_skip:
            gone = min(self.to_skip, len(data))
            self.to_skip -= gone
            data = data[gone:]
        if not self.state.silent:
            self.waiting += data

    def word(self, name: bytes, number: int | None) -> None:
        """A control word."""
        opened, self.opened = self.opened, False
        if name == b"*":
            self.starred = opened
            return
        if name == b"u" and number is not None:
            self.add(chr(number % 0x10000))
            self.to_skip = self.state.skip
            return
        self.flush()
        self.to_skip = 0
        starred, self.starred = self.starred, False
        if name in _READ_AGAIN:
            self.state = replace(self.state, silent=False)
        elif self.with_notes and name in _NOTES:
            self.state = replace(self.state, in_note=True)
        elif name in _SILENT or starred:
            self._silence(name)
        elif name == b"par" and self.state.drop_cap:
            self.state = replace(self.state, drop_cap=False)
        elif name in _WORDS:
            self.add(_WORDS[name])
        elif number is not None:
            self._number(name, number)
        elif name in (b"plain", b"pard"):
            self._plain(name)
        elif name in _CODECS:
            self.codec = _CODECS[name]

    def _silence(self, name: bytes) -> None:
        if name == b"fonttbl":
            self.in_fonts = len(self.stack)
        for begins, what in _BESIDE.items():
            if name.startswith(begins) and not self.state.silent:
                self.beside[what] = None
        self.state = replace(self.state, silent=True)

    def _plain(self, name: bytes) -> None:
        if name == b"plain":
            self.state = replace(self.state, codec="")
        else:
            self.state = replace(self.state, drop_cap=False)

    def _number(self, name: bytes, number: int) -> None:
        if name == b"ansicpg":
            self.codec = _known(f"cp{number}", self.codec)
        elif name == b"dropcapli":
            self.state = replace(self.state, drop_cap=True)
        elif name == b"uc":
            self.state = replace(self.state, skip=max(0, min(number, 100)))
        elif name == b"f":
            self.font = number
            if not self.in_fonts:
                self.state = replace(self.state, codec=self.fonts.get(number, ""))
        elif name == b"fcharset" and self.in_fonts:
            self.fonts[self.font] = _CHARSETS.get(number, "") if number else ""


def read_rtf(data: bytes, options: ReadOptions) -> ReaderOutput:
    """The document's text, a paragraph or a table's row a line. Raises CorpusError."""
    if len(data) > LARGEST:
        raise CorpusError(
            msg(
                "This document has {data:,.0f} MB; up to {largest} MB are read. Save it "
                "as plain text, or without its pictures.",
                data=len(data) / 1e6,
                largest=LARGEST // 1_000_000,
            )
        )
    if not data.lstrip().startswith(b"{\\rtf"):
        raise CorpusError(
            msg(
                "It does not begin as an RTF document does. If it is plain text, let its "
                "name end in .txt; otherwise save it as RTF again."
            )
        )
    reader = _Reader(with_notes=options.notes)
    _read(reader, data)
    text = _clean("".join([*reader.parts, "\n", *reader.notes]))
    if not text:
        raise CorpusError(msg("There is no text in this document. Add one with text in it."))
    left_out = list(reader.beside)
    if reader.stack:
        left_out.append(msg("the end: the file is cut off, and the text may end too early"))
    return ReaderOutput(
        documents=[text], read_as=msg("document"), encoding="RTF", left_out=left_out
    )


def _read(reader: _Reader, data: bytes) -> None:
    at, end = 0, len(data)
    while at < end:
        token = _TOKEN.match(data, at)
        if token is None:
            at += 1  # a line's end, or a backslash with nothing after it
            continue
        at = token.end()
        word, number, byte, sign, brace, raw = token.groups()
        if raw is not None:
            reader.raw(raw)
        elif byte is not None:
            reader.raw(bytes([int(byte, 16)]))
        elif brace is not None:
            reader.brace(brace == b"{")
            if not reader.stack and brace == b"}":
                return  # what follows is no part of the document
        elif word is not None and word.lower() == _BINARY:
            at += max(0, int(number or 0))
        else:
            name = word if word is not None else sign
            reader.word(name, int(number) if number else None)
    reader.flush()


def _known(name: str, otherwise: str) -> str:
    try:
        return "gb18030" if name == "cp936" else codecs.lookup(name).name
    except LookupError:
        return otherwise


def _clean(text: str) -> str:
    text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace").replace("\0", "")
    lines = (line.strip(" \t\r") for line in text.split("\n"))
    return "\n".join(line for line in lines if line)
