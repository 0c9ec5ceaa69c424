import pytest
import torch

from slm_core.generation.decoder import Decoder, prefill
from slm_core.generation.generate import generate
from slm_core.generation.processors.chain import TextPlan
from slm_core.generation.settings import GenerationSettings
from slm_core.generation.writing import Writing
from slm_core.models.registry import build
from slm_core.models.settings import GruSettings, TransformerSettings
from slm_core.tokenizers.tokenizer import EOS
from tests.generation.tiny_models import made, text_of

PROMPTS = ["The nurse", "", "医生说没事。The doctor", "The nurse"]


def written(model, tokenizer, plans):
    texts = [[] for _ in plans]
    for number, piece in Writing(model, tokenizer, plans).pieces():
        texts[number].append(piece)
    return texts


@pytest.mark.parametrize("kind", ["char", "word", "bpe"])
def test_texts_side_by_side_are_those_written_alone(kind):
    model, tokenizer = made(kind, end=1)
    plans = [
        TextPlan(prompt, GenerationSettings(length=20 + 10 * seed, seed=seed, temperature=heat))
        for seed, (prompt, heat) in enumerate(zip(PROMPTS, (0.8, 1.2, 0.0, 0.8), strict=True))
    ]
    together = written(model, tokenizer, plans)
    for plan, pieces in zip(plans, together, strict=True):
        alone = [*generate(model, tokenizer, plan.prompt, plan.settings)]
        assert [piece.id for piece in pieces] == [piece.id for piece in alone]
        assert len(pieces) == plan.settings.length or pieces[-1].id == EOS


@pytest.mark.parametrize(
    "settings",
    [
        GruSettings(embedding_size=8, hidden_size=12),
        TransformerSettings(hidden_size=16, heads=2, layers=2, context=12, positions="rotary"),
        TransformerSettings(hidden_size=16, heads=2, layers=2, context=12, positions="learned"),
    ],
    ids=["gru", "rotary", "learned"],
)
def test_readings_of_any_length_join_and_go_on_as_they_would_alone(settings):
    _, tokenizer = made("char")
    torch.manual_seed(3)
    model = build(settings, tokenizer.vocabulary_size).eval()
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.normal_(0, 0.3)
    alone = [prefill(model, tokenizer, prompt) for prompt in PROMPTS]
    joined = Decoder.joined([prefill(model, tokenizer, prompt) for prompt in PROMPTS])
    for index in (5, 9, 3, 12):
        joined.read(torch.tensor([index] * len(PROMPTS)))
        for row, reading in enumerate(alone):
            reading.read(torch.tensor([index]))
            assert torch.allclose(joined.logits[row], reading.logits[0], atol=1e-5)


def test_a_text_that_is_ended_is_not_written_on_and_the_others_are():
    model, tokenizer = made("char", end=-20)
    plans = [TextPlan("The", GenerationSettings(length=30, seed=seed)) for seed in range(3)]
    writing = Writing(model, tokenizer, plans)
    lengths = [0, 0, 0]
    for number, _ in writing.pieces():
        lengths[number] += 1
        if number == 1 and lengths[1] == 5:
            writing.end(1)
    assert lengths == [30, 5, 30]


def test_all_can_be_stopped_and_none_is_no_work():
    model, tokenizer = made("char", end=-20)
    assert [*Writing(model, tokenizer, []).pieces()] == []
    asked = []

    def after_five():
        asked.append(1)
        return len(asked) > 5

    plans = [TextPlan("The", GenerationSettings(length=500, seed=seed)) for seed in range(3)]
    assert 0 < len([*Writing(model, tokenizer, plans, should_stop=after_five).pieces()]) < 20


def test_each_text_repeats_with_its_seed():
    model, tokenizer = made("bpe", end=-20)
    plans = [TextPlan("The", GenerationSettings(length=30, seed=seed)) for seed in (1, 2, 1)]
    first, other, again = map(text_of, written(model, tokenizer, plans))
    assert first == again != other
