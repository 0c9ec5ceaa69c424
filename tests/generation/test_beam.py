import itertools
import math

import pytest
import torch

from slm_core.errors import SettingsError
from slm_core.generation.beam import beam_search, normalized
from slm_core.generation.control.constraint import Constraint
from slm_core.generation.control.control import Control
from slm_core.generation.control.glossary import Glossary
from slm_core.generation.generate import generate
from slm_core.generation.processors.chain import TextPlan
from slm_core.generation.settings import GenerationSettings
from slm_core.tokenizers.tokenizer import EOS, UNK
from tests.generation.tiny_models import made, text_of

ABC = "abc" * 20 + "\n"


def every_text(model, size, length):
    """(ids, log probability) of all texts of at most `length` tokens, by reading each whole."""
    real = [index for index in range(size) if index not in (UNK, EOS)]
    for count in range(length + 1):
        for ids in itertools.product(real, repeat=count):
            with torch.no_grad():
                logits, _ = model(torch.tensor([[EOS, *ids]]))
            logits[..., UNK] = -torch.inf
            steps = torch.log_softmax(logits[0].double(), -1)
            score = sum(float(steps[place, index]) for place, index in enumerate(ids))
            if count == length:
                yield ids, score
            else:
                yield (*ids, EOS), score + float(steps[count, EOS])


@pytest.mark.parametrize("penalty", [0.0, 0.6, 2.0])
def test_a_wide_beam_finds_what_trying_all_texts_does(penalty):
    model, tokenizer = made("char", text=ABC, end=0.5)
    settings = GenerationSettings(beams=64, length=4, length_penalty=penalty)
    ranked = sorted(
        every_text(model, tokenizer.vocabulary_size, 4),
        key=lambda pair: -normalized(pair[1], len(pair[0]), penalty),
    )
    found = beam_search(model, tokenizer, TextPlan("", settings), count=10)
    assert [text.ids for text in found] == [ids for ids, _ in ranked[:10]]
    for text, (ids, score) in zip(found, ranked, strict=False):
        assert text.score == pytest.approx(normalized(score, len(ids), penalty), abs=1e-5)


@pytest.mark.parametrize("kind", ["char", "bpe"])
def test_more_beams_find_texts_that_are_as_probable_or_more(kind):
    model, tokenizer = made(kind, end=-2)
    greedy = [*generate(model, tokenizer, "The", GenerationSettings(temperature=0, length=12))]
    scores = [sum(math.log(piece.probability) for piece in greedy)]
    for beams in (2, 16, 64):
        settings = GenerationSettings(beams=beams, length=12, length_penalty=0.0)
        [best] = beam_search(model, tokenizer, TextPlan("The", settings))
        scores.append(best.score)
        assert "\ufffd" not in text_of(best.pieces(tokenizer))
    assert scores[-1] >= scores[0] - 1e-6


def test_a_beam_is_held_to_what_is_asked():
    model, tokenizer = made("char", end=0)
    control = Control(Glossary(forbidden=("nurse",)), Constraint("regex", "(The )?(nurse|doctor)"))
    settings = GenerationSettings(beams=8, length=40)
    found = beam_search(model, tokenizer, TextPlan("", settings), control, count=8)
    assert {text_of(text.pieces(tokenizer)) for text in found} == {"doctor", "The doctor"}


def test_more_texts_than_beams_are_refused():
    model, tokenizer = made("char")
    with pytest.raises(SettingsError, match="Beam search of width 2 was asked for 3 texts"):
        beam_search(model, tokenizer, TextPlan("", GenerationSettings(beams=2)), count=3)


def test_it_can_be_stopped():
    model, tokenizer = made("char", end=-20)
    plan = TextPlan("The", GenerationSettings(beams=4, length=500))
    assert beam_search(model, tokenizer, plan, should_stop=lambda: True) == []
