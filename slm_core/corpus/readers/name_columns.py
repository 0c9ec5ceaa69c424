"""Columns of a table, or fields of JSON, that are headed as names of people, and their values.

Whether the values are names is not judged here: a column "name" may hold those of products.
"""

import re
from collections.abc import Iterable, Sequence

from slm_core.corpus.readers.document import ColumnInfo

MOST_NAMES = 20_000
"""Different values kept of a file."""
_LONGEST = 60  # characters of a name
_WHO = (
    "patient|pt|customer|client|contact|contact person|employee|staff|student|pupil|teacher|doctor|"
    "physician|nurse|carer|resident|service user|applicant|claimant|insured|policy ?holder|"
    "account ?holder|card ?holder|guest|user|person|member|sender|recipient|parent|guardian|"
    "witness|driver|tenant|owner|author|next of kin|relative|kunde|kundin|patientin|mitarbeiter|"
    "ansprechpartner|versicherter"
)
_CHINESE_WHO = (
    "患者|病人|客户|顾客|用户|联系人|紧急联系人|学生|员工|职工|老师|教师|医生|医师|护士|家属|申请人|"
    "投保人|被保险人|受益人|收件人|寄件人|户主|业主|负责人|经办人|责任人|登记人|当事人|原告|被告|会员|"
    "住户|居民|村民|本人|作者|记录人|检查人|巡检人|值班人|操作人"
)
_WHICH = "full |first |last |middle |family |given |sur|fore|birth |maiden "
_HEADING = re.compile(
    rf"(?:(?:{_WHO})(?:['’]?s)? ?)?(?:{_WHICH})?names?|{_WHO}"
    r"|nom|prénom|nombre|apellidos?|vorname|nachname|nome|cognome"
    rf"|(?:{_CHINESE_WHO})?的?(?:姓名|名字|全名|真实姓名)|{_CHINESE_WHO}|氏名|名前|성명|이름"
)
_JOINS = re.compile(r"[\s_./:：-]+")
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")


def is_name_heading(heading: str) -> bool:
    """Whether a column or field of this name may hold names of people: Patient name, full_name,
    姓名."""
    own = heading.rpartition(".")[2]  # the field's own name in a dotted one
    plain = (_JOINS.sub(" ", _HUMP.sub(" ", name)).strip().casefold() for name in (heading, own))
    return any(map(_HEADING.fullmatch, plain))


def names_among(
    columns: Sequence[ColumnInfo], rows: Iterable[Iterable[tuple[str, str]]]
) -> tuple[str, ...]:
    """The different values of such columns, by rows of headings with values; of no such column,
    none, and no row is looked at."""
    headed = {column.name for column in columns if is_name_heading(column.name)}
    if not headed:
        return ()
    found: dict[str, None] = {}
    for row in rows:
        for heading, value in row:
            name = " ".join(value.split()) if heading in headed else ""
            if 1 < len(name) <= _LONGEST:
                found[name] = None
        if len(found) >= MOST_NAMES:
            break
    return tuple(found)
