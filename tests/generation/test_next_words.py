import pytest

from slm_core.generation.next_words import complete_text
from tests.generation.tiny_models import learned, made

SENTENCES = "The nurse called the doctor. The pump was checked.\n" * 4


@pytest.fixture(scope="module", params=["char", "word", "bpe"])
def model_and_tokenizer(request):
    """A model that knows these two sentences by heart."""
    return learned(request.param, SENTENCES, steps=150, hidden=48)


def test_the_next_word_and_the_end_of_the_sentence_are_those_it_learned(model_and_tokenizer):
    model, tokenizer = model_and_tokenizer
    found = complete_text(model, tokenizer, "The nurse called the doctor. The pump")
    assert found.words[0].text == " was"
    assert found.words[0].probability > 0.5
    assert found.sentence == " was checked."


def test_a_word_that_was_begun_is_gone_on_with(model_and_tokenizer):
    model, tokenizer = model_and_tokenizer
    found = complete_text(model, tokenizer, "The nurse called the doc")
    assert found.words[0].text == "tor"
    assert found.words[0].probability > 0.5
    assert complete_text(model, tokenizer, "The nurse ").words[0].text == "called"


@pytest.mark.parametrize("kind", ["char", "word", "bpe"])
def test_probabilities_are_those_of_different_words_and_fall(kind):
    model, tokenizer = made(kind, wake=0.4)
    found = complete_text(model, tokenizer, "医生 The", count=8)
    shares = [word.probability for word in found.words]
    assert shares == sorted(shares, reverse=True)
    assert 0 < sum(shares) <= 1 + 1e-6
    assert len({word.text for word in found.words}) == len(found.words)
    assert complete_text(model, tokenizer, "The", should_stop=lambda: True) is None
