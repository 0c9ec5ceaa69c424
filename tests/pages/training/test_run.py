"""The Train page in every state, and what each of its errors says."""

import math
import shutil
from collections.abc import Iterator
from dataclasses import replace

import pytest
from streamlit.testing.v1 import AppTest

from pages.training.run import snapshot
from slm_core import checksums
from slm_core.corpus.readers.document import InputFile
from slm_core.corpus.readers.registry import read_source
from slm_core.corpus.store import Corpus, add_corpus
from slm_core.generation.control.glossary import read_glossary
from slm_core.hardware.machine import Machine
from slm_core.json_log import JsonLog
from slm_core.runs.planning.memory import needed_bytes
from slm_core.runs.run import Run, list_runs
from slm_core.storage import write_json
from slm_core.training.settings import BudgetSettings
from slm_core.workspace import Workspace
from tests.pages.conftest import OpenPage
from tests.pages.run_folders import (
    NAN,
    RunFolder,
    start_run,
    train_record,
    validation_record,
    write_facts,
    write_run,
)
from tests.pages.showing import letters, showing


@pytest.fixture
def corpus(workspace: Workspace) -> Corpus:
    """A small text about pumps."""
    text = "The pump was checked and the filter was changed by the second shift. " * 300
    result = read_source(InputFile("pumps.txt", text.encode()))
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
    page = open_page("training")
    assert {"train_bring", "train_sample_text"} <= keys(page)
    assert "train_start" not in keys(page)


def test_the_form_says_what_it_chose_and_that_its_speed_is_not_measured(
    open_page: OpenPage, corpus: Corpus
) -> None:
    page = open_page("training", corpus=corpus.id)
    shown = words(page)
    assert "**LSTM** with 128 units in one layer" in shown
    assert "character by character" in shown
    assert "80 % of the text" in shown
    assert "estimated from machines like this one" in shown
    assert "train_measure" in keys(page)
    assert "one run at a time" in shown
    assert page.text_input(key="train_samples_seed_text").value == "The pump"


def test_choosing_minutes_changes_what_will_happen(open_page: OpenPage, corpus: Corpus) -> None:
    page = open_page("training", corpus=corpus.id)
    page.session_state["train_length"] = "article"
    page.run()
    shown = words(page)
    assert not page.exception
    assert "512 units in 2 layers" in shown
    assert "What differs from the tutorial" in shown
    assert "word by word" in shown


