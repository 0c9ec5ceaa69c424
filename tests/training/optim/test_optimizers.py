"""Rules that turn gradients into steps: Muon against what it is meant to be, momentum as set."""

from typing import Any

import pytest
import torch

from slm_core.models.registry import build
from slm_core.training.optim.muon import Muon, hidden_matrices, orthogonal
from slm_core.training.optim.optimizers import make_optimizer
from slm_core.training.settings import TrainingSettings
from tests.tiny import make_ids, make_settings, make_trainer

TRAIN = make_ids(4000)
INSIDE: dict[str, tuple[dict[str, Any], dict[str, int]]] = {
    "lstm": ({"layers": 2}, {"lstm.weight_ih_l0": 4, "lstm.weight_hh_l1": 4}),
    "gru": ({"kind": "gru"}, {"gru.weight_hh_l0": 3}),
    "tied": ({"embedding_size": 16, "tied_weights": True}, {"lstm.weight_ih_l0": 4}),
    "awd-lstm": ({"kind": "awd-lstm"}, {"lstms.0.weight_hh_l0": 4}),
    "transformer": (
        {"kind": "transformer", "positions": "learned"},
        {"blocks.0.qkv_proj.weight": 3, "blocks.0.up_proj.weight": 1},
    ),
}


@pytest.mark.parametrize(("model", "some"), INSIDE.values(), ids=INSIDE.keys())
def test_muon_takes_the_matrices_inside_and_never_the_tables(model, some):
    # 48 tokens, as many as StackedLinear(16, 48) has outputs: sizes alone would mislead.
    network = build(make_settings(model), 48)
    names = {parameter: name for name, parameter in network.named_parameters()}
    before = torch.get_rng_state()
    found = {names[weight]: parts for weight, parts in hidden_matrices(network).items()}
    assert torch.equal(torch.get_rng_state(), before)
    assert network.training
    assert found.items() >= some.items()
    assert not [name for name in found if name.startswith(("embedding", "output", "positions"))]
    assert all(network.get_parameter(name).ndim == 2 for name in found)


@pytest.mark.parametrize("shape", [(20, 20), (8, 30), (30, 8)])
def test_an_orthogonal_step_is_equally_long_in_all_directions(shape):
    matrix = torch.randn(shape, generator=torch.Generator().manual_seed(1))
    before = torch.linalg.svdvals(matrix)
    after = torch.linalg.svdvals(orthogonal(matrix))
    assert before.max() / before.min() > 2.0
    assert after.min() > 0.5
    assert after.max() < 1.3
    left, _, right = torch.linalg.svd(matrix, full_matrices=False)
    assert float((orthogonal(matrix) * (left @ right)).sum()) / min(shape) > 0.6


def test_beside_matrices_muon_is_adamw():
    torch.manual_seed(0)
    ours, theirs = (torch.nn.Parameter(torch.linspace(-1, 1, 7)) for _ in range(2))
    group: dict[str, Any] = {"params": [ours], "weight_decay": 0.2}
    muon = Muon([group], rate=0.05, momentum=0.9)
    adamw = torch.optim.AdamW([theirs], lr=0.05, betas=(0.9, 0.99), weight_decay=0.2)
    for _ in range(5):
        ours.grad = torch.randn(7)
        theirs.grad = ours.grad.clone()
        muon.step()
        adamw.step()
    assert torch.allclose(ours, theirs, atol=1e-6)


def test_each_gate_is_a_matrix_for_itself():
    trainer = make_trainer(TRAIN, training={"optimizer": "muon", "weight_decay": 0.0})
    weight = trainer.model.get_parameter("lstm.weight_hh_l0")
    before = weight.detach().clone()
    weight.grad = torch.randn_like(weight)
    trainer.optimizer.param_groups[0]["lr"] = 0.1
    trainer.optimizer.step()
    for gate in (before - weight.detach()).chunk(4):
        lengths = torch.linalg.svdvals(gate) / (0.1 * 0.2 * 16**0.5)
        assert lengths.min() > 0.4
        assert lengths.max() < 1.3


@pytest.mark.parametrize(
    ("chosen", "momentum"),
    [
        ({"optimizer": "sgd"}, 0.9),
        ({"optimizer": "sgd", "momentum": 0.5}, 0.5),
        ({"optimizer": "asgd"}, 0.0),
        ({"optimizer": "muon"}, 0.95),
    ],
)
def test_momentum_is_as_set_or_as_is_usual(chosen, momentum):
    model = build(make_settings({}), 12)
    made = make_optimizer(model, TrainingSettings(**chosen))
    assert {group["momentum"] for group in made.param_groups} == {momentum}
