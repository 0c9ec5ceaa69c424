"""Which columns of a table belong into one text, and by what template."""

import re
from collections.abc import Iterator, Sequence
from itertools import product

from slm_core.corpus.readers.document import ColumnInfo, ReadSuggestion
from slm_core.messages import Message, msg

_ASKS = (
    "question questions ask asked query enquiry inquiry request q prompt instruction user human "
    "problem 问题 问 提问 咨询 题目 指令 質問"
)
_ANSWERS = (
    "answer answers answered response output completion reply advice a assistant solution "
    "回答 答案 答 解答 答复 回复 输出"
)
_MORE = "input context 输入 背景"
_TITLES = "title headline subject heading 标题 主题 题名 標題 タイトル"
_BODIES = "text body content abstract description article summary message 正文 内容 摘要 文本"
_ROLES = "role from speaker sender author name user"
_SAID = "content value text message body"
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_KANA = re.compile(r"[\u3040-\u30ff]")
_FEWEST = 8
"""Mean characters of a column that is a text by itself."""
_PROSE = 0.6
"""Share of a column that has to be running text."""


def suggest_template(
    columns: Sequence[ColumnInfo], documents: Sequence[str]
) -> list[ReadSuggestion]:
    """A template where two or more columns are text, in the words of what was read; else nothing.

    A conversation comes with its roles, a question with its answer, a title above its text.
    """
    filled = [column for column in columns if column.mean_length > 0]
    sample = "\n".join(document[:500] for document in documents[:20])
    chinese = len(_CHINESE.findall(sample)) > 0.2 * len(sample) and not _KANA.search(sample)
    found = next(_templates(filled, chinese=chinese), None)
    if found is None:
        return []
    return [ReadSuggestion("template", found, len(documents), _evidence(found))]


def _evidence(template: str) -> Message:
    names = re.findall(r"\{([^{}]+)\}", template)
    if len(names) == 2:
        first, second = names
        return msg(
            "The columns “{first}” and “{second}” could be one text.", first=first, second=second
        )
    listed = " + ".join(f"“{name}”" for name in names)
    return msg("The columns {names} could be one text.", names=listed)


def _templates(columns: Sequence[ColumnInfo], *, chinese: bool) -> Iterator[str]:
    """The templates that fit, the best first."""
    ask, answer = ("问：", "答：") if chinese else ("Q: ", "A: ")
    names = [column.name for column in columns]
    yield from _conversations(names, colon="：" if chinese else ": ")
    for first, second in _pairs(names, _ASKS, _ANSWERS):
        more = next(iter(_named(names, _MORE)), "")
        between = f"{{{more}}}\n" if more else ""
        yield f"{ask}{{{first}}}\n{between}{answer}{{{second}}}"
    for first, second in _pairs(names, _TITLES, _BODIES):
        yield f"{{{first}}}\n{{{second}}}"
    texts = [
        column.name
        for column in columns
        if column.mean_length >= _FEWEST and column.prose_share >= _PROSE
    ]
    if 1 < len(texts) <= 4 and _is_safe(texts):
        yield "\n".join(f"{{{name}}}" for name in texts)


def _conversations(names: Sequence[str], *, colon: str) -> Iterator[str]:
    """Fields of one list that say who speaks and what."""
    for role, said in product(_named(names, _ROLES), _named(names, _SAID)):
        if "." in role and role.rpartition(".")[0] == said.rpartition(".")[0]:
            yield f"{{{role}}}{colon}{{{said}}}"


def _pairs(names: Sequence[str], first: str, second: str) -> Iterator[tuple[str, str]]:
    yield from product(_named(names, first), _named(names, second))


def _named(names: Sequence[str], known: str) -> list[str]:
    """The columns that are called so, in the order of what they may be called."""
    return [
        name
        for word in known.split()
        for name in names
        if name.rpartition(".")[2].strip().casefold() == word and _is_safe([name])
    ]


def _is_safe(names: Sequence[str]) -> bool:
    """Whether names can stand in a template."""
    return not any(re.search(r"[{}\n\\]", name) for name in names)
