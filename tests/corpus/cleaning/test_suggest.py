"""Which recipe suits a text."""

import pytest

from slm_core.corpus.cleaning.recipe import READY_MADE
from slm_core.corpus.cleaning.suggest import ABOUT, in_simplified_characters, suggest_recipe


@pytest.mark.parametrize(
    ("names", "language", "is_simplified", "origin", "reason"),
    [
        (["a.txt"], "en", True, "light", "light"),
        (["a.pdf", "b.pdf"], "zh", True, "PDF text", "pdf"),
        (["a.pdf", "b.pdf", "c.txt"], "zh", True, "Chinese", "mixed"),
        (["a.txt"], "zh", True, "Chinese", "chinese"),
        (["a.txt"], "zh", False, "light", "light"),
        (["a.md", "b.ipynb"], "en", True, "light", "indented"),
        (["a.md", "b.ipynb", "c.txt"], "en", True, "light", "mixed"),
    ],
)
def test_the_text_decides_on_the_recipe_to_begin_with(
    names: list[str], language: str, is_simplified: bool, origin: str, reason: str
) -> None:
    files = [(name, 100) for name in names]
    suggestion = suggest_recipe(files, language, is_simplified=is_simplified)
    assert (suggestion.origin, suggestion.reason) == (origin, reason)
    changed = suggestion.recipe.steps != READY_MADE[origin].steps
    assert changed == (reason in ("indented", "mixed"))
    assert (suggestion.about == ABOUT[origin]) == (not changed)


def test_every_ready_made_recipe_says_what_it_does() -> None:
    assert ABOUT.keys() == READY_MADE.keys()


def test_simplified_characters_are_told_from_traditional_ones() -> None:
    assert in_simplified_characters(["请问订单什么时候发货？"])
    assert not in_simplified_characters(["請問訂單什麼時候發貨？"])
