"""A suggested seed is a few whole words of the text, without its mark-up."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slm_core.corpus.text.seed import suggested_seed

CASES = [
    ("First Citizen:\nBefore we proceed", "First Citizen:"),
    ("# Understanding Ownership\n\nText", "Understanding Ownership"),
    (" \n = Robert Boulter = \n", "Robert Boulter"),
    ("Q: What is (are) Acromegaly ?\nA: x", "Q: What is (are) Acromegaly"),
    (
        "The breakthrough in cancer treatment came as a surprise.",
        "The breakthrough in cancer treatment",
    ),
    ("1\n\nThe pump failed.", "The pump failed"),
    ("高血压病人可以口服党参的。党参", "高血压病人可以口服党参的"),
    ("您好，请问什么时候发货？", "您好"),
    ("word", "word"),
    ("x" * 100, "x" * 40),
    (" \n ", ""),
    ("***", ""),
]


@pytest.mark.parametrize(("text", "seed"), CASES)
def test_the_first_telling_piece_is_taken(text: str, seed: str) -> None:
    assert suggested_seed(text) == seed


@given(st.text(max_size=200))
def test_a_seed_is_short_and_one_line(text: str) -> None:
    seed = suggested_seed(text)
    assert len(seed) <= 40
    assert "\n" not in seed
    assert seed == seed.strip()
