"""One word for one thing, in English and Chinese: docs/glossary.md, and the words it replaced."""

import re
from functools import cache
from pathlib import Path

from babel.messages.pofile import read_po

ROOT = Path(__file__).parents[1]

CHINESE = re.compile("[\u4e00-\u9fff]")
REPLACED = (
    "all is new to it|tone of the text|its exam|reckon|judging by|numbers to learn|will stand here"
    "|Pick one to go|ended the text itself|longest stretch|whole part|counting alone|commonest"
    "|all equally likely|training on is worth|Go on with the rest|Stop and keep|Its race|nobody's"
    "|has not been opened|Feeds a|by heart|take it away|How it begins|stands there instead"
    "|holds from the next step|Safe: the model|loading torch|silenced|What bends|thinking over"
    "|processor|pieces of logits|breathing|learn on\\b"
)
"""What texts said before; the glossary has what each became."""
REPLACED_IN_CHINESE = (
    "词片|写作|运行|比赛|竞赛|(?<!并行)副本|(?<!早停)(?<!的)耐心|死记(?!原文)|背诵|背下|种子文本|批次"
    "|学习率计划|下一.{1,2}猜中率|dropout 比例|处理器|显卡|标志词|把握|带来文本|取一份"
    "|阅读单位|词元单位|先分词|行话|记忆清空|犹豫|考题|验证部分|训练部分|你"
)


@cache
def terms() -> dict[str, tuple[str, str, str]]:
    """By the English term: the Chinese one, and what it is in both languages."""
    lines = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8").splitlines()
    rows = [line.strip("| ").split(" | ") for line in lines if line.startswith("| ")]
    assert all(len(row) == 4 for row in rows)
    assert len({row[0] for row in rows}) == len(rows)
    return {english: (chinese, what, told) for english, chinese, what, told in rows[1:]}


@cache
def translations() -> dict[str, str]:
    """Every text and its Chinese translation."""
    with open(ROOT / "locale" / "zh_CN.po", "rb") as file:
        catalog = read_po(file, locale="zh_CN")
    found = {}
    for message in catalog:
        one, *_more = (message.id,) if isinstance(message.id, str) else message.id
        text, *_rest = (message.string,) if isinstance(message.string, str) else message.string
        if one:
            found[one] = text
    return found


def singular(label: str) -> str:
    """A label as the glossary writes terms."""
    plain = label.casefold().replace("warmup", "warm-up")
    return plain if plain in terms() else plain.removesuffix("s")


def test_the_glossary_has_fifty_terms_with_a_sentence_in_each_language() -> None:
    assert len(terms()) >= 50
    assert list(terms()) == sorted(terms())
    for english, (chinese, what, told) in terms().items():
        assert chinese.strip()
        assert what.endswith(".") and not CHINESE.search(english + what)
        assert told.endswith("。") and CHINESE.search(told)


def test_labels_are_translated_as_the_glossary_has_them() -> None:
    labels = {text: singular(text) for text in translations() if singular(text) in terms()}
    assert len(labels) >= 30
    for text, term in labels.items():
        assert terms()[term][0] in translations()[text], text


def test_no_text_says_what_was_replaced() -> None:
    assert not [text for text in translations() if re.search(REPLACED, text)]
    assert not [text for text in translations().values() if re.search(REPLACED_IN_CHINESE, text)]


def test_chinese_has_chinese_punctuation_and_no_blank_before_a_percent_sign() -> None:
    joins = re.compile(r"[\u4e00-\u9fff][,;:] |[\u4e00-\u9fff]\. |[。，：；] (?!\{)| %")
    assert not [text for text in translations().values() if joins.search(text)]


def test_a_docstring_says_what_a_thing_is_and_not_what_it_does_not_know() -> None:
    modules = [path for name in ("slm_core", "pages") for path in (ROOT / name).rglob("*.py")]
    idiom = re.compile(r"[Kk]nows? (no|nothing|none)\b[^\n]*\.")
    assert modules
    assert not [path for path in modules if idiom.search(path.read_text(encoding="utf-8"))]
