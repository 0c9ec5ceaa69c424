"""A trainer killed again and again ends with the numbers of one that was left alone."""

import os
import random
import signal
import time

import pytest

from slm_core.json_log import JsonLog
from slm_core.runs.launching.control import ask
from slm_core.runs.launching.create import create_run, resume
from slm_core.runs.launching.launch import launch
from slm_core.runs.run import Run
from slm_core.training.settings import BudgetSettings
from tests.tiny import make_config, make_corpus, text_of, wait_for, wait_for_state, workspace_in


def records(run: Run) -> list[dict]:
    return JsonLog(run.folder / "metrics.jsonl").read()[0]


def curves(run: Run) -> dict[tuple[str, int], tuple[float, float, float | None]]:
    """Loss, accuracy and learning rate of every step; the last record of a step wins."""
    return {
        (record["kind"], record["step"]): (
            record["loss"],
            record["accuracy"],
            record.get("learning_rate"),
        )
        for record in records(run)
    }


def change_rate_at(run: Run, step: int) -> None:
    """As if a person had changed the learning rate at this very step of an earlier sitting."""
    change = {"id": "changed", "time": time.time(), "name": "learning_rate", "value": 0.004}
    JsonLog(run.folder / "control.jsonl").append({**change, "action": "set"})
    where = {"kind": "set", "step": step, "seconds": 1.0, "before": 0.01, "phase": 0}
    JsonLog(run.folder / "events.jsonl").append({**change, **where})


def newest(run: Run) -> int:
    """The last step that was recorded, -1 before there is any."""
    found = records(run)
    return found[-1]["step"] if found else -1


def pauses(run: Run) -> int:
    return [event.kind for event in run.events()].count("paused")


def kill(run: Run) -> list[dict]:
    """SIGKILL, as the system's out-of-memory killer sends it; what was committed before."""
    pid = run.status().pid
    assert pid is not None
    committed = records(run)
    os.kill(pid, signal.SIGKILL)
    return committed


@pytest.mark.slow
@pytest.mark.parametrize(
    ("kills", "steps"), [(2, 200), pytest.param(10, 500, marks=pytest.mark.exhaustive)]
)
def test_a_run_killed_again_and_again_equals_one_that_was_never_killed(tmp_path, kills, steps):
    workspace = workspace_in(tmp_path)
    corpus = make_corpus(workspace, text_of(30_000))
    config = make_config(
        corpus,
        budget=BudgetSettings(steps=steps),
        model={"hidden_size": 32, "layers": 2, "dropout": 0.2},
        training={"sequence_length": 64, "batch_size": 8},
        machine={"threads": 2, "replicas": 2, "precision": "auto"},
    )
    whole, killed = (create_run(workspace, config) for _ in range(2))
    for run in (whole, killed):
        change_rate_at(run, steps // 3)
    launch(whole, slots=2)
    wait_for_state(whole, "finished")
    rates = {r["step"]: r["learning_rate"] for r in records(whole) if r["kind"] == "train"}
    at = steps // 3
    assert rates[at + 1] < rates[at] * 0.9, "the change came at its step"
    assert rates[at] > rates[at - 1] * 0.98

    chance = random.Random(5)
    launch(killed, slots=2)
    for number in range(kills):
        step = chance.randrange(number * steps, (number + 1) * steps) * 8 // kills // 10
        wait_for(lambda: newest(killed) >= step)  # noqa: B023 used before the next number
        if number % 2:  # a pause makes a checkpoint, so that not all go on from the same one
            ask(killed, "pause")
            if number < 6:  # three whole ones; of the others the kill may come first
                paused = pauses(killed)
                wait_for(lambda: pauses(killed) > paused)  # noqa: B023
            ask(killed, "resume")
        time.sleep(chance.uniform(0.0, 0.2))
        committed = kill(killed)
        wait_for_state(killed, "interrupted")
        assert records(killed)[: len(committed)] == committed
        size = len(records(killed))
        resume(killed, slots=2)
        wait_for(lambda: len(records(killed)) > size or killed.status().state == "finished")  # noqa: B023
    wait_for_state(killed, "finished")

    assert curves(killed) == curves(whole)
    assert killed.score() == whole.score()
    kinds = [event.kind for event in killed.events()]
    assert kinds.count("resumed") >= kills - 1
    assert pauses(killed) >= min(3, kills // 2)
    left = list(killed.folder.glob("checkpoints/.*"))  # a lock without its draft may stay a while
    assert not [path for path in left if path.suffix != ".lock"]
