"""Terms are found as whole words, in every script and in capitals."""

import pytest

from slm_core.evaluation.breakdown.term_pattern import term_pattern


@pytest.mark.parametrize(
    ("term", "text", "times"),
    [
        ("art", "Start the art, ART 2 and a cart.", 2),
        ("насос", "Насосная: НАСОС, насос.", 2),
        ("été", "répété en été", 1),
        ("水泵", "旧水泵坏了，水泵很热", 2),
        ("pump", "换pump了", 1),
        ("c++", "in C++ or c", 1),
    ],
)
def test_a_term_is_a_whole_word_where_words_have_blanks(term: str, text: str, times: int) -> None:
    assert len(term_pattern([term, "zzz", "泵阀"]).findall(text)) == times
