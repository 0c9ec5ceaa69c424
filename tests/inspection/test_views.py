"""What pages draw: traces, gates, attention, layers, memory, embeddings, passages."""

import math

import pytest
import torch

from slm_core.errors import CorpusError, RunError, SettingsError
from slm_core.inspection.answer import answer
from slm_core.inspection.apart import look_inside
from slm_core.inspection.embedding_map import principal_components, t_sne
from slm_core.inspection.requests import (
    QUANTITIES,
    AskAnalogy,
    AskAttention,
    AskGates,
    AskLayers,
    AskMap,
    AskPassages,
    AskReach,
    AskTrace,
    AskWhy,
)
from slm_core.inspection.unit_order import units_in_order
from slm_core.models.internals.recurrent_trace import recurrent_trace
from slm_core.processes.pool import WorkerPool
from slm_core.runs.load_model import load_run_model
from tests.inspection.conftest import KINDS

TEXT = "The nurse called"


def test_a_trace_has_the_values_of_the_units(run_of) -> None:
    view = answer(run_of("lstm"), AskTrace(TEXT, quantity="cell"))
    source = load_run_model(run_of("lstm"))
    ids = torch.tensor([[1, *source.tokenizer.encode(TEXT).tolist()]])
    cell = recurrent_trace(source.model, ids)[0].cell.tanh()[0, 1:].T
    drawn = torch.tensor(list(view.values)).view(cell.shape) / 255 * 2 - 1
    assert torch.allclose(drawn, cell, atol=1 / 250)
    assert cell[view.order[0]].std() == cell.std(1).max()
    assert view.tokens.shown[3] == "␣"


def test_units_are_sorted_by_what_one_asks_for(run_of) -> None:
    view = answer(run_of("lstm"), AskTrace(TEXT))
    rows = torch.tensor(list(view.values)).view(view.units, -1)
    assert units_in_order(view, "number") == list(range(view.units))
    assert units_in_order(view, "change") == list(view.order)
    average = rows[units_in_order(view, "average")].float().mean(1)
    assert average.tolist() == sorted(average.tolist(), reverse=True)
    for token in (0, 3, None):
        at = rows[units_in_order(view, "token", token=token)][:, -1 if token is None else token]
        assert at.tolist() == sorted(at.tolist(), reverse=True)


@pytest.mark.parametrize("kind", QUANTITIES)
def test_every_quantity_can_be_traced(run_of, kind: str) -> None:
    assert answer(run_of(kind), AskTrace(TEXT)).quantities == QUANTITIES[kind]
    for name in QUANTITIES[kind]:
        assert answer(run_of(kind), AskTrace(TEXT, 0, name)).quantity == name


def test_what_cannot_be_traced_is_a_sentence(run_of) -> None:
    with pytest.raises(SettingsError, match="no layer 9"):
        answer(run_of("lstm"), AskTrace(TEXT, 8))
    with pytest.raises(SettingsError, match="no 'forget'; it has: hidden, reset, update"):
        answer(run_of("gru"), AskTrace(TEXT, 0, "forget"))
    with pytest.raises(RunError, match="Look at its attention"):
        answer(run_of("transformer"), AskTrace(TEXT))
    with pytest.raises(RunError, match="look at its units"):
        answer(run_of("gru"), AskAttention(TEXT))


def test_a_long_text_is_drawn_as_far_as_there_is_room(run_of) -> None:
    view = answer(run_of("gru"), AskTrace("The nurse. " * 300))
    assert len(view.tokens.texts) == 2_000
    assert view.tokens.left_out == 1_300
    attention = answer(run_of("transformer"), AskAttention("The nurse. " * 300))
    assert len(attention.tokens.shown) == 200
    assert attention.tokens.shown[0] == "⟨start⟩"


@pytest.mark.parametrize(("kind", "gates"), [("lstm", 3), ("awd-lstm", 6), ("gru", 2), ("rnn", 0)])
def test_gates_are_counted_on_held_out_text(run_of, kind: str, gates: int) -> None:
    found = answer(run_of(kind), AskGates())
    assert len(found) == gates
    for one in found:
        for closed, opened in zip(one.closed, one.open, strict=True):
            assert 0 <= closed <= closed + opened <= 1


