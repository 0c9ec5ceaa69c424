"""One text that holds many documents is cut where its writer meant it, and prose is left whole."""

import time
from pathlib import Path

import pytest

from slm_core.corpus.text.division.boundaries import (
    BOUNDARIES,
    boundary_named,
    cut_stream,
    split_documents,
)
from slm_core.corpus.text.division.suggest_boundary import suggest_boundary
from slm_core.errors import SettingsError

PROSE = (
    "The tram depot mended its clock after the storm, and for a week nobody in the town\n"
    "was late, until the night baker, who had never owned a watch, asked the librarian\n"
    "whether the hands had always gone round the other way. She put down her book and\n"
    "walked with him to the depot. The clock had stopped at noon.\n"
)

CUT: dict[str, tuple[str, str, list[str]]] = {
    "marks": (
        "marks",
        "<|startoftext|>One\nand more<|endoftext|>\n<|startoftext|>Two<|endoftext|>\n",
        ["One\nand more", "Two"],
    ),
    "closing marks of other kinds": (
        "marks",
        "One</s>Two</s>\n[EOS]Three",
        ["One", "Two", "Three"],
    ),
    "lines": ("line", "Elarin\n\n  Ferorin \nBelenla", ["Elarin", "  Ferorin", "Belenla"]),
    "blocks": ("blank", "a\nb\n\nc\n \n\td\n", ["a\nb", "c", "\td"]),
    "gaps": ("gap", "a\n\nb\n\n\nc\n\nd\n\n\n\n", ["a\n\nb", "c\n\nd"]),
    "Markdown": ("headings", "# A\n## x\na\n# B\nb\n", ["# A\n## x\na", "# B\nb"]),
    "Markdown's second level, below one title": (
        "headings",
        "# Book\nfor you\n## A\na\n## B\nb\n",
        ["# Book\nfor you", "## A\na", "## B\nb"],
    ),
    "no headings in code": (
        "headings",
        "## A\n```\n# a comment\n# another\n```\n## B\nb",
        ["## A\n```\n# a comment\n# another\n```", "## B\nb"],
    ),
    "### typed without a blank": ("headings", "###A\na\n###B\nb", ["###A\na", "###B\nb"]),
    "underlined": (
        "headings",
        "A title\n=====\na\n\nB title\n=======\nb",
        ["A title\n=====\na", "B title\n=======\nb"],
    ),
    "underlined and marked alike": (
        "headings",
        "A soup\n======\na\n\n# B soup\nb",
        ["A soup\n======\na", "# B soup\nb"],
    ),
    "chapters": (
        "headings",
        "Chapter 1\nIt rained.\nChapter II: Later\nIt rained on.",
        ["Chapter 1\nIt rained.", "Chapter II: Later\nIt rained on."],
    ),
    "Chinese chapters": (
        "headings",
        "第一章 初见\n下雨了。\n第二章 重逢\n第二章写完了，他想。\n",
        ["第一章 初见\n下雨了。", "第二章 重逢\n第二章写完了，他想。"],
    ),
    "other languages": ("headings", "Глава 1\nа\nГлава 2\nб", ["Глава 1\nа", "Глава 2\nб"]),
    "wiki": ("headings", " = A =\n= = b = =\nx\n = C =\ny", [" = A =\n= = b = =\nx", " = C =\ny"]),
    "rules": ("rules", "a\n---\nb\n* * *\nc\n=======\n", ["a", "b", "c"]),
    "rules around titles": (
        "rules",
        "---\ntitle: A\ntags:\n  - x\n---\n\na\n---\ntitle: B\n---\nb",
        ["---\ntitle: A\ntags:\n  - x\n---\n\na", "---\ntitle: B\n---\nb"],
    ),
    "WeChat": (
        "messages",
        "2024-03-01 09:12:33 张三\n明天几点？\n带伞吗？\n\n2024-03-01 09:13:02 李四\n九点。\n",
        ["明天几点？\n带伞吗？", "九点。"],
    ),
    "WeChat, the name first": (
        "messages",
        "—— 2024-03-01 ——\n张三 09:12\n明天几点？\n李四 09:13\n九点。\n",
        ["明天几点？", "九点。"],
    ),
    "WeChat, pictures and days": (
        "messages",
        "――― 2024-03-01 ―――\n张三 09:12\n[图片]\n李四 09:13\n九点。\n张三 09:14\n[语音] 12秒\n"
        "李四 09:15\n[图片] 看这个\n",
        ["九点。", "[语音] 12秒", "[图片] 看这个"],
    ),
    "WhatsApp, media": (
        "messages",
        "1/3/24, 09:12 - Ann: <Media omitted>\n1/3/24, 9:13 PM - Bo: Yes\n"
        "1/3/24, 9:14 PM - Bo: This message was deleted\n",
        ["Yes"],
    ),
    "QQ": (
        "messages",
        "2024-03-01 9:12:33 张三(12345)\n在吗\n\n2024-03-01 9:13:00 李四(67890)\n在\n",
        ["在吗", "在"],
    ),
    "WhatsApp": (
        "messages",
        "[01/03/2024, 09:12:33] Ann: Hello\nagain\n[01/03/2024, 09:13:02] Bo: Yes: 9:30\n",
        ["Hello\nagain", "Yes: 9:30"],
    ),
    "WhatsApp on Android": (
        "messages",
        "1/3/24, 09:12 - Ann: Hello\n1/3/24, 9:13 PM - Bo: Yes\n",
        ["Hello", "Yes"],
    ),
    "the whole": ("whole", " a\n\nb\n", [" a\n\nb\n"]),
}


