import pytest
import torch

from slm_core.generation.control.control import Control
from slm_core.generation.control.glossary import Glossary
from slm_core.generation.generate import generate
from slm_core.generation.processors.chain import TextPlan
from slm_core.generation.processors.terms import TermProcessor
from slm_core.generation.settings import GenerationSettings
from slm_core.generation.writing import Writing
from slm_core.tokenizers.tokenizer import EOS
from tests.generation.tiny_models import MIXED, TEXT, learned, made, text_of

KINDS = ["char", "word", "segmented", "bpe"]


def plain(text):
    return " ".join(text.casefold().split())


def written_side_by_side(model, tokenizer, prompts, control, **settings):
    plans = [
        TextPlan(prompt, GenerationSettings(seed=seed, **settings))
        for seed, prompt in enumerate(prompts)
    ]
    texts = [""] * len(plans)
    for number, piece in Writing(model, tokenizer, plans, control).pieces():
        texts[number] += piece.text
    return texts


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("term", ["aspirin", "heart rate", "医生", "🙂", "a", "9"])
def test_a_forbidden_term_never_appears_though_the_model_wants_nothing_else(kind, term):
    """1,200 samples a tokenizer, half of each begun in the midst of the term."""
    model, tokenizer = learned(kind, f"{term} " * 12, vocabulary=MIXED)
    control = Control(Glossary(forbidden=(term,)))
    prompts = [""] * 100 + [f"The {term[:-1]}"] * 100
    free = written_side_by_side(model, tokenizer, prompts[:20], Control(), length=40, top_p=1.0)
    assert any(plain(term) in plain(text) for text in free), "it should want to"
    texts = written_side_by_side(model, tokenizer, prompts, control, length=40, top_p=1.0)
    whole = [prompt + text for prompt, text in zip(prompts, texts, strict=True)]
    assert [text for text in whole if plain(term) in plain(text)] == []
    assert "\ufffd" not in "".join(texts)


def test_a_term_inside_a_longer_word_or_over_a_line_break_is_forbidden_too():
    model, tokenizer = learned("char", "heart\nat " * 12)
    free = written_side_by_side(model, tokenizer, [""], Control(), length=80)
    assert all(term in plain(free[0]) for term in ("art", "t a", "hear"))
    control = Control(Glossary(forbidden=("art", "t a", "HEAR")))
    texts = written_side_by_side(model, tokenizer, [""] * 50, control, length=80, temperature=2.0)
    assert not any(term in plain(text) for text in texts for term in ("art", "t a", "hear"))


def test_a_text_whose_every_way_on_is_forbidden_ends():
    model, tokenizer = made("char", end=-20)
    letters = tuple({*TEXT} - {" ", "\n"})
    control = Control(Glossary(forbidden=letters))
    pieces = [*generate(model, tokenizer, "The", GenerationSettings(length=50), control)]
    assert not text_of(pieces).strip()


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("term", ["doctor", "医生"])
def test_a_preferred_term_becomes_likelier_the_stronger_the_nudge(kind, term):
    others = ("nurse", "patient", "pump", "护士", "病人")
    text = "".join(f"{one} {two}. " for one in (term, *others) for two in others)
    model, tokenizer = learned(kind, text, steps=40)
    shares = []
    for strength in (0.0, 2.0, 6.0):
        control = Control(Glossary(preferred=(term,), strength=strength))
        texts = written_side_by_side(model, tokenizer, [""] * 40, control, length=40, top_p=1.0)
        shares.append(sum(text.count(term) for text in texts))
    assert shares[0] < shares[1] < shares[2]


@pytest.mark.parametrize("kind", ["char", "bpe"])
def test_a_whole_term_gets_all_of_the_strength_however_it_is_cut(kind):
    _, tokenizer = made(kind)
    processor = TermProcessor(
        tokenizer, Glossary(preferred=("doctor",), strength=4.0), [""], torch.device("cpu")
    )
    total = 0.0
    for index in tokenizer.encode("doctor").tolist():
        total += float(processor.process(torch.zeros(1, tokenizer.vocabulary_size))[0, index])
        processor.read([index])
    assert total == pytest.approx(4.0)
    row = processor.process(torch.zeros(1, tokenizer.vocabulary_size))[0]
    assert row[EOS] == 0
