"""What is shown of the inside of networks is what they compute."""

import pytest
import torch

from slm_core.errors import RunError
from slm_core.models.internals.embedded import reading, token_embeddings
from slm_core.models.internals.layer_features import layer_features
from slm_core.models.internals.recurrent_trace import recurrent_trace
from slm_core.models.internals.switch_off import switched_off
from slm_core.models.internals.transformer_trace import transformer_trace
from tests.models.networks import SHAPES, made, some_ids

RECURRENT = [name for name in SHAPES if name.startswith(("lstm", "rnn", "gru", "awd"))]
TRANSFORMERS = [name for name in SHAPES if name not in RECURRENT]


@pytest.mark.parametrize("name", RECURRENT)
def test_the_plain_formulas_give_what_the_network_gives(name: str) -> None:
    model, ids = made(SHAPES[name]), some_ids(3, 12)
    hidden, _ = model.features(ids)
    traces = recurrent_trace(model, ids)
    assert torch.allclose(traces[-1].hidden, hidden, atol=1e-5)
    assert len(traces) == SHAPES[name].layers
    for trace in traces:
        for gate in trace.gates.values():
            assert gate.shape == trace.hidden.shape
            assert 0 <= gate.min() <= gate.max() <= 1
    kinds = {"lstm": 3, "awd": 3, "gru": 2, "rnn": 0}
    assert len(traces[0].gates) == kinds[name.split(maxsplit=1)[0]]
    assert (traces[0].cell is not None) == name.startswith(("lstm", "awd"))


@pytest.mark.parametrize("name", TRANSFORMERS)
def test_attention_weights_are_those_the_network_uses(name: str) -> None:
    model, ids = made(SHAPES[name]), some_ids(1, 11)
    trace = transformer_trace(model, ids[0])
    assert torch.allclose(trace.weights.sum(-1), torch.ones(()), atol=1e-5)
    later = torch.ones(11, 11).triu(1).bool()
    too_far = torch.ones(11, 11).tril(-SHAPES[name].context).bool()
    assert not trace.weights[:, :, later | too_far].any()
    normalised = model.get_submodule("norm")(trace.outputs[-1])
    assert torch.allclose(normalised, model.features(ids)[0][0], atol=1e-5)


@pytest.mark.parametrize("name", SHAPES)
def test_the_last_layer_predicts_what_the_network_predicts(name: str) -> None:
    model, ids = made(SHAPES[name]), some_ids(1, 9)
    features = layer_features(model, ids[0])
    assert len(features) == SHAPES[name].layers
    assert torch.allclose(model.head(features[-1]), model(ids)[0][0, -1], atol=1e-5)


@pytest.mark.parametrize("name", SHAPES)
def test_reading_the_embeddings_is_reading_the_tokens(name: str) -> None:
    model, ids = made(SHAPES[name]), some_ids(2, 9)
    plain = model(ids)[0]
    with reading(model, token_embeddings(model)[ids]):
        assert torch.equal(model(torch.zeros_like(ids))[0], plain)
    assert torch.equal(model(ids)[0], plain)


@torch.no_grad()
@pytest.mark.parametrize("name", RECURRENT)
def test_a_unit_switched_off_is_its_mean_to_all_that_read_it(name: str) -> None:
    """Held against a reading step by step in which the state itself is changed."""
    model, ids = made(SHAPES[name]), some_ids(2, 8)
    layer, unit, mean = len(recurrent_trace(model, ids)) - 1, 2, 0.3
    before = {key: value.clone() for key, value in model.state_dict().items()}
    copy = switched_off(model, layer=layer, unit=unit, mean=mean)
    state = model.initial_state(2)
    is_awd = name.startswith("awd")
    rows = []
    for at in range(ids.shape[1]):
        state[2 * layer if is_awd else 0][0 if is_awd else layer, :, unit] = mean
        hidden, state = model.features(ids[:, at : at + 1], state)
        hidden = hidden.clone()
        hidden[..., unit] = mean
        rows.append(model.head(hidden)[:, 0])
    assert torch.allclose(copy(ids)[0], torch.stack(rows, 1), atol=1e-5)
    assert all(torch.equal(value, before[key]) for key, value in model.state_dict().items())
    last = copy.features(ids)[0]
    changed = last.clone()
    changed[..., unit] += 5.0
    assert torch.allclose(copy.head(changed), copy.head(last), atol=1e-5)


def test_a_unit_of_a_lower_layer_reaches_nobody() -> None:
    model, ids = made(SHAPES["gru"]), some_ids(1, 8)
    copy = switched_off(model, layer=0, unit=3, mean=0.0)
    first = copy.get_submodule("gru").get_parameter("weight_ih_l0")
    plain = copy(ids)[0]
    with torch.no_grad():
        first[[3, 11, 19]] += 2.0  # all three gates of that unit
    assert torch.allclose(copy(ids)[0], plain, atol=1e-6)


def test_a_view_of_another_architecture_is_refused_in_a_sentence() -> None:
    with pytest.raises(RunError, match="no units with a memory"):
        recurrent_trace(made(SHAPES["rotary"]), some_ids())
    with pytest.raises(RunError, match="no units with a memory"):
        switched_off(made(SHAPES["rotary"]), layer=0, unit=0, mean=0.0)
    with pytest.raises(RunError, match="Only a Transformer has attention"):
        transformer_trace(made(SHAPES["gru"]), some_ids()[0])
