import re
import threading
from dataclasses import replace

import pytest

from slm_core import checksums
from slm_core.corpus.split import SplitSettings
from slm_core.errors import CorpusError, RunError, SettingsError
from slm_core.hardware.machine import describe_machine, slots, threads_for_a_run
from slm_core.runs.config import SECTIONS, RunConfig
from slm_core.runs.launching.create import create_run, delete_run, resume, train_on
from slm_core.runs.planning.memory import check_memory
from slm_core.runs.run import damaged_runs, list_runs, open_run
from slm_core.runs.status import lock_of, write_status
from slm_core.storage import read_json, write_json
from slm_core.training.settings import BudgetSettings
from tests.tiny import make_config, make_corpus, text_of, workspace_in


def test_a_new_run_is_whole_and_waits(tmp_path):
    workspace = workspace_in(tmp_path)
    config = make_config(make_corpus(workspace), machine={"threads": 0})
    run = create_run(workspace, config)
    assert run.config() == replace(config, machine=run.config().machine)
    assert run.config().machine.threads == threads_for_a_run(), "written down, to be repeated"
    assert run.status().state == "queued"
    assert run.status().pid is None
    names = ["checksums.json", "config.json", "status.json"]
    assert sorted(path.name for path in run.folder.iterdir()) == names
    assert open_run(workspace, run.id) == run
    assert list_runs(workspace) == [run]
    assert (run.facts(), run.events(), run.samples(), run.score()) == (None, [], [], None)
    assert run.log_tail() == ""


@pytest.mark.parametrize(
    ("settings", "error", "said"),
    [
        (
            {"training": {"batch_size": 512, "sequence_length": 64}},
            CorpusError,
            r"at most 9,602 tokens, fewer than one batch of 512 × 64 = 32,768. Add text, or set "
            r"training.batch_size=75",
        ),
        (
            {"training": {"batch_size": 1, "sequence_length": 8192}, "text": 300},
            CorpusError,
            r"training.batch_size=1 and training.sequence_length=60",
        ),
        (
            {"split": {"train": 99.998, "validation": 0.001, "test": 0.001}},
            CorpusError,
            "0.001 percent of 12,000 characters leave no text for validation",
        ),
        ({"corpus": "no-such-corpus"}, CorpusError, "'no-such-corpus' does not exist"),
    ],
)
def test_a_run_that_cannot_be_is_refused_before_anything_is_written(
    tmp_path, settings, error, said
):
    workspace = workspace_in(tmp_path)
    text = settings.pop("text", 0)
    corpus = make_corpus(workspace, text_of(text) if text else "")
    name = settings.pop("corpus", corpus.id)
    config = replace(make_config(corpus, **settings), corpus=name)
    with pytest.raises(error, match=said):
        create_run(workspace, config)
    assert not list(workspace.runs.iterdir())
    assert not list(workspace.tokens.iterdir())


def test_the_batch_that_is_recommended_fits(tmp_path):
    workspace = workspace_in(tmp_path)
    corpus = make_corpus(workspace, text_of(300))
    config = make_config(corpus, training={"batch_size": 64, "sequence_length": 512})
    with pytest.raises(CorpusError) as refused:
        create_run(workspace, config)
    remedy = str(refused.value).rsplit("set ", 1)[1].rstrip(".")
    changes = dict(part.split("=") for part in remedy.split(" and "))
    create_run(workspace, config.with_settings(changes))


def test_a_configuration_read_back_is_the_same(tmp_path):
    config = make_config(make_corpus(workspace_in(tmp_path)), samples={"seed_text": "é 文"})
    write_json(tmp_path / "config.json", config.to_json())
    assert RunConfig.from_json(read_json(tmp_path / "config.json") or {}) == config


@pytest.mark.parametrize(
    ("path", "text", "said"),
    [
        ("model.hidden_size", "0", "model.hidden_size is 0; it must be from 1 to 8,192"),
        ("model.hidden_size", "many", "model.hidden_size is 'many'; it must be a whole number"),
        ("training.optimizer", "magic", "'magic'; it must be one of adamw, adam, sgd"),
        ("hidden_size", "3", "hidden_size is not a setting. A setting is SECTION.NAME"),
        ("model.depth", "3", "model.depth is not a setting. model has: kind, hidden_size"),
        ("training.learning_rate", "nan", "learning_rate is nan; it must be a finite number"),
    ],
)
def test_a_setting_that_cannot_be_is_refused_with_what_can(tmp_path, path, text, said):
    config = make_config(make_corpus(workspace_in(tmp_path)))
    with pytest.raises(SettingsError, match=said):
        config.with_settings({path: text})


