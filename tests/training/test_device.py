"""Where and in what a run computes; what a processor can show of it."""

import itertools
from collections.abc import Iterator

import pytest
import torch

from slm_core.errors import SettingsError
from slm_core.evaluation import rows
from slm_core.training.checkpoints import load_learner, save_checkpoint
from slm_core.training.clock import Clock
from slm_core.training.device import chosen_device, compute_exactly, is_mixed
from slm_core.training.learner import Learner
from slm_core.training.loop import train
from slm_core.training.plan import Plan
from slm_core.training.settings import BudgetSettings, MachineSettings
from tests.tiny import make_data, make_ids, make_learner

TRAIN, VALIDATION = make_ids(4000), make_ids(1500, seed=9)
CPU = torch.device("cpu")
gpu = pytest.mark.skipif(not torch.cuda.is_available(), reason="There is no GPU here.")


@pytest.fixture
def _inexact_again() -> Iterator[None]:
    yield
    torch.use_deterministic_algorithms(False)


def reading(learner: Learner, steps: int = 60):
    data = make_data(TRAIN, VALIDATION, learner)
    return train(learner, data, Plan(BudgetSettings(steps=steps), 100), Clock())


def losses(reports) -> list[float]:
    return [report.train.loss for report in reports if report.train]


def mixed_learner(device: torch.device = CPU, **settings) -> Learner:
    learner = make_learner(TRAIN, model={"kind": "transformer"}, **settings)
    learner.model.to(device)
    learner.mixed = True
    return learner


def test_a_processor_computes_in_bfloat16_only_if_asked_and_able(monkeypatch):
    monkeypatch.setattr(torch.cpu, "get_capabilities", lambda: {"avx512_bf16": True})
    assert not is_mixed("auto", CPU)
    assert not is_mixed("float32", CPU)
    assert is_mixed("bfloat16", CPU)
    monkeypatch.setattr(torch.cpu, "get_capabilities", lambda: {"avx512_f": True})
    with pytest.raises(SettingsError, match="bfloat16, but this run's device, cpu, cannot"):
        is_mixed("bfloat16", CPU)


def test_more_copies_than_threads_are_refused_with_what_fits():
    with pytest.raises(SettingsError, match=r"replicas \(3\).*threads \(2\).*replicas=2 at the"):
        MachineSettings(threads=2, replicas=3)


@pytest.mark.parametrize("largest", [1 << 23, 60], ids=["at once", "in pieces"])
def test_mixed_precision_learns_nearly_the_same_with_weights_in_float32(monkeypatch, largest):
    monkeypatch.setattr(rows, "_LARGEST", largest)
    plain = make_learner(TRAIN, model={"kind": "transformer"})
    mixed = mixed_learner()
    expected, found = losses(reading(plain)), losses(reading(mixed))
    assert found != expected
    assert found == pytest.approx(expected, abs=0.05)
    assert found[-1] < found[0] - 0.3
    assert {p.dtype for p in mixed.model.parameters()} == {torch.float32}


def test_mixed_precision_is_resumed_exactly(tmp_path):
    whole = losses(reading(mixed_learner()))
    first = mixed_learner()
    before = losses(itertools.islice(reading(first), 31))
    save_checkpoint(tmp_path, first)
    second = mixed_learner(seed=9)
    assert load_learner(tmp_path, second)
    assert second.state is not None
    assert first.state is not None
    assert [part.dtype for part in second.state] == [part.dtype for part in first.state]
    assert before + losses(reading(second)) == whole


@pytest.mark.usefixtures("_inexact_again")
@pytest.mark.parametrize("model", ["lstm", "gru", "rnn", "awd-lstm", "transformer"])
def test_every_architecture_can_compute_exactly(model):
    compute_exactly()
    assert torch.are_deterministic_algorithms_enabled()
    first, second = (losses(reading(make_learner(TRAIN, model={"kind": model}))) for _ in range(2))
    assert first == second


@gpu
@pytest.mark.usefixtures("_inexact_again")
@pytest.mark.parametrize("kind", ["lstm", "gru", "awd-lstm", "transformer"])
def test_on_a_gpu_mixed_precision_learns_and_is_exact_where_that_is_asked(kind):
    compute_exactly()
    device = chosen_device("cuda")
    found = []
    for _ in range(2):
        learner = make_learner(TRAIN, model={"kind": kind})
        learner.model.to(device)
        learner.mixed = is_mixed("auto", device)
        found.append(losses(reading(learner)))
    assert found[0] == found[1]
    assert found[0][-1] < found[0][0] - 0.3
