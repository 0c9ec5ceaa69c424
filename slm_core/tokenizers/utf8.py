"""Which byte tokens may follow which, so that their bytes are UTF-8."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

READY = 0
"""The state between two characters. 1, 2 and 3 wait for that many more bytes of one."""
STATES = 8
_AFTER: dict[int, tuple[int, int, int]] = {
    1: (0x80, 0xBF, READY),
    2: (0x80, 0xBF, 1),
    3: (0x80, 0xBF, 2),
    4: (0xA0, 0xBF, 1),  # after E0: shorter forms of the same character are forbidden
    5: (0x80, 0x9F, 1),  # after ED: half characters are
    6: (0x90, 0xBF, 2),  # after F0
    7: (0x80, 0x8F, 2),  # after F4: there is nothing beyond U+10FFFF
}
"""State: (lowest byte, highest byte, state after it). Table 3-7 of the Unicode standard."""
_NEVER = -1


@dataclass(frozen=True)
class Utf8Automaton:
    """Where each token leads from each state: (STATES, vocabulary)."""

    after: NDArray[np.int8]
    """The state after the token; what may not follow leaves it at READY."""
    allowed: NDArray[np.bool_]


def utf8_steps(tokens: Sequence[bytes]) -> Utf8Automaton:
    """The steps of these tokens; one without bytes may stand between characters only."""
    after = np.full((STATES, len(tokens)), _NEVER, dtype=np.int8)
    for index, token in enumerate(tokens):
        inside = token[:1] and 0x80 <= token[0] <= 0xBF
        for state in range(1, STATES) if inside else (READY,):
            after[state, index] = _through(token, state)
    allowed = after != _NEVER
    return Utf8Automaton(np.where(allowed, after, READY).astype(np.int8), allowed)


def _through(token: bytes, state: int) -> int:
    if state == READY and token.isascii():
        return READY
    for byte in token:
        state = _step(state, byte)
        if state == _NEVER:
            break
    return state


def _step(state: int, byte: int) -> int:
    if state != READY:
        low, high, then = _AFTER[state]
        return then if low <= byte <= high else _NEVER
    if byte < 0x80:
        return READY
    if 0xC2 <= byte <= 0xDF:
        return 1
    if 0xE0 <= byte <= 0xEF:
        return {0xE0: 4, 0xED: 5}.get(byte, 2)
    if 0xF0 <= byte <= 0xF4:
        return {0xF0: 6, 0xF4: 7}.get(byte, 3)
    return _NEVER
