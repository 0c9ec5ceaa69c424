"""Names of people in Chinese texts, by the words around them and the Hundred Surnames.

A dictionary decides where a name ends and whether it is a word of another kind: 高血压 and 马上
begin with surnames, too.
"""

import re
from collections.abc import Iterator, Sequence

from slm_core.corpus.pii.chinese.dictionary import is_word, tagged
from slm_core.corpus.pii.chinese.labels import KIN, PERSONS, RECORDED, TITLES
from slm_core.corpus.pii.chinese.name_signs import (
    GIVEN,
    GOES_ON,
    ILL,
    LEADS,
    NEVER_GIVEN,
    NO_NAMES,
)
from slm_core.corpus.pii.chinese.surnames import COMMON, DOUBLE, surname_length
from slm_core.corpus.pii.entity import Certainty, PiiEntity
from slm_core.corpus.text.scripts import COMMON_HAN

_LINK = re.compile(
    r"(?:姓名|名字|名称|签名|签字)?"
    r"(?:[:：][ \u3000]*\*{0,2}|[ \u3000]{1,4}|是|为|叫|[（(]签[字名][)）][:：]?)?"
)
_HAN_RUN = re.compile(f"[{COMMON_HAN}]{{1,10}}")
_HAN_BEFORE = re.compile(f"[{COMMON_HAN}]{{1,10}}\\Z")
_IS_HAN = re.compile(f"[{COMMON_HAN}]")
_DOTTED = re.compile(f"[{COMMON_HAN}]{{1,7}}(?:[·•‧][{COMMON_HAN}]{{1,9}}){{1,3}}")
_DOTTED_BEFORE = re.compile(
    f"(?:^|[^{COMMON_HAN}·•‧])([{COMMON_HAN}]{{1,7}}(?:[·•‧][{COMMON_HAN}]{{1,9}}){{1,3}})\\Z"
)
_NEAR = 80  # characters
_ALONE, _WINDOW = 4, 10  # signs of a name alone, and of what is looked at before one
_RUNS = re.compile(f"(?<![{COMMON_HAN}])[{COMMON_HAN}]{{2,}}+(?![:：])")
_WHO = frozenset("人主员师者户方客友班")
_NEXT = re.compile(r"[、，,/ 和与及]{1,2}")
_TOLD = re.compile(r"[，,、 （(]{0,2}(?:男|女|性别|年龄|\d{1,3}岁)")
_SPEAKS = re.compile(r"[:：][ \u3000]*\*{0,2}$")
_BORN = re.compile(r"[^。；\n]{0,24}?(?:出生|生[，,。；])")
_SURE, _LIKELY, _HARDLY = 1, 3, 4
"""What a name must score behind a label, behind a role, and behind a mere verb."""


def after_label(text: str, start: int, end: int) -> list[PiiEntity]:
    """The names behind a label, a role or a verb that stands from `start` to `end`."""
    label = text[start:end]
    link = _LINK.match(text, end)
    at = link.end() if link else end
    if at == end and len(label) == 1 and is_word(text[end - 1 : end + 1]):
        return []  # 由 of 由于
    if label in _KIN_WORDS and text[end:at].isspace():
        return []
    if label.endswith("姓"):
        return _surname_alone(text, end)
    recorded = label in _RECORDED_WORDS or "名" in text[end:at]
    sure = recorded and at > end
    least = _SURE if sure else _LIKELY if recorded or label in _PERSON_WORDS else _HARDLY
    length = name_length(text, at, least=least)
    spoken = not recorded and _SPEAKS.search(text, end, at) is not None
    if spoken and not _TOLD.match(text, at + length) and _IS_HAN.match(text, at + length):
        return []
    return list(_listed(text, at, length, sure="certain" if sure else "likely"))


def _surname_alone(text: str, start: int) -> list[PiiEntity]:
    """The surname behind 免贵姓, where nothing but the sentence goes on behind it."""
    end = start + surname_length(text, start, rare=True)
    if end == start or (_IS_HAN.match(text, end) and text[end] not in "的是叫名"):
        return []
    return [PiiEntity("name", start, end, text[start:end], "likely")]


def after_role(text: str, start: int, end: int) -> list[PiiEntity]:
    """The name behind what somebody does, such as 派件员, which stands from `start` to `end`."""
    role = text[start:end].rstrip(":： ")
    colon = len(role) < end - start
    if role.endswith(_NO_ROLES) or not (colon or _is_role(role)):
        return []
    # A waiter speaks behind his colon; behind 验收人 stands a name.
    trusted = colon and not role.endswith("员")
    length = name_length(text, end, least=_LIKELY + 2 if colon else _HARDLY, trusted=trusted)
    return list(_listed(text, end, length, sure="likely"))


def _is_role(role: str) -> bool:
    """Whether it is what somebody does or where: 派件员, 报案人, 考生, 检验科."""
    if role[-1] in "员师" or role[-2:] in _ROLES:
        return True
    known = len(role) == 3 and is_word(role[:2])
    verb = tagged(role[:2])[0][1] == "v"
    return known and (role[-1] in "科室组队" or (verb and role[-1] in "人者"))


