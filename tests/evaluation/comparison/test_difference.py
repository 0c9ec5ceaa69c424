"""Differences of known size: found where they are, and not where seeds alone differ."""

import numpy as np
import pytest

from slm_core.corpus.text.passages import Passage
from slm_core.errors import RunError
from slm_core.evaluation.comparison.comparison import Difference, RunComparison, SideBySide
from slm_core.evaluation.comparison.difference import difference
from slm_core.evaluation.comparison.document_scores import DocumentScores, document_scores
from slm_core.evaluation.comparison.training_noise import USUAL_SPREAD, seed_spread
from slm_core.evaluation.comparison.words import noise_words, verdict_words
from slm_core.evaluation.texts.scored_text import ScoredText, read_for_scoring
from slm_core.metrics.confidence_interval import LEAST_UNITS
from slm_core.metrics.scores import Interval
from slm_core.tokenizers.settings import TokenizerSettings
from slm_core.tokenizers.train import train_tokenizer
from tests.tiny import text_of

BITS = 1.6


def scores(draw: np.random.Generator, shift: float = 0.0, *, units: int = 60) -> DocumentScores:
    """One trained model on documents that are the same for all: its seed moves all of them."""
    fixed = np.random.default_rng(5)
    sizes = fixed.integers(300, 900, units).astype(float)
    hard = fixed.normal(0, 0.3, units)
    own = draw.normal(0, 0.02, units) + draw.normal(0, USUAL_SPREAD * BITS)
    costs = sizes * (BITS + hard + own + shift)
    return DocumentScores("validation", 1, 1.0, True, tuple(costs.tolist()), tuple(sizes.tolist()))


def judged(shift: float, *, pairs: int) -> list[Difference]:
    draw = np.random.default_rng(11)
    spread = seed_spread([], bits_per_byte=BITS)
    return [difference([scores(draw)], [scores(draw, shift)], spread) for _ in range(pairs)]


def test_pairs_that_differ_in_their_seed_alone_are_hardly_ever_told_apart() -> None:
    found = judged(0.0, pairs=40)
    assert sum(one.winner != "none" for one in found) <= 2
    # Over documents alone most of them would be: that is why the seed's share is in.
    alone = [one.of_documents for one in found]
    assert sum(one is not None and (one.low > 0 or one.high < 0) for one in alone) > 15


def test_a_planted_difference_is_found() -> None:
    found = judged(-0.05, pairs=40)
    assert sum(one.winner == "b" for one in found) >= 32
    covered = [
        one.interval is not None and one.interval.low < -0.05 < one.interval.high for one in found
    ]
    assert sum(covered) >= 36


def test_the_two_sides_can_be_exchanged() -> None:
    draw = np.random.default_rng(2)
    first, second = [scores(draw)], [scores(draw, 0.2), scores(draw, 0.2)]
    spread = seed_spread([], bits_per_byte=BITS)
    there, back = difference(first, second, spread), difference(second, first, spread)
    assert there.bits_per_byte == pytest.approx(-back.bits_per_byte)
    assert (there.winner, back.winner) == ("a", "b")
    assert there.interval is not None
    assert back.interval is not None
    assert there.interval.low == pytest.approx(-back.interval.high, abs=0.003)


def test_with_seeds_enough_they_are_drawn_anew_and_the_usual_spread_counts_for_nothing() -> None:
    draw = np.random.default_rng(4)
    few, many = ([[scores(draw, shift) for _ in range(n)] for shift in (0.0, 0.1)] for n in (2, 3))
    for sides, is_drawn in ((few, False), (many, True)):
        found = difference(*sides, seed_spread([], bits_per_byte=BITS))
        wide = difference(*sides, seed_spread([], bits_per_byte=100 * BITS))
        assert found.seeds_drawn == is_drawn
        assert found.winner == "a"
        assert (found == wide) == is_drawn
    told = RunComparison("validation", (), (SideBySide(1, found),), True, 60, 0.01, 10)
    assert "over documents and random seeds" in str(noise_words(told))


def test_a_text_of_too_few_parts_has_no_verdict() -> None:
    draw = np.random.default_rng(2)
    first, second = (scores(draw, shift, units=LEAST_UNITS - 1) for shift in (0.0, 9.0))
    found = difference([first], [second], seed_spread([], bits_per_byte=BITS))
    assert (found.interval, found.winner) == (None, "none")
    assert "too small to tell A from C" in str(verdict_words(SideBySide(2, found)))


def test_what_runs_tell_of_their_spread_outweighs_the_usual_one_bit_by_bit() -> None:
    none = seed_spread([[1.0]], bits_per_byte=BITS)
    assert none.deviation == pytest.approx(USUAL_SPREAD * BITS)
    assert none.runs == 0
    few, many = (seed_spread([[1.5, 1.7]] * count, bits_per_byte=BITS) for count in (1, 50))
    true = float(np.std([1.5, 1.7], ddof=1))
    assert none.deviation < few.deviation < many.deviation < true
    assert many.deviation == pytest.approx(true, rel=0.15)
    assert few.half_width(1, 1) > few.half_width(3, 3) > 0


def test_words_say_who_is_better_and_between_what() -> None:
    better = Difference(-0.031, Interval(-0.049, -0.012), Interval(-0.04, -0.02), "b")
    assert str(verdict_words(SideBySide(1, better))) == (
        "B is better than A by 0.031 bits per byte; 95% interval 0.012 to 0.049."
    )
    worse = Difference(0.031, Interval(0.012, 0.049), Interval(0.02, 0.04), "a")
    assert str(verdict_words(SideBySide(1, worse))).startswith("A is better than B by 0.031")
    level = Difference(0.001, Interval(-0.02, 0.022), Interval(-0.01, 0.012), "none")
    assert "includes zero" in str(verdict_words(SideBySide(1, level)))


def scored_text(kind: str, documents: list[str]) -> ScoredText:
    settings = TokenizerSettings(kind=kind, vocabulary_size=300)  # ty: ignore[invalid-argument-type]
    tokenizer = train_tokenizer(documents, settings)
    passages = [Passage(text, number, 0, True) for number, text in enumerate(documents)]
    return read_for_scoring(passages, tokenizer, spelling=lambda: pytest.fail("nothing unknown"))


@pytest.mark.parametrize("count", [1, 30])
def test_units_are_the_texts_whichever_tokenizer_cut_it(count: int) -> None:
    documents = [text_of(12_000 // count, seed=number) for number in range(count)]
    found = []
    for kind in ("char", "bpe"):
        text = scored_text(kind, documents)
        nats = np.ones(len(text.document))
        found.append(document_scores(text, nats, part="validation", checkpoint=1))
    first, second = found
    assert first.by_documents == (count == 30)
    assert len(first.bits) == len(second.bits) == (50 if count == 1 else 30)
    assert sum(first.bytes) == sum(second.bytes) == sum(map(len, documents))
    assert max(abs(a - b) for a, b in zip(first.bytes, second.bytes, strict=True)) < 20


def test_predictions_that_are_no_numbers_are_refused_in_a_sentence() -> None:
    text = scored_text("char", [text_of(2000)])
    nats = np.full(len(text.document), np.nan)
    with pytest.raises(RunError, match="no number: its weights are spoilt"):
        document_scores(text, nats, part="validation", checkpoint=1)
