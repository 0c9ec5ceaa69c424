"""Phone numbers in international and national notation."""

import re

from slm_core.corpus.pii.context import Context
from slm_core.corpus.pii.entity import PiiEntity
from slm_core.corpus.text.scripts import HAS_COMMON_HAN

_DASH = r"\-\u2010\u2011\u2013"
# Country codes of ITU E.164: a number after "+" begins with exactly one of them.
_CODES = (
    "1|7|20|27|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58]|2[1-69]\\d|3[578]\\d|42[0137]"
    "|5[09]\\d|6[789]\\d|8[0578]\\d|9[679]\\d"
)
_INTERNATIONAL = re.compile(
    rf"(?<![\w+])(?:\+|00(?=[1-9]\d{{0,2}}[ ({_DASH}/]))(?:\((?:{_CODES})\)|(?:{_CODES}))"
    rf"(?:[ .\u00a0/{_DASH}]{{0,2}}\(?\d{{1,11}}\)?){{1,7}}(?!\w)",
    re.ASCII,
)
_AMERICAN = re.compile(
    rf"(?<![\w.,+#$€£/{_DASH}])(?:\+?1[ .{_DASH}]{{1,2}})?"
    rf"(?:\([2-9]\d\d\)[ {_DASH}]?|[2-9]\d\d[.{_DASH}] ?)[2-9]\d\d[.{_DASH}]\d{{4}}(?![\w{_DASH}])"
    # Of no exchange, as in examples and where people mistype.
    rf"|(?<![\w.,+#$€£/{_DASH}])(?:1[ -])?(?:\(\d{{3}}\) ?|\d{{3}}-)\d{{3}}-\d{{4}}(?![\w{_DASH}])",
    re.ASCII,
)
# With the 0 that countries of Europe and Asia dial before the area.
_NATIONAL = re.compile(
    rf"(?<![\w.,+#$€£%/{_DASH}])(?:"
    rf"\(0[1-9]\d{{1,4}}\)[ ]?\d{{2,4}}(?:[ {_DASH}]?\d{{2,4}}){{1,3}}"
    rf"|0[1-9]\d{{1,4}} ?[ /{_DASH}] ?\d{{3,8}}(?:[ {_DASH}]\d{{2,5}}){{0,3}}"
    rf"|0[1-9](?:[ .]\d\d){{4}}"
    rf"|0[1-9]-\d{{4}}-\d{{4}}"
    rf")(?![\w%]|[.,]\d)",
    re.ASCII,
)
_CHINESE_MOBILE = re.compile(r"(?<![\w.+-])1[3-9]\d([ -]?)\d{4}\1\d{4}(?![\w-]|\.\d)", re.ASCII)
_TAIWAN_MOBILE = re.compile(r"(?<![\w.+-])09\d\d([ -]?)\d{3}\1\d{3}(?![\w-]|\.\d)", re.ASCII)
_AMOUNT = re.compile("[ ]?(?:元|万|亿|美元|吨|个|台|件|套|字节|毫秒|人次|次)")
_SERVICE = re.compile(r"(?<![\w.+-])(?:400|800)[ -]?\d{3}[ -]?\d{4}(?![\w-])", re.ASCII)
_ANY = re.compile(rf"(?:\+|\()?\d(?:[ .()/\u00a0{_DASH}]{{0,3}}\d){{4,14}}(?!\w)", re.ASCII)


def phones(text: str, start: int, end: int) -> list[PiiEntity]:
    """Phone numbers in the cluster of digits from `start` to `end`."""
    start -= text[start - 1 : start] == "("
    start -= text[start - 1 : start] == "+"
    limit = end + 2
    context = Context(text, start)
    if context.is_phone:
        match = _ANY.match(text, start, limit)
        if match:
            return [_entity(match, certain=True)]
    for match in _INTERNATIONAL.finditer(text, start, limit):
        if 8 <= _digits(match) <= 15:
            return [_entity(match, certain=True)]
    if context.is_numbered:
        return []
    match = _AMERICAN.search(text, start, limit)
    if match is None:
        match = _NATIONAL.search(text, start, limit)
        if match is not None and not 9 <= _digits(match) <= 12:
            match = None
    if match is None and (context.is_chinese or _is_chinese_after(text, end)):
        match = next(
            filter(
                None,
                (
                    form.search(text, start, limit)
                    for form in (_CHINESE_MOBILE, _TAIWAN_MOBILE, _SERVICE)
                ),
            ),
            None,
        )
        if match is not None and _AMOUNT.match(text, match.end()):
            return []
    return [_entity(match, certain=False)] if match else []


def _is_chinese_after(text: str, end: int) -> bool:
    return HAS_COMMON_HAN.search(text, end, end + 12) is not None


def _digits(match: re.Match[str]) -> int:
    return sum(letter.isdigit() for letter in match.group())


def _entity(match: re.Match[str], *, certain: bool) -> PiiEntity:
    number = match.group()
    return PiiEntity(
        "phone", match.start(), match.end(), number, "certain" if certain else "likely"
    )
