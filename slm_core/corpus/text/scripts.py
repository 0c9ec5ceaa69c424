"""Scripts written without blanks between words: their characters, and the languages in them.

Characters stand as the inside of a regular expression's []: `re.compile(f"[{HAN}{KANA}]")`.
"""

import re

HAN = "\u2e80-\u2fdf\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
"""Every Chinese character."""
COMMON_HAN = "\u3400-\u4dbf\u4e00-\u9fff"
"""Those that texts of today are made of, which `re` looks up ten times as fast as all."""
KANA = "\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\uff66-\uff9f"
HIRAGANA = "\u3041-\u3096\u309d-\u309f"
HANGUL = "\uac00-\ud7a3"

HAS_HAN = re.compile(f"[{HAN}]")
HAS_KANA = re.compile(f"[{KANA}]")
HAS_COMMON_HAN = re.compile(f"[{COMMON_HAN}]")

UNSPACED_LANGUAGES = frozenset({"zh", "ja"})
"""Written without blanks: there it matters whether words are cut before they become tokens."""
WIDE_LANGUAGES = UNSPACED_LANGUAGES | {"ko"}
"""Written without blanks, or with thousands of signs: there one character is a good token."""

JAPANESE_FROM = 0.1
"""Kana for each Chinese character, from which a text is Japanese."""


def is_japanese(text: str) -> bool:
    """Whether Chinese characters in this text are to be read as Japanese."""
    kana = len(HAS_KANA.findall(text))
    return kana > 0 and kana >= JAPANESE_FROM * len(HAS_HAN.findall(text))