def test_settings_that_need_each_other_can_be_given_together(tmp_path):
    config = make_config(make_corpus(workspace_in(tmp_path)))
    with pytest.raises(SettingsError, match="Make them equal"):
        config.with_settings({"model.tied_weights": "yes"})
    changed = config.with_settings({"model.tied_weights": "yes", "model.embedding_size": "16"})
    assert changed.model.tied_weights
    assert changed.training == config.training
    assert set(SECTIONS) <= set(changed.to_json())


@pytest.mark.parametrize("damage", [{}, {"model": {"kind": "abacus"}}, {"training": {"x": 1}}])
def test_a_damaged_configuration_is_told_and_its_run_not_listed(tmp_path, damage):
    workspace = workspace_in(tmp_path)
    run = create_run(workspace, make_config(make_corpus(workspace)))
    data = run.config().to_json()
    write_json(run.folder / "config.json", {**data, **damage} if damage else {})
    checksums.seal(run.folder, "config.json")
    with pytest.raises(SettingsError, match=r"Start the run again|this version has|training has"):
        run.config()
    assert list_runs(workspace) == []
    [row] = damaged_runs(workspace)
    assert row.id == run.id
    (run.folder / "config.json").write_text("{}")
    [row] = damaged_runs(workspace)
    assert "its content was changed" in str(row.reason)


def test_runs_that_are_not_there_or_at_work_are_told_so(tmp_path):
    workspace = workspace_in(tmp_path)
    with pytest.raises(RunError, match="no run called 'nothing'"):
        open_run(workspace, "nothing")
    run = create_run(workspace, make_config(make_corpus(workspace)))
    with lock_of(run.folder):
        with pytest.raises(RunError, match=r"queued: there is nothing to resume. Stop it first"):
            resume(run)
        with pytest.raises(RunError, match="only a finished or stopped run can be trained longer"):
            train_on(run, BudgetSettings(steps=1))
        with pytest.raises(RunError, match=r"still training\. Stop it first"):
            delete_run(run)
    delete_run(run)
    assert not list(workspace.runs.iterdir())


def test_a_trainer_that_is_just_leaving_is_waited_for(tmp_path):
    workspace = workspace_in(tmp_path)
    run = create_run(workspace, make_config(make_corpus(workspace)))
    write_status(run.folder, replace(run.status(), state="stopped"))
    held = lock_of(run.folder)
    held.acquire()
    leaves = threading.Timer(0.3, held.release)
    leaves.start()
    delete_run(run)
    leaves.join()
    assert not run.folder.exists()


def test_a_run_gets_its_share_of_the_cores_that_the_slots_leave(tmp_path):
    workspace = workspace_in(tmp_path)
    config = make_config(make_corpus(workspace), machine={"threads": 0})
    assert create_run(workspace, config, slots=64).config().machine.threads == 1


def test_a_split_is_part_of_the_run(tmp_path):
    workspace = workspace_in(tmp_path)
    config = make_config(make_corpus(workspace), split={"train": 50, "validation": 50, "test": 0})
    assert create_run(workspace, config).config().split == SplitSettings(50, 50, 0)


@pytest.mark.parametrize("text", ["0", "65", "-1", "two", "1.5"])
def test_a_number_of_slots_that_is_none_is_refused_with_where_it_came_from(monkeypatch, text):
    monkeypatch.setenv("ARGOT_SLOTS", text)
    with pytest.raises(SettingsError, match=f"ARGOT_SLOTS is '{text}'; it must be a whole number"):
        slots()
    assert slots(3) == 3


def test_a_model_larger_than_the_memory_is_refused_before_anything_is_written(tmp_path):
    workspace = workspace_in(tmp_path)
    huge = {"hidden_size": 8192, "embedding_size": 8192, "layers": 16}
    config = make_config(make_corpus(workspace), model=huge)
    with pytest.raises(SettingsError, match=r"needs about .* GB .* Set ") as refused:
        create_run(workspace, config)
    named = dict(re.findall(r"([a-z_]+\.[a-z_]+)=(\d+)", str(refused.value)))
    assert int(named["model.hidden_size"]) < 8192
    check_memory(config.with_settings(named), describe_machine())
    assert list_runs(workspace) == []
