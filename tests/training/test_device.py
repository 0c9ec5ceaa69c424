"""Where and in what a run computes; what a processor can show of it."""

import itertools
from collections.abc import Iterator

import pytest
import torch

from slm_core.errors import SettingsError
from slm_core.models import logits
from slm_core.runs.trainer.build import rebuild
from slm_core.training.budget import Clock, Plan
from slm_core.training.checkpoint import load_learner, save_checkpoint
from slm_core.training.dataloader import Cursor, on_device
from slm_core.training.device import chosen_device, compute_exactly, is_mixed
from slm_core.training.loop import train
from slm_core.training.settings import BudgetSettings, MachineSettings
from slm_core.training.trainer import Learner
from tests.tiny import make_data, make_ids, make_learner, make_settings

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


def test_one_gpu_of_several_is_taken_and_one_that_is_not_there_refused(monkeypatch):
    monkeypatch.setattr(torch.cuda, "is_available", lambda: True)
    monkeypatch.setattr(torch.cuda, "device_count", lambda: 2)
    assert chosen_device("auto") == chosen_device("cuda") == torch.device("cuda", 0)
    assert chosen_device("cuda", place=1) == chosen_device("cuda:1") == torch.device("cuda", 1)
    assert chosen_device("cpu", place=1) == CPU
    with pytest.raises(SettingsError, match=r"needs the NVIDIA GPU cuda:3, but .* only 2 here"):
        chosen_device("cuda:3")
    with pytest.raises(SettingsError, match=r"cuda:2, .*machine\.processes=2 at the most"):
        chosen_device("auto", place=2)
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    assert chosen_device("auto", place=1) == CPU
    with pytest.raises(SettingsError, match=r"machine.device is cuda:1, but torch finds no NVIDIA"):
        chosen_device("cuda:1")


@pytest.mark.parametrize("wrong", ["gpu", "cuda:", "cuda:x", "cpu:0", ""])
def test_a_device_that_is_none_is_refused(wrong):
    with pytest.raises(SettingsError, match="must be auto, cpu, cuda, or one of several GPUs"):
        MachineSettings(device=wrong)
    assert MachineSettings(device=" CUDA:1 ").device == "cuda:1"


def test_several_processes_are_not_for_one_gpu():
    with pytest.raises(
        SettingsError, match=r"cuda:0, one GPU, and machine.processes \(2\) need one"
    ):
        MachineSettings(device="cuda:0", processes=2)


def test_on_a_processor_batches_are_as_they_were():
    streams = make_data(TRAIN, VALIDATION, make_learner(TRAIN)).streams
    expected = itertools.islice(streams.batches(Cursor()), 200)
    for before, after in zip(expected, on_device(streams.batches(Cursor()), CPU), strict=False):
        assert torch.equal(before.inputs, after.inputs)
        assert before.after == after.after


@gpu
def test_on_a_gpu_batches_come_ahead_in_the_same_order():
    device = chosen_device("cuda")
    streams = make_data(TRAIN, VALIDATION, make_learner(TRAIN)).streams
    expected = itertools.islice(streams.batches(Cursor()), 200)
    for before, after in zip(expected, on_device(streams.batches(Cursor()), device), strict=False):
        assert after.inputs.device == device
        assert torch.equal(before.inputs, after.inputs.cpu())
        assert torch.equal(before.targets, after.targets.cpu())
        assert (before.after, before.fresh) == (after.after, after.fresh)


@gpu
def test_a_gpu_counts_by_itself_until_somebody_asks(tmp_path):
    learner = make_learner(TRAIN)
    learner.model.to(chosen_device("cuda"))
    batches = make_data(TRAIN, VALIDATION, learner).streams.batches(Cursor())
    steps = [learner.learn(batch, rate=0.01) for batch in itertools.islice(batches, 3)]
    for step in steps:
        learner.count(step, tokens=32)
    assert (learner.progress.tally.loss, learner.progress.tally.steps) == (0.0, 3)
    save_checkpoint(tmp_path, learner)
    assert learner.progress.tally.loss == pytest.approx(sum(float(step.loss) for step in steps))
    assert learner.progress.tally.correct == sum(int(step.correct) for step in steps)


@gpu
def test_weights_of_a_cudnn_layer_lie_in_one_piece_also_after_loading(tmp_path):
    """Else cuDNN copies them together in each step."""
    device = chosen_device("cuda")
    first, second = (make_learner(TRAIN, model={"layers": 2}, seed=seed) for seed in (3, 9))
    for learner in (first, second):
        learner.model.to(device)
    list(itertools.islice(reading(first), 5))
    save_checkpoint(tmp_path, first)
    assert load_learner(tmp_path, second)
    rebuild(second, make_settings({"layers": 2, "dropout": 0.3}))
    layers = next(it for it in second.model.modules() if isinstance(it, torch.nn.LSTM))
    pieces = {weight.untyped_storage().data_ptr() for weight in layers.parameters()}
    assert len(pieces) == 1
    assert all(
        torch.equal(a, b)
        for a, b in zip(first.model.parameters(), second.model.parameters(), strict=True)
    )


def test_more_copies_than_threads_are_refused_with_what_fits():
    with pytest.raises(SettingsError, match=r"replicas \(3\).*threads \(2\).*replicas=2 at the"):
        MachineSettings(threads=2, replicas=3)


@pytest.mark.parametrize("largest", [1 << 23, 60], ids=["at once", "in pieces"])
def test_mixed_precision_learns_nearly_the_same_with_weights_in_float32(monkeypatch, largest):
    monkeypatch.setattr(logits, "_LARGEST", largest)
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
