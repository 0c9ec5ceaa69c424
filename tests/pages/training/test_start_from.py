"""Fine-tuning on the Train page: choosing where to start, and what it won and forgot."""

import os
import shutil
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from pages.training.run.ended.before_after import in_words
from slm_core.corpus.readers.document import InputFile
from slm_core.corpus.readers.registry import read_source
from slm_core.corpus.store import Corpus, add_corpus
from slm_core.runs.config import StartSettings
from slm_core.runs.launching.create import create_run
from slm_core.runs.run import Run, list_runs
from slm_core.runs.transfer_scores import CorpusScore, TransferScores, write_before_after
from slm_core.storage import write_json
from slm_core.workspace import Workspace
from tests.pages.charts.drawn import rows
from tests.pages.conftest import OpenPage
from tests.pages.run_folders import RunFolder, write_run
from tests.pages.showing import letters
from tests.pages.training.test_run import button, keys, words
from tests.runs.fine_tuning.test_setup import steps, train_here
from tests.tiny import make_config, make_corpus

ROOT = Path(__file__).parents[3]
PUMPS = "The pump was checked and the filter was changed by the second shift. " * 300


@pytest.fixture
def corpus(workspace: Workspace) -> Corpus:
    """A small text about pumps."""
    result = read_source(InputFile("pumps.txt", PUMPS.encode()))
    return add_corpus(workspace, [result], name="Pumps", seed_text="The pump")


@pytest.fixture
def earlier(workspace: Workspace) -> Run:
    """A run that has really learned, a little."""
    config = make_config(make_corpus(workspace), budget=steps(25))
    return train_here(create_run(workspace, replace(config, name="Motors")))


