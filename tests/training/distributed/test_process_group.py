"""What processes tell each other, each a real one that torchrun started."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
import torch

from slm_core.errors import RunError
from slm_core.runs.launching import torchrun
from slm_core.training.distributed.process_group import DataParallelGroup, init_process_group

ROOT = Path(__file__).parents[3]
FAILING = """
import os, sys, torch
from slm_core.errors import ProcessLostError
from slm_core.runs.launching.torchrun import rendezvous_file
from slm_core.training.losses import BatchLoss
from slm_core.training.distributed.process_group import WorkerFailedError, init_process_group
from tests.tiny import make_ids, make_trainer

trainer = make_trainer(make_ids(400))
processes = init_process_group(torch.device("cpu"), 2, rendezvous=rendezvous_file())
place, bad, how = processes.rank, int(sys.argv[1]), sys.argv[2]

def say(line):
    os.write(1, f"{line}\\n".encode())  # at once: both write into one pipe

def read():
    if place == bad and how == "memory":
        raise MemoryError("no room")
    if place == bad:
        os._exit(0)  # gone, and torchrun sees nothing wrong with it
    for weight in trainer.model.parameters():
        weight.grad = torch.ones_like(weight)
    return BatchLoss(torch.tensor(1.5), torch.tensor(2))

assert processes.broadcast("where it is" if place == 0 else "") == "where it is"
try:
    found = processes.all_reduce_gradients(trainer.model, read)
    slope = float(next(trainer.model.parameters()).grad.flatten()[0])
    say(f"{place} found {float(found.loss_sum)} {int(found.correct)} {slope}")
    torch.distributed.destroy_process_group()
except (MemoryError, WorkerFailedError, ProcessLostError) as error:
    say(f"{place} {type(error).__name__} {error}")
    if isinstance(error, ProcessLostError):
        os._exit(0)
"""


def told(folder: Path, *arguments: str) -> list[str]:
    """What both processes print."""
    start = ["-m", *torchrun.command(2, folder)]
    script = ["--no-python", sys.executable, "-c", FAILING, *arguments]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1"}
    result = subprocess.run(
        [sys.executable, *start, *script],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        env={**environment, **torchrun.environment(folder)},
    )
    assert result.returncode == 0, result.stderr
    return sorted(result.stdout.splitlines())


@pytest.mark.exhaustive
def test_gradients_and_what_was_found_are_added_up_in_the_first(tmp_path):
    first, _other = told(tmp_path, "5", "none")
    assert first == "0 found 3.0 4 2.0"


@pytest.mark.exhaustive
@pytest.mark.parametrize("bad", [0, 1])
def test_no_memory_in_one_process_is_known_to_all(tmp_path, bad):
    first, other = told(tmp_path, str(bad), "memory")
    if bad:
        assert first == "0 WorkerFailedError in process 2 of 2, MemoryError: no room"
        assert other == "1 WorkerFailedError in process 2 of 2"
    else:
        assert first == "0 MemoryError no room"
        assert other.startswith("1 WorkerFailedError in process 1 of 2")


@pytest.mark.parametrize("bad", [0, pytest.param(1, marks=pytest.mark.exhaustive)])
def test_a_process_that_is_gone_is_noticed_at_once(tmp_path, bad):
    (left,) = told(tmp_path, str(bad), "gone")
    assert left.startswith(f"{1 - bad} ProcessLostError Another process of this run has ended (")
    assert left.endswith("Resume the run: it continues from its newest checkpoint.")


@pytest.mark.parametrize(("count", "size"), [(1, 4), (2, 5), (3, 7), (3, 3)])
def test_every_stream_is_read_by_one_process(count, size):
    all_of_them = [DataParallelGroup(number, count).rows(size) for number in range(count)]
    assert [row for rows in all_of_them for row in range(size)[rows]] == list(range(size))
    lengths = [rows.stop - rows.start for rows in all_of_them]
    assert max(lengths) - min(lengths) <= 1
    assert DataParallelGroup(0, count).rows(size, rank=count - 1) == all_of_them[-1]


def test_who_was_not_started_with_others_does_not_wait_for_them():
    with pytest.raises(RunError, match=r"machine.processes is 3, but .*not started as one of 3"):
        init_process_group(torch.device("cpu"), 3, rendezvous=None)
