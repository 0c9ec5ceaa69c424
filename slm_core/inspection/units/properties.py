"""Properties of a text at each of its characters: inside quotation marks, in digits, and so on."""

from collections.abc import Callable, Iterator

import numpy as np
import re2
from numpy.typing import NDArray

from slm_core.errors import SettingsError
from slm_core.inspection.held_out import BORDER
from slm_core.inspection.requests import PropertyKind, TextProperty
from slm_core.messages import msg

Values = NDArray[np.float64]

_QUOTES = {"“": "”", "「": "」", "『": "』", "«": "»", "„": "“", '"': '"', "＂": "＂"}
_BRACKETS = {
    "(": ")", "[": "]", "{": "}", "（": "）", "［": "］", "【": "】", "《": "》", "〈": "〉",
}  # fmt: skip
_LONGEST = 1_000
"""Characters after which a quotation or bracket counts as never closed."""
_SENTENCE_ENDS = frozenset(f".!?。！？\n{BORDER}")
_MOST_PATTERN = 500
"""Characters of a regular expression."""


def property_values(wanted: TextProperty, text: str) -> Values:
    """The property after each character of the text: (characters,); 1 where it is there, else 0.

    The mark that opens a quotation is inside, the one that closes it is not: after it the reader is
    outside. Documents are apart at a BORDER. Raises SettingsError on an expression that is none.
    """
    return _VALUES[wanted.kind](wanted, text)


def _within(pairs: dict[str, str], text: str) -> Values:
    """1 between marks that open and close, nested or not; a blank line closes all."""
    found = np.zeros(len(text))
    waiting: list[tuple[str, int]] = []  # what closes each that is open, and where that began
    last = ""
    for at, sign in enumerate(text):
        if waiting and (at - waiting[0][1] > _LONGEST or sign == BORDER or last == sign == "\n"):
            if at - waiting[0][1] > _LONGEST:
                found[waiting[0][1] : at] = 0.0
            waiting = []
        if waiting and sign == waiting[-1][0]:
            waiting.pop()
        elif sign in pairs:
            waiting.append((pairs[sign], at))
        found[at] = bool(waiting)
        last = sign
    return found


def _quotes(_wanted: TextProperty, text: str) -> Values:
    return _within(_QUOTES, text)


def _brackets(_wanted: TextProperty, text: str) -> Values:
    return _within(_BRACKETS, text)


def _line_position(_wanted: TextProperty, text: str) -> Values:
    """Characters since the line began, the line's end counting as its last."""
    found = np.zeros(len(text))
    begins = 0
    for at, sign in enumerate(text):
        found[at] = at - begins + 1
        if sign in ("\n", BORDER):
            begins = at + 1
    return found


def _digits(_wanted: TextProperty, text: str) -> Values:
    return np.array([float(sign.isdigit()) for sign in text])


def _after_word(wanted: TextProperty, text: str) -> Values:
    word = wanted.value.strip()
    pattern = re2.escape(word)
    if word.isascii() and word[0].isalnum() and word[-1].isalnum():
        pattern = rf"\b{pattern}\b"
    found = np.zeros(len(text))
    for _, end in _matches(pattern, text, ignore_case=True):
        at = end
        while at < len(text) and text[at] not in _SENTENCE_ENDS:
            at += 1
        found[end - 1 : at] = 1.0
    return found


def _regex(wanted: TextProperty, text: str) -> Values:
    found = np.zeros(len(text))
    for start, end in _matches(wanted.value, text, ignore_case=False):
        found[start:end] = 1.0
    return found


def _matches(pattern: str, text: str, *, ignore_case: bool) -> Iterator[tuple[int, int]]:
    """First character of each match and the one behind its last, empty ones left out."""
    options = re2.Options()
    options.log_errors = False
    options.case_sensitive = not ignore_case
    if len(pattern) > _MOST_PATTERN:
        raise SettingsError(
            msg("The expression has more than {most} characters. Shorten it.", most=_MOST_PATTERN)
        )
    try:
        # Begin and end mean those of a line, as in the step that replaces.
        compiled = re2.compile(f"(?m){pattern}".encode("utf-8", "replace"), options)
    except re2.error as error:
        said = error.args[0]
        reason = said.decode(errors="replace") if isinstance(said, bytes) else str(said)
        raise SettingsError(
            msg(
                "The expression {pattern!r} cannot be read ({reason}). Change it; look-ahead, "
                "look-behind and back-references are not supported.",
                pattern=pattern,
                reason=reason,
            )
        ) from None
    data = text.encode("utf-8", "replace")
    # How many characters begin before each byte: bytes 10xxxxxx begin none.
    begins = (np.frombuffer(data, np.uint8) & 0xC0) != 0x80
    place = np.concatenate([[0], np.cumsum(begins)])
    for match in compiled.finditer(data):
        first, last = match.span()
        if last > first:
            yield int(place[first]), int(place[last])


_VALUES: dict[PropertyKind, Callable[[TextProperty, str], Values]] = {
    "quotes": _quotes,
    "brackets": _brackets,
    "line_position": _line_position,
    "digits": _digits,
    "after_word": _after_word,
    "regex": _regex,
}
