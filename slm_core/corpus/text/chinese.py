"""Simplified and traditional Chinese: which of them a text is in, and conversion by OpenCC."""

import functools
from collections.abc import Callable
from typing import Literal

from slm_core.corpus.text.scripts import HAS_HAN, is_japanese

Script = Literal["simplified", "traditional", "mixed"]
"""What a Chinese text is written in."""
_FEW, _MOST = 0.05, 0.8
"""Of the characters that differ between the two, the share of traditional ones up to which a text
is simplified, and from which it is traditional: those write 里 and 后 in their own senses, too."""


def convert(text: str, table: str) -> str:
    """The text by one of OpenCC's tables, such as t2s."""
    return _converter(table)(text)


def script_of(text: str) -> Script | None:
    """What a Chinese text is written in, None for a text of another language."""
    if text.isascii() or not HAS_HAN.search(text) or is_japanese(text):
        return None
    traditional = _changed(text, convert(text, "t2s"))
    simplified = _changed(text, convert(text, "s2t"))
    share = traditional / max(1, traditional + simplified)
    if share > _MOST:
        return "traditional"
    return "simplified" if share < _FEW else "mixed"


def simplified(text: str) -> str:
    """The text in simplified characters, as many as it has; the text itself where they are more or
    fewer."""
    converted = convert(text, "t2s")
    return converted if len(converted) == len(text) else text


def _changed(text: str, converted: str) -> int:
    return sum(one != other for one, other in zip(text, converted, strict=False))


@functools.cache
def _converter(table: str) -> Callable[[str], str]:
    import opencc  # noqa: PLC0415 - a native library; nothing else needs it

    return opencc.OpenCC(table).convert
