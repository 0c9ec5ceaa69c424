import random
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from slm_core.metrics import overlap
from slm_core.metrics.overlap import CONTEXT, NgramIndex, longest_copy

few = st.text("ab", max_size=60)
some = st.text("ab 医🙂\ud800é\x00", max_size=60)


def brute(text, training):
    return max(
        (end - start for start in range(len(text)) for end in range(start, len(text) + 1)
         if text[start:end] in training),
        default=0,
    )  # fmt: skip


def check(text, training):
    found = longest_copy(text, training)
    copy = text[found.start : found.start + found.length]
    assert found.length == brute(text, training)
    if found.length:
        assert found.before + copy + found.after in training
        assert len(found.before) <= CONTEXT
        assert len(found.after) <= CONTEXT
    else:
        assert (found.start, found.before, found.after) == (0, "", "")


@settings(max_examples=300, deadline=None)
@given(st.one_of(few, some), st.one_of(few, some))
def test_it_finds_what_trying_everything_finds(text, training):
    check(text, training)


@settings(max_examples=100, deadline=None)
@given(few, st.text("ab", min_size=30, max_size=200))
def test_borders_between_parts_hide_nothing(text, training):
    before = overlap._SPAN
    overlap._SPAN = 16
    try:
        check(text, training)
    finally:
        overlap._SPAN = before


def test_a_planted_copy_is_found_wherever_it_stands():
    draw = random.Random(1)
    noise = "".join(draw.choices("abcdefghijklmnopqrstuvwxyz ", k=700_000))
    planted = "the patient was DISCHARGED on Tuesday in good health"
    for place in (0, 1 << 18, (1 << 18) - 20, 699_000):
        training = noise[:place] + planted + noise[place:]
        found = longest_copy("Xx " + planted + " yY", training)
        assert found.length >= len(planted)
        assert planted in ("Xx " + planted + " yY")[found.start : found.start + found.length]
        assert training[:place].endswith(found.before.rstrip()[-20:])


def test_the_same_stretch_over_and_over_takes_no_longer():
    training = NgramIndex("ab" * 500_000)
    start = time.perf_counter()
    assert training.longest_copy("ab" * 3000 + "c").length == 6000
    assert training.longest_copy("ba" * 3000 + "c" + "ab" * 2000).length == 6000
    assert time.perf_counter() - start < 3


def test_one_letter_only():
    training = NgramIndex("a" * 1_000_000)
    start = time.perf_counter()
    assert training.longest_copy("a" * 5000).length == 5000
    assert training.longest_copy("b" + "a" * 5000 + "b").length == 5000
    assert time.perf_counter() - start < 3


@pytest.mark.parametrize("text", ["", "x"])
def test_nothing_in_common(text):
    assert longest_copy(text, "abc").length == 0
    assert longest_copy(text, "").length == 0


def test_ten_megabytes_take_a_fraction_of_a_second():
    draw = random.Random(2)
    words = ["".join(draw.choices("abcdefghij", k=draw.randint(2, 9))) for _ in range(3000)]
    training = NgramIndex(" ".join(draw.choices(words, k=1_600_000)))
    text = " ".join(draw.choices(words, k=200))
    start = time.perf_counter()
    found = training.longest_copy(text)
    assert time.perf_counter() - start < 2
    assert found.length > 8
