"""Previews in a process of their own say what previews here say, and do not hang."""

import os
import signal
import time
from collections.abc import Iterator

import pytest

from slm_core.corpus.cleaning.previewer import Previewer
from slm_core.corpus.cleaning.recipe import READY_MADE, Recipe, preview
from slm_core.corpus.cleaning.steps.duplicates import ExactDuplicates
from slm_core.corpus.cleaning.steps.stop_words import StopWords
from slm_core.corpus.cleaning.steps.whitespace import Whitespace
from slm_core.errors import CorpusError

TEXTS = ["The  pump was hot.\nIt was the seal.", "The  pump was hot.\nIt was the seal.", "高血压"]


@pytest.fixture(scope="module")
def previewer() -> Iterator[Previewer]:
    made = Previewer()
    yield made
    made.close()


@pytest.mark.parametrize("recipe", READY_MADE.values(), ids=READY_MADE)
def test_what_the_process_says_is_what_a_preview_here_says(
    previewer: Previewer, recipe: Recipe
) -> None:
    told, here = previewer.preview(recipe, TEXTS), preview(recipe, TEXTS)
    assert [one.step for one in told.steps] == [one.step for one in here]
    assert [one.tally for one in told.steps] == [one.tally for one in here]
    assert [one.changes for one in told.steps] == [one.changes for one in here]
    assert told.after == (here[-1].texts if here else tuple(TEXTS))


def test_the_language_that_was_found_comes_back(previewer: Previewer) -> None:
    (shown,) = previewer.preview(Recipe((StopWords(),)), TEXTS[:1]).steps
    assert shown.step == StopWords("en")


def test_characters_that_no_encoding_holds_travel_too(previewer: Previewer) -> None:
    told = previewer.preview(Recipe((Whitespace(), ExactDuplicates())), ["a  \ud800 b"])
    assert told.after == ("a \ud800 b",)


def test_a_look_notices_misread_lines_and_the_script(previewer: Previewer) -> None:
    looked = previewer.look(["We met in the cafÃ© at noon.\nAll was well.", "Nothing here."])
    assert (looked.misread, looked.is_simplified) == (1, True)
    assert not previewer.look(["病人主訴頭痛三天，伴發熱，無咳嗽。"]).is_simplified


def test_a_killed_process_is_started_again(previewer: Previewer) -> None:
    recipe = READY_MADE["light"]
    previewer.preview(recipe, TEXTS)
    assert previewer._process is not None
    os.kill(previewer._process.pid, signal.SIGKILL)
    assert len(previewer.preview(recipe, TEXTS).steps) == 3


def test_one_that_takes_too_long_is_given_up_with_a_sentence() -> None:
    previewer = Previewer(patience=0.01)
    with pytest.raises(CorpusError, match=r"longer than 0\.01 seconds .* Take out the step"):
        previewer.preview(READY_MADE["light"], TEXTS)
    assert previewer._process is None


def test_it_goes_when_nobody_asks() -> None:
    previewer = Previewer(idle=0.2)
    previewer.look(["text"])
    process = previewer._process
    assert process is not None
    end = time.monotonic() + 10
    while process.poll() is None:
        assert time.monotonic() < end
        time.sleep(0.02)


def test_a_step_that_fails_says_so_and_the_process_goes_on(previewer: Previewer) -> None:
    with pytest.raises(CorpusError, match="The preview failed: KeyError"):
        previewer._ask({})
    assert previewer.look(["text"]).misread == 0
