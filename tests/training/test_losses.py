"""What is made small: against formulas written out, in pieces as in one, and in little memory."""

from typing import Any

import numpy as np
import pytest
import torch
from torch.nn import functional
from torch.utils._python_dispatch import TorchDispatchMode
from torch.utils._pytree import tree_leaves

from slm_core.metrics.evaluate import evaluate
from slm_core.models.layers import logits
from slm_core.training.dataloader import Batch, LoaderState
from slm_core.training.losses import LOSSES
from slm_core.training.settings import TrainingSettings
from tests.tiny import make_ids, make_trainer

VOCABULARY = 12
TRAIN = make_ids(4000)


def drawn(count: int = 40) -> tuple[torch.Tensor, torch.Tensor]:
    generator = torch.Generator().manual_seed(4)
    logits = 3.0 * torch.randn(count, VOCABULARY, generator=generator, dtype=torch.float64)
    return logits, torch.randint(VOCABULARY, (count,), generator=generator)


def batch_of(size: int = 4, length: int = 8, *, vocabulary: int = VOCABULARY) -> Batch:
    generator = torch.Generator().manual_seed(2)
    ids = torch.randint(vocabulary, (size, length + 1), generator=generator)
    return Batch(ids[:, :-1].contiguous(), ids[:, 1:].contiguous(), True, LoaderState(0, 1))


def test_the_brier_score_is_the_squared_distance_from_the_truth():
    logits, targets = drawn()
    chances = np.exp(logits.numpy())
    chances /= chances.sum(1, keepdims=True)
    expected = ((chances - np.eye(VOCABULARY)[targets.numpy()]) ** 2).sum()
    found = LOSSES["brier"](logits, targets, TrainingSettings(loss="brier"))
    assert float(found) == pytest.approx(expected, rel=1e-5)
    sure = torch.tensor([[50.0, 0.0]])
    settings = TrainingSettings(loss="brier")
    assert float(LOSSES["brier"](sure, torch.tensor([0]), settings)) == pytest.approx(0.0)
    assert float(LOSSES["brier"](sure, torch.tensor([1]), settings)) == pytest.approx(2.0)


@pytest.mark.parametrize("share", [0.0, 0.1, 0.6])
def test_smoothing_spreads_a_share_of_the_target_over_all_tokens(share):
    logits, targets = drawn()
    logs = logits.numpy() - np.log(np.exp(logits.numpy()).sum(1, keepdims=True))
    wanted = (1 - share) * np.eye(VOCABULARY)[targets.numpy()] + share / VOCABULARY
    expected = -(wanted * logs).sum()
    settings = TrainingSettings(label_smoothing=share)
    assert float(LOSSES["cross-entropy"](logits, targets, settings)) == pytest.approx(expected)


@pytest.mark.parametrize("share", [0.0, 0.1, 0.6])
@pytest.mark.parametrize("dtype", [torch.float32, torch.bfloat16])
def test_the_gradient_of_cross_entropy_is_that_of_torch(dtype, share):
    logits, targets = drawn()
    mine, theirs = (logits.to(dtype).requires_grad_() for _ in range(2))
    settings = TrainingSettings(label_smoothing=share)
    (0.25 * LOSSES["cross-entropy"](mine, targets, settings)).backward()
    loss = functional.cross_entropy(theirs.float(), targets, reduction="sum", label_smoothing=share)
    (0.25 * loss).backward()
    assert mine.grad is not None
    assert mine.grad.dtype == dtype
    assert torch.allclose(mine.grad, theirs.grad, atol=1e-7 if dtype == torch.float32 else 2e-3)


@pytest.mark.parametrize("chosen", [{}, {"loss": "brier"}, {"label_smoothing": 0.2}], ids=str)
def test_what_is_told_is_plain_cross_entropy_whatever_is_learned_by(chosen):
    plain = make_trainer(TRAIN).training_step(batch_of(), rate=0.0)
    other = make_trainer(TRAIN, training=chosen).training_step(batch_of(), rate=0.0)
    assert torch.equal(other.loss, plain.loss)
    assert torch.equal(other.correct, plain.correct)


