"""Laws that were put into made-up texts are found again."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from slm_core.profiling.zipf_heaps import heaps_curve, lengths, zipf_curve


def zipf_words(count: int, *, exponent: float, kinds: int) -> np.ndarray:
    shares = np.arange(1, kinds + 1) ** -exponent
    draw = np.random.default_rng(0)
    return draw.choice(kinds, size=count, p=shares / shares.sum()).astype(np.int32)


@pytest.mark.parametrize("exponent", [0.8, 1.0, 1.2])
def test_the_exponent_of_zipf_is_found(exponent: float) -> None:
    words = zipf_words(400_000, exponent=exponent, kinds=20_000)
    found = zipf_curve(np.bincount(words))
    assert found.exponent == pytest.approx(exponent, abs=0.1)
    assert list(found.ranks) == sorted(set(found.ranks))
    assert list(found.counts) == sorted(found.counts, reverse=True)


def test_the_growth_of_heaps_is_found() -> None:
    # Pitman and Yor's process with discount 0.6 has a vocabulary that grows as n to the 0.6.
    draw = np.random.default_rng(1)
    words = np.zeros(60_000, dtype=np.int32)
    kinds = 1
    for place in range(1, len(words)):
        if draw.random() < (1 + 0.6 * kinds) / (1 + place):
            words[place] = kinds
            kinds += 1
        else:
            words[place] = words[draw.integers(place)]
    found = heaps_curve(words)
    assert found.beta == pytest.approx(0.6, abs=0.12)
    assert found.words[-1] == 60_000
    assert found.different[-1] == kinds


@given(st.lists(st.integers(0, 30), max_size=200))
def test_growth_counts_what_is_different(words: list[int]) -> None:
    found = heaps_curve(np.array(words, dtype=np.int32))
    for place, different in zip(found.words, found.different, strict=True):
        assert different == len(set(words[:place]))
    assert len(found.fitted) == len(found.words)


@given(st.lists(st.integers(1, 10**7), min_size=1, max_size=50))
def test_every_document_is_in_one_bin(characters: list[int]) -> None:
    found = lengths(characters)
    assert sum(one.documents for one in found.bins) == len(characters)
    assert sum(one.characters for one in found.bins) == sum(characters)
    for one in found.bins:
        assert one.documents == sum(one.low <= length < one.high for length in characters)
    assert found.shortest <= found.median <= found.longest


def test_nothing_has_laws_too() -> None:
    assert heaps_curve(np.empty(0, np.int32)).words == ()
    assert zipf_curve(np.empty(0, np.int64)).ranks == ()
    assert lengths([]).longest == 0
