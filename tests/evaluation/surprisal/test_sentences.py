"""Sentences of a text, and what each costs."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from slm_core.evaluation.breakdown.records import ShadedToken
from slm_core.evaluation.surprisal.sentences import sentence_bits, sentences_of


def test_sentences_end_at_marks_and_lines_in_english_and_chinese() -> None:
    text = "Oil leaked. Dr. No said: “Stop!” Then\n泵很热。换了油封！好"
    assert list(sentences_of(text)) == [
        "Oil leaked. ", "Dr. ", "No said: “Stop!” ", "Then\n", "泵很热。", "换了油封！", "好",
    ]  # fmt: skip
    assert list(sentences_of("3.5 bar")) == ["3.5 bar"]


@given(some.text(alphabet="ab .!?\n。！”)", max_size=40))
def test_sentences_join_to_the_text(text: str) -> None:
    assert "".join(sentences_of(text)) == text


@given(some.lists(some.text(alphabet="ab. \n。", min_size=1, max_size=6), max_size=12))
def test_no_bit_is_lost(words: list[str]) -> None:
    tokens = [ShadedToken(word, 1.0 + at, "") for at, word in enumerate(words)]
    found = sentence_bits([*tokens, ShadedToken("", 0.5, "")])
    assert "".join(one.text for one in found) == "".join(words)
    if words:
        assert sum(one.bits for one in found) == pytest.approx(
            sum(token.bits for token in tokens) + 0.5
        )


def test_a_blank_before_a_word_goes_with_the_word() -> None:
    tokens = [ShadedToken("Hot.", 1.0, ""), ShadedToken(" Cold", 8.0, ""), ShadedToken("", 2.0, "")]
    assert [one.bits for one in sentence_bits(tokens)] == [1.0, 10.0]
