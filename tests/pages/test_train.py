"""The Train page in every state, and what each of its errors says."""

import math
from collections.abc import Iterator

import pytest
from streamlit.testing.v1 import AppTest

from pages.parts.train_verdict import Verdict, in_words, trend_of
from slm_core.corpus.read import Source, read_source
from slm_core.corpus.store import Corpus, add_corpus
from slm_core.durable import LineFile, write_json
from slm_core.runs.run import list_runs
from slm_core.workspace import Workspace
from tests.pages.conftest import OpenPage
from tests.pages.run_folders import (
    NAN,
    RunFolder,
    start_run,
    validation_record,
    write_facts,
    write_run,
)


@pytest.fixture
def corpus(workspace: Workspace) -> Corpus:
    """A small text about pumps."""
    text = "The pump was checked and the filter was changed by the second shift. " * 300
    result = read_source(Source("pumps.txt", text.encode()))
    return add_corpus(workspace, [result], name="Pumps", seed_text="The pump")


@pytest.fixture
def running(workspace: Workspace) -> Iterator[RunFolder]:
    folder = write_run(workspace, "running")
    yield folder
    if folder.lock.is_locked:
        folder.lock.release()


def words(page: AppTest) -> str:
    """All text shown in the main part."""
    kinds = ("title", "markdown", "caption", "error", "metric", "progress")
    shown = [element for kind in kinds for element in page.main.get(kind)]
    return "\n".join(str(getattr(e.proto, "text", "") or getattr(e, "value", "")) for e in shown)


def button(page: AppTest, key: str):
    return next(found for found in page.button if found.key == key)


def keys(page: AppTest) -> set[str | None]:
    return {found.key for found in page.button}


# Before


def test_without_a_text_it_offers_the_ways_to_one(open_page: OpenPage) -> None:
    page = open_page("train")
    assert {"train_bring", "train_sample_text"} <= keys(page)
    assert "train_start" not in keys(page)


def test_the_form_says_what_it_chose_and_that_its_speed_is_not_measured(
    open_page: OpenPage, corpus: Corpus
) -> None:
    page = open_page("train", corpus=corpus.id)
    shown = words(page)
    assert "**LSTM** of 128 units in one layer" in shown
    assert "character by character" in shown
    assert "80 % of the text" in shown
    assert "a guess from machines like this one" in shown
    assert "train_measure" in keys(page)
    assert "one run at a time" in shown
    assert page.text_input(key="train_samples_seed_text").value == "The pump"


def test_choosing_minutes_changes_what_will_happen(open_page: OpenPage, corpus: Corpus) -> None:
    page = open_page("train", corpus=corpus.id)
    page.session_state["train_length"] = "article"
    page.run()
    shown = words(page)
    assert not page.exception
    assert "512 units in 2 layers" in shown
    assert "What we do differently" in shown
    assert "word by word" in shown


