"""What a network keeps when its vocabulary changes."""

import pytest
import torch

from slm_core.models.registry import build
from slm_core.models.settings import MODEL_SETTINGS
from tests.tiny import make_settings

SIZE = 12


def networks(kind, *, tied, size=SIZE):
    chosen = {"kind": kind, "tied_weights": tied}
    if tied and kind not in ("transformer", "awd-lstm"):
        chosen["hidden_size"] = 8
    torch.manual_seed(1)
    earlier = build(make_settings(chosen), SIZE).eval()
    with torch.no_grad():
        for parameter in earlier.parameters():  # as if it had learned: no output row is zero
            parameter.add_(0.1 * torch.randn_like(parameter))
    return earlier, build(make_settings(chosen), size).eval()


@pytest.mark.parametrize("tied", [False, True])
@pytest.mark.parametrize("kind", MODEL_SETTINGS)
def test_shared_tokens_in_another_order_are_predicted_as_before(kind, tied):
    earlier, model = networks(kind, tied=tied)
    order = torch.randperm(SIZE)
    kin = [(int(index),) for index in order]
    model.transfer_embeddings(earlier, kin, torch.full((SIZE,), 1 / SIZE))
    ids = torch.randint(SIZE, (2, 9))
    with torch.no_grad():
        found, _ = model(ids)
        wanted, _ = earlier(order[ids])
    assert torch.equal(found, wanted[..., order])


@pytest.mark.parametrize("tied", [False, True])
@pytest.mark.parametrize("kind", MODEL_SETTINGS)
def test_new_tokens_have_rows_made_of_their_kin(kind, tied):
    earlier, model = networks(kind, tied=tied, size=5)
    frequencies = torch.tensor([0.1, 0.2, 0.3, 0.1, 0.3])
    model.transfer_embeddings(earlier, [(0,), (1,), (7,), (3, 4), ()], frequencies)
    old, new = earlier.state_dict(), model.state_dict()
    for name, spelled in (("embedding.weight", 4), ("output.weight", 3)):
        assert torch.equal(new[name][:3], old[name][[0, 1, 7]])
        one = old[name][3:5].mean(0) if tied else old[name][spelled]
        assert torch.allclose(new[name][3], one)
        assert torch.allclose(new[name][4], old[name].mean(0))
    others = [name for name in old if name.split(".")[0] not in ("embedding", "output")]
    assert others
    assert all(torch.equal(new[name], old[name]) for name in others)
    assert (model.output.weight is model.embedding.weight) == tied


def test_new_biases_are_as_far_from_the_log_frequencies_as_the_shared_ones():
    earlier, model = networks("lstm", tied=False, size=4)
    frequencies = torch.tensor([0.4, 0.3, 0.2, 0.1])
    with torch.no_grad():
        earlier.output.bias[:2] = frequencies[:2].log() + 0.7
    model.transfer_embeddings(earlier, [(0,), (1,), (2, 3), ()], frequencies)
    assert torch.allclose(model.output.bias, frequencies.log() + 0.7)


def test_an_adaptive_output_begins_anew_and_the_rest_is_carried_over():
    settings = make_settings({"output": "adaptive"})
    earlier, model = build(settings, 5_000).eval(), build(settings, 4_000).eval()
    frequencies = torch.rand(4_000)
    frequencies /= frequencies.sum()
    model.transfer_embeddings(earlier, [(index,) for index in range(4_000)], frequencies)
    ids = torch.randint(4_000, (2, 9))
    with torch.no_grad():
        assert torch.equal(model.features(ids)[0], earlier.features(ids)[0])
        logits = model.head(model.features(ids)[0])
    assert torch.allclose(logits.exp(), frequencies.expand_as(logits), atol=1e-6)
