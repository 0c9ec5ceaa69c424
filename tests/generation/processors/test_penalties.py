import itertools

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import chisquare

from slm_core.generation.generate import generate
from slm_core.generation.processors.penalties import NoRepeatNgrams, PenaltyProcessor
from slm_core.generation.sampling import next_probabilities, sample
from slm_core.generation.settings import GenerationSettings
from slm_core.tokenizers.tokenizer import EOS
from tests.generation.tiny_models import made

LOGITS = [0.0, 0.0, 2.0, 1.0, 0.5, -0.5, -1.0]  # UNKNOWN and END first
PROMPT, WRITTEN = [2, 5], [3, 3, 5]


def after_writing(**penalties):
    settings = GenerationSettings(**penalties)
    processor = PenaltyProcessor([settings], [PROMPT], len(LOGITS), torch.device("cpu"))
    for index in WRITTEN:
        processor.read([index])
    return processor.process(torch.tensor([LOGITS]))[0]


@pytest.mark.parametrize(
    ("penalties", "wanted"),
    [
        ({"repetition_penalty": 2.0}, [0, 0, 1.0, 0.5, 0.5, -1.0, -1.0]),
        ({"frequency_penalty": 0.5}, [0, 0, 2.0, 0.0, 0.5, -1.0, -1.0]),
        ({"presence_penalty": 0.5}, [0, 0, 2.0, 0.5, 0.5, -1.0, -1.0]),
        (
            {"repetition_penalty": 2.0, "frequency_penalty": 0.5, "presence_penalty": -0.25},
            [0, 0, 1.0, -0.25, 0.5, -1.25, -1.0],
        ),
    ],
    ids=["repetition", "frequency", "presence", "together"],
)
def test_penalties_are_those_of_their_definitions_and_draws_follow_them(penalties, wanted):
    found = after_writing(**penalties)
    assert torch.allclose(found, torch.tensor(wanted, dtype=torch.float))
    rows = next_probabilities(found).expand(20_000, -1)
    counts = torch.bincount(sample(rows, torch.Generator().manual_seed(2)), minlength=len(LOGITS))
    shares = torch.softmax(torch.tensor(wanted[1:], dtype=torch.float64), -1)
    assert chisquare(counts[1:].tolist(), (shares * 20_000).tolist()).pvalue > 1e-5


def test_streams_that_are_selected_take_their_counts_along():
    settings = [GenerationSettings(frequency_penalty=1.0), GenerationSettings()]
    processor = PenaltyProcessor(settings, [[], []], 4, torch.device("cpu"))
    processor.read([2, 3])
    processor.select([1, 0, 0])
    processor.read([2, 2, 3])
    found = processor.process(torch.zeros(3, 4))
    assert found.tolist() == [[0, 0, 0, 0], [0, 0, -2, 0], [0, 0, -1, -1]]


@given(st.integers(1, 4), st.lists(st.integers(2, 4), max_size=30))
def test_an_ngram_that_was_there_is_barred_and_nothing_else(size, ids):
    processor = NoRepeatNgrams([size], [ids])
    allowed = processor.process(torch.zeros(1, 6))[0] > -torch.inf
    before = {tuple(ids[place : place + size]) for place in range(len(ids) - size + 1)}
    for index in range(6):
        last = tuple([*ids, index][-size:])
        assert bool(allowed[index]) == (index == EOS or last not in before)


@pytest.mark.parametrize("kind", ["char", "bpe"])
def test_a_text_has_no_ngram_twice_until_nothing_is_left_to_say(kind):
    model, tokenizer = made(kind, end=-20)
    settings = GenerationSettings(length=200, no_repeat_ngram=2, temperature=0.1)
    ids = [piece.id for piece in generate(model, tokenizer, "The", settings)]
    pairs = list(itertools.pairwise(ids))
    assert len(pairs) == len(set(pairs)) > 50
