"""Sweeps of real runs: trained in this process to their end, and failing throughout."""

import shutil
import signal
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from slm_core.cli.output.sweep_output import sweep_text
from slm_core.corpus.cleaning.recipe import Recipe
from slm_core.corpus.cleaning.steps.case_and_punctuation import Lowercase
from slm_core.corpus.ingest.ingest import ingest
from slm_core.corpus.ingest.read_files import InputStream
from slm_core.corpus.readers.document import InputFile
from slm_core.corpus.store import Corpus, delete_corpus, list_corpora
from slm_core.errors import ArgotError, RunError, SettingsError, WorkspaceError
from slm_core.evaluation.comparison.difference import difference
from slm_core.evaluation.comparison.document_scores import read_document_scores
from slm_core.evaluation.comparison.training_noise import spread_on
from slm_core.evaluation.report import times_test_opened
from slm_core.hardware.machine import describe_machine
from slm_core.processes.jobs import Job, JobReporter
from slm_core.runs.config import RunConfig
from slm_core.runs.launching.create import create_run, delete_run
from slm_core.runs.run import Run
from slm_core.runs.trainer import main
from slm_core.storage import write_json
from slm_core.training.settings import BudgetSettings
from slm_core.tuning import conductor, deleting
from slm_core.tuning.ablation import ablated, worths
from slm_core.tuning.cleaning.switches import cleaning_switches
from slm_core.tuning.conductor import conduct, start_sweep
from slm_core.tuning.deleting import delete_sweep
from slm_core.tuning.plan import ask_for_ablation, sweep_base
from slm_core.tuning.sampler import suggest
from slm_core.tuning.sweep import (
    STOP,
    Sweep,
    Switched,
    create_sweep,
    damaged_sweeps,
    list_sweeps,
    open_sweep,
)
from slm_core.tuning.trials import PRESET, trials_of, winner_of
from slm_core.tuning.verdict import sweep_verdict
from slm_core.workspace import Workspace
from tests.tiny import make_config, make_corpus, text_of, workspace_in
from tests.tuning.made_trials import made_trial


