"""A recipe is what it says, written down or applied."""

import subprocess
import sys
import time

import pytest

from slm_core.corpus.cleaning.recipe import READY_MADE, Recipe, change_part, preview
from slm_core.corpus.cleaning.steps.boilerplate import Boilerplate
from slm_core.corpus.cleaning.steps.case_and_punctuation import Lowercase
from slm_core.corpus.cleaning.steps.duplicates import ExactDuplicates
from slm_core.corpus.cleaning.steps.join_lines import JoinLines
from slm_core.corpus.cleaning.steps.mask_numbers_urls import MaskNumbers, MaskUrls
from slm_core.corpus.cleaning.steps.stemming import Stem
from slm_core.corpus.cleaning.steps.stop_words import StopWords
from slm_core.corpus.cleaning.steps.tokenise import Tokenise
from slm_core.corpus.cleaning.steps.unicode import Unicode
from slm_core.corpus.cleaning.steps.whitespace import Whitespace
from slm_core.errors import SettingsError
from tests.corpus.recipe_in_memory import cleaned


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
    done = cleaned(Recipe((Unicode(), Whitespace())), ["u\u0308ber  all", " \n ", "fine"])
    assert done.texts == ["über all", "fine"]
    first, second = done.stats
    assert (first.documents_in, first.documents_out, first.documents_changed) == (3, 3, 1)
    assert (second.documents_in, second.documents_out, second.documents_changed) == (3, 2, 1)
    assert (second.changes, second.characters_in, second.characters_out) == (2, 16, 12)


def test_a_preview_shows_real_places_of_the_users_text() -> None:
    text = "\n".join(f"line {n} is  wide and caf{'e' if n % 2 else 'é'}" for n in range(2000))
    whole = "Ｑ１　the first line"
    for shown in preview(Recipe((Unicode(half_width=True), Whitespace())), [whole, text, "  "]):
        assert 1 <= len(shown.changes) <= 5
        assert shown.tally.changes > 0
        assert len(shown.texts) == shown.tally.documents_out
        for change in shown.changes:
            assert change.after is None or change.before != change.after
            assert change.before in text + whole.replace("Ｑ１　", "Q1 ") + "  " + whole
            assert len(change.before) <= 400


def test_a_preview_of_a_text_of_any_length_looks_at_a_part() -> None:
    (shown,) = preview(Recipe((Whitespace(),)), ["a  b " * 100_000, "c"])
    assert shown.tally.characters_in == 200_000


def test_a_preview_of_chinese_looks_at_as_many_bytes() -> None:
    (shown,) = preview(Recipe((Whitespace(),)), ["汉  " * 100_000])
    assert shown.tally.characters_in == 200_000 // 5 * 3


def test_steps_without_a_language_take_that_of_the_texts() -> None:
    texts = ["Das ist nicht die Katze, und der Hund ist auch nicht da."] * 3
    done = cleaned(Recipe((StopWords(),)), texts)
    assert done.recipe.steps == (StopWords("de"),)
    assert done.texts == ["Katze, Hund."] * 3
    assert Recipe((StopWords(), Stem())).resolved("xx").steps == (StopWords("none"), Stem("none"))
    assert Recipe((StopWords(),)).resolved("und").steps == (StopWords(),)


@pytest.mark.parametrize("recipe", READY_MADE.values(), ids=READY_MADE)
def test_ready_made_recipes_do_good_to_texts_of_any_language(recipe: Recipe) -> None:
    texts = [
        "The  first text of all,\nand the rest of it.",
        "Ｑ１　第一個產品，質量很好。",
        "日本語の文章です。短いです。",
        "Über schöne Häuser und Gärten.",
        "هذا كتاب جديد في المكتبة.",
    ]
    assert len(cleaned(recipe, texts).texts) >= 2
    assert Recipe.from_json(recipe.to_json()) == recipe


def test_the_article_s_recipe_keeps_the_order_of_the_words() -> None:
    text = "The breakthrough in cancer treatment, doctors said, is a hope for the patients."
    (left,) = cleaned(READY_MADE["the article's"], [text]).texts
    assert left == "breakthrough cancer treatment doctors hope patients"
    assert len(READY_MADE["the article's"].warnings) == 2


def test_the_chinese_recipe_keeps_chinese_punctuation() -> None:
    done = cleaned(READY_MADE["Chinese"], ["　　Ｑ１：這個產品，很好！", "Q1：这个产品，很好！"])
    assert done.texts == ["Q1：这个产品，很好！"]


def test_stages_put_text_steps_together() -> None:
    recipe = Recipe((Unicode(), Whitespace(), ExactDuplicates(), Lowercase()))
    assert recipe.stages() == [(Unicode(), Whitespace()), ExactDuplicates(), (Lowercase(),)]


def test_parts_of_a_text_join_to_it_again() -> None:
    parts = [" a  b \n\n", "\n c  d\n", " \n", "e  f \n"]
    ends = [(True, False), (False, False), (False, False), (False, True)]
    done = [
        change_part(Whitespace(), part, first=first, last=last)[0]
        for part, (first, last) in zip(parts, ends, strict=True)
    ]
    assert "".join(done) == "a b \n\n\n c d\n \ne f"


def test_a_preview_of_ten_steps_answers_at_once() -> None:
    steps = [
        Unicode(), Boilerplate(), JoinLines(), Whitespace(), MaskUrls(), MaskNumbers(),
        Tokenise(), Lowercase(), StopWords("en"), Stem("en"),
    ]  # fmt: skip
    text = "\n".join(
        f"Line {n} tells of the patients of Dr. {chr(65 + n % 26)}." for n in range(5000)
    )
    preview(Recipe(tuple(steps)), [text[:1000]])
    begin = time.process_time()
    preview(Recipe(tuple(steps)), [text])
    assert time.process_time() - begin < 2.0  # 0.2 s on a quiet machine


def test_recipes_load_no_heavy_library_before_it_is_needed() -> None:
    program = "import sys, slm_core.corpus.cleaning.recipe; print(*sys.modules, sep='\\n')"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    heavy = {"numpy", "rensa", "lingua", "simplemma", "rjieba", "opencc", "ftfy", "stopwordsiso"}
    assert not heavy & set(done.stdout.split())