@pytest.mark.parametrize("name", CUT)
def test_a_text_is_cut_at_its_boundaries(name: str) -> None:
    boundary, text, documents = CUT[name]
    assert split_documents(text, boundary_named(boundary)) == documents


@pytest.mark.parametrize("name", CUT)
def test_a_stream_is_cut_as_the_whole_is(name: str) -> None:
    boundary, text, documents = CUT[name]
    lines = text.splitlines(keepends=True)
    pieces = [lines[0], *("".join(lines[at : at + 2]) for at in range(1, len(lines), 2))]
    if boundary not in ("headings", "whole"):  # whose first piece shows which headings there are
        assert list(cut_stream(pieces, boundary_named(boundary))) == documents
    assert list(cut_stream([text], boundary_named(boundary))) == [
        document if boundary != "whole" else text for document in documents
    ]


@pytest.mark.parametrize("boundary", BOUNDARIES)
def test_no_word_is_lost_but_separators_and_a_text_without_them_stays_one(boundary: str) -> None:
    found = split_documents(PROSE, boundary_named(boundary))
    assert " ".join(found).split() == PROSE.split()
    assert len(found) == (4 if boundary == "line" else 1)
    assert split_documents("", boundary_named(boundary)) == ([""] if boundary == "whole" else [])


def test_a_boundary_that_is_none_is_told() -> None:
    with pytest.raises(SettingsError, match=r"'chapter' separates no documents\. Choose"):
        boundary_named("chapter")


SUGGESTED: dict[str, tuple[str | None, str]] = {
    "prose in one paragraph": (None, PROSE * 20),
    "prose in paragraphs": (None, (PROSE + "\n") * 20),
    "paragraphs in one line each": (None, (PROSE.replace("\n", " ") + "\n\n") * 20),
    "an article with sections": (
        None,
        "# The clock\n\n" + "".join(f"## Part {n}\n\n{PROSE}\n" for n in range(4)),
    ),
    "a book of recipes": ("headings", "".join(f"# Soup {n}\n\n{PROSE}\n" for n in range(4))),
    "names": ("line", "".join(f"Elar{n}in\n" for n in range(30))),
    "questions": ("line", "".join(f"Where is card number {n}?\n" for n in range(30))),
    "questions with answers": (
        "blank",
        "".join(f"Q: What is {n}?\nA: {n}.\n\n" for n in range(30)),
    ),
    "verses": ("blank", "雨夜\n巷口灯未灭，\n雨脚到天明。\n\n" * 12),
    "a dated note a line, between page numbers": (
        "line",
        "".join(
            f"{n % 28 + 1:02}/09/2026 04:30 bed {n}, slept well, BP 98/60. RN K. Jones\n"
            + ("Page 2 of 3\n" if n % 20 == 0 else "")
            for n in range(60)
        ),
    ),
    "a chat": ("messages", "2024-03-01 09:12:33 张三\n明天几点？\n\n" * 12),
    "parts between rules": ("rules", f"{PROSE}\n=====\n\n" * 5),
    "times in prose": (None, (PROSE + "It was 12:30 then, and 12:45 at the depot.\n") * 20),
    "a list in prose": (None, f"{PROSE}\n- one\n- two\n\n" * 3),
}


@pytest.mark.parametrize("name", SUGGESTED)
def test_what_looks_like_many_documents_is_offered_and_prose_is_not(name: str) -> None:
    boundary, text = SUGGESTED[name]
    found = suggest_boundary(text)
    assert (found.boundary if found else None) == boundary
    if found:
        assert found.documents == len(split_documents(text, found.boundary))


REAL = {
    "reported/endoftext_marks.txt": ("marks", 120),
    "reported/one_name_a_line.txt": ("line", 400),
    "zh_recipes/howtocook.md": ("headings", 387),
    "zh_poetry/songci_5000.txt": ("blank", 5_000),
    "zh_poetry/tangshi300.txt": ("blank", 366),
    "cooking_en/based_cooking.md": ("rules", 349),
    "wikitext-2/valid.txt": ("headings", 60),
    "medical_medquad/medquad_niddk.txt": ("blank", 1_192),
    "finance_fomc_minutes/fomc_minutes_2020_2023.txt": None,
    "ja_soseki/kokoro.txt": None,
    "docs_rust_book/ch04-01-what-is-ownership.md": None,
    "reported/plain_text.rst": None,
}
"""As many as their sources say."""


@pytest.mark.parametrize("name", REAL)
def test_real_texts_are_offered_as_what_they_are(real_data: Path, name: str) -> None:
    found = suggest_boundary((real_data / name).read_text(encoding="utf-8"))
    assert (found and (found.boundary, found.documents)) == REAL[name]


@pytest.mark.parametrize("before", ["Anna", "----", "2024-01-01 10:00 Anna"])
def test_blanks_without_end_after_what_may_be_a_name_take_no_time(before: str) -> None:
    text = before + "\t" * 1_000_000
    start = time.process_time()
    assert split_documents(text, "messages") == [before]
    assert time.process_time() - start < 2
