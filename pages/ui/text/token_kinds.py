"""What the kinds of tokens are called, and what they mean: one table for all pages."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from pages.ui.text.formatting import in_a_row
from pages.ui.text.i18n import _
from pages.ui.text.markdown import escape_markdown


@dataclass(frozen=True)
class TokenKindLabels:
    """One kind of token, in words."""

    name: str
    """In lists and charts."""
    unit: str
    """One token."""
    units: str
    """Several, where one chooses among the kinds."""
    next_right: str
    """Accuracy."""
    good_for: str
    """Which texts it suits, after a colon."""
    meaning: str = ""
    """What it means to train with it, where one chooses among the kinds."""


def token_kind(kind: str) -> TokenKindLabels:
    """The words for a kind of token, in the language of this session; its own name if unknown."""
    return _table().get(kind) or TokenKindLabels(kind, kind, kind, kind, "")


def signs_note(tokens: Iterable[str]) -> str:
    """What the signs in tokens mean that stand for what cannot be seen; "" where there are none."""
    shown = "".join(tokens)
    notes = {
        "␣": _("␣ is a blank."),
        "↵": _("↵ is a line break."),
        "⇥": _("⇥ is a tab."),
        "\\x": _("What begins with \\x is a part of a character that is made of several tokens."),
    }
    found = [escape_markdown(note) for sign, note in notes.items() if sign in shown]
    return in_a_row(found) if found else ""


def _table() -> dict[str, TokenKindLabels]:
    word = _word()
    return {
        "char": TokenKindLabels(
            name=_("Single characters"),
            unit=_("character"),
            units=_("characters"),
            next_right=_("Next character right"),
            meaning=_("One character after the other: simple, and right for little text."),
            good_for=_(
                "good for short texts: every character occurs often; slow to learn words. What is "
                "too rare for a vocabulary of its own stays unknown"
            ),
        ),
        "word": word,
        "segmented": replace(
            word,
            name=_("Words by a dictionary"),
            meaning=_(
                "Whole words, as a dictionary cuts them; rare ones are spelled. Yours can be added "
                "under “All settings”."
            ),
            good_for=_(
                "good for Chinese: whole words, as a dictionary cuts them; rare ones are spelled"
            ),
        ),
        "bpe": TokenKindLabels(
            name=_("Pieces of words (BPE)"),
            unit=_("piece"),
            units=_("pieces"),
            next_right=_("Next piece right"),
            meaning=_(
                "Frequent pieces of words, found by byte-pair encoding, without a dictionary."
            ),
            good_for=_(
                "good for most texts: common words whole, rare ones in pieces, nothing is lost"
            ),
        ),
    }


def _word() -> TokenKindLabels:
    return TokenKindLabels(
        name=_("Words"),
        unit=_("word"),
        units=_("words"),
        next_right=_("Next word right"),
        good_for=_("good for long texts of one field; what is not in the vocabulary is lost"),
    )
