"""The step that converts between traditional and simplified Chinese."""

from typing import ClassVar, Literal

from pydantic.dataclasses import dataclass

from slm_core.corpus.cleaning.step import TextStep
from slm_core.corpus.text.chinese import convert, script_of
from slm_core.corpus.text.scripts import HAS_HAN, is_japanese
from slm_core.corpus.text.words import differences

_TABLES = {
    "simplified": ("t2s", "tw2sp"),
    "traditional": ("s2t", "s2t"),
    "taiwan": ("s2tw", "s2twp"),
    "hong kong": ("s2hk", "s2hk"),
}
"""OpenCC's tables: of characters alone, and with words that differ between the places."""

_LOOKED_AT = 20_000
"""Characters of a text by which it is told what it is written in."""


@dataclass(frozen=True)
class ChineseScript(TextStep):
    """Convert Chinese to simplified or to traditional characters throughout."""

    section: ClassVar[str] = "chinese_script"
    version: ClassVar[int] = 2

    to: Literal["simplified", "traditional", "taiwan", "hong kong"] = "simplified"
    """Characters to write in. Japanese text stays as it is."""
    words: bool = True
    """Replace words of Taiwan and of the mainland by each other as well: 軟體 becomes 软件, and
    with taiwan the other way round."""

    def apply(self, text: str) -> tuple[str, int]:
        """See TextStep."""
        if text.isascii() or not HAS_HAN.search(text) or is_japanese(text):
            return text, 0
        # In simplified text 程式 is a part of 方程式 and no word of Taiwan's.
        by_words = self.words and (
            self.to != "simplified" or script_of(text[:_LOOKED_AT]) != "simplified"
        )
        after = convert(text, _TABLES[self.to][by_words])
        return after, differences(text, after)
