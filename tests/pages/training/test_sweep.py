"""The page of a sweep and of an ablation: asked for, under way, over, failed, gone."""

from dataclasses import asdict, replace

import orjson
import pytest
from streamlit.testing.v1 import AppTest

from slm_core.corpus.readers.document import InputFile
from slm_core.corpus.readers.registry import read_source
from slm_core.corpus.store import Corpus, add_corpus
from slm_core.messages import msg
from slm_core.runs.launching.create import delete_run
from slm_core.runs.run import list_runs
from slm_core.storage import write_json
from slm_core.tuning.ablation import planned
from slm_core.tuning.plan import ablation_cost
from slm_core.tuning.progress import progress_message
from slm_core.tuning.sweep import OUTCOME, Sweep, SweepOutcome, Switched, create_sweep, list_sweeps
from slm_core.tuning.trials import trials_of
from slm_core.workspace import Workspace
from tests.pages.charts.drawn import rows
from tests.pages.conftest import OpenPage
from tests.pages.linked_rows import linked_rows
from tests.pages.run_folders import RunFolder, write_run, write_score
from tests.tiny import text_of, wait_for


@pytest.fixture
def corpus(workspace: Workspace) -> Corpus:
    source = read_source(InputFile("pumps.txt", text_of(40_000).encode()))
    return add_corpus(workspace, [source], name="Pumps", seed_text="The pump")


def shown(page: AppTest) -> str:
    kinds = ("title", "markdown", "caption", "error")
    return "\n".join(str(element.value) for kind in kinds for element in page.main.get(kind))


def button(page: AppTest, key: str):
    return next(found for found in page.button if found.key == key)


def made_trial(workspace: Workspace, sweep: Sweep, name: str, bits: float, **settings) -> RunFolder:
    """A finished run that is a trial."""
    folder = write_run(workspace, "finished", step=400)
    path = folder.run.folder / "config.json"
    values = orjson.loads(path.read_bytes()) | {"sweep": sweep.id, "trial": name}
    for setting, value in settings.items():
        section, _, field = setting.partition("_")
        values[section][field] = value
    write_json(path, values)
    write_score(folder, bits_per_byte=bits)
    metrics = folder.run.folder / "metrics.jsonl"
    records = [orjson.loads(line) for line in metrics.read_bytes().splitlines()]
    for record in records:
        if record["kind"] == "validation":
            record["bits_per_byte"] *= bits
    metrics.write_bytes(b"".join(orjson.dumps(record) + b"\n" for record in records))
    return folder


def made_sweep(workspace: Workspace, **outcome) -> Sweep:
    """A sweep that is over, of eight trials."""
    base = write_run(workspace, "finished", step=400).run
    sweep = create_sweep(workspace, "sweep", base.config(), minutes=12.0)
    made_trial(workspace, sweep, "preset", 2.0)
    folders = [
        made_trial(workspace, sweep, str(n), 2.5 - n / 10, training_learning_rate=0.002 * n)
        for n in range(1, 8)
    ]
    found = SweepOutcome(winner=folders[-1].run.id, preset=trials_of(sweep)[0].run.id, **outcome)
    write_json(sweep.folder / OUTCOME, asdict(found))
    return sweep


def test_without_a_text_it_offers_the_ways_to_one(open_page: OpenPage) -> None:
    page = open_page("training", sweep="new")
    assert "there is none here yet" in shown(page)


def test_the_form_says_what_is_tried_and_one_click_starts_it(
    open_page: OpenPage, corpus: Corpus, workspace: Workspace
) -> None:
    page = open_page("training", sweep="new")
    assert "**12 trials or more**, up to 1 min 15 s each" in shown(page)
    page.session_state["sweep_minutes"] = 0.0
    page.run()
    next(one for one in page.number_input if one.key == "sweep_other_minutes").set_value(0.2).run()
    button(page, "sweep_start").click().run()
    assert not page.exception
    (sweep,) = list_sweeps(workspace)
    assert sweep.minutes == 0.2
    page = open_page("training", sweep=sweep.id)
    assert "Pumps · sweep" in shown(page)
    button(page, "sweep_stop").click().run()
    wait_for(lambda: sweep.state() != "running")
    page = open_page("training", sweep=sweep.id)
    assert "sweep_resume" in {found.key for found in page.button}


def test_a_sweep_that_is_over_says_whether_anything_was_gained_and_draws_its_trials(
    open_page: OpenPage, workspace: Workspace
) -> None:
    sweep = made_sweep(workspace, winner_bits=1.8, preset_bits=2.0, low=0.1, high=0.3)
    page = open_page("training", sweep=sweep.id)
    assert "Trial 7 is better than the preset" in shown(page)
    charts = {c.proto.alt: c.proto for c in page.main.get("vega_lite_chart")}
    lines = rows(charts["Settings of 8 trials; trial 7 is the best so far"], "lines")
    assert len(lines) == 8 * 6
    assert {line["kind"] for line in lines if line["name"] == "trial 7"} == {"best"}
    assert any("Learning rate matters most" in alt for alt in charts)
    assert [row.texts[0] for row in linked_rows(page)][:2] == ["trial 7", "trial 6"]
    button(page, "sweep_delete").click().run()
    button(page, "sweep_delete_for_good").click().run()
    assert not page.exception
    assert list_sweeps(workspace) == []
    assert len(list_runs(workspace)) == 1, "the run it started from stays"