def test_what_was_typed_is_used_and_survives_another_page(
    open_page: OpenPage, corpus: Corpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = open_page("training", corpus=corpus.id)
    page.text_input(key="train_name").set_value("My pumps").run()
    page.text_input(key="train_samples_seed_text").set_value("The filter").run()
    page.switch_page("writing/page.py").run()
    page.switch_page("training/page.py").run()
    assert page.text_input(key="train_name").value == "My pumps"
    assert page.text_input(key="train_samples_seed_text").value == "The filter"


def test_every_setting_is_one_click_away(open_page: OpenPage, corpus: Corpus) -> None:
    page = open_page("training", corpus=corpus.id)
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
    page = open_page("training", corpus=corpus.id)
    page.session_state["train_changes"] = {
        "model.tied_weights": "true",
        "model.embedding_size": "32",
    }
    page.run()
    assert "training" not in [error.value for error in page.error]
    assert "Make them equal, or untie the weights." in letters(page.error[0])
    assert button(page, "train_start").disabled


def test_a_number_that_cannot_be_is_refused_in_words(open_page: OpenPage, corpus: Corpus) -> None:
    page = open_page("training", corpus=corpus.id)
    page.session_state["train_more_settings"] = True
    page.run()
    page.number_input(key="train_model_hidden_size").set_value(-3).run()
    assert "Hidden size is -3; it must be from 1 to 8,192." in letters(page.error[0])
    assert button(page, "train_start").disabled


def test_minutes_that_cannot_be_start_nothing(open_page: OpenPage, corpus: Corpus) -> None:
    page = open_page("training", corpus=corpus.id)
    page.session_state["train_length"] = "other"
    page.run()
    page.number_input(key="train_minutes").set_value(-3.0).run()
    assert "Minutes is -3; it must be from 0.01 to 100,000." in letters(page.error[0])
    assert "Shown once the settings are allowed." in [found.value for found in page.caption]
    assert button(page, "train_start").disabled
    page.number_input(key="train_minutes").set_value(1e9).run()
    assert "Minutes is 1,000,000,000;" in letters(page.error[0])
    page.number_input(key="train_minutes").set_value(3.0).run()
    assert not page.error
    assert "Shown once the settings are allowed." not in [found.value for found in page.caption]
    assert not button(page, "train_start").disabled


def test_a_batch_that_cannot_be_is_not_asked_for(open_page: OpenPage, running: RunFolder) -> None:
    page = open_page("training", run=running.run.id)
    page.number_input(key=f"train_batch_size_{running.run.id}").set_value(99_999)
    button(page, "train_set_batch_size").click().run()
    assert "Batch size is 99,999; it must be from 1 to 8,192" in words(page)
    assert not (running.run.folder / "control.jsonl").exists()


def test_a_text_shorter_than_a_batch_is_refused_with_the_remedy(
    open_page: OpenPage, corpus: Corpus
) -> None:
    page = open_page("training", corpus=corpus.id)
    page.session_state["train_changes"] = {
        "training.batch_size": "4096",
        "training.sequence_length": "4096",
    }
    page.run()
    assert "fewer than one batch" in letters(page.error[0])
    assert button(page, "train_start").disabled


def test_an_unknown_corpus_in_the_address_is_said(open_page: OpenPage, corpus: Corpus) -> None:
    page = open_page("training", corpus="nothing-here")
    assert "nothing" in letters(page.error[0])
    assert "train_start" in keys(page)


def test_starting_makes_a_run_and_leads_to_its_address(
    open_page: OpenPage,
    corpus: Corpus,
    workspace: Workspace,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    launched = []
    monkeypatch.setattr(
        "slm_core.runs.launching.create.launch", lambda run, **_: launched.append(run)
    )
    page = open_page("training", corpus=corpus.id)
    button(page, "train_start").click().run()
    assert [run.id for run in launched] == [run.id for run in list_runs(workspace)]
    assert page.query_params["run"] == launched[0].id
    assert "It starts in a moment." in words(page)
    assert launched[0].config().samples.seed_text == "The pump"


# During


def test_an_unknown_run_is_said_with_a_way_on(open_page: OpenPage) -> None:
    page = open_page("training", run="no-such-run")
    assert "no run called 'no-such-run'" in letters(page.error[0])
    assert "train_new" in keys(page)


def test_a_damaged_config_is_said(open_page: OpenPage, running: RunFolder) -> None:
    write_json(running.run.folder / "config.json", {"name": "x"})
    page = open_page("training", run=running.run.id)
    assert "config.json" in letters(page.error[0])


def test_waiting_and_starting_say_what_is_going_on(
    open_page: OpenPage, workspace: Workspace
) -> None:
    queued = write_run(workspace, "queued")
    alone = words(open_page("training", run=queued.run.id))
    assert "It starts in a moment." in alone
    assert "queue" not in alone
    starting = write_run(workspace, "starting")
    assert "number 1 of 1 in the queue" in words(open_page("training", run=queued.run.id))
    assert "training the tokenizer" in words(open_page("training", run=starting.run.id))
    queued.lock.release()
    starting.lock.release()


def test_training_shows_numbers_curves_and_text(open_page: OpenPage, running: RunFolder) -> None:
    page = open_page("training", run=running.run.id)
    shown = words(page)
    assert "37 s of 1 min · 23 s left · epoch 5 · step 1,240" in shown
    assert [metric.label for metric in page.metric] == [
        "Validation loss",
        "Next character right",
        "Bits per byte",
        "Characters a second",
    ]
    assert len(page.get("vega_lite_chart")) == 3, "loss, accuracy, and what it expects next"
    assert "after “…in cancer treatment”" in shown
    assert "Validation is falling: it is learning." in shown
    assert ":small[:violet[1 rate 0\\.003 → 0\\.001]" in shown
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
    page = open_page("training", run=folder.run.id)
    assert page.metric[0].value == "–"
    assert "The first sample appears" in words(page)
    folder.lock.release()


def test_pause_is_asked_of_the_trainer(open_page: OpenPage, running: RunFolder) -> None:
    page = open_page("training", run=running.run.id)
    button(page, "train_pause").click().run()
    records, _ = JsonLog(running.run.folder / "control.jsonl").read()
    assert [record["action"] for record in records] == ["pause"]
    assert button(page, "train_pause").disabled
    running.status("paused")
    page.run()
    assert "train_resume" in keys(page)


def test_going_back_in_time_shows_what_it_wrote_then(
    open_page: OpenPage, running: RunFolder
) -> None:
    page = open_page("training", run=running.run.id)
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
    page = open_page("training", run=running.run.id)
    page.session_state["train_heat"] = 0.0
    page.run()
    assert not page.exception
    shown = words(page)
    assert all(f"temperature {heat}" in shown for heat in ("0.5", "0.8", "1.1"))


@pytest.mark.parametrize("along", ["step", "seconds", "tokens"])
def test_curves_can_be_drawn_along_every_axis(
    open_page: OpenPage, running: RunFolder, along: str
) -> None:
    page = open_page("training", run=running.run.id)
    page.session_state["train_along"] = along
    page.session_state["train_smooth"] = False
    page.session_state["train_logarithmic"] = True
    page.run()
    assert not page.exception
    assert "smoothed" not in words(page)


@pytest.mark.parametrize("part", ["curves", "settings", "glossary", "events", "log"])
def test_more_is_one_click_away(open_page: OpenPage, running: RunFolder, part: str) -> None:
    page = open_page("training", run=running.run.id)
    assert len(page.get("vega_lite_chart")) == 3
    page.session_state["train_more"] = True
    page.session_state["train_more_part"] = part
    page.run()
    assert not page.exception
    assert len(page.get("vega_lite_chart")) == (8 if part == "curves" else 3)
    if part == "settings":
        assert "341,825 parameters" in words(page)
    if part == "glossary":
        run = running.run
        page.text_area(key=f"train_forbidden_{run.id}").set_value("aspirin")
        page.button(key=f"train_glossary_{run.id}").click().run()
        assert read_glossary(run.folder).forbidden == ("aspirin",)
    if part == "log":
        assert "reading the corpus" in page.code[0].value


def test_what_a_model_writes_is_shown_letter_by_letter(
    open_page: OpenPage, running: RunFolder
) -> None:
    running.text = "<b>$x$ :smile: [a](http://b) `c` # d :material/home: **e**" + "." * 90
    running.train(200)
    shown = words(open_page("training", run=running.run.id))
    assert "<b>" not in shown
    assert ":smile:" not in shown
    assert "](http" not in shown


# After


def test_a_finished_run_is_judged_against_counting_and_leads_on(
    open_page: OpenPage, workspace: Workspace
) -> None:
    folder = write_run(workspace, "finished")
    page = open_page("training", run=folder.run.id)
    shown = words(page)
    assert ":green-badge[:material/check_circle: Good]" in shown
    assert "It has learned the language of this text well**." in shown
    assert "bits for each byte" not in shown, "numbers are one click further"
    assert {"train_write", "train_see_scores", "train_on", "train_delete"} <= keys(page)
    button(page, "train_see_scores").click().run()
    assert len(page.table) == 1
    shown = words(page)
    assert "**1.97** bits for each byte" in shown
    assert "56% fewer than simply using token frequencies (4.47)" in shown
    assert "always saying the most frequent token would be 19.0%" in shown
    assert "test text is unused so far" in words(page)


def test_openings_of_the_test_part_are_counted(open_page: OpenPage, workspace: Workspace) -> None:
    folder = write_run(workspace, "finished")
    folder.event("test_opened")
    folder.event("test_opened")
    page = open_page("training", run=folder.run.id)
    page.session_state["train_scores"] = True
    page.run()
    assert "used 2 times" in words(page)


def test_a_stopped_run_can_go_on_or_be_trained_on(
    open_page: OpenPage, workspace: Workspace
) -> None:
    folder = write_run(workspace, "stopped")
    page = open_page("training", run=folder.run.id)
    assert {"train_write", "train_take_up", "train_on"} <= keys(page)
    assert "stopped and saved" in words(page)


def test_training_on_adds_to_the_budget(
    open_page: OpenPage, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("slm_core.runs.launching.create.launch", lambda *_, **__: None)
    folder = write_run(workspace, "finished")
    page = open_page("training", run=folder.run.id)
    page.number_input(key="train_on_minutes").set_value(2.5).run()
    button(page, "train_on").click().run()
    assert not page.exception
    extended = [event for event in folder.run.events() if event.kind == "extended"]
    assert extended[0].details["budget"]["minutes"] == 2.5
    assert "It starts in a moment." in words(page)


def test_a_failed_run_says_why_what_is_safe_and_shows_its_log(
    open_page: OpenPage, workspace: Workspace
) -> None:
    folder = write_run(workspace, "failed")
    page = open_page("training", run=folder.run.id)
    assert letters(page.error[0]) == NAN
    assert "the model up to step 1,240" in words(page)
    assert {"train_take_up", "train_duplicate"} <= keys(page)
    page.session_state["train_log"] = True
    page.run()
    assert "reading the corpus" in page.code[0].value


def test_what_only_a_broken_model_reaches_fits_a_card(
    open_page: OpenPage, workspace: Workspace
) -> None:
    folder = write_run(workspace, "failed")
    last = validation_record(folder.step + 1) | {"loss": 1.94e14, "bits_per_byte": 12.5}
    JsonLog(folder.run.folder / "metrics.jsonl").append(last)
    page = open_page("training", run=folder.run.id)
    assert [metric.value for metric in page.metric][:3:2] == ["1.9e+14", "12.50"]
    assert page.metric[0].delta == "+1.9e+14"


def test_an_interrupted_run_says_what_is_safe_and_is_never_called_done(
    open_page: OpenPage, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("slm_core.runs.launching.create.launch", lambda *_, **__: None)
    folder = write_run(workspace, "interrupted")
    page = open_page("training", run=folder.run.id)
    shown = words(page)
    assert "the model up to step 1,240" in shown
    assert "finished" not in shown
    button(page, "train_take_up").click().run()
    assert folder.run.status().state == "queued"


def test_of_a_run_that_vanished_with_most_of_the_memory_settings_that_need_less_are_named(
    open_page: OpenPage, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = write_run(workspace, "interrupted")
    assert "for lack of memory" not in words(open_page("training", run=folder.run.id))
    small = Machine(cores=2, memory_bytes=needed_bytes(folder.run.config()), gpus=())
    monkeypatch.setattr("slm_core.runs.launching.recovery.describe_machine", lambda: small)
    shown = words(open_page("training", run=folder.run.id))
    assert "may have ended it for lack of memory" in shown
    assert "Batch size=" in shown.replace("\\", "")


def test_a_run_that_broke_goes_on_more_gently(
    open_page: OpenPage, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("slm_core.runs.launching.create.launch", lambda *_, **__: None)
    folder = write_run(workspace, "failed")
    folder.event("failed", error=NAN, cause="diverged")
    page = open_page("training", run=folder.run.id)
    shown = words(page)
    assert "Continues from the newest checkpoint with another learning rate" in shown
    assert "What was changed after that checkpoint is left out: learning rate." in shown
    field = next(one for one in page.number_input if one.key == "train_again_learning_rate")
    assert field.value == 0.0003, "a tenth of what it had"
    field.set_value(0.0005).run()
    button(page, "train_take_up").click().run()
    assert not page.exception
    assert folder.run.status().state == "queued"
    assert folder.run.events()[-1].kind == "undone"
    asked = JsonLog(folder.run.folder / "control.jsonl").read()[0][-1]
    assert (asked["name"], asked["value"]) == ("learning_rate", 0.0005)


def test_minutes_more_that_cannot_be_are_refused_in_words(
    open_page: OpenPage, workspace: Workspace
) -> None:
    folder = write_run(workspace, "finished")
    page = open_page("training", run=folder.run.id)
    page.number_input(key="train_on_minutes").set_value(-3.0)
    button(page, "train_on").click().run()
    assert "Minutes is -3" in letters(page.error[0])
    assert folder.run.status().state == "finished"


def test_without_its_corpus_a_run_cannot_learn_on(
    open_page: OpenPage, workspace: Workspace
) -> None:
    folder = write_run(workspace, "finished")
    assert "train_on" in keys(open_page("training", run=folder.run.id))
    workspace.corpus_folder(folder.run.config().corpus).rmdir()
    page = open_page("training", run=folder.run.id)
    assert not {"train_on", "train_take_up"} & keys(page)
    assert "train_write" in keys(page)
    assert "The corpus it was trained on was deleted" in words(page)


def test_a_run_that_is_deleted_while_its_page_is_drawn_is_said(
    open_page: OpenPage, running: RunFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = open_page("training", run=running.run.id)
    assert "train_pause" in keys(page)
    look = snapshot.load_snapshot

    def after_deletion(run: Run) -> snapshot.RunSnapshot:
        running.lock.release()
        shutil.rmtree(run.folder, ignore_errors=True)
        return look(run)

    monkeypatch.setattr(snapshot, "load_snapshot", after_deletion)
    page.run()
    assert not page.exception
    assert page.title[0].value == "This run cannot be shown"


def test_a_run_without_a_checkpoint_offers_no_writing(
    open_page: OpenPage, workspace: Workspace
) -> None:
    folder = start_run(workspace)
    folder.lock.release()
    page = open_page("training", run=folder.run.id)
    assert "it starts over" in words(page)
    assert "train_write" not in keys(page)


def test_deleting_asks_first(open_page: OpenPage, workspace: Workspace) -> None:
    folder = write_run(workspace, "finished")
    page = open_page("training", run=folder.run.id)
    button(page, "train_delete").click().run()
    assert folder.run.folder.exists()
    assert "train_delete_for_good" in keys(page)


def test_a_run_stopped_before_it_learned_says_that_there_is_no_model(
    open_page: OpenPage, workspace: Workspace
) -> None:
    folder = start_run(workspace)
    folder.end("stopped")
    page = open_page("training", run=folder.run.id)
    assert "stopped, no model yet" in words(page)
    assert "stopped before its first step, so there is no model yet" in words(page)
    assert "train_write" not in keys(page)


def test_a_run_can_be_duplicated_and_only_what_differs_counts_as_changed(
    open_page: OpenPage, corpus: Corpus, workspace: Workspace
) -> None:
    folder = write_run(workspace, "finished", corpus=corpus.id, name="Mine", minutes=2.5)
    page = open_page("training", run=folder.run.id)
    button(page, "train_duplicate").click().run()
    assert not page.exception
    assert page.text_input(key="train_name").value == "Mine"
    assert page.number_input(key="train_minutes").value == 2.5
    assert page.selectbox(key="train_corpus").value == corpus.id
    changed = page.session_state["train_changes"]
    config = folder.run.config()
    assert changed["model.hidden_size"] == str(config.model.hidden_size)
    assert not {"split.train", "machine.threads", "budget.epochs"} & set(changed)
    assert not button(page, "train_start").disabled
    page.number_input(key="train_model_hidden_size").set_value(48).run()
    page.run()
    assert page.session_state["train_changes"]["model.hidden_size"] == "48", "filled only once"


@pytest.mark.parametrize(("unit", "amount"), [("steps", 300), ("epochs", 4.5)])
def test_a_duplicate_counts_in_what_its_run_counted(
    open_page: OpenPage, corpus: Corpus, workspace: Workspace, unit: str, amount: float
) -> None:
    folder = write_run(workspace, "finished", corpus=corpus.id)
    config = replace(folder.run.config(), budget=BudgetSettings(**{unit: amount}))
    with checksums.sealing(folder.run.folder, "config.json"):
        write_json(folder.run.folder / "config.json", config.to_json())
    page = open_page("training", run=folder.run.id)
    button(page, "train_duplicate").click().run()
    assert "train_minutes" not in keys(page)
    assert showing(page.number_input, f"train_length_budget_{unit}").value == amount
    assert not button(page, "train_start").disabled
    showing(page.number_input, f"train_length_budget_{unit}").set_value(7).run()
    assert page.session_state["train_changes"][f"budget.{unit}"] in ("7", "7.0")
    button(page, "train_in_minutes").click().run()
    assert page.number_input(key="train_minutes").value == 30
    assert not {f"budget.{unit}", "budget.minutes"} & set(page.session_state["train_changes"])


# The verdict


@pytest.mark.parametrize(
    ("rise", "said"), [(0.0, "to memorise the text: validation"), (0.001, "and so did training")]
)
def test_a_page_names_the_learning_rate_where_training_got_worse_too(
    open_page: OpenPage, workspace: Workspace, rise: float, said: str
) -> None:
    folder = start_run(workspace)
    write_facts(folder.run)
    file = JsonLog(folder.run.folder / "metrics.jsonl")
    for step in range(1, 1201):
        record = train_record(step)
        record["loss"] = 1.3 + 2.4 * math.exp(-step / 210) + rise * max(0, step - 600)
        file.append(record)
        if step % 40 == 0:
            file.append(validation_record(step, overfit=True))
    folder.step = 1200
    folder.checkpoint()
    folder.end("finished", fraction=1.0)
    assert said in words(open_page("training", run=folder.run.id))
