"""Reader for LaTeX: the text without its commands; mathematics is left out, and said.

Nothing is run: a macro that a document defines for itself is no text, but what is given to one is.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable

from slm_core.corpus.encodings.decode import decode
from slm_core.corpus.readers.document import FOOTNOTES_LEFT_OUT, ReaderOutput, ReadOptions
from slm_core.corpus.readers.tex_commands import (
    ACCENTS,
    DRAWN,
    DROPPED,
    INCLUDES,
    LINES,
    MATHS,
    NOTES,
    RAW,
    SETS,
    SIGNS,
    SKIPS,
    TABLES,
    TOKEN,
    TYPED,
)
from slm_core.errors import CorpusError
from slm_core.messages import Message, msg, plural

_CLOSES = {"$$": "$$", "$": "$", "\\(": "\\)", "\\[": "\\]"}
_LONGEST = 20_000
"""Characters in which the end of an argument or a formula is looked for."""
_MOST_OPEN = 100
"""Groups that are never closed, after which no end is looked for: no document has so many."""
_IS_TEX = re.compile(r"\\[A-Za-z]{2,}")
_BRACE = re.compile(r"\\.|[{}]", re.DOTALL)
_TITLE = re.compile(r"\\title\s*(?:\[[^\]]*\])?\s*\{")
_OPTIONAL = re.compile(r"\s{0,3}\[[^\[\]]{0,500}\]")
_ITEM = re.compile(r"\s{0,3}\[([^\[\]]{0,500})\]")
_LETTER = re.compile(r"\s?(?:\{\s?\\?(\w)\s?\}|\\?(\w))")  # also \i and \j, without their dots
_ROW_END = re.compile(r"[ \t]*\n?")
_AROUND_TAB = re.compile(r" *\t *")
_COMMENT = re.compile(r"[^\n]*\n?[ \t]*")
_BLANK_LINES = re.compile(r"\n[ \t]*\n(?:[ \t]*\n)+")
_BLANKS = re.compile(r"(?<=\S)[ ]{2,}")
_BEFORE_SIGN = re.compile(r"[ \u00a0]+$")


def read_tex(data: bytes, options: ReadOptions) -> ReaderOutput:
    """The document's text as one document. Raises CorpusError."""
    decoded = decode(data, encoding=options.encoding)
    text, left_out, read_as = decoded.text, [], msg("text")
    if _IS_TEX.search(text):
        scan = _Scan(text)
        text, read_as = scan.text(), msg("LaTeX without its commands")
        left_out = scan.told()
        if scan.notes and not options.notes:
            left_out.append(FOOTNOTES_LEFT_OUT)
        elif scan.notes:
            text = "\n\n".join([text, *(_Scan(note).text() for note in scan.notes)])
    if not text or text.isspace():
        raise CorpusError(msg("There is no text in it but commands. Add a file with text."))
    return ReaderOutput(
        documents=[text],
        read_as=read_as,
        encoding=decoded.encoding,
        confidence=decoded.confidence,
        note=decoded.note,
        left_out=[*decoded.damage, *left_out],
    )


