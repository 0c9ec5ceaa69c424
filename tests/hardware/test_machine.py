"""The GPUs of a machine, as nvidia-smi tells of them."""

import sys

import pytest

from slm_core.hardware import cgroups
from slm_core.hardware.machine import Gpu, Machine, as_used, describe_machine, look_for_gpus
from tests.gpus import A100, L4, nvidia_smi

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="The stand-in is a shell script.")
BIG = Gpu(0, "NVIDIA A100-SXM4-80GB", 81920 << 20, 40960 << 20)
SMALL = Gpu(1, "NVIDIA L4", 23034 << 20, 22000 << 20)


@pytest.mark.parametrize(
    ("visible", "expected"),
    [
        (None, [(0, BIG.name), (1, SMALL.name)]),
        ("1,0", [(0, SMALL.name), (1, BIG.name)]),
        ("GPU-77", [(0, SMALL.name)]),
        ("1,7,0", [(0, SMALL.name)]),
        ("", []),
        ("-1", []),
    ],
)
def test_every_gpu_that_cuda_sees_is_found_in_its_order(monkeypatch, tmp_path, visible, expected):
    monkeypatch.setenv("PATH", nvidia_smi(tmp_path / "bin", A100, L4))
    monkeypatch.delenv("CUDA_VISIBLE_DEVICES", raising=False)
    if visible is not None:
        monkeypatch.setenv("CUDA_VISIBLE_DEVICES", visible)
    found = look_for_gpus()
    assert [(gpu.index, gpu.name) for gpu in found] == expected
    if visible is None:
        assert found == (BIG, SMALL)
        assert [gpu.device for gpu in found] == ["cuda:0", "cuda:1"]


def test_where_nothing_answers_there_is_no_gpu(monkeypatch, tmp_path):
    monkeypatch.delenv("CUDA_VISIBLE_DEVICES", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert look_for_gpus() == ()
    monkeypatch.setenv("PATH", nvidia_smi(tmp_path / "bin", "Failed to initialize NVML", code=9))
    assert look_for_gpus() == ()
    monkeypatch.setenv("PATH", nvidia_smi(tmp_path / "bin", "No devices were found"))
    assert look_for_gpus() == ()


def test_memory_that_is_not_told_counts_as_free(monkeypatch, tmp_path):
    monkeypatch.delenv("CUDA_VISIBLE_DEVICES", raising=False)
    monkeypatch.setenv("PATH", nvidia_smi(tmp_path / "bin", "0, GPU-1, GB10, 8192, [N/A]"))
    assert look_for_gpus() == (Gpu(0, "GB10", 8192 << 20, 8192 << 20),)


@pytest.mark.parametrize(
    ("files", "memory", "cores"),
    [
        ({}, None, None),
        ({"memory.max": "max\n", "cpu.max": "max 100000\n"}, None, None),
        ({"memory.max": "4294967296\n", "cpu.max": "150000 100000\n"}, 4 << 30, 2),
        ({"memory/memory.limit_in_bytes": "1073741824\n"}, 1 << 30, None),
        ({"cpu/cpu.cfs_quota_us": "-1\n", "cpu/cpu.cfs_period_us": "100000\n"}, None, None),
        ({"cpu/cpu.cfs_quota_us": "50000\n", "cpu/cpu.cfs_period_us": "100000\n"}, None, 1),
        ({"memory.max": "much\n", "cpu.max": "\n"}, None, None),
    ],
)
def test_what_a_container_allows(tmp_path, files, memory, cores):
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    assert (cgroups.memory(tmp_path), cgroups.cores(tmp_path)) == (memory, cores)


def test_a_machine_is_what_its_container_allows(monkeypatch):
    monkeypatch.setattr(cgroups, "memory", lambda: 1 << 30)
    monkeypatch.setattr(cgroups, "cores", lambda: 1)
    found = describe_machine.__wrapped__()
    assert (found.memory_bytes, found.cores) == (1 << 30, 1)


def test_a_run_on_the_processor_uses_no_gpu():
    machine = Machine(2, 8 << 30, (SMALL,))
    assert as_used(machine, "cpu").gpus == ()
    assert as_used(machine, "auto") == as_used(machine, "cuda:1") == machine
