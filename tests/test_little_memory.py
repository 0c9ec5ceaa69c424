"""Too little memory is called that, wherever it is met, and a run that was deleted is called so."""

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from slm_core.cli.output.run_output import problem
from slm_core.errors import is_out_of_memory
from slm_core.runs.launching.create import create_run
from slm_core.runs.launching.launch import launch
from slm_core.runs.run import Run, list_runs
from slm_core.training.settings import BudgetSettings
from tests.tiny import make_config, make_corpus, wait_for, wait_for_state, workspace_in

_LIMIT = 700_000_000
"""Bytes of address space: enough for a command, too little for torch."""
_WORDS = "not enough memory"

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux limits address space")


def limited(code: str, *arguments: object, limit: int = _LIMIT) -> subprocess.CompletedProcess[str]:
    """Run Python `code` in a process that gets no more than so many bytes, nor do those it
    starts."""
    bounded = f"import resource\nresource.setrlimit(resource.RLIMIT_AS, ({limit}, {limit}))\n{code}"
    return subprocess.run(
        [sys.executable, "-c", bounded, *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


@pytest.fixture
def run(tmp_path) -> Run:
    workspace = workspace_in(tmp_path)
    config = make_config(make_corpus(workspace), budget=BudgetSettings(minutes=5.0))
    return create_run(workspace, config)


def test_a_trainer_without_memory_for_torch(run):
    code = """
import sys, time
from slm_core.workspace import open_workspace
from slm_core.runs.run import open_run
from slm_core.runs.launching.launch import launch
run = open_run(open_workspace(sys.argv[1]), sys.argv[2])
launch(run)
until = time.monotonic() + 60
while not run.status().is_over and time.monotonic() < until:
    time.sleep(0.2)
"""
    done = limited(code, run.workspace.root, run.id)
    assert done.returncode == 0, done.stderr
    status = run.status()
    told = str(problem(run, status))
    # Where there is not even room for a last word, the log tells of it.
    assert _WORDS in told or "Its process found no memory" in told, run.log_tail()
    assert "libtorch" not in told


def test_a_trainer_that_the_system_ended(run):
    launch(run)
    wait_for_state(run, "running")
    pid = run.status().pid
    assert pid
    os.kill(pid, signal.SIGKILL)  # as the kernel does where memory is full
    wait_for_state(run, "interrupted")
    said = str(problem(run, run.status()))
    assert "because the memory was full" in said
    assert f"resume {run.id}" in said


def test_a_run_that_is_deleted_while_it_trains_says_so_and_ends(run):
    launch(run)
    wait_for_state(run, "running")
    pid = run.status().pid
    # Out of sight at once: what the trainer writes meanwhile would stand in the way.
    shutil.rmtree(run.folder.rename(run.folder.with_name(".deleted-by-hand")))
    assert "was deleted while it trained" in str(problem(run, run.status()))
    wait_for(lambda: _is_gone(pid), what="for its trainer to end")
    assert list_runs(run.workspace) == []
    assert not run.folder.exists()


def _is_gone(pid: int | None) -> bool:
    return not psutil.pid_exists(pid) or psutil.Process(pid).status() == psutil.STATUS_ZOMBIE


@pytest.mark.parametrize(
    "words",
    [
        "libtorch_cpu.so: failed to map segment from shared object",
        "[enforce fail at alloc_cpu.cpp:124] DefaultCPUAllocator: can't allocate memory",
        "std::bad_alloc",
        "[Errno 12] Cannot allocate memory",
        "can't start new thread",
    ],
)
def test_what_libraries_say_of_it(words):
    assert is_out_of_memory(RuntimeError(words))
    assert not is_out_of_memory(RuntimeError("memory of an elephant"))


def test_a_folder_whose_name_is_no_text(tmp_path):
    home = os.fsencode(tmp_path) + b"/caf\xe9"
    Path(os.fsdecode(home)).mkdir()
    done = subprocess.run(
        [sys.executable, "-m", "slm_core", "runs", "--json", "--workspace", home],
        capture_output=True,
        check=False,
    )
    assert done.returncode == 2
    assert b"is not UTF-8. Rename the folder" in done.stderr
    assert b"caf\\xe9" in done.stderr
    assert b"Traceback" not in done.stderr
