"""Finding a widget whose value the page set itself (`set_by_page.py` gives it other keys), and
reading what was escaped for Markdown."""

import re
from collections.abc import Iterable


def showing(widgets: Iterable, name: str):
    """The one of `widgets`, such as `page.selectbox`, that is called `name`."""
    (found,) = (one for one in widgets if re.fullmatch(rf"{name}(__\d+)?", one.key or ""))
    return found


def letters(shown) -> str:
    """What an element says to a reader, without the marks that keep it from being Markdown."""
    return shown.value.replace("\\", "").replace("\u2060", "")
