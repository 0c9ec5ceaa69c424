"""Processes of ours: they find our modules from anywhere, say what they say to a log, and end."""

import os
import threading
from pathlib import Path

import psutil
import pytest

from slm_core.processes.spawn import environment, spawn, training_variables


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working directory in which there is a program, and none of our modules."""
    program = "import os, slm_core.errors; print(*map(os.environ.get, ('OMP_WAIT_POLICY', 'X')))"
    (tmp_path / "program.py").write_text(f"{program}\nprint(os.getsid(0), input())", "utf-8")
    (tmp_path / "silent.py").write_text("print(1 / 0)", "utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.usefixtures("elsewhere")
def test_without_a_log_it_is_spoken_to_through_pipes():
    process = spawn("program", variables={"X": "7"})
    said, _ = process.communicate(b"hello\n", timeout=60)
    assert said.decode().split() == ["PASSIVE", "7", str(os.getsid(0)), "hello"]


def test_with_a_log_it_outlives_us_and_what_it_says_is_added_to_the_file(elsewhere):
    log = elsewhere / "log.txt"
    log.write_text("before\n", encoding="utf-8")
    process = spawn("program", variables={"X": "8"}, log=log)
    assert process.wait(60) == 1  # nobody answers it
    before, words, *rest = log.read_text(encoding="utf-8").splitlines()
    assert (before, words) == ("before", "PASSIVE 8")
    assert "EOFError" in rest[-1]
    spawn("silent", log=log).wait(60)
    assert "ZeroDivisionError" in log.read_text(encoding="utf-8")


@pytest.mark.usefixtures("elsewhere")
@pytest.mark.parametrize("is_quiet", [True, False])
def test_what_it_complains_of_is_seen_unless_it_is_quiet(is_quiet, capfd):
    spawn("silent", is_quiet=is_quiet).communicate(timeout=60)
    assert ("ZeroDivisionError" in capfd.readouterr().err) != is_quiet


def test_one_that_ended_leaves_no_zombie_and_is_told(elsewhere):
    over = threading.Event()
    process = spawn("silent", log=elsewhere / "log.txt", when_over=over.set)
    assert over.wait(60)
    assert not psutil.pid_exists(process.pid)


def test_a_trainer_is_told_its_threads_and_keeps_what_we_were_told(monkeypatch):
    monkeypatch.setenv("PYTHONPATH", "/somewhere")
    variables = environment(**training_variables(3))
    assert variables["OMP_NUM_THREADS"] == variables["RAYON_NUM_THREADS"] == "3"
    assert variables["PYTHONPATH"].endswith(os.pathsep + "/somewhere")
    assert variables["PATH"] == os.environ["PATH"]
