"""Where a model is good and bad: groups, classes and passages of a text whose costs are known."""

import numpy as np
import pytest

from slm_core.corpus.text.passages import Passage
from slm_core.evaluation.breakdown.break_down import break_down
from slm_core.evaluation.breakdown.token_classes import class_scores
from slm_core.evaluation.texts.scored_text import ScoredText, read_for_scoring
from slm_core.metrics.evaluate import TokenPredictions
from slm_core.metrics.ngram import token_counts
from slm_core.profiling.profile import Topic, Topics
from slm_core.tokenizers.encoded.unknown_cost import UnknownWordModel
from slm_core.tokenizers.settings import TokenizerSettings
from slm_core.tokenizers.tokenizer import Tokenizer
from slm_core.tokenizers.train import train_tokenizer

EASY = "the pump was hot and the seal was cold. " * 9
HARD = "gearbox 42 zygote 17 mural 93 quartz 55! " * 9
TRAIN = [EASY * 20, "gearbox zygote mural quartz 42 17 93 55 68!"]


def tokenizer_of(kind: str) -> Tokenizer:
    return train_tokenizer(TRAIN, TokenizerSettings(kind=kind, vocabulary_size=400))


def read(texts: list[str], tokenizer: Tokenizer) -> ScoredText:
    passages = [Passage(text, place, 0, True) for place, text in enumerate(texts)]
    return read_for_scoring(passages, tokenizer, spelling=lambda: UnknownWordModel(TRAIN))


def predicted(text: ScoredText, bits: np.ndarray) -> TokenPredictions:
    """Each token at so many bits; the first guess is right where it is less than 2."""
    targets = text.ids[1:].astype(np.uint32)
    guesses = np.where(bits < 2, targets, 2 + targets % 5).astype(np.uint32)
    sure = np.full(len(bits), 0.5, np.float32)
    return TokenPredictions(targets, bits * np.log(2), guesses, sure, bits < 3)


@pytest.mark.parametrize("kind", ["char", "word", "bpe"])
def test_documents_and_passages_are_ranked_by_their_bits(kind: str) -> None:
    tokenizer = tokenizer_of(kind)
    text = read([EASY, HARD, EASY, "泵很热，👩‍🔧。" * 20], tokenizer)
    costs = np.array([1.0, 8.0, 1.5, 4.0])[text.document]
    found = break_down(text, predicted(text, costs), tokenizer, sources=["a", "b", "a", "c"])
    order = [one.number for one in found.documents]
    assert order.index(1) < order.index(2) < order.index(0)
    assert {one.source for one in found.documents} == {"a", "b", "c"}
    by_source = {one.label: one.bits for one in found.sources}
    assert by_source["a"] < by_source["b"]
    assert found.worst[0].bits_per_byte > found.best[0].bits_per_byte
    shown = "".join(token.text for token in found.best[0].tokens)
    assert shown in EASY
    assert shown.split()[0] in EASY.split(), "a passage begins with a whole word"
    assert all(token.expected == "" for token in found.best[0].tokens)
    total = sum(token.bits for token in found.best[0].tokens)
    assert total / len(shown.encode()) == pytest.approx(found.best[0].bits_per_byte, rel=0.02)


def test_groups_have_the_bits_that_went_in() -> None:
    tokenizer = tokenizer_of("char")
    text = read([EASY * 4, HARD * 4], tokenizer)
    starts = np.concatenate([np.arange(count) for count in np.bincount(text.document)])
    costs = np.where(starts < 100, 5.0, 2.5)
    counts = token_counts(tokenizer.encode(TRAIN[0]), tokenizer.vocabulary_size)
    topics = Topics((Topic(("gearbox", "zygote"), 0.5, ""), Topic(("pump",), 0.5, "")), 1.0, 2)
    found = break_down(text, predicted(text, costs), tokenizer, counts=counts, topics=topics)
    places = {one.label: one.bits for one in found.positions}
    assert places["0–49"] == places["50–99"] == pytest.approx(5.0)
    assert places["200–499"] == pytest.approx(2.5)
    assert {one.label for one in found.topics} == {"gearbox · zygote", "pump"}
    assert sum(one.predictions for one in found.frequencies) <= len(text.document)
    alone = break_down(
        read([EASY * 4], tokenizer),
        predicted(read([EASY * 4], tokenizer), np.full(len(EASY) * 4 + 1, 2.0)),
        tokenizer,
    )
    assert [one.label for one in alone.positions][:2] == ["0–10 %", "10–20 %"]
    assert alone.documents == alone.sources == alone.topics == ()


@pytest.mark.parametrize("kind", ["char", "word", "segmented", "bpe"])
def test_classes_of_tokens_are_scored_apart(kind: str) -> None:
    tokenizer = tokenizer_of(kind)
    text = read([EASY, HARD], tokenizer)
    costs = np.array([1.0, 8.0])[text.document]
    counts = token_counts(tokenizer.encode("".join(TRAIN)), tokenizer.vocabulary_size)
    scores = class_scores(
        text, predicted(text, costs), tokenizer, counts=counts, terms=("gearbox", "zygote", "泵")
    )
    by_kind = {one.kind: one for one in scores}
    assert by_kind.keys() == {"frequent", "rare", "numbers", "punctuation", "terms"}
    assert by_kind["terms"].accuracy == by_kind["numbers"].accuracy == 0
    assert by_kind["terms"].bits >= 8.0
    words = 2 * 9
    expected = {"char": len("gearboxzygote") * 9, "word": words, "segmented": words}
    assert by_kind["terms"].predictions == expected.get(kind, by_kind["terms"].predictions)
    assert by_kind["terms"].predictions >= words
    assert by_kind["frequent"].accuracy > by_kind["rare"].accuracy
    assert by_kind["punctuation"].predictions >= 18
    without = class_scores(text, predicted(text, costs), tokenizer, counts=None, terms=())
    assert {one.kind for one in without} == {"numbers", "punctuation"}


def test_a_tiny_text_has_no_groups_and_no_passages() -> None:
    tokenizer = tokenizer_of("char")
    text = read(["Oil."], tokenizer)
    found = break_down(text, predicted(text, np.full(5, 2.0)), tokenizer)
    assert found.positions == found.best == found.worst == found.documents == ()
