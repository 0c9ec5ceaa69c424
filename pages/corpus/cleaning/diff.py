"""Diff of a text before and after cleaning: removed text struck through, added text bold.

Colour alone tells nobody who cannot see it, so the marks differ in form too, and each line says
which of the two it is. Blanks that come or go are drawn, since a struck blank cannot be seen.
"""

import difflib
import re
import unicodedata

from pages.ui.text.i18n import _
from pages.ui.text.markdown import escape_markdown

_WORD = re.compile(r"[^\W_]+|[^\S\n]+|\n|.", re.DOTALL)
_WIDE = re.compile("[\u2e80-\u9fff\uf900-\ufaff\U00020000-\U000323af]")
_DRAWN = {"\n": "↵", "\r": "↵", "\t": "⇥", "\u3000": "□"}
_JOINER = "\u2060"
"""Stands before a mark's colon: two colons in a row would mean something else in Markdown."""
_AROUND = 48
"""Characters shown on either side of what differs."""
_EMPTY_LINES = re.compile(r"\n\s*\n")
_UNSEEN = re.compile("[\u0000-\u0008\u000e-\u001f\u00ad\u200b-\u200f\u2028-\u202e\u2060\ufeff]")


def inline_diff(before: str, after: str) -> tuple[str, str]:
    """Both texts as Markdown with what differs marked, and little of what does not around it."""
    before, after = _cropped(before, after)
    old, new = _pieces(before), _pieces(after)
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    left: list[str] = []
    right: list[str] = []
    for kind, a, b, c, d in matcher.get_opcodes():
        gone, come = "".join(old[a:b]), "".join(new[c:d])
        if kind == "equal":
            left.append(_alike(gone))
            right.append(_alike(come))
        else:
            left.append(removed(gone))
            right.append(added(come))
    return "".join(left), "".join(right)


def _cropped(before: str, after: str) -> tuple[str, str]:
    """Both from a little before the first difference to a little after the last."""
    start = _alike_for(before, after)
    tail = _alike_for(before[start:][::-1], after[start:][::-1])
    first = _word_start(before, start)
    cut = max(0, tail - _AROUND)
    ends = "…" if cut else ""
    begins = "…" if first else ""
    old, new = (text[first : len(text) - cut] for text in (before, after))
    return f"{begins}{old}{ends}", f"{begins}{new}{ends}"


def _alike_for(one: str, other: str) -> int:
    """How many characters from their beginnings on two texts are alike."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (a, b) in pairs if a != b), min(len(one), len(other)))


def _word_start(text: str, place: int) -> int:
    """Where a word begins, not too far before `place`."""
    first = max(0, place - _AROUND)
    if first == 0:
        return 0
    blank = text.find(" ", first, place)
    return first if blank < 0 or blank > first + _AROUND // 2 else blank + 1


def _alike(text: str) -> str:
    return escape_markdown(_EMPTY_LINES.sub("\n", text).replace("\f", _page()))


def _page() -> str:
    """Stands for the end of a page."""
    return "‹" + _("page") + "›"


def removed(text: str) -> str:
    """Text that went, as Markdown."""
    return _decorated(text, "red", "~~")


def added(text: str) -> str:
    """Text that came, as Markdown."""
    return _decorated(text, "green", "**")


def _decorated(text: str, colour: str, mark: str) -> str:
    if not text:
        return ""
    if text.isspace():
        shown = "".join(_page() if char == "\f" else _DRAWN.get(char, "␣") for char in text)
        ends = "  \n" if "\n" in text and mark == "**" else ""
        return f"{_JOINER}:{colour}[{mark}{shown}{mark}]{ends}"
    core = text.strip()
    start = text.index(core)
    lead, tail = text[:start], text[start + len(core) :]
    inner = escape_markdown(_drawn(core))
    return f"{_outside(lead)}{_JOINER}:{colour}[{mark}{inner}{mark}]{_outside(tail)}"


def _drawn(text: str) -> str:
    """One line, with what cannot be seen named."""
    text = text.replace("\n", "↵ ").replace("\t", " ").replace("\f", _page())
    return _UNSEEN.sub(lambda match: f"‹U+{ord(match.group()):04X}›", text)


def _outside(blanks: str) -> str:
    return "  \n" * blanks.count("\n") or (" " if blanks else "")


def _pieces(text: str) -> list[str]:
    """Words, runs of blanks, line ends, single signs; Chinese characters one by one.

    A mark such as an accent or a vowel sign stays with the letter that it sits on.
    """
    found: list[str] = []
    joins = False
    for piece in _WORD.findall(text):
        if _WIDE.search(piece):
            found.extend(piece)
            joins = False
        elif found and (unicodedata.category(piece[0])[0] == "M" or (joins and piece.isalpha())):
            found[-1] += piece
            joins = True
        else:
            found.append(piece)
            joins = False
    return found
