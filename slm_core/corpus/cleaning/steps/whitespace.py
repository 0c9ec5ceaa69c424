"""The step that normalises blanks, tabs, line ends and invisible characters."""

import re
from typing import Annotated, ClassVar

from pydantic import Field
from pydantic.dataclasses import dataclass

from slm_core.corpus.cleaning.step import TextStep

_ODD_BLANKS = "\t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
_EVERY_ODD = "\t\u00a0\u1680" + "".join(map(chr, range(0x2000, 0x200B))) + "\u202f\u205f\u3000"
_EVERY_BLANK = " " + _EVERY_ODD
_BLANKS = f"[ {_ODD_BLANKS}]"
_LINE_ENDS = re.compile("[\r\v\f\x1c-\x1e\x85\u2028\u2029]")
# Not the joiners U+200C and U+200D: Persian, Hindi and emoji are spelled with them.
_INVISIBLE = re.compile(
    "[\0-\x08\x0e-\x1b\x1f\x7f\x80-\x84\x86-\x9f\u00ad\u200b\u2060\ufeff\ufffe\uffff]"
)
_RUNS_INSIDE = re.compile(f"(?<=[^ {_ODD_BLANKS}\n])(?:{_BLANKS}{{2,}}|[{_ODD_BLANKS}])")


@dataclass(frozen=True)
class Whitespace(TextStep):
    """Normalise whitespace: blanks, tabs, line ends, empty lines and invisible characters."""

    section: ClassVar[str] = "whitespace"

    blanks: bool = True
    """Replace several blanks, tabs, and blanks of unusual width by one blank."""
    keep_indentation: bool = False
    """Keep the blanks at the beginning of a line, which program code and verse need."""
    blank_lines: Annotated[int, Field(ge=0, le=9)] = 1
    """Maximum number of empty lines in a row, from 0 to 9; further ones are removed."""

    def apply(self, text: str) -> tuple[str, int]:
        """See TextStep."""
        changes = 0
        odd: list[str] = []
        # A look for what there may be to change is ten times as fast as a regular expression.
        if not text.replace("\n", "").isprintable():
            text, changes = _visible(text)
            odd = [blank for blank in _EVERY_ODD if blank in text]
        text, ends = self._stripped(text)
        changes += ends
        if odd and self.blanks and not self.keep_indentation:
            for blank in odd:
                text = text.replace(blank, "  ")  # one blank will be made of that, as of a tab
            odd = []
        if "\n" in text:
            text, stripped = self._stripped_lines(text)
            most = self.blank_lines + 1
            changes += stripped
            if "\n" * (most + 1) in text:
                text, lines = _shortened(text, "\n", most)
                changes += lines
        if self.blanks and (odd or "  " in text):
            inside = self.keep_indentation
            text, joined = _RUNS_INSIDE.subn(" ", text) if inside else _shortened(text, " ", 1)
            changes += joined
        return text, changes

    def _stripped_lines(self, text: str) -> tuple[str, int]:
        """Without the blanks at the ends of its lines, and how many ends had some."""
        strip = str.rstrip if self.keep_indentation else str.strip
        lines = text.split("\n")
        after = [strip(line, _EVERY_BLANK) for line in lines]
        text = "\n".join(after)
        changes = 0
        for line, plain in zip(lines, after, strict=True):
            if len(line) != len(plain):
                changes += line[-1] in _EVERY_BLANK
                changes += bool(plain) and plain[0] != line[0]
        return text, changes

    def _stripped(self, text: str) -> tuple[str, int]:
        after = text.rstrip()
        if not self.keep_indentation:
            after = after.lstrip()
        else:
            indented = after.lstrip()
            indent = after[: len(after) - len(indented)]
            after = after[indent.rfind("\n") + 1 :]
        return after, int(len(after) != len(text))


def _visible(text: str) -> tuple[str, int]:
    """With \\n at every line's end and without what nobody sees, and how many places that were."""
    changes = text.count("\r\n")
    lines = (text.replace("\r\n", "\n") if changes else text).split("\n")
    for number, line in enumerate(lines):
        if not line.isprintable():
            ended, ends = _LINE_ENDS.subn("\n", line)
            lines[number], unseen = _INVISIBLE.subn("", ended)
            changes += ends + unseen
    return ("\n".join(lines), changes) if changes else (text, 0)


def _shortened(text: str, sign: str, most: int) -> tuple[str, int]:
    """With `most` signs for each longer run of them, and how many there were; there is one."""
    first, *others, last = text.split(sign * (most + 1))
    # Where nothing stands between two such pieces, they are of the same run.
    inner = [part.lstrip(sign) for part in others if part]
    return (sign * most).join([first, *inner, last.lstrip(sign)]), len(inner) + 1
