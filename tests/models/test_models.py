"""What every architecture promises, whatever it is inside."""

import pytest
import torch
from safetensors.torch import load_file, load_model, save_model
from torch.nn import functional as F

from slm_core.models.base import count_parameters, detach_state, reset_state
from slm_core.models.registry import MODELS, build
from slm_core.models.settings import MODEL_SETTINGS
from tests.models.networks import SHAPES, VOCABULARY, made, some_ids, without_dropout

every = pytest.mark.parametrize("settings", SHAPES.values(), ids=SHAPES.keys())
tied = pytest.mark.parametrize(
    "settings",
    [settings for settings in SHAPES.values() if settings.tied_weights],
    ids=lambda settings: settings.kind,
)


def close(one: torch.Tensor, other: torch.Tensor) -> bool:
    return torch.allclose(one, other, atol=1e-5)


def same_state(one, other) -> bool:
    """Whether two states are one, as far as they hold anything."""
    return all(close(a.float(), b.float()) for a, b in zip(one, other, strict=True))


def test_every_kind_of_settings_has_a_model():
    assert MODELS.keys() == MODEL_SETTINGS.keys() == {s.kind for s in SHAPES.values()}


@every
def test_shapes_are_what_is_promised(settings):
    model = made(settings)
    logits, state = model(some_ids())
    assert logits.shape == (3, 7, VOCABULARY)
    hidden, _ = model.features(some_ids())
    assert hidden.shape == (3, 7, settings.output_size)
    assert torch.equal(model.head(hidden), logits)
    assert all(part.shape[1] == 3 for part in state)
    assert all(part.shape[1] == 5 and not part.any() for part in model.initial_state(5))


@every
def test_nothing_peeks_at_the_future(settings):
    model = made(settings)
    ids = some_ids()
    changed = ids.clone()
    changed[:, 4] = (changed[:, 4] + 1) % VOCABULARY
    before, after = model(ids)[0], model(changed)[0]
    assert torch.equal(before[:, :4], after[:, :4])
    assert not torch.allclose(before[:, 4], after[:, 4])


@every
def test_no_error_reaches_a_later_token(settings):
    model = made(settings)
    read = {}
    model.get_submodule("embedding").register_forward_hook(
        lambda _module, _inputs, rows: rows.retain_grad() or read.update(rows=rows)
    )
    logits, _ = model(some_ids())
    logits[:, 3].square().sum().backward()
    gradient = read["rows"].grad.abs().sum((0, 2))  # (time)
    assert gradient[4:].sum() == 0.0
    assert gradient[3] > 0.0


@every
def test_streams_do_not_see_each_other(settings):
    model = made(settings)
    ids = some_ids()
    changed = ids.clone()
    changed[0] = (changed[0] + 1) % VOCABULARY
    assert close(model(ids)[0][1:], model(changed)[0][1:])


@every
@pytest.mark.parametrize("sizes", [(5, 5, 2), (1,) * 12, (1, 11), (11, 1), (2, 7, 3)])
def test_reading_in_chunks_is_reading_the_whole(settings, sizes):
    model = made(settings)
    ids = some_ids(time=12)
    whole, end = model(ids)
    state, pieces = None, []
    for chunk in ids.split(list(sizes), dim=1):
        logits, state = model(chunk, state)
        pieces.append(logits)
    assert close(torch.cat(pieces, 1), whole)
    assert same_state(state, end)
    assert torch.equal(model(ids, model.initial_state(3))[0], whole)


@every
def test_a_step_of_one_token_is_that_of_the_whole_but_for_rounding(settings):
    model, ids = made(settings).eval(), some_ids(3, 9)
    with torch.inference_mode():
        wanted, after = model(ids, model.initial_state(3))
        state = model.initial_state(3)
        for place in range(9):
            logits, state = model.step(ids[:, place], state)
            torch.testing.assert_close(logits, wanted[:, place], atol=1e-5, rtol=1e-4)
    for mine, whole in zip(state, after, strict=True):
        torch.testing.assert_close(mine, whole, atol=1e-5, rtol=1e-4)


@every
def test_streams_chosen_begin_anew_and_the_others_go_on(settings):
    model = made(settings)
    _, state = model(some_ids())
    reset = reset_state(detach_state(state), torch.tensor([True, False, True]))
    assert [part.dtype for part in reset] == [part.dtype for part in state]
    more = some_ids(time=9, seed=2)
    fresh, gone_on, after = model(more)[0], model(more, state)[0], model(more, reset)[0]
    assert close(after[[0, 2]], fresh[[0, 2]])
    assert close(after[1], gone_on[1])
    assert settings.kind == "transformer" or not close(after[0], gone_on[0])


@every
def test_a_stream_can_be_taken_out_of_a_state(settings):
    model = made(settings)
    _, state = model(some_ids())
    chosen = tuple(part.index_select(1, torch.tensor([2, 2, 0, 1])) for part in state)
    more = some_ids(time=4, seed=2)
    apart, together = model(more, state)[0], model(more[[2, 2, 0, 1]], chosen)[0]
    assert close(together, apart[[2, 2, 0, 1]])


