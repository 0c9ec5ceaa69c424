"""The LSTM layer for training in bfloat16, against torch's own."""

import pytest
import torch
from torch import Tensor, nn

from slm_core.models.layers import lstm_bf16
from slm_core.models.layers.lstm_bf16 import bf16_lstm, is_wide
from slm_core.models.registry import build
from slm_core.models.settings import AwdLstmSettings, LstmSettings

BATCH, STEPS, SIZE, UNITS = 3, 5, 6, 4


def a_layer(dtype: torch.dtype, size: int = SIZE, units: int = UNITS) -> tuple[Tensor, ...]:
    torch.manual_seed(5)
    layer = nn.LSTM(size, units, batch_first=True)
    return tuple(p.detach().to(dtype).requires_grad_() for p in layer.parameters())


def inputs(dtype: torch.dtype, size: int = SIZE, units: int = UNITS, batch: int = BATCH):
    torch.manual_seed(6)
    x = torch.randn(batch, STEPS, size).to(dtype).requires_grad_()
    state = tuple(torch.randn(1, batch, units).to(dtype).requires_grad_() for _ in range(2))
    return x, state


def by_torch(x, state, weights) -> tuple[Tensor, ...]:
    return torch.lstm(x, state, list(weights), True, 1, 0.0, True, False, True)


def gradients(outputs, leaves) -> list[Tensor]:
    """Of a sum in which every number has another weight."""
    torch.manual_seed(7)
    total = sum((part.float() * torch.randn(part.shape)).sum() for part in outputs)
    return [part.float() for part in torch.autograd.grad(total, leaves)]


def apart(one: Tensor, other: Tensor) -> float:
    return float((one - other).detach().norm() / other.detach().norm())


def test_every_gradient_is_the_slope():
    x, state = inputs(torch.float64)
    weights = a_layer(torch.float64)

    def read(x, hidden, cell, *weights):
        return bf16_lstm(x, (hidden, cell), weights)

    assert torch.autograd.gradcheck(read, (x, *state, *weights))


def test_outputs_state_and_gradients_are_those_of_torch():
    x, state = inputs(torch.float64)
    weights = a_layer(torch.float64)
    mine, theirs = bf16_lstm(x, state, weights), by_torch(x, state, weights)
    for one, other in zip(mine, theirs, strict=True):
        assert one.shape == other.shape
        assert torch.allclose(one, other, atol=1e-12)
    leaves = (x, *state, *weights)
    for one, other in zip(gradients(mine, leaves), gradients(theirs, leaves), strict=True):
        assert torch.allclose(one, other, atol=1e-6)


def test_in_bfloat16_it_is_as_near_to_float32_as_torch():
    size = units = 512
    x, state = inputs(torch.bfloat16, size, units, batch=8)
    weights = a_layer(torch.bfloat16, size, units)
    leaves = (x, *state, *weights)
    exact = [leaf.detach().float().requires_grad_() for leaf in leaves]
    true = by_torch(exact[0], tuple(exact[1:3]), exact[3:])
    mine, theirs = bf16_lstm(x, state, weights), by_torch(x, state, weights)
    assert mine[0].dtype == mine[2].dtype == torch.bfloat16
    assert apart(mine[0].float(), true[0]) < 0.005
    slopes = zip(
        gradients(mine, leaves), gradients(theirs, leaves), gradients(true, exact), strict=True
    )
    for one, other, right in slopes:
        assert apart(one, right) < max(0.005, 1.5 * apart(other, right))


def test_the_state_carries_a_text_cut_in_two():
    x, state = inputs(torch.bfloat16, units=8)
    weights = a_layer(torch.bfloat16, units=8)
    whole, *after = bf16_lstm(x, state, weights)
    first, *between = bf16_lstm(x[:, :2], state, weights)
    second, *last = bf16_lstm(x[:, 2:], tuple(between), weights)
    assert apart(torch.cat((first, second), 1).float(), whole.float()) < 0.01
    for one, other in zip(last, after, strict=True):
        assert apart(one.float(), other.float()) < 0.01


def test_no_output_depends_on_a_later_token():
    x, state = inputs(torch.bfloat16)
    weights = a_layer(torch.bfloat16)
    changed = x.detach().clone()
    changed[:, 3] += 1
    before, after = (bf16_lstm(each, state, weights)[0] for each in (x, changed))
    assert torch.equal(before[:, :3], after[:, :3])
    assert not torch.equal(before[:, 3], after[:, 3])


def test_the_same_again_is_the_same():
    x, state = inputs(torch.bfloat16, 512, 512)
    weights = a_layer(torch.bfloat16, 512, 512)
    leaves = (x, *weights)
    one, other = (gradients(bf16_lstm(x, state, weights), leaves) for _ in range(2))
    assert all(torch.equal(a, b) for a, b in zip(one, other, strict=True))


@pytest.mark.parametrize("dtype", [torch.bfloat16, torch.float32])
@pytest.mark.parametrize("units", [256, 512])
@pytest.mark.parametrize("learns", [True, False])
def test_only_wide_layers_that_learn_in_bfloat16_read_so(dtype, units, learns):
    with torch.set_grad_enabled(learns):
        found = is_wide(torch.zeros(1, dtype=dtype), units)
    assert found == (dtype == torch.bfloat16 and units == 512 and learns)


SHAPES = [
    LstmSettings(embedding_size=6, hidden_size=8, layers=2),
    LstmSettings(embedding_size=6, hidden_size=8),
    AwdLstmSettings(embedding_size=6, hidden_size=8, layers=2),
]


@pytest.mark.parametrize("settings", SHAPES, ids=["two layers", "one layer", "awd"])
def test_a_model_reads_by_it_and_learns_the_same(monkeypatch, settings):
    torch.manual_seed(1)
    model = build(settings, 11).to(torch.bfloat16).eval()  # no dropout, but it learns
    ids = torch.randint(11, (3, 5))
    found, calls = [], []
    for smallest in (10_000, 1):
        monkeypatch.setattr(lstm_bf16, "WIDE", smallest)
        calls.append(is_wide(torch.zeros(1, dtype=torch.bfloat16), 8))
        hidden, state = model.features(ids)
        model.zero_grad()
        hidden.float().square().sum().backward()
        slopes = [p.grad.float() for p in model.parameters() if p.grad is not None]
        found.append([hidden.float(), *(part.float() for part in state), *slopes])
    assert calls == [False, True]
    for one, other in zip(*found, strict=True):
        assert one.shape == other.shape
        assert apart(one, other) < 0.02
