"""Names of people and their dates of birth, found by the titles and labels before them.

A name without a title, a label or an entry in the user's list is not found: without a model that
knows sentences it cannot be told from a place or a firm.
"""

import re

from slm_core.corpus.pii.entity import Certainty, EntityType, PiiEntity
from slm_core.corpus.text.scripts import COMMON_HAN

_CAPITAL = r"[A-ZÀ-ÖØ-ÞĀ-Ž]"
_SMALL = r"[a-zß-öø-ÿā-ž]"
_PART = (
    rf"(?:{_CAPITAL}{_SMALL}+(?:['’-]{_CAPITAL}{_SMALL}+)*"
    rf"|(?:Mc|Mac|O['’]|D['’]){_CAPITAL}{_SMALL}+)"
)
_INITIAL = rf"{_CAPITAL}\."
_LINK = r"(?:von|van|de|del|della|der|den|di|da|dos|du|la|le|bin|al|zu|ter)"
_GAP = r"[ \u00a0]"
NAME = (
    rf"(?:{_INITIAL}{_GAP}?){{0,2}}(?:{_LINK}{_GAP}){{0,2}}{_PART}"
    rf"(?:{_GAP}(?:{_INITIAL}|(?:{_LINK}{_GAP}){{0,2}}{_PART})){{0,3}}"
)
_FULL_NAME = rf"{_PART}(?:{_GAP}(?:{_INITIAL}|(?:{_LINK}{_GAP}){{0,2}}{_PART})){{1,3}}"
_TITLED = re.compile(
    rf"\.?{_GAP}+(?:(?:Dr|Prof|med|phil|jur|Ing|Dipl)\.{_GAP}?(?:-?[A-Za-z]+\.{_GAP})?)*({NAME})"
)
_LABELLED = re.compile(
    rf"[ \t\u00a0]*(?:(?:Mr|Mrs|Ms|Dr|Prof|Herr|Frau)\.? )?({_FULL_NAME}|{_CAPITAL}{{2,}},? {_PART}"
    rf"|{_PART}, {_PART})(?=[ \t]*(?:$|[\n\r,;.()|/<\"]))",
    re.MULTILINE,
)
_GREETED = re.compile(rf"{_GAP}({_PART}(?:{_GAP}{_PART})?)(?=,|:|{_GAP}?\n|!)")
_SELF = re.compile(rf"{_GAP}({_PART}(?:{_GAP}{_PART}){{0,2}})")
_SIGNED = re.compile(rf",?[ \t]*(?:\r?\n[ \t]*){{1,2}}({_FULL_NAME})(?=[ \t]*(?:$|[\n\r,]))", re.M)
_NEVER_NAMES = (
    "sir madam customer customers client clients team all patient patients colleague colleagues"
    " doctor doctors friend friends reader readers editor god lord santa guest member members"
    " mr mrs ms miss dr prof professor sirs everyone valued student students applicant parents"
    " hiring whom damen herren herr frau kollegen kunde kundin kunden freunde mom dad mum diary"
    " the this that if i it we you they he she not is was a an and or but for no yes unknown"
    " there world all again none unit department hospital ministry office university"
    " support service services bank president vice speaker chief chairman chairwoman secretary"
    " minister senator judge justice ambassador mayor governor commissioner director"
)
_NO_NAME = frozenset(_NEVER_NAMES.split())
_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗郑梁宋唐许韩冯邓曹彭曾肖田董袁潘蔡蒋余杜叶程苏魏吕丁任沈"
    "姚卢姜崔钟谭陆汪范廖石金韦贾夏付邹熊孟秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔"
    "張劉陳楊黃趙吳孫馬羅鄭許韓馮鄧蔣葉蘇呂盧鍾譚陸鄒龍賀顧龔萬錢嚴歐"
)
_TWO_SIGNS = "欧阳|歐陽|司马|司馬|上官|诸葛|諸葛|东方|皇甫|尉迟|公孙|慕容|令狐|宇文"
_COMMON_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙朱胡郭林罗郑梁宋唐韩冯邓曹彭肖董袁"
    "潘蔡蒋杜吕姚姜崔谭汪廖贾邹熊薛闫侯龚邵"
)
_GIVEN = (
    r"[^\W\da-zA-Z_的了吗呢吧啊是不在有没这那个们天月"
    r"周年号先后去来到要就都也还被把让给和与可会能说问请上下]"
)
SURNAME = rf"(?:{_TWO_SIGNS}|[{_SURNAMES}])"
"""What a Chinese name begins with, as a pattern."""
BARE_LABELS = ("姓名", "患者", "病人", "客户", "顾客", "员工", "家属", "学生", "客戶", "學生")
"""Labels that stand right before a name too, each of two signs."""
_AGE = "[，, ]{0,2}(?:男|女|性别|年龄|\\d)"
_CHINESE_NAME = re.compile(rf"[ \u3000]*({SURNAME}{_GIVEN}{{1,2}})(?![{COMMON_HAN}])")
_CHINESE_SPEAKER = re.compile(rf"[ \u3000]*({SURNAME}{_GIVEN}{{1,2}})(?={_AGE})")
# Behind 患者 without a colon stands what they have oftener than what they are called.
_ILL = "某口血压糖脂尿酸病症炎癌疸肿瘤痛烧热咳喘吐泻胀晕疹痒毒龄危胆胸肺肝肾胃肠脑骨皮"
_TOLD = r"[，,、 （(]{0,2}(?:男|女|性别|年龄|\d{1,3}岁)"
_NAMED = re.compile(
    rf"({SURNAME}(?:(?![{_ILL}]){_GIVEN}){{1,2}})(?={_TOLD})"
    rf"|([{_COMMON_SURNAMES}](?:(?![{_ILL}]){_GIVEN}){{1,2}}?)(?=[，,]?(?:因|于|主诉|自述|诉))"
)
_LISTED = re.compile(rf"({SURNAME}{_GIVEN}{{1,2}})(?:(?![{COMMON_HAN}])|(?={_TOLD}))")
# These labels stand before what somebody says as well.
_SPEAKER = re.compile("(?:患者|病人|客户|客戶|顾客|员工|学生|學生|家属)[:：]$")
_CHINESE_SELF = re.compile(rf"[:：]?({SURNAME}{_GIVEN}{{1,2}})(?=[，。,.！!；;\s]|$)")
_CHINESE_TITLED = re.compile(
    rf"(?<![{COMMON_HAN}])({SURNAME}{_GIVEN}{{1,2}})$|([{_COMMON_SURNAMES}])$"
)
_MONTHS = (
    "Jan(?:uary|uar)?|Feb(?:ruary|ruar)?|M(?:arch|är?z|ar)|Apr(?:il)?|Ma[yi]|Jun[ei]?|Jul[yi]?"
    "|Aug(?:ust)?|Sept?(?:ember)?|O[ck]t(?:ober)?|Nov(?:ember)?|De[cz](?:ember)?"
    "|janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre"
)
_DAY = r"(?:3[01]|[12]\d|0?[1-9])"
_YEAR = r"(?:1[89]|20)\d\d"
_DATE = re.compile(
    rf"[\s:：=*(,]{{0,4}}(?:(?:on|am|le|is|was|the)\s){{0,2}}("
    rf"{_YEAR}([-/.年]) ?(?:1[0-2]|0?[1-9])[-/.月] ?{_DAY}日?(?!\d)"
    rf"|{_DAY}([-/.])(?:1[0-2]|0?[1-9])\3(?:{_YEAR}|\d\d)(?!\d)"
    rf"|(?:1[0-2]|0?[1-9])([-/]){_DAY}\4(?:{_YEAR}|\d\d)(?!\d)"
    rf"|{_DAY}(?:st|nd|rd|th|\.|er)? (?:of )?(?:{_MONTHS})\.?,? {_YEAR}"
    rf"|(?:{_MONTHS})\.? {_DAY}(?:st|nd|rd|th)?,? {_YEAR}"
    rf"|{_YEAR}年(?:1[0-2]|0?[1-9])月)",
    re.IGNORECASE,
)


