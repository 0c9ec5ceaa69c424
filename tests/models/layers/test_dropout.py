"""Every kind of dropout silences what its paper says, and nothing else."""

import pytest
import torch

from slm_core.models.awd_lstm import AwdLstmModel
from slm_core.models.layers.dropout import embedding_dropout, locked_dropout, weight_drop
from slm_core.models.registry import build
from slm_core.models.settings import AwdLstmSettings, LstmSettings
from tests.models.networks import SHAPES, VOCABULARY, made, some_ids, without_dropout

SHARE = 0.25


@pytest.fixture(autouse=True)
def _seeded():
    torch.manual_seed(3)


def test_locked_dropout_silences_the_same_units_at_every_moment():
    found = locked_dropout(torch.ones(40, 5, 50), SHARE, training=True)
    assert torch.equal(found, found[:, :1].expand_as(found))
    assert not torch.equal(found[0], found[1]), "each stream has a mask of its own"
    assert found.unique().tolist() == pytest.approx([0.0, 1 / (1 - SHARE)])
    assert (found == 0).float().mean().item() == pytest.approx(SHARE, abs=0.03)


def test_embedding_dropout_silences_a_token_at_all_its_places_whole():
    ids = torch.randint(200, (8, 300))
    found = embedding_dropout(torch.ones(8, 300, 6), ids, SHARE, count=200, training=True)
    assert torch.equal(found, found[..., :1].expand_as(found)), "the whole row"
    row = {}
    for index, value in zip(ids.flatten().tolist(), found[..., 0].flatten().tolist(), strict=True):
        assert row.setdefault(index, value) == value, "the same at every place, in every stream"
    gone = sum(value == 0.0 for value in row.values()) / len(row)
    assert gone == pytest.approx(SHARE, abs=0.1)
    assert sorted(set(row.values())) == pytest.approx([0.0, 1 / (1 - SHARE)])


def test_connections_are_cut_one_by_one_and_the_mean_stays():
    weight = torch.ones(200, 100)
    found = weight_drop(weight, SHARE, training=True)
    assert found.mean().item() == pytest.approx(1.0, abs=0.02)
    assert (found == 0).float().mean().item() == pytest.approx(SHARE, abs=0.02)


@pytest.mark.parametrize(("share", "training"), [(SHARE, False), (0.0, True)])
def test_nothing_is_silenced_where_nothing_should_be(share, training):
    values, ids = torch.randn(2, 3, 4), torch.tensor([[0, 1, 2], [0, 0, 1]])
    before = torch.get_rng_state()
    assert locked_dropout(values, share, training=training) is values
    assert embedding_dropout(values, ids, share, count=3, training=training) is values
    assert torch.equal(weight_drop(values, share, training=training), values)
    assert torch.equal(torch.get_rng_state(), before)


def only(**share: float) -> AwdLstmModel:
    """An AWD-LSTM in training mode with one kind of dropout."""
    base = without_dropout(AwdLstmSettings(embedding_size=6, hidden_size=8, tied_weights=False))
    model = made(type(base)(**{**vars(base), **share}))
    assert isinstance(model, AwdLstmModel)
    return model.train()


def recorded(model: AwdLstmModel, monkeypatch) -> list[torch.Tensor]:
    """The recurrent weights each LSTM is run with, as the model goes on."""
    used, run = [], torch.lstm

    def spy(x, state, weights, *rest):
        used.append(weights[1].detach())
        return run(x, state, weights, *rest)

    monkeypatch.setattr(torch, "lstm", spy)
    return used


def test_recurrent_weights_alone_are_dropped_and_only_in_training(monkeypatch):
    model = only(weight_drop=0.5)
    before = {name: value.clone() for name, value in model.named_parameters()}
    used = recorded(model, monkeypatch)
    logits, _ = model(some_ids())
    for place, weight in enumerate(used):
        whole = before[f"lstms.{place}.weight_hh_l0"]
        gone = weight == 0.0
        assert gone.float().mean().item() == pytest.approx(0.5, abs=0.1)
        assert torch.allclose(weight[~gone], 2.0 * whole[~gone])
    logits.sum().backward()
    gradient = model.get_parameter("lstms.0.weight_hh_l0").grad
    assert torch.equal(gradient == 0.0, used[0] == 0.0), "what was cut learns nothing"
    assert all(torch.equal(value, before[name]) for name, value in model.named_parameters())
    used.clear()
    model.eval()(some_ids())
    assert torch.equal(used[0], before["lstms.0.weight_hh_l0"])


