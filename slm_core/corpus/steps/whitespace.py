"""Blanks, tabs, line ends and invisible characters. Knows no words."""

import re
from dataclasses import dataclass
from typing import Annotated, ClassVar

from slm_core.corpus.steps.step import TextStep
from slm_core.fields import Range

_ODD_BLANKS = "\t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
_BLANKS = f"[ {_ODD_BLANKS}]"
_LINE_ENDS = re.compile("\r\n?|[\v\f\x1c-\x1e\x85\u2028\u2029]")
# Not the joiners U+200C and U+200D: Persian, Hindi and emoji are spelled with them.
_INVISIBLE = re.compile(
    "[\0-\x08\x0e-\x1b\x1f\x7f\x80-\x84\x86-\x9f\u00ad\u200b\u2060\ufeff\ufffe\uffff]"
)
# The look-behind keeps these linear: a run of blanks is tried once, not from each of its blanks.
_TRAILING = re.compile(f"(?<!{_BLANKS}){_BLANKS}++(?=\n)")
_LEADING = re.compile(f"^{_BLANKS}++", re.MULTILINE)
_RUNS = re.compile(f"{_BLANKS}{{2,}}|[{_ODD_BLANKS}]")
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
        if not text.isascii() or not text.isprintable():
            text, ends = _LINE_ENDS.subn("\n", text)
            text, unseen = _INVISIBLE.subn("", text)
            changes = ends + unseen
        text, ends = self._stripped(text)
        changes += ends
        if "\n" in text:
            text, trailing = _TRAILING.subn("", text)
            most = self.blank_lines + 1
            text, lines = re.subn(f"\n{{{most + 1},}}", "\n" * most, text)
            changes += trailing + lines
            if not self.keep_indentation:
                text, leading = _LEADING.subn("", text)
                changes += leading
        if self.blanks and _has_runs(text):
            runs = _RUNS_INSIDE if self.keep_indentation else _RUNS
            text, joined = runs.subn(" ", text)
            changes += joined
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


def _has_runs(text: str) -> bool:
    return not text.isascii() or "  " in text or "\t" in text
