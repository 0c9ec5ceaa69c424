"""Too large for the machine: refused beforehand where that is certain, else told afterwards."""

import re
import subprocess
import sys
from dataclasses import replace
from typing import Any

import pytest

from slm_core.errors import SettingsError
from slm_core.hardware.machine import Gpu, Machine
from slm_core.models.settings import MODEL_SETTINGS
from slm_core.runs.config import RunConfig
from slm_core.runs.launching.create import create_run
from slm_core.runs.launching.recovery import suggested_fix
from slm_core.runs.planning.memory import (
    check_memory,
    memory_of,
    needed_bytes,
    out_of_memory,
    perhaps_out_of_memory,
    smaller,
)
from slm_core.runs.trainer import main
from slm_core.training.settings import BudgetSettings, TrainingSettings
from slm_core.training.trainer import Trainer
from tests.tiny import make_config, make_corpus, text_of, workspace_in

GIGABYTES = 1 << 30
SMALL = Machine(cores=2, memory_bytes=GIGABYTES, gpus=())


def config_of(kind: str = "lstm", *, training: dict | None = None, **model: Any) -> RunConfig:
    return RunConfig(
        corpus="x",
        name="x",
        budget=BudgetSettings(steps=1),
        model=MODEL_SETTINGS[kind](**model),
        training=TrainingSettings(**(training or {})),
    )


def test_what_fits_is_not_refused():
    for config in (config_of(), config_of("transformer")):
        check_memory(config, SMALL)
        assert needed_bytes(config) < SMALL.memory_bytes


def test_a_batch_too_large_is_refused_with_one_that_fits():
    config = config_of(training={"batch_size": 4096, "sequence_length": 256})
    with pytest.raises(
        SettingsError, match=r"A batch of 4096 × 256 tokens needs about .*has 1.1 GB"
    ) as e:
        check_memory(config, SMALL)
    found = re.search(r"Set training.batch_size=(\d+)\.", str(e.value))
    assert found
    fitting = replace(config, training=replace(config.training, batch_size=int(found[1])))
    check_memory(fitting, SMALL)
    parts = replace(config, training=replace(config.training, accumulation=1024))
    check_memory(parts, SMALL)


def test_a_network_too_large_is_refused_with_one_that_fits():
    config = config_of(hidden_size=8000, layers=8)
    with pytest.raises(SettingsError, match=r"parameters and needs about .* GB\. Set ") as e:
        check_memory(config, SMALL)
    named = dict(re.findall(r"([a-z_]+\.[a-z_]+)=(\d+)", str(e.value)))
    assert int(named["model.hidden_size"]) < 8000
    check_memory(config.with_settings(named), SMALL)


def test_where_no_size_fits_the_settings_to_make_smaller_are_named():
    none = replace(SMALL, memory_bytes=1000)
    with pytest.raises(
        SettingsError, match=r"Make model\.hidden_size \(64\) or model\.layers \(2\)"
    ):
        check_memory(config_of(hidden_size=64, layers=2), none)


@pytest.mark.parametrize(
    ("config", "names"),
    [
        (config_of(), ["training.batch_size"]),
        (
            config_of(training={"batch_size": 1, "sequence_length": 8192}, hidden_size=64),
            ["training.sequence_length"],
        ),
        (
            config_of(hidden_size=4096, training={"batch_size": 4, "sequence_length": 8}),
            ["model.hidden_size"],
        ),
        (
            config_of(hidden_size=4096, embedding_size=4096, tied_weights=True),
            ["model.embedding_size", "model.hidden_size"],
        ),
        (config_of("transformer", hidden_size=4096), ["model.hidden_size"]),
    ],
    ids=["batch", "sequence", "network", "tied", "transformer"],
)
def test_advice_is_always_less_than_what_was_and_fits(config, names):
    memory = int(0.9 * needed_bytes(config))
    found = smaller(config, memory)
    assert sorted(found) == names
    changed = config.with_settings({name: str(value) for name, value in found.items()})
    assert needed_bytes(changed) <= 0.6 * memory
    plenty = smaller(config, 1000 * memory)  # our reckoning was wrong: less is advised all the same
    assert sorted(plenty) == names