@every
def test_detaching_cuts_the_gradient(settings):
    model = made(settings)
    _, state = model(some_ids())
    assert settings.kind == "transformer" or state[0].requires_grad
    assert not any(part.requires_grad for part in detach_state(state))


@every
def test_the_number_of_parameters_is_known_beforehand(settings):
    assert settings.parameters(VOCABULARY) == count_parameters(build(settings, VOCABULARY))
    assert settings.parameters(501) == count_parameters(build(settings, 501))


@every
def test_what_is_saved_is_what_is_loaded(settings, tmp_path):
    model, other = made(settings), made(settings, seed=5)
    assert not close(model(some_ids())[0], other(some_ids())[0])
    save_model(model, str(tmp_path / "model.safetensors"))
    load_model(other, str(tmp_path / "model.safetensors"))
    assert torch.equal(model(some_ids())[0], other(some_ids())[0])
    stored = load_file(tmp_path / "model.safetensors")
    learned = {name for name, _ in model.named_parameters()}
    assert sum(stored[name].numel() for name in learned) == settings.parameters(VOCABULARY)
    assert stored.keys() - learned <= {"output.rank"}


@tied
def test_tied_weights_are_one_table_and_learn_as_one(settings):
    model = made(settings)
    table = model.get_parameter("embedding.weight")
    assert model.get_parameter("output.weight") is table
    model(some_ids())[0].logsumexp(-1).sum().backward()
    assert table.grad is not None
    table.data.zero_()
    assert close(model(some_ids())[0], torch.zeros(()))


@every
def test_an_untrained_model_predicts_how_often_tokens_are(settings):
    frequencies = torch.arange(1.0, VOCABULARY + 1)
    frequencies /= frequencies.sum()
    torch.manual_seed(0)
    model = build(settings, VOCABULARY).eval()
    model.init_output_bias(frequencies)
    found = model(some_ids())[0].softmax(-1)
    assert torch.allclose(
        found, frequencies.expand_as(found), atol=0.1 if settings.tied_weights else 1e-6
    )


@every
def test_dropout_is_for_training_alone(settings):
    model = made(settings)
    assert torch.equal(model(some_ids())[0], model(some_ids())[0])
    model.train()
    noisy = not torch.equal(model(some_ids())[0], model(some_ids())[0])
    shares = ("dropout", "embedding_dropout", "input_dropout", "hidden_dropout", "weight_drop")
    assert noisy == any(getattr(settings, name, 0.0) for name in shares)


@every
def test_one_batch_can_be_learned_by_heart(settings):
    if settings == SHAPES["one step back"]:
        pytest.skip("it sees one token, which does not tell the next")
    torch.manual_seed(0)
    model = build(without_dropout(settings), VOCABULARY)
    ids = some_ids(time=7)
    ids[:, 0] = torch.arange(3)  # so that the streams can be told apart
    optimizer = torch.optim.Adam(model.parameters(), lr=0.03)
    loss = torch.tensor(9.0)
    for _ in range(300):
        logits, _ = model(ids[:, :-1])
        loss = F.cross_entropy(logits.flatten(0, 1), ids[:, 1:].flatten())
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        if loss.item() < 0.1:
            break
    assert loss.item() < 0.1


@every
def test_it_computes_in_half_the_bits_too(settings):
    model = made(settings)
    whole = model(some_ids())[0]
    halved = model.to(torch.bfloat16)
    _, state = halved(some_ids(time=3))
    found = torch.cat([halved(some_ids())[0], halved(some_ids(seed=2), state)[0]])
    logarithms = settings.output == "adaptive"  # which need more digits than logits
    assert found.dtype == (torch.float32 if logarithms else torch.bfloat16)
    assert torch.allclose(found[:3].float(), whole, atol=0.2)
    assert [part.dtype for part in halved.initial_state(3)] == [part.dtype for part in state]


@pytest.mark.skipif(not torch.cuda.is_available(), reason="no GPU here")
@every
def test_the_gpu_computes_the_same(settings):
    model = made(settings)
    whole, _ = model(some_ids(time=12))
    model.cuda()
    start, state = model(some_ids(time=12)[:, :5].cuda())
    end, _ = model(some_ids(time=12)[:, 5:].cuda(), state)
    assert torch.allclose(torch.cat([start, end], 1).cpu(), whole, atol=1e-3)


@every
def test_the_same_seed_builds_the_same_model(settings):
    one, two, other = (made(settings, seed=seed) for seed in (4, 4, 5))
    assert all(torch.equal(a, b) for a, b in zip(one.parameters(), two.parameters(), strict=True))
    tables = (model.get_parameter("embedding.weight") for model in (one, other))
    assert not torch.equal(*tables)
