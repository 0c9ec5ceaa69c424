"""The GPUs of a machine, as nvidia-smi tells of them."""

import sys

import pytest

from slm_core.runs.machine import Gpu, look_for_gpus
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
