"""The output for large vocabularies: a distribution, told in part as in whole, in less work."""

import pytest
import torch
from torch.nn import functional as F

from slm_core.errors import SettingsError
from slm_core.metrics.evaluate import evaluate
from slm_core.models.layers.adaptive_softmax import AdaptiveSoftmax
from slm_core.models.settings import LstmSettings, adaptive_sizes
from slm_core.training.losses import Objective, backward
from slm_core.training.settings import TrainingSettings
from tests.tiny import make_ids, make_trainer

SIZE = 16
VOCABULARIES = (2, 3, 5, 40, 1000)


def head_of(vocabulary: int) -> AdaptiveSoftmax:
    torch.manual_seed(vocabulary)
    head = AdaptiveSoftmax(SIZE, vocabulary)
    head.init_output_bias(torch.rand(vocabulary))
    with torch.no_grad():
        for parameter in head.parameters():
            parameter.add_(0.5 * torch.randn_like(parameter))
    return head


def drawn(vocabulary: int, rows: int = 50) -> tuple[torch.Tensor, torch.Tensor]:
    return torch.randn(rows, SIZE), torch.randint(vocabulary, (rows,))


@pytest.mark.parametrize("vocabulary", VOCABULARIES)
def test_it_is_a_distribution_and_knows_its_likeliest(vocabulary):
    head = head_of(vocabulary)
    hidden, targets = drawn(vocabulary)
    logs = head(hidden)
    assert logs.shape == (50, vocabulary)
    assert torch.allclose(logs.exp().sum(-1), torch.ones(50), atol=1e-5)
    nats, _ = head.log_probs(hidden, targets)
    assert torch.allclose(nats, F.cross_entropy(logs, targets, reduction="none"), atol=1e-5)
    guesses = logs.argmax(-1)
    for some in (targets, guesses):
        assert torch.equal(head.log_probs(hidden, some)[1], some == guesses)
    assert vocabulary < 40 or (head.rank[guesses] >= head.frequent).any(), "rare ones among them"


@pytest.mark.parametrize("vocabulary", VOCABULARIES)
def test_a_part_has_the_gradients_of_the_whole(vocabulary):
    head = head_of(vocabulary)
    hidden, targets = drawn(vocabulary)
    found = []
    for loss in (
        head.log_probs(hidden, targets)[0].sum(),
        F.nll_loss(head(hidden), targets, reduction="sum"),
    ):
        head.zero_grad()
        loss.backward()
        zeros = [torch.zeros_like(p) if p.grad is None else p.grad for p in head.parameters()]
        found.append([gradient.clone() for gradient in zeros])
    for part, whole in zip(*found, strict=True):
        assert torch.allclose(part, whole, atol=1e-4)


def in_float32(head: AdaptiveSoftmax, hidden: torch.Tensor) -> torch.Tensor:
    """What `head` makes of `hidden`: its own logits, but their logarithms in float32."""
    near = head.near(hidden).float().log_softmax(-1)
    parts = [near[:, : head.frequent]]
    for place, (narrow, wide) in enumerate(zip(head.narrow, head.wide, strict=True)):
        of_group = near[:, head.frequent + place].unsqueeze(-1)
        parts.append(wide(narrow(hidden)).float().log_softmax(-1) + of_group)
    return torch.cat(parts, -1)[:, head.rank]


@pytest.mark.parametrize("vocabulary", [40, 1000])
def test_in_bfloat16_no_logarithm_is_rounded(vocabulary):
    head = head_of(vocabulary).bfloat16()
    hidden, targets = drawn(vocabulary, rows=200)
    hidden = hidden.bfloat16().requires_grad_()
    logs = in_float32(head, hidden)
    wanted = F.nll_loss(logs, targets, reduction="none")
    nats, _ = head.log_probs(hidden, targets)
    assert nats.dtype == torch.float32
    # A mean: a product of fewer rows may round a logit here and there the other way.
    assert float((nats - wanted).detach().abs().mean()) < 1e-3
    assert torch.allclose(head(hidden), logs, atol=1e-4)
    found, exact = (torch.autograd.grad(loss.sum(), hidden)[0] for loss in (nats, wanted))
    assert found.dtype == torch.bfloat16
    assert float((found - exact).float().norm() / exact.float().norm()) < 0.02


@pytest.mark.parametrize("vocabulary", VOCABULARIES)
def test_it_starts_from_how_often_tokens_are(vocabulary):
    head = AdaptiveSoftmax(SIZE, vocabulary)
    head.zero_init()
    frequencies = torch.rand(vocabulary) + 0.01
    frequencies /= frequencies.sum()
    head.init_output_bias(frequencies)
    hidden = torch.randn(4, SIZE)
    assert torch.allclose(head(hidden).exp(), frequencies.expand(4, -1), atol=1e-5)
    assert sorted(head.rank.tolist()) == list(range(vocabulary))


def test_every_token_has_a_place():
    for vocabulary in (1, 2, 3, 4, 17, 768, 30_000):
        frequent, groups = adaptive_sizes(64, vocabulary)
        assert frequent + sum(count for _, count in groups) == vocabulary
        assert all(width >= 1 and count >= 1 for width, count in groups)


def test_tied_weights_are_refused():
    with pytest.raises(SettingsError, match=r"model\.output is adaptive.*tied_weights=false, or"):
        LstmSettings(embedding_size=64, hidden_size=64, tied_weights=True, output="adaptive")


@pytest.mark.parametrize("training", [{}, {"label_smoothing": 0.1}, {"loss": "brier"}], ids=str)
def test_training_and_evaluation_agree_with_all_logits(monkeypatch, training):
    ids = make_ids(2000)
    model = {"output": "adaptive"}
    trainer = make_trainer(ids, model=model, training=training)
    settings = TrainingSettings(**training)
    hidden, targets = torch.randn(4, 8, 16), torch.randint(12, (4, 8))
    found = []
    for shortcut in (True, False):
        if not shortcut:
            monkeypatch.setattr(type(trainer.model), "token_losses", lambda *_: None)
        trainer.model.zero_grad()
        features = hidden.clone().requires_grad_()
        told = backward(trainer.model, features, targets, Objective(settings, 1 / 32))
        totals = evaluate(trainer.model, ids)
        found.append((float(told.loss_sum), int(told.correct), features.grad, totals))
    (nats, correct, gradient, totals), (nats_too, correct_too, gradient_too, totals_too) = found
    assert nats == pytest.approx(nats_too, rel=1e-5)
    assert correct == correct_too
    assert torch.allclose(gradient, gradient_too, atol=1e-6)
    assert totals.nats == pytest.approx(totals_too.nats, rel=1e-5)
    assert totals.correct == totals_too.correct
