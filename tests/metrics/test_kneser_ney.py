"""Kneser-Ney against the formulas written out, in exact fractions and dictionaries."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from fractions import Fraction

import numpy as np
import pytest

from slm_core.metrics.kneser_ney import KneserNey, discounts

START = -1


class Reference:
    """Chen & Goodman's modified Kneser-Ney, interpolated, as one reads it in the paper."""

    def __init__(self, train: Sequence[int], size: int, order: int) -> None:
        text = [START] * (order - 1) + list(train)
        self.size, self.order = size, order
        self.counts: dict[int, Counter[tuple[int, ...]]] = {order: Counter()}
        for end in range(order, len(text) + 1):
            self.counts[order][tuple(text[end - order : end])] += 1
        for length in range(order - 1, 0, -1):  # how many different tokens stand before it
            before = defaultdict(set)
            for end in range(order, len(text) + 1):
                before[tuple(text[end - length : end])].add(text[end - length - 1])
            self.counts[length] = Counter({gram: len(kinds) for gram, kinds in before.items()})
        self.off = {length: _discounts(self.counts[length]) for length in self.counts}

    def probability(self, token: int, history: tuple[int, ...]) -> Fraction:
        length = len(history) + 1
        shorter = self.probability(token, history[1:]) if history else Fraction(1, self.size)
        counts = self.counts[length]
        after = {gram: count for gram, count in counts.items() if gram[:-1] == history}
        total = sum(after.values())
        if not total:
            return shorter
        off = self.off[length]
        own = counts[(*history, token)]
        kept_back = sum(off[min(count, 3)] for count in after.values())
        return (own - off[min(own, 3)] + kept_back * shorter) / total


def _discounts(counts: Counter[tuple[int, ...]]) -> tuple[Fraction, ...]:
    n = Counter(counts.values())
    fallback = (Fraction(0), Fraction(1, 2), Fraction(1), Fraction(3, 2))
    if not (n[1] and n[2] and n[3]):
        return fallback
    y = Fraction(n[1], n[1] + 2 * n[2])
    off = (
        Fraction(0),
        1 - 2 * y * Fraction(n[2], n[1]),
        2 - 3 * y * Fraction(n[3], n[2]),
        3 - 4 * y * Fraction(n[4], n[3]),
    )
    return off if all(0 <= d <= times for times, d in enumerate(off)) else fallback


def _text(length: int, size: int, seed: int) -> np.ndarray:
    """Tokens of which a few are frequent and most are rare, as in a language."""
    draws = np.random.default_rng(seed).zipf(1.6, length)
    return np.minimum(draws - 1, size - 2)  # the last token never occurs


@pytest.mark.parametrize("order", [1, 2, 3, 5])
@pytest.mark.parametrize(("length", "size"), [(1, 3), (12, 4), (400, 12)])
def test_it_is_the_formula(order: int, length: int, size: int) -> None:
    train, judged = _text(length, size, seed=order), _text(60, size, seed=99)
    reference = Reference(train.tolist(), size, order)
    text = [START] * (order - 1) + judged.tolist()
    expected = [
        float(reference.probability(text[end], tuple(text[end - order + 1 : end])))
        for end in range(order - 1, len(text))
    ]
    found = KneserNey(train, size, order=order).probabilities(judged)
    np.testing.assert_allclose(found, expected, rtol=0, atol=1e-9)


def test_probabilities_sum_to_one_and_are_those_of_the_text() -> None:
    train, judged = _text(5000, 40, seed=1), _text(200, 40, seed=2)
    model = KneserNey(train, 40, order=5)
    for end in range(0, 200, 7):
        distribution = model.distribution(judged[:end])
        assert distribution.sum() == pytest.approx(1, abs=1e-9)
        assert distribution.min() > 0
        assert distribution[judged[end]] == pytest.approx(
            model.probabilities(judged[: end + 1])[-1], abs=1e-12
        )


def test_what_was_read_before_is_cheap_and_nonsense_is_not() -> None:
    train = np.tile(np.arange(20), 50)
    model = KneserNey(train, 30)
    assert model.bits(train[:40]) / 40 < 0.5
    assert model.bits(np.full(40, 29)) / 40 > 5


@pytest.mark.parametrize("train", [[], [5], [-1]])
def test_what_cannot_be_counted_is_refused(train: list[int]) -> None:
    with pytest.raises(ValueError, match="token"):
        KneserNey(np.array(train, dtype=np.int64), 5)


def test_discounts_of_a_text_with_too_few_counts_are_the_fallback() -> None:
    assert discounts(np.array([1, 1, 2])) == (0.5, 1.0, 1.5)
