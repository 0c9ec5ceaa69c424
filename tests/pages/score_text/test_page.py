"""The Score text page: nothing to score with, a text scored, several documents under two models."""

import time

import pytest

from slm_core.errors import ArgotError
from slm_core.evaluation.surprisal.kept_scores import keep_scores, ranked_csv, read_scores
from slm_core.evaluation.surprisal.score_texts import score_texts
from slm_core.evaluation.texts.other_text import Other
from slm_core.processes.jobs import list_jobs
from slm_core.runs.run import Run
from slm_core.workspace import Workspace, open_workspace
from tests.serving.writers import writer


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> list[Run]:
    home = open_workspace(tmp_path_factory.mktemp("home"))
    return [writer(home, name="first"), writer(home, name="second")]


def shown(page) -> str:
    parts = (page.title, page.subheader, page.markdown, page.caption, page.error)
    return "\n".join(element.value for part in parts for element in part)


@pytest.fixture
def filled(runs: list[Run], monkeypatch: pytest.MonkeyPatch) -> Workspace:
    monkeypatch.setenv("ARGOT_HOME", str(runs[0].workspace.root))
    return runs[0].workspace


def test_without_a_model_the_page_leads_to_training(open_page):
    page = open_page("score_text")
    assert "as soon as it has trained" in shown(page)
    assert page.button(key="score_text_train").label == "Train a model"


def test_a_pasted_text_is_scored_and_shown(open_page, filled):
    page = open_page("score_text")
    page.text_area(key="score_text_text").input("The pump was hot. <b>Zygote</b> was not.")
    page.button(key="score_text_go").click().run()
    until = time.monotonic() + 60
    while not page.query_params.get("scores"):
        assert time.monotonic() < until, [job.state() for job in list_jobs(filled)]
        time.sleep(0.2)
        page.run()
    assert not page.exception
    told = shown(page)
    assert "bits for each byte" in told
    assert "Expected least" in told
    assert "Sentences, the most surprising first" in told


def test_documents_are_ranked_under_two_models(open_page, runs, filled):
    texts = ["The pump was hot.", "=1+1 zygote", "", "泵很热。"]
    report = score_texts(runs, Other("notes.csv", texts))
    name = keep_scores(filled, report)
    page = open_page("score_text", scores=f"{name}.2")
    told = shown(page)
    assert "notes\\.csv" in told
    assert "**Document 2**" in told
    assert "1 document without text was left out" in told
    assert "first" in told
    assert "second" in told
    assert read_scores(filled, name) == report
    rows = ranked_csv(report).splitlines()
    assert len(rows) == 4
    assert any(",'=1+1 zygote," in row for row in rows)


def test_what_cannot_be_scored_says_so(open_page, filled):
    page = open_page("score_text")
    page.button(key="score_text_go").click().run()
    assert "There is no text to score" in shown(page)
    assert "no longer kept" in shown(open_page("score_text", scores="000000000000"))
    with pytest.raises(ArgotError):
        read_scores(filled, "../runs")
