"""The page of blind ratings: choosing, not knowing, and what came out."""

import pytest
from streamlit.testing.v1 import AppTest

from slm_core.evaluation.ratings.rating_set import open_ratings
from slm_core.workspace import Workspace
from tests.evaluation.ratings.made_set import made_set
from tests.pages.conftest import OpenPage


def shown(page: AppTest) -> str:
    return "\n".join(text.value for text in (*page.markdown, *page.caption)).replace("\\", "")


@pytest.fixture
def made(workspace: Workspace) -> str:
    return made_set(workspace).id


def test_nobody_is_told_whose_a_text_is_until_all_are_judged(
    open_page: OpenPage, workspace: Workspace, made: str
) -> None:
    page = open_page("rating", set=made)
    assert not page.exception
    assert "Pumps · LSTM" not in shown(page)
    assert "real text" not in shown(page)
    for number in range(10):
        assert f"Pair {number + 1} of 10" in page.get("progress")[0].proto.text
        choice = "left" if number < 9 else "tie"
        page.button(key=f"rating_vote_{choice}").click().run()
        assert not page.exception
    assert len(open_ratings(workspace, made).votes()) == 10
    assert "Pumps · LSTM** is clearly liked better than the real text" in shown(page)
    table = page.dataframe[0].value
    assert list(table["wins"]) == ["9.5", "0.5"]


def test_a_vote_that_cannot_be_kept_is_said(
    open_page: OpenPage, workspace: Workspace, made: str
) -> None:
    page = open_page("rating", set=made)
    (workspace.rating_folder(made) / "votes.jsonl").mkdir()
    page.button(key="rating_vote_left").click().run()
    assert not page.exception
    assert page.error


def test_without_a_model_it_says_what_to_do_and_a_set_that_is_gone_is_a_sentence(
    open_page: OpenPage,
) -> None:
    page = open_page("rating")
    assert not page.exception
    assert page.button(key="rating_train").label == "Train a model"
    page = open_page("rating", set="../etc")
    assert "is not the name of anything" in page.error[0].value
