"""A report's facts as people say them, in the language of the session. Draws nothing."""

import re
from collections.abc import Mapping

from pages.ui.text.formatting import count
from pages.ui.text.i18n import _, language, translate
from pages.ui.text.language_names import language_name
from pages.ui.text.token_kinds import token_kind
from slm_core.messages import Message
from slm_core.profiling.profile import Judgement

_SHARE = re.compile(r"([\d.]+) %")
_MILLIONS = re.compile(r"([\d.]+) million")


def sentence_of(judged: Judgement) -> str:
    """What was found, with its numbers."""
    return translate(judged.sentence.with_values(_values(judged.sentence.values)))


def reason_of(judged: Judgement) -> str:
    """Why, with the numbers it stands on."""
    return translate(judged.reason.with_values(_values(judged.reason.values)))


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


def tokenizer_name(kind: str, vocabulary: int) -> str:
    """A tokenizer with the size of its vocabulary."""
    return f"{token_kind(kind).name} · {count(vocabulary)}"


def _values(values: Mapping[str, object]) -> dict[str, str]:
    told = {
        name: translate(value) if isinstance(value, Message) else _number(str(value))
        for name, value in values.items()
    }
    if "language" in told:
        told["language"] = language_name(told["language"])
    return told


def _number(text: str) -> str:
    """Chinese counts in ten thousands, 1.4 million is 140 万, and has no blank in 21%."""
    share = _SHARE.fullmatch(text)
    if share:
        return _("{n} %").format(n=share[1])
    found = _MILLIONS.fullmatch(text)
    if found and language() == "zh":
        return f"{float(found[1]) * 100:,.4g} 万"
    return text
