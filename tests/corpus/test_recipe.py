"""A recipe is what it says, written down or applied."""

import pytest

from slm_core.corpus.recipe import Recipe, apply_recipe, preview
from slm_core.corpus.steps.unicode import Unicode
from slm_core.corpus.steps.whitespace import Whitespace
from slm_core.errors import SettingsError


def test_a_recipe_comes_back_from_json_as_it_was() -> None:
    recipe = Recipe((Unicode("NFKC", half_width=True), Whitespace(blank_lines=0)), "mine")
    assert Recipe.from_json(recipe.to_json()) == recipe
    assert Recipe.from_json(recipe.steps_json()).steps == recipe.steps


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ("{", "no JSON"),
        ({"name": "x"}, "list of steps"),
        (7, "list of steps"),
        ([{"form": "NFC"}], "Step 1"),
        ([{"step": "unicode"}, {"step": "unicorn"}], "Step 2 .*unicorn.*whitespace"),
        ([{"step": "unicode", "form": "NFX"}], "Step 1.*unicode.form.*NFX"),
        ([{"step": "unicode", "forms": "NFC"}], "unicode.forms is not a setting"),
    ],
)
def test_what_is_no_recipe_is_refused_with_the_place(values: object, said: str) -> None:
    with pytest.raises(SettingsError, match=said):
        Recipe.from_json(values)


def test_the_hash_is_of_the_steps_done_and_not_of_the_name() -> None:
    one, two = Recipe((Unicode(), Whitespace()), "a"), Recipe((Unicode(), Whitespace()), "b")
    other = Recipe((Unicode(), Whitespace(blank_lines=0)))
    assert one.hash() == two.hash() != other.hash()
    assert one.hash(1) == other.hash(1) == Recipe((Unicode(),)).hash()
    assert one.hash(0) == Recipe().hash()


def test_applying_counts_what_each_step_did() -> None:
    applied = apply_recipe(Recipe((Unicode(), Whitespace())), ["u\u0308ber  all", " \n ", "fine"])
    assert list(applied) == ["über all", "fine"]
    first, second = applied.tallies
    assert (first.documents_in, first.documents_out, first.documents_changed) == (3, 3, 1)
    assert (second.documents_in, second.documents_out, second.documents_changed) == (3, 2, 1)
    assert (second.changes, second.characters_in, second.characters_out) == (2, 16, 12)


def test_a_preview_shows_real_places_of_the_users_text() -> None:
    text = "\n".join(f"line {n} is  wide and caf{'e' if n % 2 else 'é'}" for n in range(2000))
    whole = "Ｑ１　the first line"
    for shown in preview(Recipe((Unicode(half_width=True), Whitespace())), [whole, text, "  "]):
        assert 1 <= len(shown.changes) <= 5
        assert shown.tally.changes > 0
        for change in shown.changes:
            assert change.after is None or change.before != change.after
            assert change.before in text + whole.replace("Ｑ１　", "Q1 ") + "  " + whole
            assert len(change.before) <= 400


def test_a_preview_of_a_text_of_any_length_looks_at_a_part() -> None:
    (shown,) = preview(Recipe((Whitespace(),)), ["a  b " * 100_000, "c"])
    assert shown.tally.characters_in == 200_000
