"""Each way to draw weights has the statistics of its paper; from zero nothing is learned."""

import math
from dataclasses import replace

import pytest
import torch
from torch import nn

from slm_core.models.layers.init import NORMAL, RULES, UNIFORM, init_matrix, init_stacked
from slm_core.models.registry import build
from slm_core.models.settings import (
    MODEL_SETTINGS,
    GruSettings,
    LstmSettings,
    RnnSettings,
    TransformerSettings,
)
from tests.models.networks import SHAPES, VOCABULARY, some_ids

SIZE = 96
LARGE = {
    "lstm": LstmSettings(embedding_size=64, hidden_size=SIZE, layers=2),
    "gru": GruSettings(embedding_size=64, hidden_size=SIZE),
    "rnn": RnnSettings(embedding_size=64, hidden_size=SIZE),
    "awd-lstm": MODEL_SETTINGS["awd-lstm"](hidden_size=SIZE, tied_weights=False),
    "transformer": TransformerSettings(hidden_size=SIZE, positions="learned"),
}
RULED = sorted(set(RULES) - {"zero"})

architectures = pytest.mark.parametrize("settings", LARGE.values(), ids=LARGE.keys())


def drawn(settings, rule):
    torch.manual_seed(0)
    return build(replace(settings, initialisation=rule), 80)


def all_matrices(model):
    for module in model.modules():
        if isinstance(module, nn.RNNBase):
            yield from init_matrix(module)
        elif isinstance(module, nn.Linear | nn.Embedding):
            yield from init_stacked(module)


def expected_deviation(rule, matrix):
    outputs, inputs = matrix.shape
    return {
        "xavier": math.sqrt(2.0 / (inputs + outputs)),
        "he": math.sqrt(2.0 / inputs),
        "normal": NORMAL,
        "uniform": UNIFORM / math.sqrt(3.0),
        "orthogonal": math.sqrt(1.0 / max(inputs, outputs)),
    }[rule]


@architectures
@pytest.mark.parametrize("rule", RULED)
def test_every_matrix_is_as_large_as_its_rule_says(settings, rule):
    found = [part.detach() for part in all_matrices(drawn(settings, rule))]
    total = sum(part.numel() for part in found)
    assert total > 0.95 * settings.parameters(80) - 12 * SIZE * settings.layers
    for matrix in found:
        assert matrix.std().item() == pytest.approx(expected_deviation(rule, matrix), rel=0.06)
        assert abs(matrix.mean().item()) < 0.1 * matrix.std().item()


@architectures
def test_uniform_stays_within_its_bounds_and_orthogonal_keeps_lengths(settings):
    for matrix in all_matrices(drawn(settings, "uniform")):
        assert matrix.abs().max().item() <= UNIFORM
    for matrix in all_matrices(drawn(settings, "orthogonal")):
        narrow = matrix if matrix.shape[0] <= matrix.shape[1] else matrix.T
        assert torch.allclose(narrow @ narrow.T, torch.eye(len(narrow)), atol=1e-5)


@architectures
@pytest.mark.parametrize("rule", RULED)
def test_biases_start_at_zero_but_for_an_open_forget_gate(settings, rule):
    model = drawn(settings, rule)
    gates = {"LSTM": 4, "GRU": 3}
    for module in model.modules():
        if isinstance(module, nn.RNNBase):
            for name, bias in module.named_parameters():
                if not name.startswith("bias"):
                    continue
                wanted = torch.zeros_like(bias)
                if rule == "orthogonal" and name.startswith("bias_ih") and module.mode in gates:
                    wanted.chunk(gates[module.mode])[1].fill_(1.0)
                assert torch.equal(bias, wanted)
    assert not model.get_parameter("output.bias").any()


def test_the_recommended_lstm_has_an_open_forget_gate_and_a_memory_that_keeps_lengths():
    model = build(LstmSettings(embedding_size=6, hidden_size=8, layers=3), VOCABULARY)
    for layer in range(3):
        bias = model.get_parameter(f"lstm.bias_ih_l{layer}").detach()
        assert bias[8:16].tolist() == [1.0] * 8
        assert bias[:8].abs().sum() + bias[16:].abs().sum() == 0.0
        gate = model.get_parameter(f"lstm.weight_hh_l{layer}").detach()[8:16]
        assert torch.allclose(gate @ gate.T, torch.eye(8), atol=1e-5)
    assert not model.get_parameter("output.weight").any()


@pytest.mark.parametrize("settings", SHAPES.values(), ids=SHAPES.keys())
def test_from_zero_nothing_is_learned_but_how_often_tokens_are(settings):
    torch.manual_seed(0)
    model = build(replace(settings, initialisation="zero"), VOCABULARY)
    optimizer = torch.optim.AdamW(model.parameters(), lr=0.1)
    ids = some_ids(batch=8, time=9)
    for _ in range(30):
        logits, _ = model(ids[:, :-1])
        loss = nn.functional.cross_entropy(logits.flatten(0, 1), ids[:, 1:].flatten())
        penalty = model.auxiliary_loss()
        optimizer.zero_grad()
        (loss if penalty is None else loss + penalty).backward()
        optimizer.step()
    learned = {name for name, part in model.named_parameters() if part.ndim == 1 and part.any()}
    gains = {name for name in learned if "norm" in name or ".ln_" in name}
    assert {name for name in learned - gains if not name.startswith("output.")} == set()
    assert learned - gains
    assert not any(part.any() for part in all_matrices(model))
    found = model.eval()(ids)[0].softmax(-1)
    assert torch.allclose(found, found[:1, :1].expand_as(found)), "the same whatever was read"


@pytest.mark.parametrize("kind", MODEL_SETTINGS)
def test_whoever_chooses_zero_is_told_what_will_happen(kind):
    chosen = MODEL_SETTINGS[kind](initialisation="zero")
    assert any("learn nothing" in str(note) for note in chosen.notes())
    assert MODEL_SETTINGS[kind]().notes() == ()
