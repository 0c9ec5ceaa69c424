"""Columns are joined as a template says, and offered where they belong together."""

import json
from pathlib import Path

import pytest

from slm_core.corpus.readers.document import InputFile, ReadOptions, ReadResult
from slm_core.corpus.readers.registry import read_source
from slm_core.errors import CorpusError

FAQ = 'id,question,answer\n1,"Where is {it}, ""here""?",On the quay.\n2,When?,\n3,,\n'
ALPACA = [
    {"instruction": "Translate.", "input": "Brot", "output": "bread"},
    {"instruction": "Say hello.", "input": "", "output": "Hello."},
]
CHATS = [
    {"id": "a", "system": "Be brief.", "conversations": [
        {"from": "human", "value": "Hi {there}"}, {"from": "gpt", "value": "Hello.\nYes?"}]},
    {"id": "b", "conversations": [{"from": "human", "value": "Bye"}]},
]  # fmt: skip


def read(name: str, data: str | list[object], **options: str) -> ReadResult:
    text = data if isinstance(data, str) else json.dumps(data)
    return read_source(InputFile(name, text.encode()), options=ReadOptions(**options))


def lines(records: list[dict[str, object]]) -> str:
    return "\n".join(map(json.dumps, records))


def test_a_template_joins_columns_and_braces_in_data_are_data() -> None:
    result = read("faq.csv", FAQ, template="Q: {question}\\nA: { Answer }\\t{{x}}")
    assert result.documents == ['Q: Where is {it}, "here"?\nA: On the quay.\t{x}', "Q: When?"]
    assert str(result.read_as) == "columns “question” + “answer” by a template"
    assert [*map(str, result.left_out)] == ["1 row without text"]
    assert result.suggestions == []
    assert read("faq.csv", FAQ, template="{id}\n\\\\n{id}").documents[0] == "1\n\\n1"


@pytest.mark.parametrize("name", ["a.json", "a.jsonl"])
def test_fields_of_json_are_joined_and_a_line_without_values_is_left_out(name: str) -> None:
    data = json.dumps(ALPACA) if name == "a.json" else lines(ALPACA)
    template = "Q: {instruction}\n({input})\nA: {output}"
    assert read(name, data, template=template).documents == [
        "Q: Translate.\n(Brot)\nA: bread",
        "Q: Say hello.\nA: Hello.",
    ]


@pytest.mark.parametrize("name", ["a.json", "a.jsonl"])
def test_lines_with_fields_of_a_list_are_repeated_for_each_item(name: str) -> None:
    data = json.dumps(CHATS) if name == "a.json" else lines(CHATS)
    template = "{system}\n{conversations.from}:\n{conversations.value}"
    assert read(name, data, template=template).documents == [
        "Be brief.\nhuman:\nHi {there}\ngpt:\nHello.\nYes?",
        "human:\nBye",
    ]


@pytest.mark.parametrize(
    ("template", "message"),
    [
        ("{question} {reply}", r'no column "reply" in it.*There are "id", "question", "answer"'),
        ("Q:", r"names no column\. Write a column's name in braces, such as \{id\}"),
        ("{question", "“{” stands alone"),
        ("question}", "“}” stands alone"),
        ("{}", "“{” stands alone"),
        ("{question.__class__}", r'no column "question\.__class__" in it'),
        ("{question!r:>99999999}", "no column"),
        ("{question}" * 2_000, "up to 10,000 characters"),
    ],
)
def test_a_template_that_is_none_is_told(template: str, message: str) -> None:
    with pytest.raises(CorpusError, match=f"^faq.csv: .*{message}"):
        read("faq.csv", FAQ, template=template)


def test_a_template_where_there_are_no_columns_is_told_and_not_used() -> None:
    result = read("a.txt", "A few words", template="{a}")
    assert result.documents == ["A few words"]
    assert "template was not used" in str(result.left_out[0])


OFFERED: dict[str, tuple[str, str, str | None]] = {
    "questions": ("a.csv", FAQ, "Q: {question}\nA: {answer}"),
    "questions in Chinese": (
        "a.csv",
        "department,ask,answer\n内科,头疼怎么办？,多喝水，早点休息。\n外科,手破了怎么办？,先清洗伤口。\n",
        "问：{ask}\n答：{answer}",
    ),
    "Alpaca": ("a.json", json.dumps(ALPACA), "Q: {instruction}\n{input}\nA: {output}"),
    "conversations": (
        "a.jsonl",
        lines(CHATS),
        "{conversations.from}: {conversations.value}",
    ),
    "messages": (
        "a.jsonl",
        lines([{"messages": [{"role": "user", "content": "Hello there"}]}]),
        "{messages.role}: {messages.content}",
    ),
    "a help line": (
        "a.csv",
        "no,asked,answered\n1,Is it so?,It is.\n2,Why?,We do not know.\n",
        "Q: {asked}\nA: {answered}",
    ),
    "titles": ("a.csv", "title,body\nA storm,It rained.\nA calm,It did not.\n", "{title}\n{body}"),
    "two languages": (
        "a.csv",
        "en,de\nThe tram stops here.,Hier hält die Bahn.\nIt rained all day.,Es regnete immer.\n",
        "{en}\n{de}",
    ),
    "one text": ("a.csv", "id,note\n1,It rained all day.\n2,It did not rain.\n", None),
}


@pytest.mark.parametrize("name", OFFERED)
def test_columns_that_belong_together_are_offered(name: str) -> None:
    file, data, template = OFFERED[name]
    result = read(file, data)
    assert [offered.value for offered in result.suggestions] == ([template] if template else [])
    if template:
        joined = read(file, data, template=template)
        assert joined.suggestions == []
        assert sum(map(len, joined.documents)) > sum(map(len, result.documents))
    column = result.columns[-1].name
    assert read(file, data, column=column).suggestions == []


def test_real_questions_come_with_their_answers(real_data: Path) -> None:
    path = real_data / "zh_medical_gb18030/neike_5000-6000.gb18030.csv"
    (offered,) = read_source(InputFile(path.name, path)).suggestions
    assert offered.value == "问：{ask}\n答：{answer}"
    options = ReadOptions(template=offered.value)
    joined = read_source(InputFile(path.name, path), options=options)
    assert all("\n答：" in text or "答：" not in text for text in joined.documents)
    assert joined.documents[0].startswith("问：我有高血压这两天女婿来的时候给我拿了些党参泡水喝")
