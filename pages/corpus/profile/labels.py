"""A report's facts as people say them, in the language of the session. Draws nothing."""

import re
from collections.abc import Mapping

from pages.ui.formatting import count
from pages.ui.i18n import _, language
from pages.ui.language_names import language_name
from slm_core.profiling.profile import Judgement

_MILLIONS = re.compile(r"([\d.]+) million")


def sentence_of(judged: Judgement) -> str:
    """What was found, with its numbers."""
    return _(judged.sentence).format(**_values(judged.values))


def reason_of(judged: Judgement) -> str:
    """Why, with the numbers it stands on."""
    return _(judged.reason).format(**_values(judged.values))


def subject_of(judged: Judgement) -> str:
    """What the sentence is about."""
    names = {
        "characters": _("Character model"),
        "words": _("Word model"),
        "pieces": _("Pieces of words (BPE)"),
        "size": _("Size of model"),
        "repeats": _("Duplicates"),
        "topics": _("Topics"),
        "languages": _("Languages"),
        "privacy": _("Personal data"),
    }
    return names.get(judged.subject, judged.subject)


def general_name(about: str) -> str:
    """What the domain's words are compared with."""
    names = {
        "general English (Wikipedia)": _("general English (Wikipedia)"),
        "general Chinese (newspapers and novels)": _("general Chinese (newspapers and novels)"),
    }
    return names.get(about, about)


def kind_name(kind: str) -> str:
    """A kind of tokenizer, as people call it."""
    names = {
        "char": _("Single characters"),
        "word": _("Words"),
        "segmented": _("Words by a dictionary"),
        "bpe": _("Pieces of words (BPE)"),
    }
    return names.get(kind, kind)


def tokenizer_name(kind: str, vocabulary: int) -> str:
    """A tokenizer with the size of its vocabulary."""
    return f"{kind_name(kind)} · {count(vocabulary)}"


def doing_in_words(doing: str) -> str:
    """What a job says it is at; behind a colon stands a kind of tokenizer."""
    what, colon, name = doing.partition(": ")
    return _(what) + (f": {kind_name(name)}" if colon else "")


def _values(values: Mapping[str, str]) -> dict[str, str]:
    told = {name: _number(text) for name, text in values.items()}
    if "language" in told:
        told["language"] = language_name(told["language"])
    return told


def _number(text: str) -> str:
    """Chinese counts in ten thousands: 1.4 million is 140 万."""
    found = _MILLIONS.fullmatch(text)
    if found and language() == "zh":
        return f"{float(found[1]) * 100:,.4g} 万"
    return text
