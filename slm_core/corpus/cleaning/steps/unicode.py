"""The steps for Unicode normalisation and half-width characters."""

import re
import unicodedata
from typing import ClassVar, Literal

from pydantic.dataclasses import dataclass

from slm_core.corpus.cleaning.step import TextStep

_CHINESE_PUNCTUATION = "！（），：；？～…‥"
_HALF = {full: full - 0xFEE0 for full in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
_HALF_LETTERS = {
    full: half for full, half in _HALF.items() if chr(full) not in _CHINESE_PUNCTUATION
}
_HALF_POINTS = _HALF | {ord("。"): ord("."), ord("、"): ord(",")}
_FULL_LETTER = re.compile(f"[{''.join(map(chr, _HALF_LETTERS))}]")
_FULL_POINT = re.compile(f"[{''.join(map(chr, _HALF_POINTS))}]")
_LIGATURE = re.compile(
    "[\ufb00-\ufb06\ufb13-\ufb17\ufb50-\ufbb1\ufbd3-\ufd3d\ufd50-\ufd8f\ufd92-\ufdc7"
    "\ufdf0-\ufdfc\ufe70-\ufe72\ufe74\ufe76-\ufefc]+"
)
# What is normalised together: whatever stands outside ASCII, and the letter that a mark sits on.
_RUN = re.compile("[\x21-\x7f]?[^\0-\x7f]+")
_RUN_BETWEEN = re.compile(f"[\x21-\x7f]?[^\0-\x7f{_CHINESE_PUNCTUATION}]+")


@dataclass(frozen=True)
class Unicode(TextStep):
    """Unicode normalisation: write every character in one way, so that equal words are equal."""

    section: ClassVar[str] = "unicode"

    form: Literal["none", "NFC", "NFKC"] = "NFC"
    """Unicode normalisation form: NFC joins letters with their accents and changes nothing one can
    see; NFKC also replaces ligatures, circled numbers, raised digits and half-width kana by plain
    ones."""
    ligatures: bool = False
    """Replace ligatures by their letters: ﬁ becomes fi. The presentation forms of Arabic letters,
    as PDF files have them, become plain letters too."""
    half_width: bool = False
    """Replace full-width letters, digits and signs by ordinary ones: Ａ１＠ becomes A1@."""
    half_width_punctuation: bool = False
    """Make Chinese punctuation half-width too: ，。？ becomes ,.?"""

    def apply(self, text: str) -> tuple[str, int]:
        """See TextStep."""
        if text.isascii():
            return text, 0
        changes = 0
        wide, narrow = self._widths()
        if wide is not None:
            changes = len(wide.findall(text))
            text = text.translate(narrow) if changes else text
        if self.ligatures:
            text, apart = _apart(text)
            changes += apart
        if self.form == "none" or unicodedata.is_normalized(self.form, text):
            return text, changes
        text, normalised = self._normalised(text, self.form)
        return text, changes + normalised

    def _widths(self) -> tuple[re.Pattern[str] | None, dict[int, int]]:
        if self.half_width_punctuation:
            return _FULL_POINT, _HALF_POINTS
        return (_FULL_LETTER, _HALF_LETTERS) if self.half_width else (None, {})

    def _normalised(self, text: str, form: Literal["NFC", "NFKC"]) -> tuple[str, int]:
        changes = 0

        def normal(match: re.Match[str]) -> str:
            nonlocal changes
            before = match.group()
            after = unicodedata.normalize(form, before)
            changes += after != before
            return after

        keeps = self.form == "NFKC" and not self.half_width_punctuation
        return (_RUN_BETWEEN if keeps else _RUN).sub(normal, text), changes


def _apart(text: str) -> tuple[str, int]:
    return _LIGATURE.subn(lambda run: unicodedata.normalize("NFKC", run.group()), text)
