import pytest
import torch
from torch.nn import functional as F

from slm_core.models.build import MODELS, build
from slm_core.models.interface import count_parameters, detached, reset_streams
from slm_core.models.settings import MODEL_SETTINGS, LstmSettings

VOCABULARY = 11
SHAPES = [
    LstmSettings(embedding_size=6, hidden_size=8),
    LstmSettings(embedding_size=6, hidden_size=8, layers=3, dropout=0.4),
    LstmSettings(embedding_size=8, hidden_size=8, layers=2, tied_weights=True),
]


def made(settings=SHAPES[0], *, seed=0):
    """A model in evaluation mode whose output is not zero any more."""
    torch.manual_seed(seed)
    model = build(settings, VOCABULARY).eval()
    with torch.no_grad():
        if not settings.tied_weights:
            model.get_parameter("output.weight").normal_()
    return model


def some_ids(batch=3, time=7, *, seed=1):
    return torch.randint(VOCABULARY, (batch, time), generator=torch.Generator().manual_seed(seed))


def test_every_kind_of_settings_has_a_model():
    assert MODELS.keys() == MODEL_SETTINGS.keys()


@pytest.mark.parametrize("settings", SHAPES)
def test_shapes_are_what_is_promised(settings):
    model = made(settings)
    logits, state = model(some_ids())
    assert logits.shape == (3, 7, VOCABULARY)
    assert [part.shape for part in state] == [(settings.layers, 3, 8)] * 2
    hidden, _ = model.features(some_ids())
    assert hidden.shape == (3, 7, 8)
    assert torch.equal(model.head(hidden), logits)
    assert all(part.shape[1] == 5 for part in model.start_state(5))


@pytest.mark.parametrize("settings", SHAPES)
def test_nothing_peeks_at_the_future(settings):
    model = made(settings)
    ids = some_ids()
    changed = ids.clone()
    changed[:, 4] = (changed[:, 4] + 1) % VOCABULARY
    before, after = model(ids)[0], model(changed)[0]
    assert torch.equal(before[:, :4], after[:, :4])
    assert not torch.allclose(before[:, 4], after[:, 4])


@pytest.mark.parametrize("settings", SHAPES)
def test_streams_do_not_see_each_other(settings):
    model = made(settings)
    ids = some_ids()
    changed = ids.clone()
    changed[0] = (changed[0] + 1) % VOCABULARY
    assert torch.allclose(model(ids)[0][1:], model(changed)[0][1:], atol=1e-6)


@pytest.mark.parametrize("settings", SHAPES)
def test_reading_in_chunks_is_reading_the_whole(settings):
    model = made(settings)
    ids = some_ids(time=12)
    whole, end = model(ids)
    state, pieces = None, []
    for chunk in ids.split(5, dim=1):
        logits, state = model(chunk, state)
        pieces.append(logits)
    assert torch.allclose(torch.cat(pieces, 1), whole, atol=1e-5)
    assert state is not None
    assert all(torch.allclose(a, b, atol=1e-5) for a, b in zip(state, end, strict=True))
    assert torch.equal(model(ids, model.start_state(3))[0], whole)


@pytest.mark.parametrize("settings", SHAPES)
def test_the_number_of_parameters_is_known_beforehand(settings):
    assert settings.parameters(VOCABULARY) == count_parameters(build(settings, VOCABULARY))


def test_tied_weights_are_one_table():
    model = made(SHAPES[2])
    assert model.output.weight is model.embedding.weight
    loss = model(some_ids())[0].logsumexp(-1).sum()
    loss.backward()
    assert model.embedding.weight.grad is not None


def test_an_untrained_model_predicts_how_often_tokens_are():
    frequencies = torch.arange(1.0, VOCABULARY + 1)
    frequencies /= frequencies.sum()
    model = build(SHAPES[0], VOCABULARY).eval()
    model.start_from(frequencies)
    found = model(some_ids())[0].softmax(-1)
    assert torch.allclose(found, frequencies.expand_as(found), atol=1e-6)


def test_streams_chosen_begin_anew_and_the_others_go_on():
    model = made(SHAPES[1])
    _, state = model(some_ids())
    state = detached(state)
    chosen = torch.tensor([True, False, True])
    reset = reset_streams(state, chosen)
    for before, after, fresh in zip(state, reset, model.start_state(3), strict=True):
        assert torch.equal(after[:, 1], before[:, 1])
        assert torch.equal(after[:, [0, 2]], fresh[:, [0, 2]])


def test_detaching_cuts_the_gradient():
    model = made()
    _, state = model(some_ids())
    assert state[0].requires_grad
    assert not any(part.requires_grad for part in detached(state))


def test_the_forget_gate_starts_open_and_recurrence_keeps_lengths():
    model = build(SHAPES[1], VOCABULARY)
    for layer in range(3):
        bias = getattr(model.lstm, f"bias_ih_l{layer}").detach()
        assert bias[8:16].tolist() == [1.0] * 8
        assert bias[:8].abs().sum() + bias[16:].abs().sum() == 0.0
        gate = getattr(model.lstm, f"weight_hh_l{layer}").detach()[8:16]
        assert torch.allclose(gate @ gate.T, torch.eye(8), atol=1e-5)


def test_dropout_is_for_training_alone():
    model = made(SHAPES[1])
    assert torch.equal(model(some_ids())[0], model(some_ids())[0])
    model.train()
    assert not torch.equal(model(some_ids())[0], model(some_ids())[0])


@pytest.mark.parametrize("settings", [SHAPES[0], SHAPES[2]])
def test_one_batch_can_be_learned_by_heart(settings):
    torch.manual_seed(0)
    model = build(settings, VOCABULARY)
    ids = some_ids(time=9)
    ids[:, 0] = torch.arange(3)  # so that the streams can be told apart
    optimizer = torch.optim.Adam(model.parameters(), lr=0.03)
    loss = torch.tensor(9.0)
    for _ in range(200):
        logits, _ = model(ids[:, :-1])
        loss = F.cross_entropy(logits.flatten(0, 1), ids[:, 1:].flatten())
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    assert loss.item() < 0.1


def test_the_same_seed_builds_the_same_model():
    one, two, other = made(seed=4), made(seed=4), made(seed=5)
    assert all(torch.equal(a, b) for a, b in zip(one.parameters(), two.parameters(), strict=True))
    assert not torch.equal(one.embedding.weight, other.embedding.weight)
