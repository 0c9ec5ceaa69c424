"""What the form says of a run beforehand: measured, warned of, mended with a click."""

import re
import time
from typing import Any

import pytest
from filelock import FileLock
from streamlit.testing.v1 import AppTest

from slm_core.corpus.store import Corpus
from slm_core.hardware.machine import describe_machine
from slm_core.workspace import Workspace
from tests.pages.conftest import OpenPage
from tests.pages.run_folders import write_run
from tests.runs.planning.test_speed import trained
from tests.tiny import make_corpus, text_of


@pytest.fixture
def corpus(workspace: Workspace) -> Corpus:
    return make_corpus(workspace, text_of(40_000))


def words(page: AppTest) -> str:
    return "\n".join(one.value for kind in ("markdown", "caption") for one in page.main.get(kind))


def keys(page: AppTest) -> set[str | None]:
    return {found.key for found in page.button}


def until_measured(page: AppTest) -> None:
    """The browser asks twice a second; here somebody has to."""
    deadline = time.monotonic() + 60
    while "train_trial" in page.session_state:
        assert time.monotonic() < deadline
        time.sleep(0.2)
        page.run()
    assert not page.exception


def test_a_few_steps_tell_the_speed_and_counting_the_score(
    open_page: OpenPage, corpus: Corpus
) -> None:
    page = open_page("training", corpus=corpus.id)
    assert "bits per byte (less is better), estimated from how" in words(page), (
        "before any measuring"
    )
    assert "measured on this machine" not in words(page)
    page.session_state["train_changes"] = {"model.hidden_size": "16"}
    page.run()
    page.button(key="train_measure").click().run()
    assert "Taking a few steps" in words(page)
    until_measured(page)
    shown = words(page)
    assert "measured on this machine" in shown
    assert "bits per byte (less is better), estimated from how" in shown
    assert page.button(key="train_measure").label == "Measure again"


def test_what_was_refused_is_not_measured(open_page: OpenPage, corpus: Corpus) -> None:
    page = open_page("training", corpus=corpus.id)
    assert not page.button(key="train_measure").disabled
    page.session_state["train_changes"] = {"training.batch_size": "4096"}
    page.run()
    assert page.button(key="train_start").disabled
    measure = page.button(key="train_measure")
    assert measure.disabled
    assert "fewer than one batch" in measure.help


def units(page: AppTest) -> str:
    """Of the network that is recommended."""
    found = re.search(r"with (\d+) units", words(page))
    assert found
    return found[1]


def test_a_network_is_chosen_by_the_speed_of_earlier_runs_and_stays_while_one_looks(
    open_page: OpenPage, workspace: Workspace
) -> None:
    corpus = make_corpus(workspace, text_of(60_000))
    device = "cuda" if describe_machine().gpus else "cpu"
    machine = {"device": "auto", "threads": 0, "precision": "auto"}
    large: dict[str, Any] = {"kind": "lstm", "hidden_size": 256, "machine": machine}

    def learned(speed: float) -> None:
        for _ in range(3):
            trained(workspace, corpus, speed=speed, device=device, **large)

    learned(1_000)
    page = open_page("training", corpus=corpus.id)
    assert units(page) == "128"
    learned(500_000)
    page.run()
    assert units(page) == "128", "nothing changes under one's hands"
    page.query_params["run"] = write_run(workspace, "finished").run.id
    page.run()
    assert not page.exception
    del page.query_params["run"]
    page.run()
    assert units(page) == "256"


def test_measuring_can_be_cancelled(open_page: OpenPage, corpus: Corpus) -> None:
    page = open_page("training", corpus=corpus.id)
    page.button(key="train_measure").click().run()
    trial = page.session_state["train_trial"]
    page.button(key="train_measure_stop").click().run()
    assert not page.exception
    assert trial._process.poll() is not None
    assert "train_measure" in keys(page)
    assert "measured on this machine" not in words(page)


def test_while_another_run_trains_the_page_says_why_not(
    open_page: OpenPage, corpus: Corpus, workspace: Workspace
) -> None:
    with FileLock(workspace.slots / "slot-0.lock"):
        page = open_page("training", corpus=corpus.id)
        page.button(key="train_measure").click().run()
        until_measured(page)
    assert "Another run is training" in words(page)


def test_a_fix_changes_the_form_and_its_warning_goes(open_page: OpenPage, corpus: Corpus) -> None:
    page = open_page("training", corpus=corpus.id)
    page.session_state["train_changes"] = {
        "training.batch_size": "4096",
        "tokenizer.vocabulary_size": "9000",
        "budget.minutes": "none",
        "budget.epochs": "0.1",
    }
    page.run()
    assert page.button(key="train_start").disabled, "no batch can be filled"
    for kind in ("batch", "vocabulary", "short"):
        page.button(key=f"train_fix_{kind}").click().run()
        assert not page.exception
        assert f"train_fix_{kind}" not in keys(page)
    assert not page.button(key="train_start").disabled
    changes = page.session_state["train_changes"]
    assert changes["budget.epochs"] == "1"
    assert "training.batch_size" not in changes, "back to what was chosen"
    page.session_state["train_more_settings"] = True
    page.run()
    assert page.number_input(key="train_training_batch_size").value == 32
    assert page.number_input(key="train_budget_epochs").value == 1


def test_more_than_two_warnings_wait_in_an_expander(open_page: OpenPage, corpus: Corpus) -> None:
    page = open_page("training", corpus=corpus.id)
    page.session_state["train_changes"] = {
        "training.batch_size": "512",
        "tokenizer.vocabulary_size": "9000",
        "machine.device": "cuda",
    }
    page.run()
    assert [one.label for one in page.expander if "more" in one.label] == ["2 more hints"]
    assert len([key for key in keys(page) if str(key).startswith("train_fix_")]) == 4


def test_what_is_recommended_is_not_warned_of(open_page: OpenPage, corpus: Corpus) -> None:
    page = open_page("training", corpus=corpus.id)
    for length in ("quick", "better", "long", "hour"):
        page.session_state["train_length"] = length
        page.run()
        assert not page.exception
        assert not [key for key in keys(page) if str(key).startswith("train_fix_")], length
