"""Messages in the languages there are, from one catalogue for pages and command line."""

import gettext
from collections.abc import Mapping
from functools import cache
from io import BytesIO
from pathlib import Path

from slm_core.messages import Message

LOCALES = Path(__file__).parents[1] / "locale"
LANGUAGES = {"en": "English", "zh": "中文"}
"""What can be chosen, each written in itself."""
_CATALOGUES = {"zh": "zh_CN"}
_ASKED = ("ARGOT_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")
"""Variables that say which language a command line speaks, the weightiest first."""


def translate(message: Message | str | None, language: str) -> str:
    """What the library says, in this language; a text has been translated before."""
    if not isinstance(message, Message):
        return message or ""
    values = {
        name: translate(value, language) if isinstance(value, Message) else value
        for name, value in message.values.items()
    }
    known = translations(language)
    if message.plural:
        count = message.values["n"]
        number = count if isinstance(count, int) else 0
        chosen = known.ngettext(message.template, message.plural, number)
    else:
        chosen = known.gettext(message.template)
    return chosen.format(**values)


def language_of(name: str) -> str:
    """The language that a locale or a browser's tag asks for, such as zh for zh_CN.UTF-8."""
    return "zh" if name.casefold().startswith("zh") else "en"


def asked_language(environment: Mapping[str, str]) -> str:
    """The language of these variables of a process: ARGOT_LANGUAGE first, then its locale."""
    return language_of(next(filter(None, map(environment.get, _ASKED)), "en"))


@cache
def translations(language: str) -> gettext.NullTranslations:
    """What is in the .po file that translators edit, compiled here: once a process, in 0.1 s."""
    if language not in _CATALOGUES:
        return gettext.NullTranslations()
    from babel.messages.mofile import write_mo  # noqa: PLC0415 - only where it is needed
    from babel.messages.pofile import read_po  # noqa: PLC0415

    compiled = BytesIO()
    with open(LOCALES / f"{_CATALOGUES[language]}.po", "rb") as file:
        write_mo(compiled, read_po(file, locale=_CATALOGUES[language]))
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)
