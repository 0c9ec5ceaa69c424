"""What a machine has and what a run may ask of it, from the command line."""

import sys
from pathlib import Path

import pytest

from slm_core.hardware.machine import describe_machine
from tests.cli.shell import TINY, Shell
from tests.gpus import A100, L4, nvidia_smi

unix = pytest.mark.skipif(sys.platform == "win32", reason="The stand-in is a shell script.")


@pytest.fixture
def _two_gpus(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("CUDA_VISIBLE_DEVICES", raising=False)
    monkeypatch.setenv("PATH", nvidia_smi(tmp_path / "bin", A100, L4))


@pytest.fixture
def _no_gpu(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))


@pytest.mark.usefixtures("_no_gpu")
def test_without_a_gpu_it_says_so(shell: Shell) -> None:
    said = shell("machine")
    assert said.code == 0
    assert "GPU        none from NVIDIA: training runs on the CPU\n" in said.out
    found = shell("machine", "--json").json()
    assert found["gpus"] == []
    assert found["cores"] >= 1
    assert found["slots"] >= 1


def test_the_processors_fast_instructions_are_named(shell: Shell) -> None:
    here = describe_machine()
    said, found = shell("machine"), shell("machine", "--json").json()
    assert (found["avx512"], found["avx2"]) == (here.avx512, here.avx2)
    named = ", ".join(here.instructions) or "neither AVX2 nor AVX-512"
    assert f"CPU        {here.cores} cores; instructions: {named}" in said.out
    assert "weights_a_second" not in found, "it knows of no runs"


@unix
@pytest.mark.usefixtures("_two_gpus")
def test_gpus_are_listed_with_their_memory(shell: Shell) -> None:
    said = shell("machine")
    assert "cuda:0     NVIDIA A100-SXM4-80GB, 42.9 of 85.9 GB free\n" in said.out
    assert "cuda:1     NVIDIA L4, 23.1 of 24.2 GB free\n" in said.out
    assert "--set machine.processes=2 trains one run on all" in said.out
    first = shell("machine", "--json").json()["gpus"][0]
    assert (first["device"], first["free_bytes"]) == ("cuda:0", 40960 << 20)


@unix
@pytest.mark.usefixtures("_two_gpus")
@pytest.mark.parametrize(
    ("settings", "told"),
    [
        (["device=cuda:4"], "this machine has cuda:0 (NVIDIA A100-SXM4-80GB), cuda:1 (NVIDIA L4)."),
        (["processes=3"], "Set machine.processes=2 at the most."),
        (["device=cuda:1", "processes=2"], "one GPU, and machine.processes (2) need one each"),
        (["device=gpu"], "machine.device is 'gpu'; it must be auto, cpu, cuda, or one of several"),
    ],
    ids=str,
)
def test_a_device_that_is_not_there_is_refused_before_anything_starts(
    shell: Shell, text: Path, settings: list[str], told: str
) -> None:
    said = shell("train", text, *TINY, "--steps=5", *(f"--set=machine.{it}" for it in settings))
    assert said.code == 2
    assert told in said.err
    assert shell.runs() == []


@pytest.mark.usefixtures("_no_gpu")
@pytest.mark.parametrize(
    ("settings", "remedy"),
    [
        (["device=cuda"], "Set machine.device=auto."),
        (["processes=2"], "Set machine.processes=1."),
    ],
    ids=str,
)
def test_where_there_is_no_gpu_none_is_promised(
    shell: Shell, text: Path, settings: list[str], remedy: str
) -> None:
    said = shell("train", text, *TINY, "--steps=5", *(f"--set=machine.{it}" for it in settings))
    assert said.code == 2
    assert f"but nvidia-smi finds no NVIDIA GPU on this machine. {remedy}" in said.err
    assert shell.runs() == []


@pytest.mark.exhaustive
def test_a_run_with_two_processes_from_the_command_line(shell: Shell, text: Path) -> None:
    machine = [f"--set=machine.{it}" for it in ("device=cpu", "processes=2", "threads=2")]
    said = shell("train", text, *TINY, *machine, "--steps=30", "--json")
    assert said.code == 0, said.err
    assert said.json()["state"] == "finished"