MODELS: dict[str, dict[str, Any]] = {
    "lstm": {"layers": 2},
    "tied": {"embedding_size": 16, "tied_weights": True},
    "penalised": {
        "kind": "awd-lstm",
        **dict.fromkeys(("dropout", "hidden_dropout", "input_dropout"), 0.0),
        **dict.fromkeys(("embedding_dropout", "weight_drop"), 0.0),
    },
    "transformer": {"kind": "transformer"},
}


def gradients(trainer) -> dict[str, torch.Tensor]:
    named = trainer.model.named_parameters()
    return {name: p.grad.clone() for name, p in named if p.grad is not None}


def disturbed(trainer) -> None:
    """Output weights that are not zero, so that gradients reach everything."""
    torch.manual_seed(8)
    with torch.no_grad():
        for parameter in trainer.model.parameters():
            parameter.add_(0.3 * torch.randn_like(parameter))


@pytest.mark.parametrize("training", [{}, {"loss": "brier"}, {"label_smoothing": 0.2}], ids=str)
@pytest.mark.parametrize("model", MODELS.values(), ids=MODELS.keys())
def test_logits_in_pieces_give_the_same_loss_and_gradients(monkeypatch, model, training):
    settings = {"model": model, "training": {"clip_norm": 0.0, **training}}
    found = []
    for largest in (1 << 23, 5 * VOCABULARY):  # 32 rows at once, and 5 at a time
        monkeypatch.setattr(logits, "_LARGEST", largest)
        trainer = make_trainer(TRAIN, **settings)
        disturbed(trainer)
        step = trainer.training_step(batch_of(), rate=0.0)
        found.append(
            (float(step.loss), int(step.correct), gradients(trainer), trainer.hidden_state)
        )
    (loss, correct, whole, state), (loss_too, correct_too, pieces, state_too) = found
    assert loss_too == pytest.approx(loss, rel=1e-6)
    assert correct_too == correct
    assert whole.keys() == pieces.keys()
    assert any(bool(gradient.any()) for gradient in whole.values())
    for name, gradient in whole.items():
        assert torch.allclose(pieces[name], gradient, rtol=1e-4, atol=1e-7), name
    assert all(torch.equal(a, b) for a, b in zip(state, state_too, strict=True))


class Largest(TorchDispatchMode):
    """Notes the size of the largest tensor that any operation gives."""

    numbers = 0

    def __torch_dispatch__(self, func, types, args=(), kwargs=None):
        out = func(*args, **(kwargs or {}))
        tensors = [leaf for leaf in tree_leaves(out) if isinstance(leaf, torch.Tensor)]
        self.numbers = max([self.numbers, *(t.numel() for t in tensors)])
        return out


@pytest.mark.parametrize("loss", ["cross-entropy", "brier"])
def test_a_large_vocabulary_never_has_all_its_logits_in_memory(loss):
    vocabulary = 30_000
    ids = np.arange(vocabulary, dtype=np.uint16)
    training = {"loss": loss, "batch_size": 32, "sequence_length": 32}
    trainer = make_trainer(ids, vocabulary=vocabulary, training=training)
    batch = batch_of(32, 32, vocabulary=vocabulary)
    with Largest() as seen:
        step = trainer.training_step(batch, rate=0.01)
    assert seen.numbers <= 1 << 23
    assert seen.numbers < batch.inputs.numel() * vocabulary / 3
    assert float(step.loss) == pytest.approx(np.log(vocabulary), rel=0.01)
    with Largest() as seen:
        totals = evaluate(trainer.model, ids, limit=4096)
    assert totals.predictions >= 4096
    assert seen.numbers <= 1 << 23


@pytest.mark.parametrize("largest", [1, 7, 100])
def test_evaluating_in_pieces_is_evaluating_the_whole(monkeypatch, largest):
    model = make_trainer(TRAIN).model
    whole = evaluate(model, TRAIN)
    monkeypatch.setattr(logits, "_LARGEST", largest * VOCABULARY)
    pieces = evaluate(model, TRAIN)
    assert pieces.nats == pytest.approx(whole.nats, rel=1e-9)
    assert (pieces.correct, pieces.predictions) == (whole.correct, whole.predictions)
