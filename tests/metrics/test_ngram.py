"""What counting characters reaches on new text."""

import math
import random

import pytest

from slm_core.metrics.ngram import ngram_bits_per_byte
from tests.tiny import text_of


def by_hand(train: str, judged: str, *, order: int) -> float:
    """The same, one character after the other, from dictionaries."""
    text = train + judged
    alphabet = len(set(text))
    total = 0.0
    for place in range(len(train), len(text)):
        chance = 1.0 / alphabet
        for length in range(order + 1):
            context = text[place - length : place]
            ends = [i for i in range(length, len(train)) if train[i - length : i] == context]
            if ends:
                followers = [train[i] for i in ends]
                kinds = len(set(followers))
                met = followers.count(text[place])
                chance = (met + kinds * chance) / (len(followers) + kinds)
        total -= math.log2(chance)
    return total / len(judged.encode())


@pytest.mark.parametrize("order", [0, 1, 3])
def test_it_is_what_counting_by_hand_gives(order):
    train, judged = text_of(400, seed=1), text_of(80, seed=2) + "ü"
    assert ngram_bits_per_byte(train, judged, order=order) == pytest.approx(
        by_hand(train, judged, order=order), abs=1e-9
    )


def test_what_has_order_is_predicted_and_noise_is_not():
    draw = random.Random(1)
    noise = "".join(draw.choices("abcdefgh", k=20_000))
    assert ngram_bits_per_byte(noise[:18_000], noise[18_000:]) > 2.95, "nobody can do better than 3"
    assert ngram_bits_per_byte("abcdefgh" * 500, "abcdefgh" * 50) < 0.05


def test_more_text_predicts_better():
    judged = text_of(5_000, seed=9)
    scores = [ngram_bits_per_byte(text_of(size), judged) for size in (500, 5_000, 50_000)]
    assert scores == sorted(scores, reverse=True)


def test_bytes_count_and_not_characters():
    assert (
        ngram_bits_per_byte("水泵" * 200, "水泵" * 20)
        < ngram_bits_per_byte("ab" * 200, "ab" * 20) / 2
    )


def test_nothing_to_judge_is_no_error():
    assert ngram_bits_per_byte("some text", "") == 0.0
