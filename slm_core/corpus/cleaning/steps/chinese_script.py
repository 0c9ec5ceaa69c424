"""The step that converts between traditional and simplified Chinese."""

import functools
from collections.abc import Callable
from typing import ClassVar, Literal

from pydantic.dataclasses import dataclass

from slm_core.corpus.cleaning.step import TextStep
from slm_core.corpus.text.scripts import HAS_HAN, is_japanese
from slm_core.corpus.text.words import differences

_TABLES = {
    "simplified": "t2s",
    "traditional": "s2t",
    "taiwan": "s2twp",
    "hong kong": "s2hk",
}


@dataclass(frozen=True)
class ChineseScript(TextStep):
    """Convert Chinese to simplified or to traditional characters throughout."""

    section: ClassVar[str] = "chinese_script"

    to: Literal["simplified", "traditional", "taiwan", "hong kong"] = "simplified"
    """Characters to write in; Taiwan also replaces words by those used there: 軟體 for 软件.
    Japanese text stays as it is."""

    def apply(self, text: str) -> tuple[str, int]:
        """See TextStep."""
        if text.isascii() or not HAS_HAN.search(text) or is_japanese(text):
            return text, 0
        after = _converter(_TABLES[self.to])(text)
        return after, differences(text, after)


@functools.cache
def _converter(table: str) -> Callable[[str], str]:
    import opencc  # noqa: PLC0415 - a native library; nothing else needs it

    return opencc.OpenCC(table).convert