def before_title(text: str, start: int, end: int) -> list[PiiEntity]:
    """The name before a title, a verb or what tells of a person, which begins at `start`."""
    title = text[start:end]
    found = _HAN_BEFORE.search(text, max(0, start - 10), start)
    if found is None or (title in _SHORT_TITLES and not _ends_title(text, end)):
        return []
    if title[-1:].isdigit() and _IS_DATE.search(title) and not _BORN.match(text, end):
        return []
    run = found.group()
    dotted = _DOTTED_BEFORE.search(text, max(0, start - 24), start)
    if dotted is not None:
        name = dotted.group(1)
        return [PiiEntity("name", start - len(name), start, name, "likely")]
    length = _tail_length(run, title, whole=title not in _TITLE_WORDS)
    name = text[start - length : start]
    return [PiiEntity("name", start - length, start, name, "likely")] if length else []


def beside(text: str, entities: Sequence[PiiEntity]) -> list[PiiEntity]:
    """Names that stand between marks in the lines of other personal data, such as in a table.

    What stands near several of them is looked at once, so the time is linear in the text.
    """
    return [
        name
        for first, last in _near(text, entities)
        for run in _RUNS.finditer(text, first, last)
        for name in _names_of_run(text, run)
    ]


def _near(text: str, entities: Sequence[PiiEntity]) -> Iterator[tuple[int, int]]:
    """The stretches of lines near these entities, in order and apart from one another."""
    first = last = 0
    for start, end in sorted((entity.start, entity.end) for entity in entities):
        begins = max(text.rfind("\n", max(0, start - _NEAR), start) + 1, start - _NEAR, 0)
        line_end = text.find("\n", end, end + _NEAR)
        ends = line_end if line_end >= 0 else min(len(text), end + _NEAR)
        if begins > last:
            yield first, last
            first = begins
        last = max(last, ends)
    yield first, last


def _names_of_run(text: str, run: re.Match[str]) -> Iterator[PiiEntity]:
    """Names that a run of Chinese signs is, begins with or ends with."""
    signs, start = run.group(), run.start()
    if len(signs) <= _ALONE and _stands_for_a_person(signs):
        yield PiiEntity("name", start, run.end(), signs, "likely")
        return
    length = name_length(text, start, least=_HARDLY)
    if length and not signs.startswith(_TITLE_TUPLE, length):
        yield PiiEntity("name", start, start + length, signs[:length], "likely")
    length = _tail_length(signs[-_WINDOW:], "", whole=False)
    if length > 1 and signs[-length - 1 : -length] in _WHO:
        name = signs[-length:]
        yield PiiEntity("name", run.end() - length, run.end(), name, "likely")


def _stands_for_a_person(run: str) -> bool:
    surname = surname_length(run, 0)
    usual = 0 < surname < len(run) <= surname + 2 and set(run[surname:]) <= GIVEN
    return usual and _is_name(run, surname)


def speaker(text: str, start: int, end: int) -> list[PiiEntity]:
    """The name of somebody who speaks, which stands with its colon from `start` to `end`."""
    name = text[start:end].strip("0123456789:： \n\t]】")
    first = text.index(name, start)
    alone = _stands_for_a_person(name)
    return [PiiEntity("name", first, first + len(name), name, "likely")] if alone else []


def name_length(text: str, start: int, *, least: int, trusted: bool = False) -> int:
    """Signs of the name that begins at `start`, 0 where what stands there scores below `least`.

    Where a label is trusted, names may be ordinary words as well: 高峰.
    """
    dotted = _DOTTED.match(text, start)
    if dotted is not None and least < _HARDLY:
        return dotted.end() - start
    surname = surname_length(text, start, rare=least == _SURE)
    trusted = trusted or least == _SURE
    if not trusted and text[start : start + 1] in _DOUBTFUL:
        return 0
    run = _HAN_RUN.match(text, start)
    if not surname or run is None:
        return 0
    signs = run.group()
    if signs.startswith(_TITLE_TUPLE, surname):
        return surname if least < _HARDLY and signs[:surname] in _TITLED_ALONE else 0
    best = max((_score(signs, surname, given, trusted=trusted), given) for given in (2, 1))
    return surname + best[1] if best[0] >= least else 0


def _score(signs: str, surname: int, given: int, *, trusted: bool) -> int:
    """How much speaks for a name of so many signs: what they are, and what goes on behind."""
    length = surname + given
    name, rest = signs[:length], signs[length:]
    if len(name) < length or set(name[surname:]) & NEVER_GIVEN or name in NO_NAMES:
        return -9
    score = (2 if set(name[surname:]) <= GIVEN else -1) + _after(name, rest)
    score -= 2 * (given == 2 and rest != "" and name[-1] in _BETWEEN)
    if trusted:
        return score
    if set(name[surname:]) & ILL:
        return -9
    word, kind = tagged(signs)[0]
    if kind.startswith("nr") and word == name:
        return score + 1
    if len(word) > surname and is_word(word):
        return score - 2 if len(word) < length else -9
    return score


