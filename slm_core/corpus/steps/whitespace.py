"""Blanks, tabs, line ends and invisible characters. Knows no words."""

import re
from dataclasses import dataclass
from typing import Annotated, ClassVar

from slm_core.corpus.steps.step import TextStep
from slm_core.fields import Range

_ODD_BLANKS = "\t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
_EVERY_ODD = "\t\u00a0\u1680" + "".join(map(chr, range(0x2000, 0x200B))) + "\u202f\u205f\u3000"
_EVERY_BLANK = " " + _EVERY_ODD
_BLANKS = f"[ {_ODD_BLANKS}]"
_LINE_ENDS = re.compile("\r\n?|[\v\f\x1c-\x1e\x85\u2028\u2029]")
# Not the joiners U+200C and U+200D: Persian, Hindi and emoji are spelled with them.
_INVISIBLE = re.compile(
    "[\0-\x08\x0e-\x1b\x1f\x7f\x80-\x84\x86-\x9f\u00ad\u200b\u2060\ufeff\ufffe\uffff]"
)
_RUNS = re.compile(f"{_BLANKS}{{2,}}|[{_ODD_BLANKS}]")
_PLAIN_RUNS = re.compile(" {2,}")
_RUNS_INSIDE = re.compile(f"(?<=[^ {_ODD_BLANKS}\n])(?:{_BLANKS}{{2,}}|[{_ODD_BLANKS}])")


@dataclass(frozen=True)
class Whitespace(TextStep):
    """Tidy blanks, tabs, line ends, empty lines and invisible characters."""

    section: ClassVar[str] = "whitespace"

    blanks: bool = True
    """Make one blank of several, of tabs, and of blanks of unusual width."""
    keep_indentation: bool = False
    """Leave the blanks at the beginning of a line, as program code and verse need them."""
    blank_lines: Annotated[int, Range(0, 9)] = 1
    """Empty lines that may follow one another, from 0 to 9; more are taken out."""

    def change(self, text: str) -> tuple[str, int]:
        """See TextStep."""
        changes = 0
        # A look for what there may be to change is ten times as fast as a regular expression.
        if not text.replace("\n", "").isprintable():
            text, ends = _LINE_ENDS.subn("\n", text)
            text, unseen = _INVISIBLE.subn("", text)
            changes = ends + unseen
        text, ends = self._stripped(text)
        changes += ends
        if "\n" in text:
            text, stripped = self._stripped_lines(text)
            most = self.blank_lines + 1
            changes += stripped
            if "\n" * (most + 1) in text:
                text, lines = re.subn(f"\n{{{most + 1},}}", "\n" * most, text)
                changes += lines
        if self.blanks:
            text, joined = self._joined(text)
            changes += joined
        return text, changes

    def _stripped_lines(self, text: str) -> tuple[str, int]:
        """Without the blanks at the ends of its lines, and how many ends had some."""
        changes = 0
        after = []
        for line in text.split("\n"):
            plain = line.rstrip(_EVERY_BLANK)
            if len(plain) != len(line):
                changes += 1
            if not self.keep_indentation and plain and plain[0] in _EVERY_BLANK:
                plain = plain.lstrip(_EVERY_BLANK)
                changes += 1
            after.append(plain)
        return ("\n".join(after), changes) if changes else (text, 0)

    def _joined(self, text: str) -> tuple[str, int]:
        """With one blank for each run of them, and how many there were."""
        is_odd = any(blank in text for blank in _EVERY_ODD)
        if not is_odd and "  " not in text:
            return text, 0
        if self.keep_indentation:
            return _RUNS_INSIDE.subn(" ", text)
        return (_RUNS if is_odd else _PLAIN_RUNS).subn(" ", text)

    def _stripped(self, text: str) -> tuple[str, int]:
        after = text.rstrip()
        if not self.keep_indentation:
            after = after.lstrip()
        else:
            indented = after.lstrip()
            indent = after[: len(after) - len(indented)]
            after = after[indent.rfind("\n") + 1 :]
        return after, int(len(after) != len(text))
