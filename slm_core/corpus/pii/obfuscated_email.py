"""E-mail addresses written out in words against crawlers, such as "name (at) domain dot org"."""

import re

from slm_core.corpus.pii.entity import PiiEntity

_OPEN, _SHUT = r"[(\[{<] ?", r" ?[)\]}>]"
_ENDS = "com|org|net|edu|gov|info|io|de|at|ch|eu|uk|co|fr|es|it|nl|pl|cn|hk|tw|jp|kr|in|ca|au|us"
HINT = rf"(?i:{_OPEN}(?:at|@|dot|\.){_SHUT}| dot (?:{_ENDS})\b)"
"""What an address that is spelled out has in it, and hardly anything else."""

_AT = rf"(?: ?{_OPEN}(?:at|@){_SHUT} ?| at |@)"
_DOT = rf"(?: ?{_OPEN}(?:dot|\.){_SHUT} ?| dot |\.)"
_ADDRESS = re.compile(
    rf"(?<![\w.+-])[a-z0-9][\w.+-]{{0,63}}?{_AT}(?:[a-z0-9-]{{1,63}}{_DOT}){{1,4}}[a-z]{{2,24}}(?!\w)",
    re.ASCII | re.IGNORECASE,
)
_AROUND = 130  # characters on each side of the hint


def find_obfuscated_emails(text: str, start: int, end: int) -> list[PiiEntity]:
    """The address that the hint from `start` to `end` is in, such as "name (at) here.org"."""
    first = max(0, start - _AROUND)
    for match in _ADDRESS.finditer(text, first, end + _AROUND):
        if match.start() < start and end <= match.end():
            return [PiiEntity("email", match.start(), match.end(), match.group(), "likely")]
    return []
