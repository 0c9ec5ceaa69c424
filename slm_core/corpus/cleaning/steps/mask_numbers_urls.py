"""Steps that replace numbers, web addresses and e-mail addresses by one sign."""

import re
from typing import ClassVar, Literal

from pydantic.dataclasses import dataclass

from slm_core.corpus.cleaning.step import TextStep
from slm_core.errors import SettingsError
from slm_core.messages import msg

# A digit after a Latin letter belongs to a name: B12, H2O, v2.
_NUMBER = re.compile(r"(?<![A-Za-z_\d])\d+(?:[.,:'’/\-]\d+)*")
_DIGIT = re.compile(r"(?!0)\d")
_ADDRESS_END = r"\s<>\"'“”‘’，。、；：？！（）【】《》「」『』…"
_URL = re.compile(rf"(?:https?://|ftp://|www\.)[^{_ADDRESS_END}]+(?<![.,;:!?)\]}}])", re.IGNORECASE)
# The look-behind starts a match only where a name begins: linear on a long line of letters.
_EMAIL = re.compile(
    r"(?<![A-Za-z0-9._%+\-])[A-Za-z0-9._%+\-]{1,64}@[A-Za-z0-9\-]{1,63}(?:\.[A-Za-z0-9\-]{1,63})+"
)


@dataclass(frozen=True)
class MaskNumbers(TextStep):
    """Replace numbers by one sign, because a small model cannot learn their digits."""

    section: ClassVar[str] = "mask_numbers"

    every: Literal["number", "digit"] = "number"
    """Replace a whole number such as 1,234.50 at once, or each digit by 0 so that its shape
    stays."""
    mask: str = "0"
    """Replacement for a whole number."""

    def __post_init__(self) -> None:  # noqa: D105
        if self.mask != "0" and re.search(r"\d", self.mask):
            raise SettingsError(
                msg(
                    "mask_numbers.mask is {mask!r}; it must be 0 or have no digit, or it "
                    "would be masked again.",
                    mask=self.mask,
                )
            )

    def apply(self, text: str) -> tuple[str, int]:
        """See TextStep."""
        if self.every == "digit":
            after, changes = _DIGIT.subn("0", text)
            return (after, changes) if changes else (text, 0)
        return masked(_NUMBER, self.mask, text)


@dataclass(frozen=True)
class MaskUrls(TextStep):
    """Replace web and e-mail addresses by one sign each."""

    section: ClassVar[str] = "mask_urls"

    url: str = "<url>"
    """Replacement for a web address; empty removes it."""
    emails: bool = True
    """Mask e-mail addresses too."""
    email: str = "<email>"
    """Replacement for an e-mail address."""

    def apply(self, text: str) -> tuple[str, int]:
        """See TextStep."""
        changes = mails = 0
        if "//" in text or "www." in text or "WWW." in text:
            text, changes = masked(_URL, self.url, text)
        if self.emails and "@" in text:
            text, mails = masked(_EMAIL, self.email, text)
        return text, changes + mails


def masked(pattern: re.Pattern[str], mask: str, text: str) -> tuple[str, int]:
    """The text with `mask` for what the pattern finds, and how often that was not there yet."""
    changes = 0

    def instead(match: re.Match[str]) -> str:
        nonlocal changes
        changes += match.group() != mask
        return mask

    after = pattern.sub(instead, text)
    return (after, changes) if changes else (text, 0)
