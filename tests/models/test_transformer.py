"""What is the Transformer's own: a window that slides, places, and what it keeps."""

from dataclasses import replace

import pytest
import torch

from slm_core.models.base import reset_state
from slm_core.models.layers.attention import apply_rotary, rotary_angles, window_mask
from slm_core.models.settings import TransformerSettings
from tests.models.networks import VOCABULARY, made, some_ids

ONE = TransformerSettings(hidden_size=8, layers=1, heads=2, context=4)


def changed_at(ids, place):
    other = ids.clone()
    other[:, place] = (other[:, place] + 1) % VOCABULARY
    return other


@pytest.mark.parametrize("positions", ["rotary", "learned"])
def test_a_layer_looks_back_over_its_context_and_not_one_token_further(positions):
    model = made(replace(ONE, positions=positions))
    ids = some_ids(time=12)
    before = model(ids)[0]
    for place in range(12):
        after = model(changed_at(ids, place))[0]
        differs = [not torch.allclose(before[:, at], after[:, at], atol=1e-6) for at in range(12)]
        assert differs == [place <= at < place + 4 for at in range(12)]


def test_what_it_keeps_slides_and_never_grows_beyond_its_context():
    model = made(replace(ONE, layers=2))
    state = model.initial_state(2)
    lengths = []
    for token in some_ids(batch=2, time=9).split(1, dim=1):
        _, state = model.features(token, state)
        lengths.append(state[0].shape[2])
        assert len({part.shape for part in state[:-1]}) == 1
    assert lengths == [1, 2, 3, 3, 3, 3, 3, 3, 3]
    assert state[-1].tolist() == [[9, 9]]


def test_streams_reset_at_different_times_each_see_their_own_past():
    model = made(replace(ONE, layers=2, positions="learned"))
    ids = some_ids(batch=3, time=10)
    state = model.initial_state(3)
    found = []
    resets = {2: [0], 5: [1], 6: [0, 2]}
    for place, token in enumerate(ids.split(1, dim=1)):
        chosen = torch.tensor([stream in resets.get(place, []) for stream in range(3)])
        logits, state = model(token, reset_state(state, chosen))
        found.append(logits)
    together = torch.cat(found, 1)
    for stream, starts in ((0, (0, 2, 6)), (1, (0, 5)), (2, (0, 6))):
        ends = (*starts[1:], 10)
        alone = [model(ids[stream : stream + 1, a:b])[0] for a, b in zip(starts, ends, strict=True)]
        assert torch.allclose(together[stream], torch.cat(alone, 1)[0], atol=1e-5)


def test_a_long_text_is_read_as_well_far_from_its_beginning():
    model = made(ONE)
    ids = some_ids(batch=1, time=300)
    near, _ = model(ids[:, -20:])
    state = None
    for chunk in ids[:, :-20].split(70, dim=1):
        _, state = model(chunk, state)
    far, _ = model(ids[:, -20:], state)
    assert torch.allclose(far[:, 3:], near[:, 3:], atol=1e-4), "rotary places are distances"


def test_a_window_lets_through_what_is_near_and_real():
    mask = window_mask(torch.tensor([0, 1, 9]), past=2, time=2, context=3)
    assert mask.shape == (3, 1, 2, 4)
    shown = ["".join("x" if see else "." for see in row) for row in mask.flatten(0, 2)]
    assert shown == ["..x.", "..xx", ".xx.", ".xxx", "xxx.", ".xxx"]


def test_turning_keeps_lengths_and_shows_distances_alone():
    x, y = torch.randn(1, 1, 1, 8), torch.randn(1, 1, 1, 8)
    turn = rotary_angles(30, 8, like=x)
    xs, ys = (apply_rotary(part.expand(1, 30, 1, 8), turn)[0, :, 0] for part in (x, y))
    assert torch.allclose(xs.norm(dim=-1), x.norm().expand(30), atol=1e-5)
    products = xs @ ys.T  # (30, 30)
    for distance in (0, 3, 11):
        line = products.diagonal(distance)
        assert torch.allclose(line, line[:1].expand_as(line), atol=1e-4)
    assert not torch.allclose(products[0, 0], products[0, 3])


@pytest.mark.parametrize("positions", ["rotary", "learned"])
def test_places_matter(positions):
    model = made(replace(ONE, positions=positions, context=8))
    one, other = torch.tensor([[1, 2, 3, 4]]), torch.tensor([[2, 1, 3, 4]])
    assert not torch.allclose(model(one)[0][:, -1], model(other)[0][:, -1], atol=1e-4)


def test_swiglu_has_as_many_weights_as_gelu():
    gelu, swiglu = (
        TransformerSettings(hidden_size=384, layers=4, activation=name).parameters(100)
        for name in ("gelu", "swiglu")
    )
    assert swiglu == pytest.approx(gelu, rel=0.02)
