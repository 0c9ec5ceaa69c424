import time

import pytest
import torch

from slm_core.generation.decoder import CHUNK, prefill
from slm_core.generation.generate import generate, next_token_candidates, write_samples
from slm_core.generation.settings import GenerationSettings
from slm_core.tokenizers.tokenizer import EOS, UNK
from tests.generation.tiny_models import TEXT, made, text_of


@pytest.mark.parametrize("kind", ["char", "word", "bpe"])
def test_the_same_seed_writes_the_same_text_and_another_another(kind):
    model, tokenizer = made(kind, end=-20)
    first, again, other = (
        list(generate(model, tokenizer, "The nurse", GenerationSettings(length=60, seed=seed)))
        for seed in (1, 1, 2)
    )
    assert first == again
    assert first != other
    assert len(first) == 60
    assert UNK not in [piece.id for piece in first]


def test_pieces_add_up_to_the_decoded_text():
    model, tokenizer = made("bpe", end=-20)
    pieces = list(generate(model, tokenizer, "医", GenerationSettings(length=80, temperature=3)))
    written = text_of(pieces)
    assert tokenizer.decode(piece.id for piece in pieces).rstrip("\ufffd") == written
    assert "\ufffd" not in written


def test_it_stops_at_the_end_of_the_text():
    model, tokenizer = made(end=3)
    pieces = list(generate(model, tokenizer, "", GenerationSettings(length=2000, top_p=1)))
    assert [piece.id == EOS for piece in pieces] == [False] * (len(pieces) - 1) + [True]
    assert len(pieces) < 2000


@pytest.mark.parametrize("prompt", ["", "ЖЖЖ", "\n", "The nurse " * 400, "\x00", "🙂"])
def test_any_prompt_will_do(prompt):
    for kind in ("char", "word", "bpe"):
        model, tokenizer = made(kind, end=-20)
        assert len(list(generate(model, tokenizer, prompt, GenerationSettings(length=3)))) == 3


def test_a_prompt_is_read_the_same_in_chunks_and_at_once():
    model, tokenizer = made()
    prompt = (TEXT * 9)[: 3 * CHUNK + 17]
    ids = torch.tensor([EOS, *tokenizer.encode(prompt).tolist()])
    with torch.inference_mode():
        at_once, _ = model(ids.unsqueeze(0))
    reading = prefill(model, tokenizer, prompt)
    assert reading is not None
    assert torch.allclose(reading.logits[0], at_once[0, -1], atol=1e-4)


def test_greedy_takes_the_likeliest_each_time():
    model, tokenizer = made(end=-20)
    settings = GenerationSettings(temperature=0, length=5)
    written = ""
    for piece in generate(model, tokenizer, "The", settings):
        best = next_token_candidates(model, tokenizer, "The" + written, count=1)[0]
        assert (piece.id, piece.text) == (best.id, best.text)
        written += piece.text


def test_it_can_be_stopped_before_any_token_and_in_a_long_prompt():
    model, tokenizer = made(end=-20)
    asked = []

    def after_ten():
        asked.append(1)
        return len(asked) > 10

    pieces = list(
        generate(model, tokenizer, "", GenerationSettings(length=500), should_stop=after_ten)
    )
    assert len(pieces) < 10
    assert (
        list(generate(model, tokenizer, "x", GenerationSettings(), should_stop=lambda: True)) == []
    )


def test_a_caller_between_pieces_is_not_in_inference_mode():
    model, tokenizer = made(end=-20)
    for _ in generate(model, tokenizer, "The", GenerationSettings(length=3)):
        assert not torch.is_inference_mode_enabled()


def test_candidates_are_the_models_own_probabilities_likeliest_first():
    model, tokenizer = made(end=2)
    found = next_token_candidates(model, tokenizer, "The", count=1000)
    values = [candidate.probability for candidate in found]
    assert len(found) == tokenizer.vocabulary_size - 1
    assert values == sorted(values, reverse=True)
    assert sum(values) == pytest.approx(1)
    end = next(candidate for candidate in found if candidate.id == EOS)
    assert (end.text, end.shown) == ("", "⟨end⟩")
    surer = next_token_candidates(
        model, tokenizer, "The", count=1, settings=GenerationSettings(temperature=0.2)
    )
    assert surer[0].id == found[0].id
    assert surer[0].probability > found[0].probability
    sure = next_token_candidates(
        model, tokenizer, "The", count=9, settings=GenerationSettings(temperature=0)
    )
    assert [candidate.id for candidate in sure] == [candidate.id for candidate in found[:9]]
    assert [candidate.probability for candidate in sure] == [1] + [0] * 8


def test_part_of_a_character_adds_no_text():
    model, tokenizer = made("bpe")
    found = next_token_candidates(model, tokenizer, "", count=1000)
    parts = [candidate for candidate in found if "\\x" in candidate.shown]
    assert parts
    assert all(candidate.text == "" for candidate in parts)


def test_samples_leave_the_training_as_it_was():
    model, tokenizer = made(dropout=0.5)
    model.train()
    model.lstm.eval()
    torch.manual_seed(3)
    state, modes = torch.get_rng_state(), [part.training for part in model.modules()]
    packing = torch.backends.mkldnn.enabled
    first = write_samples(model, tokenizer, "The", temperatures=(0.5, 0.8), length=30, seed=1)
    again = write_samples(model, tokenizer, "The", temperatures=(0.5, 0.8), length=30, seed=1)
    assert first == again
    assert torch.equal(state, torch.get_rng_state())
    assert [part.training for part in model.modules()] == modes
    assert torch.backends.mkldnn.enabled == packing
    assert all(parameter.grad is None for parameter in model.parameters())


def test_samples_end_where_the_text_ends():
    model, tokenizer = made(end=3)
    texts = write_samples(model, tokenizer, "", temperatures=(1.0,) * 20, length=400, seed=2)
    assert len({text for _, text in texts}) > 1
    assert all(len(text) < 400 for _, text in texts)


def test_a_sample_without_temperature_is_the_greedy_text():
    model, tokenizer = made(end=-20)
    [(heat, text)] = write_samples(model, tokenizer, "The", temperatures=(0.0,), length=20, seed=1)
    greedy = generate(model, tokenizer, "The", GenerationSettings(temperature=0, length=20))
    assert (heat, text) == (0.0, text_of(greedy))


def test_no_samples_are_no_work():
    model, tokenizer = made()
    assert write_samples(model, tokenizer, "", temperatures=(), length=9, seed=1) == []
    assert write_samples(model, tokenizer, "", temperatures=(1.0,), length=0, seed=1) == [(1.0, "")]


@pytest.mark.parametrize("heat", [0.0, 0.7, 4.0])
def test_bytes_that_make_no_character_are_never_written(heat):
    model, tokenizer = made("bpe", end=1)
    for seed in range(20):
        settings = GenerationSettings(temperature=heat, length=41, seed=seed, top_p=1)
        assert "\ufffd" not in text_of(generate(model, tokenizer, "護士", settings))
    samples = write_samples(model, tokenizer, "", temperatures=(heat,) * 20, length=41, seed=1)
    assert not any("\ufffd" in text for _, text in samples)


def test_samples_are_cheap():
    model, tokenizer = made(end=-20, embedding_size=128, hidden_size=256, layers=1)
    costs = []
    for seed in range(4):
        start = time.perf_counter()
        write_samples(model, tokenizer, "The", temperatures=(0.5, 0.8, 1.1), length=120, seed=seed)
        costs.append(time.perf_counter() - start)
    assert min(costs) < 0.5, costs  # 50 ms where the machine has a core to itself
