"""The Scores page: runs to choose from, one judged, more asked for, what cannot be shown."""

from dataclasses import asdict, replace
from pathlib import Path

import pytest

from slm_core.corpus.store import open_corpus
from slm_core.evaluation.coaching.overlap import find_overlap
from slm_core.evaluation.judging import evaluate_run
from slm_core.evaluation.report import times_test_opened
from slm_core.evaluation.texts.other_text import Other
from slm_core.processes.jobs import list_jobs
from slm_core.records import keep
from slm_core.runs.run import Run
from slm_core.workspace import Workspace, names_in, open_workspace
from tests.serving.writers import new_run, writer


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """One that was judged on its validation part, and on a text in another language."""
    made = writer(open_workspace(tmp_path_factory.mktemp("home")))
    evaluate_run(made, "validation", proven=True)
    evaluate_run(made, Other("泵 notes", ["泵很热。" * 30]))
    return made


@pytest.fixture
def workspace(run: Run, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    monkeypatch.setenv("ARGOT_HOME", str(run.workspace.root))
    monkeypatch.setattr("sys.argv", ["streamlit"])
    return run.workspace


def shown(page) -> str:
    parts = (page.title, page.markdown, page.caption, page.error, page.warning)
    return "\n".join(element.value for part in parts for element in part)


def report_of(run: Run, kind: str) -> Path:
    folder = run.folder / "report" / "evaluations"
    return next(path for path in folder.iterdir() if path.stem.startswith(kind))


def test_runs_are_listed_with_what_they_learned_from(open_page, run):
    page = open_page("scores")
    assert "Which run do you want to judge?" in shown(page)
    assert not page.error


def test_the_scores_of_a_run_are_told_in_words_first(open_page, run):
    page = open_page("scores", run=run.id)
    told = shown(page)
    assert "Not yet" in told
    assert "Kneser–Ney" in told
    assert "The score is proven" in told
    assert "never trained on" in told
    assert "test text is unused so far" in told
    assert "Does it repeat its training text" in told
    assert {one.label for one in page.metric} >= {"Perplexity", "F1 over next tokens"}
    assert "Off by" in told
    assert not page.error


def test_several_texts_are_told_apart_and_a_damaged_report_is_named(open_page, run):
    other = report_of(run, "other")
    page = open_page("scores", run=run.id, text=other.stem)
    assert "泵 notes" in shown(page)
    assert "spelled letter by letter" in shown(page)
    assert "too short to judge the model by" in shown(page)
    assert "-badge[" not in str(page.markdown[1].value), "no level"
    assert "score it again with a proof" in shown(page)
    whole = other.read_bytes()
    other.write_text("{half")
    try:
        told = shown(open_page("scores", run=run.id, text=other.stem))
        assert "Validation text, " in told
        assert "is damaged" in told
        assert "Score that text again" in told
    finally:
        other.write_bytes(whole)


def test_a_text_that_is_also_in_the_training_text_is_not_called_unseen(open_page, run):
    config = run.config()
    corpus = open_corpus(run.workspace, config.corpus)
    found = find_overlap(run.workspace, corpus, config.split)
    path = run.workspace.corpus_cache(corpus.id) / next(
        name for name in names_in(run.workspace.corpus_cache(corpus.id)) if "overlap" in name
    )
    keep(path, asdict(replace(found, exact=8, near=0, share=0.72)))
    told = shown(open_page("scores", run=run.id))
    assert "72% of the validation text also stands in the training text" in told
    assert "never trained on" not in told


def test_the_test_text_is_opened_only_after_a_question(open_page, run, workspace):
    page = open_page("scores", run=run.id)
    page.button(key="scores_test").click().run()
    assert "fits the model to it" in shown(page)
    assert times_test_opened(run) == 0
    assert not list_jobs(workspace)


def test_a_secret_is_planted_by_one_click(open_page, run):
    page = open_page("scores", run=run.id)
    page.button(key="scores_plant").click().run()
    assert "like" in page.query_params
    assert page.session_state["train_changes"]["training.canaries"] == "20"
    assert "planted in the training text 20 times" in shown(page)


def test_a_run_is_taken_along_to_be_compared(open_page, run):
    page = open_page("scores", run=run.id)
    page.button(key="scores_compare").click().run()
    assert page.query_params["runs"] == run.id
    assert not page.exception


def test_what_cannot_be_scored_says_so(open_page, workspace):
    assert "no run called" in shown(open_page("scores", run="gone"))
    waiting = new_run(workspace, name="waiting")
    assert "no checkpoint yet" in shown(open_page("scores", run=waiting.id))