def test_what_was_typed_is_used_and_survives_another_page(
    open_page: OpenPage, corpus: Corpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = open_page("train", corpus=corpus.id)
    page.text_input(key="train_name").set_value("My pumps").run()
    page.text_input(key="train_samples_seed_text").set_value("The filter").run()
    page.switch_page("write.py").run()
    page.switch_page("train.py").run()
    assert page.text_input(key="train_name").value == "My pumps"
    assert page.text_input(key="train_samples_seed_text").value == "The filter"


def test_every_setting_is_one_click_away(open_page: OpenPage, corpus: Corpus) -> None:
    page = open_page("train", corpus=corpus.id)
    page.session_state["train_changes"] = {"model.hidden_size": "48"}
    page.session_state["train_more_settings"] = True
    page.run()
    assert "48 units" in words(page)
    assert page.number_input(key="train_model_hidden_size").value == 48
    button(page, "train_reset").click().run()
    assert "128 units" in words(page)


def test_settings_that_cannot_be_are_refused_beside_the_button(
    open_page: OpenPage, corpus: Corpus
) -> None:
    page = open_page("train", corpus=corpus.id)
    page.session_state["train_changes"] = {
        "model.tied_weights": "true",
        "model.embedding_size": "32",
    }
    page.run()
    assert "training" not in [error.value for error in page.error]
    assert "Make them equal, or untie the weights." in page.error[0].value
    assert button(page, "train_start").disabled


def test_a_text_shorter_than_a_batch_is_refused_with_the_remedy(
    open_page: OpenPage, corpus: Corpus
) -> None:
    page = open_page("train", corpus=corpus.id)
    page.session_state["train_changes"] = {
        "training.batch_size": "4096",
        "training.sequence_length": "4096",
    }
    page.run()
    assert "fewer than one batch" in page.error[0].value
    assert button(page, "train_start").disabled


def test_an_unknown_corpus_in_the_address_is_said(open_page: OpenPage, corpus: Corpus) -> None:
    page = open_page("train", corpus="nothing-here")
    assert "nothing" in page.error[0].value
    assert "train_start" in keys(page)


def test_starting_makes_a_run_and_leads_to_its_address(
    open_page: OpenPage,
    corpus: Corpus,
    workspace: Workspace,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    launched = []
    monkeypatch.setattr("slm_core.runs.create.launch", lambda run, **_: launched.append(run))
    page = open_page("train", corpus=corpus.id)
    button(page, "train_start").click().run()
    assert [run.id for run in launched] == [run.id for run in list_runs(workspace)]
    assert page.query_params["run"] == launched[0].id
    assert "number 1 of 1 in the queue" in words(page)
    assert launched[0].config().samples.seed_text == "The pump"


# During


def test_an_unknown_run_is_said_with_a_way_on(open_page: OpenPage) -> None:
    page = open_page("train", run="no-such-run")
    assert "no run called 'no-such-run'" in page.error[0].value
    assert "train_new" in keys(page)


def test_a_damaged_config_is_said(open_page: OpenPage, running: RunFolder) -> None:
    write_json(running.run.folder / "config.json", {"name": "x"})
    page = open_page("train", run=running.run.id)
    assert "config.json" in page.error[0].value


def test_waiting_and_starting_say_what_is_going_on(
    open_page: OpenPage, workspace: Workspace
) -> None:
    queued, starting = write_run(workspace, "queued"), write_run(workspace, "starting")
    assert "number 1 of 1 in the queue" in words(open_page("train", run=queued.run.id))
    assert "training the tokenizer" in words(open_page("train", run=starting.run.id))
    queued.lock.release()
    starting.lock.release()


def test_training_shows_numbers_curves_and_text(open_page: OpenPage, running: RunFolder) -> None:
    page = open_page("train", run=running.run.id)
    shown = words(page)
    assert "37 s of 1 min · 23 s left · epoch 5 · step 1,240" in shown
    assert [metric.label for metric in page.metric] == [
        "Validation loss",
        "Next character right",
        "Bits per byte",
        "Characters a second",
    ]
    assert len(page.get("vega_lite_chart")) == 2
    assert ":gray[The breakthrough in cancer treatment] was reported on Tuesday" in shown
    assert "Lower is better" in shown
    assert {"train_pause", "train_stop", "train_set"} <= keys(page)
    assert "finished" not in shown


def test_a_run_before_its_first_check_has_no_numbers_yet(
    open_page: OpenPage, workspace: Workspace
) -> None:
    folder = start_run(workspace)
    write_facts(folder.run)
    folder.train(10)
    folder.status("running")
    page = open_page("train", run=folder.run.id)
    assert page.metric[0].value == "–"
    assert "The first lines come" in words(page)
    folder.lock.release()


def test_pause_is_asked_of_the_trainer(open_page: OpenPage, running: RunFolder) -> None:
    page = open_page("train", run=running.run.id)
    button(page, "train_pause").click().run()
    records, _ = LineFile(running.run.folder / "control.jsonl").read()
    assert [record["action"] for record in records] == ["pause"]
    assert button(page, "train_pause").disabled
    running.status("paused")
    page.run()
    assert "train_resume" in keys(page)


def test_going_back_in_time_shows_what_it_wrote_then(
    open_page: OpenPage, running: RunFolder
) -> None:
    page = open_page("train", run=running.run.id)
    assert page.select_slider[0].value == 1200
    page.select_slider[0].set_value(200).run()
    assert "Step 200." in words(page)
    running.train(200)
    page.run()
    assert "Step 200." in words(page)
    page.select_slider[0].set_value(1400).run()
    running.train(200)
    page.run()
    assert "Step 1,600." in words(page)


def test_all_temperatures_stand_side_by_side(open_page: OpenPage, running: RunFolder) -> None:
    page = open_page("train", run=running.run.id)
    page.session_state["train_heat"] = 0.0
    page.run()
    assert not page.exception
    shown = words(page)
    assert all(f"temperature {heat}" in shown for heat in ("0.5", "0.8", "1.1"))


@pytest.mark.parametrize("along", ["step", "seconds", "tokens"])
def test_curves_can_be_drawn_along_every_axis(
    open_page: OpenPage, running: RunFolder, along: str
) -> None:
    page = open_page("train", run=running.run.id)
    page.session_state["train_along"] = along
    page.session_state["train_smooth"] = False
    page.session_state["train_logarithmic"] = True
    page.run()
    assert not page.exception
    assert "smoothed" not in words(page)


@pytest.mark.parametrize("part", ["curves", "settings", "events", "log"])
def test_more_is_one_click_away(open_page: OpenPage, running: RunFolder, part: str) -> None:
    page = open_page("train", run=running.run.id)
    assert len(page.get("vega_lite_chart")) == 2
    page.session_state["train_more"] = True
    page.session_state["train_more_part"] = part
    page.run()
    assert not page.exception
    assert len(page.get("vega_lite_chart")) == (7 if part == "curves" else 2)
    if part == "settings":
        assert "341,825 parameters" in words(page)
    if part == "log":
        assert "reading the corpus" in page.code[0].value


def test_what_a_model_writes_is_shown_letter_by_letter(
    open_page: OpenPage, running: RunFolder
) -> None:
    running.text = "<b>$x$ :smile: [a](http://b) `c` # d :material/home: **e**" + "." * 90
    running.train(200)
    shown = words(open_page("train", run=running.run.id))
    assert "<b>" not in shown
    assert ":smile:" not in shown
    assert "](http" not in shown


# After


def test_a_finished_run_is_judged_against_counting_and_leads_on(
    open_page: OpenPage, workspace: Workspace
) -> None:
    folder = write_run(workspace, "finished")
    page = open_page("train", run=folder.run.id)
    shown = words(page)
    assert "1.97 bits for each byte" in shown
    assert "56 % fewer than counting alone (4.47)" in shown
    assert "always saying the commonest would be 19.0 %" in shown
    assert {"train_write", "train_see_scores", "train_on", "train_delete"} <= keys(page)
    button(page, "train_see_scores").click().run()
    assert len(page.table) == 1
    assert "test part has not been opened" in words(page)


def test_openings_of_the_test_part_are_counted(open_page: OpenPage, workspace: Workspace) -> None:
    folder = write_run(workspace, "finished")
    folder.event("test_opened")
    folder.event("test_opened")
    page = open_page("train", run=folder.run.id)
    page.session_state["train_scores"] = True
    page.run()
    assert "opened 2 times" in words(page)


def test_a_stopped_run_can_go_on_or_be_trained_on(
    open_page: OpenPage, workspace: Workspace
) -> None:
    folder = write_run(workspace, "stopped")
    page = open_page("train", run=folder.run.id)
    assert {"train_write", "train_take_up", "train_on"} <= keys(page)
    assert "stopped and kept" in words(page)


def test_training_on_adds_to_the_budget(
    open_page: OpenPage, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("slm_core.runs.create.launch", lambda *_, **__: None)
    folder = write_run(workspace, "finished")
    page = open_page("train", run=folder.run.id)
    page.number_input(key="train_on_minutes").set_value(2.5).run()
    button(page, "train_on").click().run()
    assert not page.exception
    extended = [event for event in folder.run.events() if event.kind == "extended"]
    assert extended[0].details["budget"]["minutes"] == 2.5
    assert "in the queue" in words(page)


def test_a_failed_run_says_why_what_is_safe_and_shows_its_log(
    open_page: OpenPage, workspace: Workspace
) -> None:
    folder = write_run(workspace, "failed")
    page = open_page("train", run=folder.run.id)
    assert page.error[0].value.replace("\\", "").replace("\u2060", "") == NAN
    assert "the model as of step 1,240" in words(page)
    assert {"train_take_up", "train_other_settings"} <= keys(page)
    page.session_state["train_log"] = True
    page.run()
    assert "reading the corpus" in page.code[0].value


def test_what_only_a_broken_model_reaches_fits_a_card(
    open_page: OpenPage, workspace: Workspace
) -> None:
    folder = write_run(workspace, "failed")
    last = validation_record(folder.step + 1) | {"loss": 1.94e14, "bits_per_byte": 12.5}
    LineFile(folder.run.folder / "metrics.jsonl").append(last)
    page = open_page("train", run=folder.run.id)
    assert [metric.value for metric in page.metric][:3:2] == ["1.9e+14", "12.50"]
    assert page.metric[0].delta == "+1.9e+14"


def test_an_interrupted_run_says_what_is_safe_and_is_never_called_done(
    open_page: OpenPage, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("slm_core.runs.create.launch", lambda *_, **__: None)
    folder = write_run(workspace, "interrupted")
    page = open_page("train", run=folder.run.id)
    shown = words(page)
    assert "the model as of step 1,240" in shown
    assert "finished" not in shown
    button(page, "train_take_up").click().run()
    assert folder.run.status().state == "queued"


def test_a_run_without_a_checkpoint_offers_no_writing(
    open_page: OpenPage, workspace: Workspace
) -> None:
    folder = start_run(workspace)
    folder.lock.release()
    page = open_page("train", run=folder.run.id)
    assert "it begins anew" in words(page)
    assert "train_write" not in keys(page)


def test_deleting_asks_first(open_page: OpenPage, workspace: Workspace) -> None:
    folder = write_run(workspace, "finished")
    page = open_page("train", run=folder.run.id)
    button(page, "train_delete").click().run()
    assert folder.run.folder.exists()
    assert "train_delete_for_good" in keys(page)


# The verdict


def test_the_trend_is_read_from_the_validation_losses() -> None:
    assert trend_of([3.0, 2.0]) == "unknown"
    assert trend_of([3.0, 2.0, 1.5, 1.3, 1.2, 1.1]) == "improving"
    assert trend_of([3.0, 2.0, 1.5, 1.2, 1.2, 1.2, 1.2, 1.2, 1.2, 1.2]) == "level"
    assert trend_of([3.0, 2.0, 1.5, 1.4, 1.5, 1.6]) == "overfitting"
    assert trend_of([3.0, math.nan, 2.0, 1.5, 1.4]) == "improving"


def test_the_verdict_never_praises_what_counting_does_as_well() -> None:
    verdict = Verdict(4.6, 0.2, floor_bits=4.5, floor_accuracy=0.19, trend="level")
    assert "has not learned anything" in in_words(verdict, ended=True)
    overfitted = Verdict(2.0, 0.5, floor_bits=4.5, floor_accuracy=0.19, trend="overfitting")
    assert "by heart" in in_words(overfitted, ended=True)
