"""Words divided at the end of a line."""

import time

import pytest

from slm_core.corpus.cleaning.steps.join_lines import JoinLines

FILL = "The harbour was quiet and the night was long for all of us on the quay"
MOST_SECONDS = 3
"""Of processor time; one that grew with the square of the length would be above it."""


@pytest.mark.parametrize(
    ("before", "after", "joined", "elsewhere"),
    [
        ("the govern-", "ment was", "the government was", ""),
        ("is under-", "stood by", "is understood by", ""),
        ("a well-", "known man", "a well-known man", ""),
        ("all twenty-", "five of", "all twenty-five of", ""),
        ("the state-of-the-", "art pump", "the state-of-the-art pump", ""),
        ("a quay-", "side bar", "a quay-side bar", "The quay-side was empty."),
        ("a quay-", "side bar", "a quayside bar", "The quayside was empty."),
        ("the vostro-", "lings came", "the vostrolings came", ""),
    ],
)
def test_a_hyphen_stays_where_the_text_or_the_dictionary_has_it(
    before: str, after: str, joined: str, elsewhere: str
) -> None:
    lines = [FILL, elsewhere, f"{FILL[: 70 - len(before)]} {before}", f"{after} {FILL}", FILL]
    text, _ = JoinLines().apply("\n".join(filter(None, lines)))
    assert joined in " ".join(text.split("\n"))


def test_german_words_are_joined() -> None:
    line = "Das ist der Hafen und die Stadt und das Wasser, und es ist nicht weit von der"
    text, _ = JoinLines().apply(f"{line}\nund in der Bundes-\nverfassungsgerichtsbarkeit {line}")
    assert "Bundesverfassungsgerichtsbarkeit" in text


def test_a_long_run_of_chinese_before_a_hyphen_takes_no_time() -> None:
    long = "汉" * 300_000
    start = time.process_time()
    assert JoinLines().apply(f"{long}-\nab {long}")[0]
    assert time.process_time() - start < MOST_SECONDS
