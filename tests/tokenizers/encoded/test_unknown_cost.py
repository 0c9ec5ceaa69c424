import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slm_core.tokenizers.encoded.unknown_cost import _END, _SCALARS, UnknownWordModel

WORDS = ["pump", "pumps", "oil", "泵"]
SPELLER = UnknownWordModel(WORDS)


@pytest.mark.parametrize("context", ["", "p", "pu", "mp", "泵", "zz", "pz"])
def test_the_probabilities_of_all_that_may_come_next_make_one(context):
    seen = {letter for word in WORDS for letter in [*word, _END]}
    known = sum(SPELLER._probability(letter, context) for letter in seen)
    never = SPELLER._probability("Ω", context)
    rest = _SCALARS + 1 - len(seen)
    assert math.isclose(known + rest * never, 1.0, rel_tol=1e-9)


@given(st.text(max_size=20))
def test_spelling_always_costs_something(word):
    assert SPELLER.cost(word) > 0.0
    assert math.isfinite(SPELLER.cost(word))


def test_what_looks_like_the_words_is_cheap():
    assert SPELLER.cost("pumpoil") < SPELLER.cost("qxzvbkw")
    assert SPELLER.cost("pump") < 7.0
    assert SPELLER.cost("Ω") > math.log(1000)


def test_a_word_costs_each_time_it_occurs():
    assert SPELLER.total({"new": 3, "old": 1}) == pytest.approx(
        3 * SPELLER.cost("new") + SPELLER.cost("old")
    )
    assert SPELLER.total({}) == 0.0