def test_where_nothing_was_gained_or_all_failed_the_page_says_so(
    open_page: OpenPage, workspace: Workspace
) -> None:
    sweep = made_sweep(workspace, winner_bits=1.99, preset_bits=2.0, low=-0.02, high=0.04)
    page = open_page("training", sweep=sweep.id)
    assert "Nothing was gained beyond chance" in shown(page)
    failed = create_sweep(workspace, "sweep", sweep.base, minutes=12.0)
    reason = msg("Every trial of this sweep failed. One of them: {reason}", reason="no memory")
    write_json(failed.folder / OUTCOME, asdict(SweepOutcome(error=reason)))
    page = open_page("training", sweep=failed.id)
    assert "Every trial of this sweep failed" in page.error[0].value
    assert "sweep_resume" in {found.key for found in page.button}


def test_an_ablation_shows_what_each_setting_was_worth(
    open_page: OpenPage, workspace: Workspace
) -> None:
    run = write_run(workspace, "finished", step=400).run
    sweep = create_sweep(workspace, "ablation", run.config(), minutes=0.0, repeats=2)
    names = [name for name in planned(sweep) if "clip_norm" in name]
    for number, name in enumerate(["all#1", "all#2", *names]):
        made_trial(workspace, sweep, name, 2.0 + (number > 1) * 0.4 + number / 1000)
    write_json(sweep.folder / OUTCOME, asdict(SweepOutcome()))
    page = open_page("training", sweep=sweep.id)
    words = shown(page)
    assert "**Clip norm** helps: 0.402 bits per byte fewer" in words
    (chart,) = [c.proto for c in page.main.get("vega_lite_chart")]
    (row,) = rows(chart, "values")
    assert row["side"] == "above"
    assert row["low"] < row["value"] < row["high"]
    member = open_page("training", run=trials_of(sweep)[0].run.id)
    assert "Back to the sweep" in str(
        [link.proto.label for link in member.main.get("page_link")]
        + [found.label for found in member.button]
    )


def test_an_ablation_names_cleaning_steps_and_says_what_all_are_judged_on(
    open_page: OpenPage, workspace: Workspace
) -> None:
    run = write_run(workspace, "finished", step=400).run
    path = "cleaning.2.near_duplicates"
    sweep = create_sweep(
        workspace,
        "ablation",
        run.config(),
        minutes=0.0,
        repeats=2,
        switched=Switched(True, (path,)),
    )
    for number, name in enumerate(["all#1", "all#2", f"{path}#1", f"{path}#2"]):
        made_trial(workspace, sweep, name, 2.0 + (number > 1) * 0.4 + number / 1000)
    reason = msg("{path}: {reason}", path="cleaning.1.boilerplate", reason="no text is left")
    write_json(sweep.folder / OUTCOME, asdict(SweepOutcome(left_out=(reason,))))
    page = open_page("training", sweep=sweep.id)
    words = shown(page)
    assert "each setting and cleaning step switched off" in words
    assert "**Remove near-duplicates** helps: 0.402 bits per byte fewer" in words
    assert "judged on the same validation text" in words
    assert "Remove page numbers and headers: no text is left" in words
    names = [row.texts[0] for row in linked_rows(page)]
    assert "without Remove near-duplicates, seed 1" in names


def test_a_sweep_whose_runs_are_gone_says_so(open_page: OpenPage, workspace: Workspace) -> None:
    sweep = made_sweep(workspace)
    for trial in trials_of(sweep):
        delete_run(trial.run)
    assert "The runs of this sweep were deleted." in shown(open_page("training", sweep=sweep.id))


def test_what_is_not_there_is_said(open_page: OpenPage, workspace: Workspace) -> None:
    page = open_page("training", sweep="nothing")
    assert "There is no sweep called" in page.error[0].value
    assert replace(SweepOutcome(), low=0.1).gained


def test_an_ablation_is_asked_for_with_the_number_of_its_runs_before_it_starts(
    open_page: OpenPage, corpus: Corpus, workspace: Workspace
) -> None:
    run = write_run(workspace, "finished", step=400).run
    values = orjson.loads((run.folder / "config.json").read_bytes()) | {"corpus": corpus.id}
    write_json(run.folder / "config.json", values)
    page = open_page("training", run=run.id)
    button(page, "train_ablate").click().run()
    assert list_sweeps(workspace) == []
    cost = ablation_cost(workspace, run)
    asked = "\n".join(found.value for found in page.markdown)
    assert f"It trains **{cost.runs} runs** like this one" in asked
    button(page, "train_ablate_start").click().run()
    assert not page.exception
    (sweep,) = list_sweeps(workspace)
    sweep.stop()
    assert len(planned(sweep)) == cost.runs
    assert str(progress_message(sweep, ())) == f"0 of {cost.runs} runs are over"
    wait_for(lambda: sweep.state() != "running")