def birth_date(text: str, position: int) -> list[PiiEntity]:
    """The date right behind a label that ends at `place`."""
    return _entity("birth_date", _DATE.match(text, position), "certain")


def titled(text: str, position: int) -> list[PiiEntity]:
    """The name behind a title such as Mrs that ends at `place`."""
    return _names(_TITLED.match(text, position))


def labelled(text: str, position: int) -> list[PiiEntity]:
    """The name behind a label such as "Patient:" that ends at `place`."""
    speaks = _SPEAKER.search(text, max(0, position - 4), position) is not None
    match = (_CHINESE_SPEAKER if speaks else _CHINESE_NAME).match(text, position)
    if match:
        return _entity("name", match, "certain")
    return _names(_LABELLED.match(text, position), "certain")


def named(text: str, position: int) -> list[PiiEntity]:
    """The Chinese name behind a label such as 患者 without a colon; its surname ends at `place`."""
    start = position - (2 if text[position - 2 : position] in _TWO_SIGNS else 1)
    regex = _LISTED if text.startswith("姓名", start - 2) else _NAMED
    match = regex.match(text, start)
    if match is None:
        return []
    name = match.group(1) or match.group(2)
    return [PiiEntity("name", start, start + len(name), name, "likely")]


def greeted(text: str, position: int) -> list[PiiEntity]:
    """The name behind Dear, Hello and their like."""
    return _names(_GREETED.match(text, position))


def introduced(text: str, position: int) -> list[PiiEntity]:
    """The name behind "my name is" and 我叫."""
    match = _CHINESE_SELF.match(text, position)
    return _entity("name", match, "likely") if match else _names(_SELF.match(text, position))


def signed(text: str, position: int) -> list[PiiEntity]:
    """The name under "Kind regards"."""
    return _names(_SIGNED.match(text, position))


def before_title(text: str, position: int) -> list[PiiEntity]:
    """The Chinese name before a title such as 先生 that begins at `place`."""
    match = _CHINESE_TITLED.search(text, max(0, position - 5), position)
    if match is None:
        return []
    group = 1 if match.group(1) else 2
    return [PiiEntity("name", match.start(group), match.end(group), match.group(group), "likely")]


def _names(match: re.Match[str] | None, certainty: Certainty = "likely") -> list[PiiEntity]:
    if match is None:
        return []
    first = re.split(r"[\s,]", match.group(1).casefold(), maxsplit=1)[0].strip(".")
    return [] if first in _NO_NAME else _entity("name", match, certainty)


def _entity(kind: EntityType, match: re.Match[str] | None, certainty: Certainty) -> list[PiiEntity]:
    if match is None:
        return []
    return [PiiEntity(kind, match.start(1), match.end(1), match.group(1), certainty)]
