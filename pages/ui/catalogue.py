"""Reads a translation (.po text, as translators edit it) without compiling it first."""

import ast
import gettext
from pathlib import Path

_LIBRARY = " slm_core/"
"""What stands in the comment of a text that comes from there."""


class Catalogue(gettext.NullTranslations):
    """Texts and their translations; what has none stays as it was written."""

    def __init__(self, texts: dict[str, tuple[str, ...]], library: tuple[str, ...] = ()) -> None:
        super().__init__()
        self._texts = texts
        self.library = library
        """Those texts that slm_core says, as templates."""

    def gettext(self, message: str) -> str:
        """The translation of `message`."""
        return self._texts.get(message, (message,))[0]

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """The translation that fits `n`; a language with one form (Chinese) has only that."""
        forms = self._texts.get(msgid1)
        if forms is None:
            return msgid1 if n == 1 else msgid2
        return forms[0] if n == 1 else forms[-1]

    def __contains__(self, message: object) -> bool:
        """Whether `message` is translated."""
        return message in self._texts

    def __len__(self) -> int:
        """How many texts are translated."""
        return len(self._texts)


def read_catalogue(path: Path) -> Catalogue:
    """The catalogue in a .po file. Raises ValueError, with the line, where it is not one."""
    texts: dict[str, tuple[str, ...]] = {}
    library: list[str] = []
    entry: dict[str, str] = {}
    field = ""
    lines = path.read_text(encoding="utf-8").splitlines()
    for number, line in enumerate([*lines, ""], start=1):
        plain = line.strip()
        if plain.startswith("#"):
            if plain.startswith("#, ") and "fuzzy" in plain:
                entry["fuzzy"] = plain
            elif plain.startswith("#: ") and _LIBRARY in plain:
                entry["library"] = plain
        elif not plain:
            _keep(texts, entry)
            if "library" in entry and entry.get("msgid") in texts:
                library.append(entry["msgid"])
            entry, field = {}, ""
        elif plain.startswith('"') and field:
            entry[field] += _unquoted(plain, path, number)
        else:
            field, _, quoted = plain.partition(" ")
            entry[field] = _unquoted(quoted, path, number)
    return Catalogue(texts, tuple(library))


def _keep(texts: dict[str, tuple[str, ...]], entry: dict[str, str]) -> None:
    forms = tuple(text for field, text in entry.items() if field.startswith("msgstr"))
    if entry.get("msgid") and forms and all(forms) and "fuzzy" not in entry:
        texts[entry["msgid"]] = forms


def _unquoted(text: str, path: Path, number: int) -> str:
    try:
        value = ast.literal_eval(text)
    except (SyntaxError, ValueError) as error:
        raise ValueError(f"{path}, line {number}: {text!r} is not a text in quotes.") from error
    if not isinstance(value, str):
        raise ValueError(f"{path}, line {number}: {text!r} is not a text in quotes.")
    return value