def _after(name: str, rest: str) -> int:
    if not rest:
        return 3
    if is_word(name[-1] + rest[0]) and not is_word(rest[:2]):
        return -2  # 可 of 可以
    if rest[0] in GOES_ON:
        return 2
    word, kind = tagged(rest)[0]
    goes_on = kind[0] in "pdcuv" and rest[0] not in GIVEN
    return 2 if goes_on or (len(word) > 1 and is_word(word)) else -2


def _tail_length(run: str, title: str, *, whole: bool) -> int:
    """Signs at the end of `run` that are a name before this title; `whole` where no other word may
    stand before it."""
    for length in (3, 2, 4):
        name, before = run[-length:], run[:-length]
        surname = surname_length(name, 0)
        if not surname or len(name) < length or not surname < length <= surname + 2:
            continue
        if name[-1] in _BETWEEN or (before and name[:surname] not in _TITLED_ALONE):
            continue  # 和 of 和白女士
        if whole and before and not before.endswith(_BEFORE_TUPLE):
            continue
        if _is_name(name, surname) and _parts_from(before, name):
            return length
    if whole:
        return 0
    for length in (2, 1):
        name, before = run[-length:], run[:-length]
        if surname_length(name, 0) == length == len(name) and name in _TITLED_ALONE:
            of_a_word = title in _SHORT_TITLES and is_word(name + title)
            return length if _parts_from(before, name) and not of_a_word else 0
    return 0


def _is_name(name: str, surname: int) -> bool:
    if set(name[surname:]) & (NEVER_GIVEN | ILL) or name in NO_NAMES:
        return False
    if name[surname:] in _TITLE_WORDS:
        return False  # 徐小姐: the surname before the title is one
    if len(name) == 3 and is_word(name[:2]) and tagged(name[:2])[0][1] in ("n", "v", "a", "d"):
        return False  # 房东 of 房东杨
    word, kind = tagged(name)[0]
    if len(word) == len(name) and is_word(word):
        return False
    return set(name[surname:]) <= GIVEN or (kind.startswith("nr") and word == name)


def _parts_from(before: str, name: str) -> bool:
    """Whether a word ends where the name begins."""
    if not before:
        return True
    if is_word(before[-1] + name[0]) and before[-1] not in LEADS:
        return False
    word = tagged(before)[-1][0]
    return before[-1] in LEADS | _WHO or (len(word) > 1 and is_word(word))


def _ends_title(text: str, end: int) -> bool:
    """Whether a title of one sign ends there, and is not the beginning of 总结 or 工作."""
    run = _HAN_RUN.match(text, end)
    if run is None or is_word(text[end - 1 : end + 1]):
        return run is None
    word, kind = tagged(run.group())[0]
    return text[end] in "说在来去的请让和与已要您好" or (is_word(word) and kind.startswith("v"))


def _listed(text: str, start: int, length: int, *, sure: Certainty) -> Iterator[PiiEntity]:
    """The name, and those that a list goes on with."""
    while length:
        end = start + length
        yield PiiEntity("name", start, end, text[start:end], sure)
        parting = _NEXT.match(text, end)
        if parting is None:
            return
        start = parting.end()
        length = name_length(text, start, least=_HARDLY)


_RECORDED_WORDS = frozenset(RECORDED.split("|"))
_PERSON_WORDS = frozenset(f"{PERSONS}|{KIN}".split("|"))
_KIN_WORDS = frozenset(KIN.split("|"))
_SHORT_TITLES = frozenset("总工")
_TITLE_WORDS = frozenset(TITLES.split("|")) | _SHORT_TITLES
_TITLE_TUPLE = tuple(TITLES.split("|"))
_BEFORE_TUPLE = (*_RECORDED_WORDS, *_PERSON_WORDS, "由", "是", "为", "给", "与", "和", "系")
_TITLED_ALONE = (COMMON | DOUBLE) - frozenset("和向时全应单成解连安关文管查农商明于从同由经易常师")
_ROLES = frozenset(
    [
        *("考生", "学生", "医生", "新生", "究生", "习生", "培生", "修生", "业生", "骑手", "选手"),
        *("歌手", "助手", "水手", "护工", "电工", "焊工", "钳工", "职工", "义工", "社工"),
    ]
)
_NO_ROLES = ("人员", "个人", "别人", "他人", "每人", "众人", "有人", "动员", "成人", "老人", "工人")
_IS_DATE = re.compile(r"(?<!\d)\d{4}$|年$")
_DOUBTFUL = frozenset("和应查丛从向时于")
"""Surnames that are prepositions or verbs far more often."""
_BETWEEN = frozenset("和同向与及跟")
