"""Which recipe suits a text."""

import pytest

from slm_core.corpus.cleaning.recipe import READY_MADE
from slm_core.corpus.cleaning.suggest import ABOUT, script_of_texts, suggest_recipe
from slm_core.corpus.text.chinese import Script


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


def test_every_ready_made_recipe_says_what_it_does() -> None:
    assert ABOUT.keys() == READY_MADE.keys()


def test_it_is_told_what_chinese_is_written_in() -> None:
    simplified, traditional = "请问订单什么时候发货？", "請問訂單什麼時候發貨？"
    assert script_of_texts([simplified]) == "simplified"
    assert script_of_texts([traditional]) == "traditional"
    assert script_of_texts([simplified] * 5 + [traditional] * 2) == "mixed"
    assert script_of_texts(["注文はいつ届きますか？"]) is None
    assert script_of_texts(["Where is my order?"]) is None
