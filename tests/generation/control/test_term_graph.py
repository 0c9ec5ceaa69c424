import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slm_core.generation.control.term_graph import START, TermGraph

letters = st.text("aAbBéЖж医生🙂 \n", max_size=12)


@given(st.lists(letters.map(str.strip).filter(bool), min_size=1, max_size=4), letters)
def test_a_term_is_met_exactly_where_it_stands(terms, text):
    def plain(value):
        return re.sub(r"\s+", " ", value).casefold()

    graph = TermGraph(terms)
    active = START
    for place, byte in enumerate(text.encode()):
        active, met = graph.advance(active, bytes([byte]))
        so_far = text.encode()[: place + 1].decode(errors="replace")
        assert met == any(plain(so_far).endswith(plain(term)) for term in terms)


@pytest.mark.parametrize("written", ["CAFÉ au Lait", "café\u00a0au lait", "cafe\u0301 au\nlait"])
def test_a_term_is_met_however_it_is_written(written):
    assert TermGraph(["Café au lait"]).advance(START, written.encode())[1]
