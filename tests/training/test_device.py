"""Where and in what a run computes; what a processor can show of it."""

import itertools
from collections.abc import Iterator

import pytest
import torch

from slm_core.errors import SettingsError
from slm_core.models.layers import logits
from slm_core.runs.trainer.build import rebuild_model
from slm_core.training.checkpoints.checkpoint import load_trainer, save_checkpoint
from slm_core.training.dataloader import LoaderState, on_device
from slm_core.training.device import (
    resolve_device,
    use_deterministic_algorithms,
    uses_mixed_precision,
)
from slm_core.training.loop import train
from slm_core.training.settings import BudgetSettings, MachineSettings
from slm_core.training.stopping.budget import Budget, Clock
from slm_core.training.trainer import Trainer
from tests.tiny import make_data, make_ids, make_settings, make_trainer

TRAIN, VALIDATION = make_ids(4000), make_ids(1500, seed=9)
CPU = torch.device("cpu")
gpu = pytest.mark.skipif(not torch.cuda.is_available(), reason="There is no GPU here.")


@pytest.fixture
def _inexact_again() -> Iterator[None]:
    yield
    torch.use_deterministic_algorithms(False)


def reading(trainer: Trainer, steps: int = 60):
    data = make_data(TRAIN, VALIDATION, trainer)
    return train(trainer, data, Budget(BudgetSettings(steps=steps), 100), Clock())


def losses(reports) -> list[float]:
    return [report.train.loss for report in reports if report.train]


def mixed_learner(device: torch.device = CPU, **settings) -> Trainer:
    trainer = make_trainer(TRAIN, model={"kind": "transformer"}, **settings)
    trainer.model.to(device)
    trainer.mixed_precision = True
    return trainer


def test_a_processor_computes_in_bfloat16_only_if_asked_and_able(monkeypatch):
    monkeypatch.setattr(torch.cpu, "get_capabilities", lambda: {"avx512_bf16": True})
    assert not uses_mixed_precision("auto", CPU)
    assert not uses_mixed_precision("float32", CPU)
    assert uses_mixed_precision("bfloat16", CPU)
    monkeypatch.setattr(torch.cpu, "get_capabilities", lambda: {"avx512_f": True})
    with pytest.raises(SettingsError, match="this run's device, cpu, does not support it"):
        uses_mixed_precision("bfloat16", CPU)


def test_one_gpu_of_several_is_taken_and_one_that_is_not_there_refused(monkeypatch):
    monkeypatch.setattr(torch.cuda, "is_available", lambda: True)
    monkeypatch.setattr(torch.cuda, "device_count", lambda: 2)
    assert resolve_device("auto") == resolve_device("cuda") == torch.device("cuda", 0)
    assert resolve_device("cuda", rank=1) == resolve_device("cuda:1") == torch.device("cuda", 1)
    assert resolve_device("cpu", rank=1) == CPU
    with pytest.raises(SettingsError, match=r"needs the NVIDIA GPU cuda:3, but .* only 2 here"):
        resolve_device("cuda:3")
    with pytest.raises(SettingsError, match=r"cuda:2, .*machine\.processes=2 at the most"):
        resolve_device("auto", rank=2)
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    assert resolve_device("auto", rank=1) == CPU
    with pytest.raises(SettingsError, match=r"is cuda:1, but PyTorch finds no NVIDIA"):
        resolve_device("cuda:1")


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
    streams = make_data(TRAIN, VALIDATION, make_trainer(TRAIN)).loader
    expected = itertools.islice(streams.batches(LoaderState()), 200)
    for before, after in zip(
        expected, on_device(streams.batches(LoaderState()), CPU), strict=False
    ):
        assert torch.equal(before.inputs, after.inputs)
        assert before.after == after.after


@gpu
def test_on_a_gpu_batches_come_ahead_in_the_same_order():
    device = resolve_device("cuda")
    streams = make_data(TRAIN, VALIDATION, make_trainer(TRAIN)).loader
    expected = itertools.islice(streams.batches(LoaderState()), 200)
    for before, after in zip(
        expected, on_device(streams.batches(LoaderState()), device), strict=False
    ):
        assert after.inputs.device == device
        assert torch.equal(before.inputs, after.inputs.cpu())
        assert torch.equal(before.targets, after.targets.cpu())
        assert (before.after, before.starts_epoch) == (after.after, after.starts_epoch)


@gpu
def test_a_gpu_counts_by_itself_until_somebody_asks(tmp_path):
    trainer = make_trainer(TRAIN)
    trainer.model.to(resolve_device("cuda"))
    batches = make_data(TRAIN, VALIDATION, trainer).loader.batches(LoaderState())
    steps = [trainer.training_step(batch, rate=0.01) for batch in itertools.islice(batches, 3)]
    assert (trainer.running_metrics.loss, trainer.running_metrics.steps) == (0.0, 3)
    save_checkpoint(tmp_path, trainer)
    assert trainer.running_metrics.loss == pytest.approx(sum(float(step.loss) for step in steps))
    assert trainer.running_metrics.correct == sum(int(step.correct) for step in steps)


@gpu
def test_weights_of_a_cudnn_layer_lie_in_one_piece_also_after_loading(tmp_path):
    """Else cuDNN copies them together in each step."""
    device = resolve_device("cuda")
    first, second = (make_trainer(TRAIN, model={"layers": 2}, seed=seed) for seed in (3, 9))
    for trainer in (first, second):
        trainer.model.to(device)
    list(itertools.islice(reading(first), 5))
    save_checkpoint(tmp_path, first)
    assert load_trainer(tmp_path, second)
    rebuild_model(second, make_settings({"layers": 2, "dropout": 0.3}))
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
    plain = make_trainer(TRAIN, model={"kind": "transformer"})
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
    assert load_trainer(tmp_path, second)
    assert second.hidden_state is not None
    assert first.hidden_state is not None
    assert [part.dtype for part in second.hidden_state] == [
        part.dtype for part in first.hidden_state
    ]
    assert before + losses(reading(second)) == whole


@pytest.mark.usefixtures("_inexact_again")
@pytest.mark.parametrize("model", ["lstm", "gru", "rnn", "awd-lstm", "transformer"])
def test_every_architecture_can_compute_exactly(model):
    use_deterministic_algorithms()
    assert torch.are_deterministic_algorithms_enabled()
    first, second = (losses(reading(make_trainer(TRAIN, model={"kind": model}))) for _ in range(2))
    assert first == second


@gpu
@pytest.mark.usefixtures("_inexact_again")
@pytest.mark.parametrize("kind", ["lstm", "gru", "awd-lstm", "transformer"])
def test_on_a_gpu_mixed_precision_learns_and_is_exact_where_that_is_asked(kind):
    use_deterministic_algorithms()
    device = resolve_device("cuda")
    found = []
    for _ in range(2):
        trainer = make_trainer(TRAIN, model={"kind": kind})
        trainer.model.to(device)
        trainer.mixed_precision = uses_mixed_precision("auto", device)
        found.append(losses(reading(trainer)))
    assert found[0] == found[1]
    assert found[0][-1] < found[0][0] - 0.3
