import time

import pytest

from slm_core.errors import RunError, SettingsError
from slm_core.hardware.machine import Machine
from slm_core.json_log import JsonLog
from slm_core.runs.launching import control
from slm_core.runs.launching.control import RequestReader, ask, with_change
from slm_core.runs.launching.create import create_run
from slm_core.runs.planning.memory import needed_bytes
from slm_core.runs.run import Run
from slm_core.runs.status import RunStatus, write_status
from tests.tiny import make_config, make_corpus, workspace_in


@pytest.fixture
def run(tmp_path) -> Run:
    workspace = workspace_in(tmp_path)
    return create_run(workspace, make_config(make_corpus(workspace)))


def test_a_batch_for_which_there_is_no_memory_is_refused(run, monkeypatch):
    large = with_change(run.config(), "batch_size", 8192)
    memory = needed_bytes(large) - 1
    small = Machine(cores=2, memory_bytes=memory, gpus=())
    monkeypatch.setattr(control, "describe_machine", lambda: small)
    with pytest.raises(SettingsError, match=r"A batch of 8192 × .*training\.batch_size=1024"):
        ask(run, "set", name="batch_size", value=8192)
    assert not (run.folder / "control.jsonl").exists()
    ask(run, "set", name="batch_size", value=1024)


def reader(run: Run) -> RequestReader:
    return RequestReader(JsonLog(run.folder / "control.jsonl"))


def test_what_is_asked_arrives_once_and_in_order(run):
    reading = reader(run)
    assert reading.new() == []
    asked = [ask(run, "pause"), ask(run, "set", name="learning_rate", value=0.5)]
    assert reading.new() == asked
    assert reading.new() == []
    asked = [ask(run, "resume"), ask(run, "stop")]
    assert reading.new() == asked
    assert len({request.id for request in reader(run).new()}) == 4


@pytest.mark.parametrize("state", ["finished", "stopped", "failed"])
def test_nothing_is_asked_of_a_run_that_has_ended(run, state):
    write_status(run.folder, RunStatus(state, time.time()))
    with pytest.raises(RunError, match=f"{run.id} is {state}.*: there is nothing to pause.*resume"):
        ask(run, "pause")
    assert not (run.folder / "control.jsonl").exists()


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        (
            "sequence_length",
            4,
            "sequence_length cannot change while a run trains; learning_rate, batch_size, dropout",
        ),
        ("batch_size", 0, "batch_size is 0; it must be from 1 to 8,192"),
        ("batch_size", 4.5, "batch_size is 4.5; it must be a whole number"),
        ("dropout", 1.0, "dropout is 1; it must be from 0 to 0.95"),
        ("learning_rate", float("nan"), "learning_rate is nan; it must be a finite number"),
        ("learning_rate", -1.0, "learning_rate is -1; it must be from 0 to 1,000"),
    ],
)
def test_a_setting_that_cannot_be_is_refused_at_once(run, name, value, said):
    with pytest.raises(SettingsError, match=said):
        ask(run, "set", name=name, value=value)
    assert not (run.folder / "control.jsonl").exists()


def test_what_others_write_into_the_file_harms_nobody(run):
    good = {"id": "a", "time": 1.0, "action": "set", "name": "learning_rate", "value": 0.5}
    file = JsonLog(run.folder / "control.jsonl")
    for odd in (
        {**good, "action": "explode"},
        {**good, "action": None},
        {**good, "action": ["stop"]},
        {**good, "id": 5},
        {**good, "time": "yesterday"},
        {**good, "name": "seed"},
        {**good, "name": "batch_size", "value": 2.5},
        {**good, "name": ["dropout"]},
        {**good, "value": "much"},
        {**good, "value": 1e9},
        {"action": "stop"},
    ):
        file.append(odd)
    with open(file.path, "ab") as raw:
        raw.write(b'nonsense\n{"id": "torn", "ti')
    ask(run, "stop")
    assert [request.action for request in reader(run).new()] == ["stop"]