def test_every_head_shares_all_of_its_attention_out(run_of) -> None:
    view = answer(run_of("transformer"), AskAttention(TEXT))
    size = len(view.tokens.shown)
    rows = torch.tensor(list(view.weights)).view(-1, size) / 255
    assert rows.shape[0] == view.layers * view.heads * size
    assert (rows.sum(1) - 1).abs().max() < size / 255
    assert all(0 <= bits <= math.log2(size) for row in view.entropy for bits in row)


@pytest.mark.parametrize("kind", KINDS)
def test_the_last_layer_predicts_as_the_model_does(run_of, kind: str) -> None:
    layers = answer(run_of(kind), AskLayers(TEXT))
    candidates = answer(run_of(kind), AskWhy(TEXT)).candidates
    assert layers[-1].candidates[0][0] == candidates[0][0]
    assert layers[-1].candidates[0][1] == pytest.approx(candidates[0][1], rel=1e-3)


@pytest.mark.parametrize("kind", ["lstm", "transformer"])
def test_memory_reaches_no_further_than_the_longest_past(run_of, kind: str) -> None:
    found = answer(run_of(kind), AskReach())
    assert [point.tokens for point in found.points] == [1, 2, 4, 8, 16, 32, 64, 128, 256]
    assert found.points[-1].excess == found.points[-1].error == 0
    assert found.reach <= 256
    assert all(point.bits > 0 for point in found.points)


def test_a_map_keeps_the_directions_of_most_variance() -> None:
    draw = torch.Generator().manual_seed(1)
    points = torch.randn(60, 5, generator=draw) * torch.tensor([9.0, 4.0, 0.1, 0.1, 0.1])
    points -= points.mean(0)
    flat, explained = principal_components(points)
    assert explained > 0.99
    assert torch.allclose(torch.cdist(flat, flat), torch.cdist(points, points), atol=1.0)


def test_t_sne_keeps_groups_together() -> None:
    draw = torch.Generator().manual_seed(1)
    centres = torch.randn(4, 20, generator=draw) * 3
    points = (centres[:, None] + torch.randn(4, 25, 20, generator=draw)).flatten(0, 1)
    start, _ = principal_components(points - points.mean(0))
    flat = t_sne(points, start=start)
    assert torch.isfinite(flat).all()
    nearest = (torch.cdist(flat, flat) + 1e9 * torch.eye(100)).argmin(1)
    assert (nearest // 25 == torch.arange(100) // 25).float().mean() > 0.95


def test_embeddings_have_neighbours_and_analogies(run_of) -> None:
    run = run_of("lstm")
    for method in ("pca", "tsne"):
        found = answer(run, AskMap(method))
        assert len({one.id for one in found.points}) == len(found.points) > 20
        assert all(math.isfinite(one.x + one.y) for one in found.points)
        similar = [value for _, value in found.points[0].neighbours]
        assert similar == sorted(similar, reverse=True)
    assert "c" not in [token for token, _ in answer(run, AskAnalogy("a", "c", "d"))]
    assert answer(run, AskAnalogy("␣", "c", "d")) == answer(run, AskAnalogy(" ", "c", "d"))
    with pytest.raises(SettingsError, match="not one token"):
        answer(run, AskAnalogy("a", "cd", "e"))


def test_the_nearest_passage_of_a_training_text_is_itself(run_of) -> None:
    run = run_of("lstm")
    text = "Patient 3 was seen on Monday and sent home with insulin. The nurse called the do"
    found = answer(run, AskPassages(text))
    assert 1 < len(found) <= 5
    assert found[0].before.endswith(" the do")
    assert found[0].after.startswith("ctor.")
    assert found[0].similarity > 0.99
    with pytest.raises(CorpusError, match="no text"):
        answer(run, AskPassages(""))


def test_another_process_answers_the_same(run_of) -> None:
    run = run_of("gru")
    with WorkerPool(1) as pool:
        assert look_inside(pool, run, AskTrace(TEXT)) == answer(run, AskTrace(TEXT))
        with pytest.raises(CorpusError, match="no text to look into"):
            look_inside(pool, run, AskWhy(" "))