def test_every_pass_cuts_anew_and_all_tokens_share_it(monkeypatch):
    model = only(weight_drop=0.5)
    used = recorded(model, monkeypatch)
    first, second = model(some_ids())[0], model(some_ids())[0]
    assert len(used) == 4, "one weight a layer and pass, whatever the tokens"
    assert not torch.equal(used[0], used[2])
    assert torch.equal(first[:, 0], second[:, 0]), "from an empty memory nothing comes"
    assert not torch.equal(first[:, 1:], second[:, 1:])


@pytest.mark.parametrize(
    "share", ["dropout", "hidden_dropout", "input_dropout", "embedding_dropout"]
)
def test_each_share_is_put_to_use(share):
    model = only(**{share: 0.5})
    assert not torch.equal(model(some_ids())[0], model(some_ids())[0])


def test_outputs_are_silenced_for_a_whole_sequence():
    hidden, _ = only(dropout=0.5).features(some_ids())
    gone = hidden == 0.0
    assert torch.equal(gone, gone[:, :1].expand_as(gone))
    assert 0.2 < gone.float().mean().item() < 0.8


def test_a_token_that_is_dropped_is_read_as_nothing():
    model = only(embedding_dropout=0.5)
    ids = torch.arange(VOCABULARY).unsqueeze(1).repeat(1, 2)  # each token in a stream of its own
    read = model._embed(ids)
    gone = (read == 0.0).all(-1)
    assert torch.equal(gone[:, 0], gone[:, 1])
    assert 0 < gone[:, 0].sum() < VOCABULARY


@pytest.mark.parametrize("training", [True, False])
def test_with_nothing_dropped_it_is_the_plain_lstm(training):
    awd = made(without_dropout(SHAPES["awd"])).train(training)
    plain = made(LstmSettings(embedding_size=6, hidden_size=8, layers=2)).train(training)
    names = {"weight_ih", "weight_hh", "bias_ih", "bias_hh"}
    with torch.no_grad():
        for layer in range(2):
            for name in names:
                there = plain.get_parameter(f"lstm.{name}_l{layer}")
                there.copy_(awd.get_parameter(f"lstms.{layer}.{name}_l0"))
        for name in ("embedding.weight", "output.weight", "output.bias"):
            plain.get_parameter(name).copy_(awd.get_parameter(name))
    ids = some_ids(time=20)
    ours, theirs = awd(ids)[0], plain(ids)[0]
    assert torch.allclose(ours, theirs, atol=1e-6)
    for model, logits in ((awd, ours), (plain, theirs)):
        logits.square().mean().backward()
        assert model.auxiliary_loss() is None
    pairs = zip(awd.parameters(), plain.parameters(), strict=True)
    assert all(torch.allclose(a.grad, b.grad, atol=1e-6) for a, b in pairs)


def test_the_penalty_is_what_the_papers_charge_for():
    model = only(activation_penalty=2.0, change_penalty=0.5)
    hidden, _ = model.features(some_ids())
    expected = 2.0 * hidden.square().mean() + 0.5 * hidden.diff(dim=1).square().mean()
    penalty = model.auxiliary_loss()
    assert penalty is not None
    assert penalty.item() == pytest.approx(expected.item())
    penalty.backward()
    assert model.get_parameter("lstms.0.weight_hh_l0").grad.abs().sum() > 0.0
    assert model.auxiliary_loss() is None, "it is told once"


def test_the_penalty_charges_for_outputs_as_dropped_and_changes_as_they_are():
    model = only(activation_penalty=1.0, dropout=0.5)
    hidden, _ = model.features(some_ids())
    penalty = model.auxiliary_loss()
    assert penalty is not None
    assert penalty.item() == pytest.approx(hidden.square().mean().item())
    model = only(change_penalty=1.0, dropout=0.5)
    torch.manual_seed(0)
    model.features(some_ids())
    with_dropout = model.auxiliary_loss()
    model.settings = without_dropout(model.settings)
    raw, _ = model.features(some_ids())
    assert with_dropout is not None
    assert with_dropout.item() == pytest.approx(raw.diff(dim=1).square().mean().item())


def test_nothing_is_charged_where_nothing_is_learned():
    model = only(activation_penalty=2.0, change_penalty=1.0)
    model.features(some_ids(time=1))
    assert model.auxiliary_loss() is not None, "one token can be too large, if not too fast"
    with torch.no_grad():
        model.features(some_ids())
    assert model.auxiliary_loss() is None
    model.eval().features(some_ids())
    assert model.auxiliary_loss() is None
    assert build(LstmSettings(), VOCABULARY).auxiliary_loss() is None