@pytest.fixture(autouse=True)
def _trained_here(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A trial is trained when it is launched, in this process, which has torch already."""

    def train(run: Run, *, slots: int | None = None) -> None:
        main.main(str(run.workspace.root), run.id)

    before = signal.getsignal(signal.SIGTERM)
    monkeypatch.setattr(conductor, "launch", train)
    monkeypatch.setattr(conductor, "_EVERY", 0.0)
    yield
    signal.signal(signal.SIGTERM, before)


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return workspace_in(tmp_path)


@pytest.fixture
def corpus(workspace: Workspace) -> Corpus:
    return make_corpus(workspace, text_of(30_000), name="Pumps")


def done(sweep: Sweep) -> Sweep:
    """The sweep once its job has been done here."""
    folder = sweep.workspace.job_folder("sweep-here")
    folder.mkdir(parents=True, exist_ok=True)
    write_json(folder / "request.json", {"kind": "sweep", "sweep": sweep.id, "slots": 1})
    conduct(sweep.workspace, Job("sweep-here", folder), JobReporter(folder))
    return sweep


def small(corpus: Corpus, **settings) -> RunConfig:
    """Trials of a fraction of a second."""
    base = make_config(corpus, training={"batch_size": 16, "sequence_length": 16, **settings})
    return replace(base, budget=BudgetSettings(minutes=0.01), name="Pumps")


def test_a_sweep_tries_settings_and_judges_the_best_once_against_the_preset(
    workspace, corpus, monkeypatch
) -> None:
    # Six times the preset's rate, which is too low: better, however few steps the clock allows.
    better = {"training.learning_rate": 0.012, "model.hidden_size": 16, "model.layers": 1}
    monkeypatch.setattr(conductor, "suggest", lambda *known: suggest(*known) | better)
    sweep = create_sweep(workspace, "sweep", small(corpus, learning_rate=0.002), minutes=0.06)
    done(sweep)
    assert sweep.state() == "done"
    trials = trials_of(sweep)
    assert [trial.name for trial in trials][:2] == [PRESET, "1"]
    assert 4 <= len(trials) <= 7
    assert sum(trial.status.seconds for trial in trials) < 1.3 * 60 * 0.06
    outcome, winner = sweep.outcome(), winner_of(trials)
    assert winner is not None and winner.name != PRESET
    assert (outcome.winner, outcome.preset) == (winner.run.id, trials[0].run.id)
    assert outcome.low <= outcome.preset_bits - outcome.winner_bits <= outcome.high
    assert outcome.gained
    assert f"Trial {winner.name} is better than the preset" in str(sweep_verdict(sweep, trials))
    spread = spread_on(workspace, corpus.id, bits_per_byte=outcome.preset_bits)
    sides = [[read_document_scores(one.run, "test")] for one in (trials[0], winner)]
    found = difference(*sides, spread)
    assert outcome.low == pytest.approx(-found.interval.high), "as any comparison judges"
    done(sweep)
    assert len(trials_of(sweep)) == len(trials), "all is there: nothing is done again"
    opened = [trial.name for trial in trials for _ in range(times_test_opened(trial.run))]
    assert sorted(opened) == sorted([PRESET, winner.name]), "once each"
    shutil.rmtree(winner.run.folder / "report" / "documents")
    for weights in winner.run.folder.rglob("*.safetensors"):
        weights.write_bytes(b"damaged")
    done(sweep)
    assert (sweep.state(), sweep.outcome().winner) == ("done", winner.run.id), "the trials stand"
    verdict = str(sweep_verdict(sweep, trials_of(sweep)))
    assert "They could not be judged on the test text: " in verdict
    assert str(sweep.outcome().not_judged) in verdict
    delete_run(winner.run)
    assert "best trial of this sweep was deleted" in str(sweep_verdict(sweep, trials_of(sweep)))
    monkeypatch.setattr(deleting, "trials_of", lambda _sweep: trials)  # as they were a moment ago
    delete_sweep(sweep)
    assert list_sweeps(workspace) == []
    assert not [*workspace.runs.iterdir()]


def test_an_ablation_tells_what_each_setting_was_worth(workspace, corpus) -> None:
    off = {"schedule": "constant", "warmup": 0.0, "state_reset": 0.0, "weight_decay": 0.0}
    run = create_run(workspace, make_config(corpus, budget=BudgetSettings(steps=30), training=off))
    main.main(str(workspace.root), run.id)
    sweep = create_sweep(workspace, "ablation", ablated(run), minutes=0.0, repeats=2)
    done(sweep)
    trials = trials_of(sweep)
    names = {"all#1", "all#2", "training.clip_norm#1", "training.clip_norm#2"}
    assert {trial.name for trial in trials} == names
    assert all(trial.config.budget.steps == 30 for trial in trials)
    (worth,) = worths(trials)
    assert worth.path == "training.clip_norm"
    assert worth.interval.low < worth.gain < worth.interval.high


def test_an_ablation_tells_what_a_cleaning_step_was_worth_on_the_same_text(workspace) -> None:
    text = "\n\n".join(text_of(300, seed=number).upper() for number in range(60))
    files = [InputStream(InputFile("pumps.txt", text.encode()))]
    corpus = ingest(workspace, files, name="Pumps", recipe=Recipe((Lowercase(),))).corpus
    run = create_run(workspace, make_config(corpus, budget=BudgetSettings(steps=30)))
    main.main(str(workspace.root), run.id)
    sweep = create_sweep(
        workspace,
        "ablation",
        ablated(run),
        minutes=0.0,
        repeats=2,
        switched=Switched(False, cleaning_switches(corpus).paths),
    )
    done(sweep)
    trials = trials_of(sweep)
    path = "cleaning.1.lowercase"
    assert [trial.name for trial in trials] == ["all#1", "all#2", f"{path}#1", f"{path}#2"]
    sizes = {trial.run.score().predictions for trial in trials}
    assert len(sizes) == 1, "each predicted the same characters"
    (worth,) = worths(trials)
    assert worth.path == path
    assert worth.interval.low > 1.0, "a model of capitals alone knows no small letter"
    assert "judged on the same validation text" in sweep_text(sweep, trials)
    delete_sweep(sweep)
    assert [one.id for one in list_corpora(workspace)] == [corpus.id]


def test_a_sweep_whose_every_trial_fails_says_so_and_ends(workspace, corpus) -> None:
    base = small(corpus, learning_rate=900.0, clip_norm=0.0)
    sweep = create_sweep(workspace, "sweep", base, minutes=10.0)
    with pytest.raises(RunError, match="Every trial of this sweep failed"):
        done(sweep)
    assert sweep.state() == "failed"
    assert len(trials_of(sweep)) == 3
    assert "learning rate" in str(sweep_verdict(sweep, trials_of(sweep)))


def test_while_a_trial_is_at_work_others_that_fail_do_not_end_the_sweep(
    workspace, corpus, monkeypatch
) -> None:
    sweep = create_sweep(workspace, "sweep", small(corpus), minutes=10.0)
    trials = [made_trial(PRESET, state="running", share=0.1)]
    trials += [made_trial(str(number), bits=None, state="failed") for number in range(1, 4)]
    folder = workspace.job_folder("sweep-here")
    folder.mkdir(parents=True)
    work = conductor._Conductor(sweep, 2, JobReporter(folder))
    monkeypatch.setattr(conductor._Conductor, "_trials", lambda _self: trials)
    monkeypatch.setattr(conductor._Conductor, "_revive", lambda _self, found: found)
    monkeypatch.setattr(conductor._Conductor, "_start_next", lambda *_: pytest.fail("started"))
    assert work._step()
    trials[0] = made_trial(PRESET, bits=None, state="failed")
    with pytest.raises(RunError, match="No trial of this sweep has a score"):
        work._step()


def test_what_cannot_be_is_refused_and_what_is_damaged_is_listed(workspace, corpus) -> None:
    with pytest.raises(SettingsError, match=r"0\.1 to 10,000 minutes"):
        sweep_base(corpus, minutes=0.01, machine=describe_machine())
    run = create_run(workspace, make_config(corpus))
    delete_corpus(workspace, corpus.id)
    with pytest.raises(ArgotError, match="was deleted"):
        ask_for_ablation(workspace, run)
    folder = workspace.sweep_folder("broken")
    folder.mkdir(parents=True)
    (folder / "sweep.json").write_text("{")
    (damaged,) = damaged_sweeps(workspace)
    assert damaged.id == "broken"
    with pytest.raises(RunError, match="each by itself"):
        open_sweep(workspace, "broken")
    with pytest.raises(RunError, match="no sweep called"):
        open_sweep(workspace, "another")


def test_a_sweep_whose_folder_cannot_be_written_is_a_sentence(workspace, corpus) -> None:
    sweep = create_sweep(workspace, "sweep", small(corpus), minutes=10.0)
    (sweep.folder / STOP).mkdir()  # as little to be removed as a file of another user
    with pytest.raises(WorkspaceError, match=sweep.id):
        start_sweep(sweep)
