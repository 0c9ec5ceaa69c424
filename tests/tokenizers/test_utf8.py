"""Byte tokens that make characters, and those that do not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slm_core.tokenizers.utf8 import READY, STATES, utf8_steps

BYTES = [bytes([value]) for value in range(256)]
STEPS = utf8_steps([b"", *BYTES, "漢".encode(), "漢".encode()[1:] + b"a", b"ab", b"a\x80", b"\xf4"])


def walk(data: bytes) -> int | None:
    """The state after these bytes one by one, None where they may not follow each other."""
    state = READY
    for value in data:
        if not STEPS.allowed[state, value + 1]:
            return None
        state = int(STEPS.after[state, value + 1])
    return state


@given(st.text())
def test_every_text_can_be_written(text: str) -> None:
    assert walk(text.encode()) == READY


@given(st.binary(max_size=6))
def test_nothing_else_can_be_finished(data: bytes) -> None:
    try:
        data.decode()
    except UnicodeDecodeError:
        assert walk(data) != READY
    else:
        assert walk(data) == READY


@pytest.mark.parametrize(
    "data", [b"\x80", b"\xc0", b"\xc1", b"\xf5", b"\xe0\x9f", b"\xed\xa0", b"\xf4\x90"]
)
def test_what_begins_no_character_is_barred_at_once(data: bytes) -> None:
    assert walk(data) is None


def test_tokens_of_several_bytes_go_through_all_of_them() -> None:
    whole, rest, plain, broken, lead = range(257, 262)
    assert STEPS.after[READY, whole] == READY
    assert STEPS.allowed[READY, whole]
    assert list(STEPS.allowed[:, rest]) == [state in (2, 4) for state in range(STATES)]
    assert list(STEPS.allowed[:, plain]) == [True] + [False] * (STATES - 1)
    assert not STEPS.allowed[:, broken].any()
    assert STEPS.after[READY, lead] == 7
    assert list(STEPS.allowed[:, 0]) == [True] + [False] * (STATES - 1)


def test_from_every_state_something_can_come_next() -> None:
    assert STEPS.allowed.any(axis=1).all()
