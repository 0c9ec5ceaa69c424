"""What is asked for twice at one moment is started once."""

import threading
from dataclasses import replace

import pytest

from slm_core.runs.launching import create, once, race
from slm_core.runs.launching.once import MOMENT, start_race_once, start_run_once
from slm_core.runs.run import list_runs
from slm_core.runs.status import RunStatus, write_status
from tests.tiny import make_config, make_corpus, workspace_in


@pytest.fixture
def launched(monkeypatch) -> list[str]:
    """Ids of the runs whose trainers would have been started."""
    found: list[str] = []
    for module in (create, race):
        monkeypatch.setattr(module, "launch", lambda run, **_: found.append(run.id))
    return found


def test_many_askers_at_one_moment_get_one_run(tmp_path, launched):
    workspace = workspace_in(tmp_path)
    config = make_config(make_corpus(workspace))
    got: list[str] = []

    def ask() -> None:
        got.append(start_run_once(workspace, config).id)

    askers = [threading.Thread(target=ask) for _ in range(6)]
    for asker in askers:
        asker.start()
    for asker in askers:
        asker.join()
    assert len(got) == 6
    assert launched == [run.id for run in list_runs(workspace)] == [*set(got)]


def test_another_wish_a_later_one_and_ones_after_the_end_or_a_change_of_the_clock_are_runs(
    tmp_path, launched, monkeypatch
):
    workspace = workspace_in(tmp_path)
    config = make_config(make_corpus(workspace))
    first = start_run_once(workspace, config)
    other = start_run_once(workspace, config.with_settings({"training.seed": "2"}))
    assert start_run_once(workspace, config) == first
    write_status(first.folder, RunStatus(state="finished", asked=0.0))
    again = start_run_once(workspace, config)
    now = once.time.time()
    monkeypatch.setattr(once.time, "time", lambda: now + MOMENT + 1)
    later = start_run_once(workspace, config)
    monkeypatch.setattr(once.time, "time", lambda: now - 3600)
    set_back = start_run_once(workspace, config)
    assert launched == [first.id, other.id, again.id, later.id, set_back.id]


def test_a_race_is_started_once_too(tmp_path, launched):
    workspace = workspace_in(tmp_path)
    config = make_config(make_corpus(workspace))
    kinds = [config, config.with_settings({"model.kind": "gru"})]
    shorter = [replace(one, budget=replace(one.budget, steps=30)) for one in kinds]
    first = start_race_once(workspace, kinds, rule="parameters")
    assert start_race_once(workspace, kinds, rule="parameters") == first
    second = start_race_once(workspace, shorter, rule="parameters")
    assert launched == [*first.runs, *second.runs]
