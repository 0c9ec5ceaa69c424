"""What is decided about computing when a run is asked for, on machines of several kinds."""

from dataclasses import replace

import pytest

from slm_core.errors import SettingsError
from slm_core.hardware import cpu
from slm_core.hardware.machine import Gpu, Machine, describe_machine, threads_for_a_run
from slm_core.runs.config import RunConfig
from slm_core.runs.planning.compute import on_cpu, resolve_machine_settings
from slm_core.training.settings import BudgetSettings, MachineSettings, TrainingSettings
from tests.tiny import make_settings

GIGABYTES = 1 << 30
OLD = Machine(2, 8 * GIGABYTES, bfloat16=False)
NEW = Machine(2, 8 * GIGABYTES, bfloat16=True)
H100 = Gpu(0, "NVIDIA H100 80GB HBM3", 80 * GIGABYTES, 79 * GIGABYTES)
CARD = Machine(2, 8 * GIGABYTES, (H100,), bfloat16=True)
CARDS = replace(CARD, gpus=(H100, replace(H100, index=1, name="NVIDIA A2")))


def config(model=None, training=None, **machine) -> RunConfig:
    return RunConfig(
        corpus="c",
        name="n",
        budget=BudgetSettings(steps=1),
        model=make_settings({"hidden_size": 256, **(model or {})}),
        training=TrainingSettings(**(training or {})),
        machine=MachineSettings(**machine),
    )


@pytest.mark.parametrize(
    ("asked", "machine", "precision", "replicas"),
    [
        (config(threads=2), NEW, "bfloat16", 2),
        (config(threads=2), OLD, "float32", 2),
        (config({"hidden_size": 1024}, threads=2), NEW, "bfloat16", 1),
        (config({"hidden_size": 768}, threads=2), NEW, "bfloat16", 2),
        (config({"hidden_size": 768}, threads=2), OLD, "float32", 1),
        (config({"hidden_size": 768, "kind": "gru"}, threads=2), NEW, "bfloat16", 1),
        (config({"hidden_size": 1024}, threads=2, replicas=2), NEW, "bfloat16", 2),
        (config({"kind": "transformer"}, threads=2), NEW, "bfloat16", 2),
        (config(threads=1), NEW, "bfloat16", 1),
        (config(threads=4, precision="float32"), NEW, "float32", 4),
        (config(training={"batch_size": 3}, threads=4), OLD, "float32", 3),
        (config(training={"batch_size": 8, "accumulation": 8}, threads=4), OLD, "float32", 1),
        (config(threads=2, device="cpu"), CARD, "bfloat16", 2),
    ],
)
def test_what_is_left_to_us_is_decided_by_the_machine(asked, machine, precision, replicas):
    found = resolve_machine_settings(asked, machine)
    assert (found.precision, found.replicas) == (precision, replicas)
    assert found.threads == asked.machine.threads


def test_a_graphics_card_decides_for_itself():
    for device in ("auto", "cuda"):
        found = resolve_machine_settings(config(threads=2, device=device), CARD)
        assert (found.precision, found.replicas) == ("auto", 0)


def test_threads_are_this_machines_share_and_enough_for_the_copies():
    assert resolve_machine_settings(config(), OLD).threads == threads_for_a_run()
    assert resolve_machine_settings(config(replicas=64), OLD).threads == 64


def test_runs_that_share_the_machine_get_their_share_of_the_cores(monkeypatch):
    eight = replace(NEW, cores=8)
    monkeypatch.setattr("slm_core.hardware.machine.describe_machine", lambda: eight)
    monkeypatch.delenv("ARGOT_SLOTS", raising=False)
    threads = [
        resolve_machine_settings(config(), eight, slots=slots).threads
        for slots in (None, 1, 2, 4, 64)
    ]
    assert threads == [4, 8, 4, 2, 1]


def test_where_torch_cannot_use_the_gpu_the_processor_computes_as_it_does_best():
    asked = config(threads=2)
    assert resolve_machine_settings(asked, CARD).replicas == 0
    assert on_cpu(asked, CARD).machine == replace(
        resolve_machine_settings(asked, NEW), device="cpu"
    )


def test_bfloat16_without_instructions_for_it_is_refused():
    with pytest.raises(SettingsError, match=r"no instructions for it.*machine\.precision=auto"):
        resolve_machine_settings(config(precision="bfloat16"), OLD)


@pytest.mark.parametrize(
    ("cpuinfo", "expected"),
    [
        ("processor : 0\nflags\t\t: fpu avx512f avx512_bf16 sse\n", True),
        ("processor : 0\nflags\t\t: fpu avx512f sse\n", False),
        ("processor : 0\nFeatures : fp asimd bf16\n", True),
        ("nothing of the kind\n", False),
    ],
)
def test_the_processor_is_asked(monkeypatch, tmp_path, cpuinfo, expected):
    (tmp_path / "cpuinfo").write_text(cpuinfo)
    monkeypatch.setattr(cpu, "_CPUINFO", tmp_path / "cpuinfo")
    assert cpu.has_bfloat16() is expected


@pytest.mark.parametrize(
    ("cpuinfo", "avx512", "avx2"),
    [
        ("processor : 0\nflags\t\t: fpu avx2 avx512f avx512_bf16 sse\n", True, True),
        ("processor : 0\nflags\t\t: fpu avx2 sse\n", False, True),
        ("processor : 0\nFeatures : fp asimd bf16\n", False, False),
        ("nothing of the kind\n", False, False),
    ],
)
def test_the_processor_is_asked_for_its_vectors(monkeypatch, tmp_path, cpuinfo, avx512, avx2):
    (tmp_path / "cpuinfo").write_text(cpuinfo)
    monkeypatch.setattr(cpu, "_CPUINFO", tmp_path / "cpuinfo")
    found = describe_machine.__wrapped__()
    assert (found.avx512, found.avx2) == (avx512, avx2)
    assert ("AVX-512" in found.instructions, "AVX2" in found.instructions) == (avx512, avx2)
    assert ("bfloat16" in found.instructions) == found.bfloat16


def test_macos_is_asked_in_its_own_way(monkeypatch, tmp_path):
    program = tmp_path / "sysctl"
    program.write_text("#!/bin/sh\necho 1\n")
    program.chmod(0o755)
    monkeypatch.setattr(cpu, "_CPUINFO", tmp_path / "none")
    monkeypatch.setattr(cpu.platform, "system", lambda: "Darwin")
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    assert cpu.has_bfloat16()
    program.write_text("#!/bin/sh\nexit 1\n")
    assert not cpu.has_bfloat16()
    monkeypatch.setenv("PATH", str(tmp_path / "empty"))
    assert not cpu.has_bfloat16()
