"""Previews in a process of their own say what previews here say, and do not hang."""

from collections.abc import Iterator

import pytest

from slm_core.corpus.cleaning.preview import inspect_sample, load_ahead, preview_recipe
from slm_core.corpus.cleaning.recipe import READY_MADE, Recipe, preview
from slm_core.corpus.cleaning.steps.duplicates import ExactDuplicates
from slm_core.corpus.cleaning.steps.stop_words import StopWords
from slm_core.corpus.cleaning.steps.whitespace import Whitespace
from slm_core.errors import CorpusError
from slm_core.processes.pool import WorkerPool

TEXTS = ["The  pump was hot.\nIt was the seal.", "The  pump was hot.\nIt was the seal.", "高血压"]


@pytest.fixture(scope="module")
def pool() -> Iterator[WorkerPool]:
    with WorkerPool(1) as made:
        yield made


@pytest.mark.parametrize("recipe", READY_MADE.values(), ids=READY_MADE)
def test_what_the_process_says_is_what_a_preview_here_says(
    pool: WorkerPool, recipe: Recipe
) -> None:
    told, here = preview_recipe(pool, recipe, TEXTS), preview(recipe, TEXTS)
    assert [one.step for one in told.steps] == [one.step for one in here]
    assert [one.tally for one in told.steps] == [one.tally for one in here]
    assert [one.changes for one in told.steps] == [one.changes for one in here]
    assert told.after == (here[-1].texts if here else tuple(TEXTS))


def test_the_language_that_was_found_comes_back(pool: WorkerPool) -> None:
    (shown,) = preview_recipe(pool, Recipe((StopWords(),)), TEXTS[:1]).steps
    assert shown.step == StopWords("en")


def test_characters_that_no_encoding_holds_travel_too(pool: WorkerPool) -> None:
    told = preview_recipe(pool, Recipe((Whitespace(), ExactDuplicates())), ["a  \ud800 b"])
    assert told.after == ("a \ud800 b",)


def test_a_look_notices_misread_lines_and_the_script(pool: WorkerPool) -> None:
    looked = inspect_sample(pool, ["We met in the cafÃ© at noon.\nAll was well.", "Nothing here."])
    assert (looked.misread, looked.script) == (1, None)
    assert inspect_sample(pool, ["病人主訴頭痛三天，伴發熱，無咳嗽。"]).script == "traditional"


@pytest.mark.parametrize("seldom", [False, True])
def test_what_is_loaded_ahead_is_waited_for_by_the_next_preview(seldom: bool) -> None:
    with WorkerPool(1) as pool:
        load_ahead(pool, "zh", seldom=seldom)
        assert len(preview_recipe(pool, READY_MADE["light"], TEXTS).steps) == 3


def test_one_that_takes_too_long_is_given_up_with_a_sentence() -> None:
    with (
        WorkerPool(1) as pool,
        pytest.raises(CorpusError, match=r"longer than 0\.01 seconds .* Take out the step"),
    ):
        preview_recipe(pool, READY_MADE["light"], TEXTS, timeout=0.01)
