"""JSON as programs export it: talks with branches, answers in answers, texts in pieces."""

import json

import pytest

from slm_core.corpus.readers.document import InputFile, ReadResult
from slm_core.corpus.readers.registry import read_source


def read(value: object, name: str = "a.json") -> ReadResult:
    data = json.dumps(value).encode()
    return read_source(InputFile(name, data))


def node(parent: str | None, children: list[str], text: str | None) -> dict[str, object]:
    message = None if text is None else {"author": {"role": "user"}, "content": {"parts": [text]}}
    return {"parent": parent, "children": children, "message": message}


TALK = {
    "r": node(None, ["a"], None),
    "a": node("r", ["b", "c"], "How deep is it?"),
    "c": node("a", [], "Nine metres."),
    "b": node("a", ["d"], "I do not know."),
    "d": node("b", [], "Then ask Ida."),
}


@pytest.mark.parametrize("name", ["a.json", "a.jsonl"])
def test_of_a_talk_the_branch_shown_last_is_read_and_the_rest_told(name: str) -> None:
    result = read({"title": "Depth", "current_node": "d", "mapping": TALK}, name)
    assert result.documents == ["How deep is it?\nI do not know.\nThen ask Ida."]
    assert [*map(str, result.left_out)] == [
        "1 message on a branch of a talk that was not shown last"
    ]
    newest = read({"title": "Depth", "mapping": TALK}, name)
    assert newest.documents == ["How deep is it?\nNine metres."]


def test_a_tree_that_is_broken_or_a_ring_ends() -> None:
    ring = {"a": node("b", ["b"], "One word."), "b": node("a", ["a"], "Two words.")}
    assert sorted(read({"mapping": ring}).documents[0].split("\n")) == [
        "One word.",
        "Two words.",
    ]
    torn = {"a": node("gone", ["missing"], "One word.")}
    assert read([{"mapping": torn, "current_node": "nobody"}]).documents == ["One word."]


def test_answers_stand_with_what_they_answer() -> None:
    tree = {
        "replies": [
            {"text": "Nine metres.", "replies": [{"text": "At low tide?", "replies": []}]},
            {"text": "Ask Ida.", "replies": []},
        ],
        "text": "How deep is it?",
    }
    (document,) = read([{"id": 1, "prompt": tree}]).documents
    assert document == "How deep is it?\nNine metres.\nAt low tide?\nAsk Ida."


@pytest.mark.parametrize(
    ("pieces", "text"),
    [
        (["See ", {"type": "bold", "text": "quay 4"}, ", please."], "See quay 4, please."),
        (["请看", {"type": "bold", "text": "第三页"}, "的内容。"], "请看第三页的内容。"),
        ([{"type": "text", "text": "One."}, {"type": "text", "text": "Two."}], "One.\nTwo."),
        (
            [{"type": "text", "text": "a "}, {"type": "text", "marks": [{}], "text": "bold"},
             {"type": "text", "text": " word"}],
            "a bold word",
        ),
        ([{"type": "image_url", "image_url": "x"}, {"type": "text", "text": "Look."}], "Look."),
        ([{"insert": "Some "}, {"insert": "words", "attributes": {"bold": True}}], "Some words"),
        (["one", "two"], "one\ntwo"),
    ],
)  # fmt: skip
def test_pieces_of_a_text_are_one_text(pieces: list[object], text: str) -> None:
    messages = [{"role": "u", "content": pieces}, {"role": "a", "content": "Thanks."}]
    (document,) = read([{"messages": messages}]).documents
    assert document == f"{text}\nThanks."


def test_paragraphs_within_lists_are_one_field() -> None:
    def paragraph(text: str) -> dict[str, object]:
        return {"type": "paragraph", "content": [{"type": "text", "text": text}]}

    listed = {
        "type": "list",
        "content": [{"type": "item", "content": [paragraph("An item of a list.")]}],
    }
    page = {
        "type": "doc",
        "content": [paragraph("What stands above."), listed, paragraph("What stands below.")],
    }
    assert read([{"id": 1, "body": page}]).documents == [
        "What stands above.\nAn item of a list.\nWhat stands below."
    ]