class _Scan:
    """One pass over a document, from its beginning to its end."""

    def __init__(self, source: str) -> None:
        self._source, self._at = source, 0
        self._parts: list[str] = []
        self._tables = 0
        self._open_groups = 0
        self._endless: set[str] = set()
        """Environments of which no end follows any more."""
        self._left_out: Counter[str] = Counter()
        self._included: list[str] = []
        self.notes: list[str] = []
        """Footnotes, with their commands."""
        self._kinds: dict[str, Callable[[str], None]] = {
            "begin": self._begin,
            "end": self._end,
            "maths": self._maths,
            "verb": self._parts.append,
            "name": self._command,
            "sign": self._sign,
            "other": self._other,
        }

    def text(self) -> str:
        """The running text."""
        start = self._source.find("\\begin{document}")
        end = self._source.find("\\end{document}", max(0, start))
        if start >= 0:
            title = _TITLE.search(self._source, 0, start)
            if title:
                self._run(title.end(), self._closing(title.end() - 1) - 1)
                self._parts.append("\n\n")
        self._run(start + 16 if start >= 0 else 0, end if end >= 0 else len(self._source))
        text = "\n".join(line.rstrip() for line in "".join(self._parts).split("\n"))
        text = _AROUND_TAB.sub("\t", text)
        text = _BLANKS.sub(" ", _BLANK_LINES.sub("\n\n", text))
        return unicodedata.normalize("NFC", text.strip())

    def told(self) -> list[Message]:
        """What is not in the text."""
        told = []
        if n := self._left_out["maths"]:
            told.append(plural("{n:,} formula", "{n:,} formulas", n=n))
        if n := self._left_out["drawn"]:
            told.append(plural("{n:,} picture or list", "{n:,} pictures and lists", n=n))
        if self._included:
            names = ", ".join(self._included[:5])
            told.append(msg("files that it includes, add them too: {names}", names=names))
        return told

    def _run(self, start: int, end: int) -> None:
        self._at = start
        while self._at < end and (token := TOKEN.search(self._source, self._at, end)):
            self._parts.append(self._source[self._at : token.start()])
            self._at = token.end()
            kind = "verb" if token["bar"] else str(token.lastgroup)
            self._kinds[kind](token[kind])
        self._parts.append(self._source[self._at : end])
        self._at = end

    def _begin(self, name: str) -> None:
        plain = name.rstrip("*")
        if plain in MATHS or plain in DRAWN or plain in RAW:
            end = self._end_of_environment(name)
            if plain in RAW:
                self._skip_optional()
                self._parts.append(self._source[self._at : end])
            else:
                self._left_out["maths" if plain in MATHS else "drawn"] += 1
            self._at = max(end, self._at)
            return
        self._skip_optional()
        for _ in range(2 if plain in ("tabularx", "tabulary", "wrapfigure", "list") else 1):
            if plain in SETS:
                self._skip_argument()
        self._tables += plain in TABLES

    def _end_of_environment(self, name: str) -> int:
        """Where its end begins; here where none follows."""
        end = -1
        if name not in self._endless:
            end = self._source.find(f"\\end{{{name}}}", self._at)
        if end < 0:
            self._endless.add(name)
        return max(end, self._at)

    def _end(self, name: str) -> None:
        self._tables -= name.rstrip("*") in TABLES and self._tables > 0

    def _maths(self, opening: str) -> None:
        closing = _CLOSES[opening]
        end = self._source.find(closing, self._at, self._at + _LONGEST)
        while end > 0 and closing == "$" and self._source[end - 1] == "\\":
            end = self._source.find(closing, end + 1, self._at + _LONGEST)
        if end < 0 or (closing == "$" and "\n\n" in self._source[self._at : end]):
            self._parts.append(opening.lstrip("\\"))  # a lone sign, as in a price
            return
        self._left_out["maths"] += 1
        self._at = end + len(closing)
        self._close_gap()

    def _command(self, name: str) -> None:
        if name in SIGNS:
            self._parts.append(SIGNS[name])
        elif name in ACCENTS:
            self._accent(ACCENTS[name])
        elif name == "def":
            self._at = max(self._at, self._source.find("{", self._at))
            self._skip_argument()
        elif name in DROPPED or name in NOTES or name in INCLUDES:
            start = self._at
            self._drop(keeps_name=name in INCLUDES)
            if name in NOTES:
                self.notes.append(self._source[start : self._at].strip("{} \n"))
        else:
            if name in LINES:
                self._parts.append("\n")
            if name == "item" and (term := _ITEM.match(self._source, self._at)):
                self._parts.append(f"{term[1]} ")
            self._skip_optional()
            for _ in range(SKIPS.get(name, 0)):
                self._skip_argument()

    def _drop(self, *, keeps_name: bool) -> None:
        """Pass over a command's arguments, of whatever kind."""
        while True:
            start = self._at
            self._skip_optional()
            self._skip_argument()
            if self._at == start:
                break
            if keeps_name:
                self._included.append(self._source[start : self._at].strip("{} ")[:60])
        self._close_gap()

    def _sign(self, sign: str) -> None:
        if sign == "\\":
            self._skip_optional()
            self._at = self._end_of(_ROW_END)
            self._parts.append("\n")
        elif sign in ACCENTS:
            self._accent(ACCENTS[sign])
        else:
            self._parts.append(SIGNS.get(sign, sign))

    def _accent(self, accent: str) -> None:
        """The letter that follows, with an accent."""
        if letter := _LETTER.match(self._source, self._at):
            self._at = letter.end()
            self._parts.append((letter[1] or letter[2]) + accent)

    def _other(self, sign: str) -> None:
        if sign == "%":
            self._at = self._end_of(_COMMENT)
        elif sign == "&":
            self._parts.append("\t" if self._tables else "&")
        else:
            self._parts.append(TYPED[sign])

    def _end_of(self, pattern: re.Pattern[str]) -> int:
        """Where what comes next and is of this form ends."""
        found = pattern.match(self._source, self._at)
        return found.end() if found else self._at

    def _skip_optional(self) -> None:
        self._at = self._end_of(_OPTIONAL)

    def _skip_argument(self) -> None:
        if self._source.startswith("{", self._at):
            self._at = self._closing(self._at)

    def _closing(self, start: int) -> int:
        """Where the group that opens at `start` is over; right after its brace if it never is."""
        if self._open_groups >= _MOST_OPEN:
            return start + 1
        depth = 0
        for brace in _BRACE.finditer(self._source, start, start + _LONGEST):
            depth += (brace[0] == "{") - (brace[0] == "}")
            if depth == 0 and brace[0] == "}":
                return brace.end()
        self._open_groups += 1
        return start + 1

    def _close_gap(self) -> None:
        """No blank before a sign that something stood before."""
        if self._parts and self._source[self._at : self._at + 1] in (*".,;:)!?", ""):
            self._parts[-1] = _BEFORE_SIGN.sub("", self._parts[-1])
