"""Which recipe suits a text."""

import re

import pytest

from slm_core.corpus.cleaning.chunk import Document
from slm_core.corpus.cleaning.recipe import READY_MADE, Recipe, preview
from slm_core.corpus.cleaning.steps.boilerplate import Boilerplate
from slm_core.corpus.cleaning.suggest import ABOUT, paged_files, script_of_texts, suggest_recipe
from slm_core.corpus.text.chinese import Script


def run_recipe(recipe: Recipe, text: str) -> tuple[str, ...]:
    return preview(recipe, [text])[-1].texts


@pytest.mark.parametrize(
    ("names", "language", "script", "origin", "reason"),
    [
        (["a.txt"], "en", None, "light", "light"),
        (["a.pdf", "b.pdf"], "zh", "simplified", "PDF text", "pdf"),
        (["a.pdf", "b.pdf", "c.txt"], "zh", "simplified", "Chinese", "mixed"),
        (["a.txt"], "zh", "simplified", "Chinese", "chinese"),
        (["a.txt"], "zh", "traditional", "light", "light"),
        (["a.txt"], "zh", "mixed", "Chinese", "both scripts"),
        (["a.md", "b.ipynb"], "en", None, "light", "indented"),
        (["a.md", "b.ipynb", "c.txt"], "en", None, "light", "mixed"),
    ],
)
def test_the_text_decides_on_the_recipe_to_begin_with(
    names: list[str], language: str, script: Script | None, origin: str, reason: str
) -> None:
    files = [(name, 100) for name in names]
    suggestion = suggest_recipe(files, language, script=script)
    assert (suggestion.origin, suggestion.reason) == (origin, reason)
    changed = suggestion.recipe.steps != READY_MADE[origin].steps
    assert changed == (reason in ("indented", "mixed"))
    same = suggestion.about == ABOUT[origin]
    assert same == (reason not in ("indented", "mixed", "both scripts"))


LINES = [*enumerate("甲乙丙丁戊", 1)]
PAGES = "\n".join(
    f"Riverside Clinic - printed 30/06/2026\n{'Wound cleaned. ' * (page % 3 + 2)}\n"
    f"Page {page} of 9\n"
    for page in range(1, 10)
)


def test_page_numbers_in_a_text_file_are_removed_where_they_stand_and_nowhere_else() -> None:
    paged = paged_files([Document(PAGES, "a.txt"), Document("Nothing on page 3.", "b.csv")])
    assert paged == ("a.txt",)
    alone = suggest_recipe([("a.txt", 100)], "en", script=None, paged=paged)
    assert Boilerplate() in alone.recipe.steps
    assert str(alone.about).startswith("Page numbers, headers and footers removed. Unicode")
    (text,) = run_recipe(alone.recipe, PAGES)
    assert "Page" not in text
    assert "Riverside" not in text
    assert text.count("Wound cleaned.") == PAGES.count("Wound cleaned.")
    mixed = suggest_recipe([("a.txt", 100), ("b.csv", 100)], "zh", script="simplified", paged=paged)
    assert Boilerplate(files=".txt") in mixed.recipe.steps
    pdf = suggest_recipe([("a.pdf", 100)], "en", script=None, paged=("a.pdf",))
    assert pdf.recipe == READY_MADE["PDF text"]


@pytest.mark.parametrize(
    "text",
    [
        "\n".join(f"年度报告 第{page}页\n{line}运行正常。" for page, line in LINES),
        "\n".join(f"{line}运行正常。\n\n第 {page} 页 共 5 页\n" for page, line in LINES),
        "\n".join(f"Annual report, page {page}\n{line} 正常。\n" for page, line in LINES),
    ],
)
def test_page_lines_are_told_in_any_form(text: str) -> None:
    assert paged_files([text]) == ("",)
    (after,) = run_recipe(Recipe((Boilerplate(),)), text)
    assert after.count("正常。") == len(LINES)
    assert not {"第", "age", "年度报告"} & {*re.findall("第|age|年度报告", after)}


@pytest.mark.parametrize(
    "text",
    [
        "\n".join(f"{chapter}\n\nIt was a dark night.\n\nAnd so on.\n" for chapter in range(1, 9)),
        "See page 3.\nAnd page 4 of 5, too.\nPage 1\nThe pages 7 and 8 are blank.\n" * 9,
        "1/2\ncup of sugar\n3/4\nof flour\n" * 5,
    ],
)
def test_chapters_mentions_and_fractions_are_no_pages(text: str) -> None:
    assert paged_files([text]) == ()


def test_every_ready_made_recipe_says_what_it_does() -> None:
    assert ABOUT.keys() == READY_MADE.keys()


def test_it_is_told_what_chinese_is_written_in() -> None:
    simplified, traditional = "请问订单什么时候发货？", "請問訂單什麼時候發貨？"
    assert script_of_texts([simplified]) == "simplified"
    assert script_of_texts([traditional]) == "traditional"
    assert script_of_texts([simplified] * 5 + [traditional] * 2) == "mixed"
    assert script_of_texts(["注文はいつ届きますか？"]) is None
    assert script_of_texts(["Where is my order?"]) is None