@pytest.fixture
def newer(earlier: Run, workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> Run:
    """A run after the earlier one, so that this is no longer among the newest."""
    monkeypatch.setattr("pages.training.new.start_from._MOST", 1)
    later = write_run(workspace, "finished").run
    os.utime(later.folder / "config.json", (time.time() + 60, time.time() + 60))
    return later


def test_with_no_run_to_start_from_nothing_is_asked(open_page: OpenPage, corpus: Corpus) -> None:
    page = open_page("training", corpus=corpus.id)
    assert "train_from" not in [choice.key for choice in page.selectbox]


def test_a_finished_run_leads_to_the_form_that_starts_from_it(
    open_page: OpenPage, workspace: Workspace, corpus: Corpus, earlier: Run
) -> None:
    page = open_page("training", run=earlier.id)
    button(page, "train_fine_tune").click().run()
    assert not page.exception
    assert page.query_params["start"] == earlier.id
    assert page.selectbox(key="train_from").value == earlier.id
    assert page.selectbox(key="train_corpus").value == corpus.id, "another text than its own"
    assert "was trained on this text already" not in words(page)
    assert "**LSTM** with 16 units in one layer" in words(page)
    assert "character by character" in words(page)


def test_with_no_other_text_the_form_says_where_one_comes_from(
    open_page: OpenPage, earlier: Run
) -> None:
    page = open_page("training", start=earlier.id)
    assert "It was trained on this text already" in words(page)
    links = {link.proto.label for link in page.main.get("page_link")}
    here = {each.label for each in page.button}  # without a browser the Start page is where one is
    assert {"Bring text", "Take a sample"} <= links | here


@pytest.mark.parametrize("cutting", ["same", "new"])
def test_starting_makes_a_run_of_the_earlier_network(
    open_page: OpenPage,
    workspace: Workspace,
    corpus: Corpus,
    earlier: Run,
    monkeypatch: pytest.MonkeyPatch,
    cutting: str,
) -> None:
    monkeypatch.setattr("slm_core.runs.launching.create.launch", lambda run, **_: None)
    page = open_page("training", corpus=corpus.id, start=earlier.id)
    page.session_state["train_changes"] = {
        "model.hidden_size": "48",  # of an earlier visit: cannot be used here
        "model.dropout": "0.25",
        "tokenizer.vocabulary_size": "300",
    }
    page.session_state["train_from_tokenizer"] = cutting
    page.session_state["train_more_settings"] = True
    page.run()
    assert not page.exception
    assert not page.error
    fields = {field.key for field in page.number_input}
    assert "train_model_hidden_size" not in fields
    assert "train_model_dropout" in fields
    assert ("train_tokenizer_vocabulary_size" in fields) == (cutting == "new")
    button(page, "train_start").click().run()
    run = next(run for run in list_runs(workspace) if run != earlier)
    config = run.config()
    assert config.start is not None
    assert (config.start.run, config.start.tokenizer) == (earlier.id, cutting)
    assert (config.model.hidden_size, config.model.dropout) == (16, 0.25)
    assert config.tokenizer.vocabulary_size == (300 if cutting == "new" else 768)


def test_tokens_that_do_not_know_the_script_are_warned_of_and_changed_by_a_click(
    open_page: OpenPage, workspace: Workspace, earlier: Run
) -> None:
    result = read_source(InputFile("菜.txt", "先把鸡蛋打散，再放入锅中炒熟。".encode() * 300))
    chinese = add_corpus(workspace, [result], name="Recipes", seed_text="先把")
    page = open_page("training", corpus=chinese.id, start=earlier.id)
    said = words(page).replace("\\", "")
    assert "of this text is unknown to the earlier run's tokens" in said
    button(page, "train_fix_script").click().run()
    assert not page.exception
    assert page.session_state["train_from_tokenizer"] == "new"
    assert "train_fix_script" not in {found.key for found in page.button}


def test_a_run_that_is_not_there_is_said(open_page: OpenPage, corpus: Corpus, earlier: Run) -> None:
    page = open_page("training", corpus=corpus.id, start="gone")
    assert "no run called gone here" in letters(page.error[0])
    assert page.selectbox(key="train_from").value == ""
    assert not button(page, "train_start").disabled


def test_a_run_that_is_asked_for_can_be_started_from_however_old_it_is(
    open_page: OpenPage, corpus: Corpus, earlier: Run, newer: Run
) -> None:
    page = open_page("training", corpus=corpus.id, start=earlier.id)
    assert not page.error
    assert page.selectbox(key="train_from").value == earlier.id
    assert len(page.selectbox(key="train_from").options) == 3  # nothing, the newest, and this one
    del page.query_params["start"]
    page.run()
    assert page.selectbox(key="train_from").value == earlier.id, "once chosen it stays"


def test_no_more_than_the_newest_runs_are_offered_unasked(
    open_page: OpenPage, corpus: Corpus, newer: Run
) -> None:
    page = open_page("training", corpus=corpus.id)
    assert page.selectbox(key="train_from").value == ""
    assert len(page.selectbox(key="train_from").options) == 2


def test_an_old_run_without_a_model_is_nothing_to_start_from(
    open_page: OpenPage, corpus: Corpus, earlier: Run, newer: Run
) -> None:
    shutil.rmtree(earlier.folder / "checkpoints")
    page = open_page("training", corpus=corpus.id, start=earlier.id)
    assert "with a model to start with" in letters(page.error[0])


def test_the_help_promises_of_fine_tuning_what_was_measured(
    open_page: OpenPage, corpus: Corpus, earlier: Run
) -> None:
    said = open_page("training", corpus=corpus.id).selectbox(key="train_from").help
    assert "small, or like the first" in said
    assert "saved no steps over a new model" in said
    figures = " ".join((ROOT / "benchmarks" / "README.md").read_text("utf-8").split())
    assert "saves no steps on a text of this size" in figures


@pytest.fixture
def tuned(workspace: Workspace) -> Iterator[RunFolder]:
    folder = write_run(workspace, "finished")
    config = replace(folder.run.config(), start=StartSettings("gone-run"))
    write_json(folder.run.folder / "config.json", config.to_json())
    yield folder


NEW = CorpusScore("new-1", "News", before=2.0, after=1.5)
OLD = CorpusScore("old-1", "Motors", before=1.0, after=1.2)


def shown(open_page: OpenPage, folder: RunFolder) -> AppTest:
    page = open_page("training", run=folder.run.id)
    assert "Before and after" in words(page)
    return page


def slopes(page: AppTest) -> list[dict[str, object]]:
    charts = (element.proto for element in page.main.get("vega_lite_chart"))
    return next(
        rows(chart, "slopes")
        for chart in charts
        if any(dataset.name == "slopes" for dataset in chart.datasets)
    )


def test_before_and_after_are_told_and_drawn(open_page: OpenPage, tuned: RunFolder) -> None:
    compared = TransferScores(OLD, NEW, carried=3.1, shared_tokens=40, most_characters=1_000_000)
    write_before_after(tuned.run, compared)
    page = shown(open_page, tuned)
    told = words(page)
    assert "Text like **News** needs 25 % fewer bits than before." in told
    assert "Its first text, **Motors**, needs 20 % more bits: it has forgotten that much." in told
    assert "40 of its 65 tokens are carried over" in told
    assert "The run it started from was deleted." in told
    drawn = slopes(page)
    assert [row["end"] for row in drawn] == ["before", "after"] * 2
    assert [row["value"] for row in drawn] == pytest.approx([2.0, 1.5, 1.0, 1.2])
    assert {row["name"] for row in drawn} == {"−25.0 %, new text", "+20.0 %, first text"}


def test_a_text_that_is_gone_has_no_slope(open_page: OpenPage, tuned: RunFolder) -> None:
    write_before_after(tuned.run, TransferScores(replace(OLD, before=None, after=None), NEW))
    assert [row["value"] for row in slopes(shown(open_page, tuned))] == [2.0, 1.5]


def test_before_it_is_known_that_is_said(open_page: OpenPage, tuned: RunFolder) -> None:
    assert "is measured when the run ends" in words(shown(open_page, tuned))


def test_other_runs_show_nothing_of_it(open_page: OpenPage, workspace: Workspace) -> None:
    page = open_page("training", run=write_run(workspace, "finished").run.id)
    assert "Before and after" not in words(page)
    assert "train_fine_tune" in keys(page)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (replace(OLD, after=1.002), NEW, "It has forgotten nothing of its first text, **Motors**."),
        (replace(OLD, after=0.9), NEW, "needs 10 % fewer bits, too"),
        (replace(OLD, after=1.05), NEW, "5 % more bits: it has forgotten that much."),
        (OLD, NEW, "A lower learning rate or less time forgets less."),
        (
            OLD,
            replace(NEW, after=2.2),
            "10 % more bits than before: training on it has not made the model better",
        ),
        (OLD, replace(NEW, after=2.0), "needs as many bits as before."),
        (
            CorpusScore("old-1", "", problem="Corpus 'old-1' does not exist."),
            NEW,
            "unknown: Corpus 'old\\-1' does not exist",
        ),
    ],
)
def test_every_outcome_has_its_sentence(old: CorpusScore, new: CorpusScore, said: str) -> None:
    assert said.replace("\\", "") in in_words(TransferScores(old, new)).replace("\\", "")


def test_more_of_the_same_text_forgets_nothing_to_speak_of() -> None:
    assert in_words(TransferScores(NEW, NEW)).count("**News**") == 1
