"""Dates of birth in Chinese texts, in figures or written out, before or after what says so."""

import re

from slm_core.corpus.pii.entity import PiiEntity

BEFORE = (
    "(出生日期|出生年月日?|出生时间|出生時間|出生于|出生於|出生在|出生[:：]|生日|生辰|诞辰|生于"
    "|生於)"
)
"""What such a date may follow, as a pattern."""
AFTER = "(出生|生人|生(?:[，,。；;、）) \n的]|$))"
"""What may follow such a date."""

_SIGNS = "〇零○一二三四五六七八九"
_YEAR = (
    rf"(?:(?:18|19|20)\d\d|[一二][{_SIGNS}]{{3}}"
    rf"|(?:民国|民國) ?(?:\d{{1,3}}|元|[{_SIGNS}十]{{1,4}})"
    rf"|\d\d(?= ?年)|[{_SIGNS}]{{2}}(?=年))"
)
_MONTH = r"(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九正冬腊])"
_DAY = (
    r"(?:3[01]|[12]\d|0?[1-9]|三十一?|二?十[一二三四五六七八九]?|廿[一二三四五六七八九]?"
    r"|初[一二三四五六七八九十]|[一二三四五六七八九])"
)
_CALENDAR = r"(?:[（(]?(?:农历|阴历|阳历|公历|農曆|國曆|西元|公元)[）)]?)?"
_WITH_MONTH = (
    rf"{_YEAR} ?年 ?{_CALENDAR}{_MONTH} ?月(?: ?份)?(?: ?{_DAY} ?[日号號]?)?"
    rf"|(?:18|19|20)\d\d ?[-/.] ?(?:1[0-2]|0?[1-9])(?: ?[-/.] ?(?:3[01]|[12]\d|0?[1-9]))?(?![\d.])"
    rf"|(?:18|19|20)\d\d(?:1[0-2]|0[1-9])(?:3[01]|[12]\d|0[1-9])(?!\d)"
)
_DATE = re.compile(
    rf"(?:是|为|為|在)?[:：=\s*（(“]{{0,4}}(?:是|为|在)?({_CALENDAR}(?:{_WITH_MONTH}"
    rf"|{_MONTH} ?月 ?{_DAY}(?: ?[日号號])?))"
)
_ENDS = re.compile(rf"(?<![\d{_SIGNS}])({_WITH_MONTH})[ ]?\Z")
_NOBODYS = re.compile("(?:祖国|党|国家|公司|学校|母校|品牌|建国|共和国|国庆)的?$")


def after_label(text: str, start: int, end: int) -> list[PiiEntity]:
    """The date behind a label from `start` to `end`."""
    if _NOBODYS.search(text, max(0, start - 8), start):
        return []
    match = _DATE.match(text, end)
    return [] if match is None else [_entity(match)]


def before_verb(text: str, start: int, end: int) -> list[PiiEntity]:
    """The date before "出生" and its like, which begins at `start`."""
    match = _ENDS.search(text, max(0, start - 24), start)
    return [] if match is None else [_entity(match)]


def _entity(match: re.Match[str]) -> PiiEntity:
    return PiiEntity("birth_date", match.start(1), match.end(1), match.group(1), "certain")
