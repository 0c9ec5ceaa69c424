"""What is sent of a text while it is written, and where it is cut."""

from hypothesis import given
from hypothesis import strategies as st

from slm_core.serving.completions.outgoing_text import OutgoingText
from slm_core.serving.schema import TokenScore

PIECES = st.lists(st.text("ab.", max_size=3), max_size=20)


@given(PIECES, st.lists(st.text("ab.", min_size=1, max_size=4), max_size=3), st.integers(1, 4))
def test_it_is_cut_before_the_first_stop_string_however_it_comes(pieces, stops, every):
    outgoing, sent, tokens = OutgoingText(stops, offset=7), "", []
    for number, piece in enumerate(pieces):
        outgoing.add(piece, TokenScore(piece, -1.0, outgoing.end, ()))
        if number % every == 0 and (parcel := outgoing.take()):
            sent += parcel.text
            tokens += parcel.tokens
            assert not any(stop in sent for stop in stops)
    if parcel := outgoing.take(is_over=True):
        sent += parcel.text
        tokens += parcel.tokens
    whole, places = "", []
    for piece in pieces:  # the earliest place, as soon as one is whole
        whole += piece
        places = [whole.find(stop) for stop in stops if stop in whole]
        if places:
            break
    expected = whole[: min(places)] if places else whole
    assert sent == expected
    assert outgoing.is_stopped == bool(places)
    assert outgoing.end == 7 + len(expected)
    assert "".join(token.text for token in tokens)[: len(expected)] == expected
    assert all(token.offset <= outgoing.end for token in tokens)


def test_it_ends_with_its_last_sentence():
    outgoing, sent = OutgoingText(sentences=2), ""
    for piece in ("It ro", "se. ", "Then", " it f", "ell.", " And", " on"):
        outgoing.add(piece)
        parcel = outgoing.take()
        sent += parcel.text if parcel else ""
    assert (sent, outgoing.is_stopped) == ("It rose. Then it fell.", True)


def test_what_cannot_be_a_stop_is_sent_at_once():
    outgoing = OutgoingText(["abc"])
    outgoing.add("xxab")
    assert outgoing.take().text == "xx"
    assert outgoing.take() is None
    outgoing.add("d")
    assert outgoing.take().text == "abd"
