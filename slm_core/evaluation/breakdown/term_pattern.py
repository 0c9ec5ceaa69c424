"""Terms looked for in running text, as whole words, in scripts with blanks and without."""

import re
from collections.abc import Sequence

from slm_core.corpus.text.scripts import HAN, KANA

_WIDE = re.compile(f"[{HAN}{KANA}]")
_LETTER = rf"[^\W\d_{HAN}{KANA}]"
"""A letter of a script with blanks."""


def term_pattern(terms: Sequence[str]) -> re.Pattern[str]:
    """Finds each of the terms (one at the least), in capitals or small letters.

    Only as whole words, so that "art" is not found in "start"; in Chinese and Japanese anywhere.
    """
    ranked = sorted(map(re.escape, terms), key=len, reverse=True)
    wide = [term for term in ranked if _WIDE.search(term)]
    others = "|".join(term for term in ranked if not _WIDE.search(term))
    parts = [*wide, *([rf"(?<!{_LETTER})(?:{others})(?!{_LETTER})"] if others else [])]
    return re.compile("|".join(parts), re.IGNORECASE)