def test_where_nothing_smaller_is_left_other_programs_are_named():
    config = config_of(hidden_size=8, training={"batch_size": 1, "sequence_length": 1})
    assert "Choose a smaller text or another machine" in str(out_of_memory(config, SMALL))


def test_of_a_vanished_process_memory_is_suspected_only_where_it_wanted_much():
    assert not perhaps_out_of_memory(config_of(hidden_size=16), SMALL)
    config = config_of(hidden_size=2048)
    assert needed_bytes(config) > SMALL.memory_bytes / 2
    told = str(perhaps_out_of_memory(config, SMALL))
    assert "may have ended it for lack of memory" in told
    named = dict(re.findall(r"([a-z_]+\.[a-z_]+)=(\d+)", told))
    assert not perhaps_out_of_memory(
        config.with_settings(named), replace(SMALL, memory_bytes=2**31)
    )
    check_memory(config.with_settings(named), SMALL)


def test_a_gpu_counts_with_its_own_memory():
    cards = (Gpu(0, "H100", 81559 << 20, 80000 << 20), Gpu(1, "A2", 15356 << 20, 15000 << 20))
    machine = Machine(16, 128 * GIGABYTES, cards)
    assert memory_of(machine, "cuda:0") == 81559 << 20
    assert memory_of(machine, "auto") == 15356 << 20, "whichever is taken"
    assert memory_of(machine, "cpu") == 128 * GIGABYTES


STARVED = """
import resource, sys
import torch  # before its own memory is counted
import slm_core.runs.launching.create, slm_core.hardware.machine
import slm_core.runs.trainer.session
from slm_core.runs.trainer import main
torch.set_num_threads(1)
def room():
    with open("/proc/self/statm") as file:
        return int(file.read().split()[0]) * resource.getpagesize()
resource.setrlimit(resource.RLIMIT_AS, (room() + 300_000_000, resource.RLIM_INFINITY))
sys.exit(main.main(*sys.argv[1:]))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="Only Linux takes memory from a process.")
def test_a_run_that_finds_no_memory_ends_with_a_batch_that_fits(tmp_path):
    workspace = workspace_in(tmp_path)
    corpus = make_corpus(workspace, text_of(60_000))
    sizes = {"training": {"batch_size": 512, "sequence_length": 64}, "model": {"hidden_size": 256}}
    run = create_run(workspace, make_config(corpus, **sizes))
    done = subprocess.run(
        [sys.executable, "-c", STARVED, str(workspace.root), run.id],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 1, done.stderr
    status = run.status()
    assert status.state == "failed", done.stderr
    assert "There was not enough memory for this run: a batch of 512 × 64 tokens" in str(
        status.error
    )
    assert "Start again with training.batch_size=256" in str(status.error)


def dying(kind: type[Exception], *words: str) -> pytest.MonkeyPatch:
    """From now on the trainer meets such an error in the step after 25."""
    patch, learn = pytest.MonkeyPatch(), Trainer.training_step

    def learned(self, batch, **how):
        if self.state.step >= 25:
            raise kind(*words)
        return learn(self, batch, **how)

    patch.setattr(Trainer, "training_step", learned)
    return patch


@pytest.mark.parametrize(
    ("words", "state"),
    [
        ("", "failed"),
        ("CUDA out of memory. Tried to allocate 20.00 MiB.", "failed"),
        ("CUDA error: CUBLAS_STATUS_ALLOC_FAILED when calling `cublasCreate`", "failed"),
        ("could not create a memory object", "failed"),
        ("in process 2 of 2, MemoryError: ", "failed"),
        ("CUDA error: an illegal memory access was encountered", "interrupted"),
        ("CUDA error: unspecified launch failure", "interrupted"),
    ],
)
def test_no_memory_is_a_sentence_and_a_gpu_that_is_gone_an_interruption(tmp_path, words, state):
    workspace = workspace_in(tmp_path)
    run = create_run(workspace, make_config(make_corpus(workspace)))
    patch = dying(RuntimeError, words) if words else dying(MemoryError)
    try:
        assert main.main(str(workspace.root), run.id) == 1
    finally:
        patch.undo()
    assert run.status().state == state
    told = str(run.status().error)
    assert ("training.batch_size=2" in told) == (state == "failed")
    assert suggested_fix(run) == (("batch_size", 2.0) if state == "failed" else None)
