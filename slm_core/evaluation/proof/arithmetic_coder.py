"""Arithmetic coding (Witten, Neal & Cleary 1987, doi:10.1145/214762.214771) in whole numbers.

A symbol is a stretch of 0 to `total`: where it starts and how wide it is. What is written is within
two bits of the sum of log2(total / width), so it shows what the probabilities are worth. The
encoder's and the decoder's numbers are the same to the last bit, and have room for totals up to
2^60: libraries with totals of 2^24 and words of 32 bits lose more than a small text can spare.
"""

_BITS = 62
_TOP, _HALF, _QUARTER = (1 << _BITS) - 1, 1 << (_BITS - 1), 1 << (_BITS - 2)
MOST_TOTAL = 1 << 60
"""The largest total that a symbol may be a stretch of."""


class ArithmeticEncoder:
    """Symbols to bits."""

    def __init__(self) -> None:
        self._low, self._high = 0, _TOP
        self._waiting = 0
        self._bytes = bytearray()
        self._last, self.bits = 0, 0
        """`bits`: how many were written."""

    def encode(self, start: int, width: int, total: int) -> None:
        """Write the symbol from `start` on. `width` is not 0, `total` at most MOST_TOTAL."""
        span = self._high - self._low + 1
        self._high = self._low + span * (start + width) // total - 1
        self._low += span * start // total
        while True:
            if self._high < _HALF:
                self._write(0)
            elif self._low >= _HALF:
                self._write(1)
                self._low -= _HALF
                self._high -= _HALF
            elif self._low >= _QUARTER and self._high < 3 * _QUARTER:
                self._waiting += 1
                self._low -= _QUARTER
                self._high -= _QUARTER
            else:
                return
            self._low, self._high = 2 * self._low, 2 * self._high + 1

    def finish(self) -> bytes:
        """All that was written, with the one or two bits that end it; filled up with zeros."""
        self._waiting += 1
        self._write(0 if self._low < _QUARTER else 1)
        rest = self.bits % 8
        return bytes(self._bytes) + (bytes([self._last << (8 - rest)]) if rest else b"")

    def _write(self, bit: int) -> None:
        """This bit, and the opposite of it for each that waited for it."""
        for value in (bit, *(1 - bit for _ in range(self._waiting))):
            self._last = 2 * self._last + value
            self.bits += 1
            if self.bits % 8 == 0:
                self._bytes.append(self._last)
                self._last = 0
        self._waiting = 0


class ArithmeticDecoder:
    """Bits to symbols: ask for `target`, look up the symbol it lies in, and `take` that."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._place = 0
        self._low, self._high = 0, _TOP
        self._value = 0
        for _ in range(_BITS):
            self._value = 2 * self._value + self._bit()

    def target(self, total: int) -> int:
        """A number below `total` that lies in the stretch of the next symbol."""
        span = self._high - self._low + 1
        return ((self._value - self._low + 1) * total - 1) // span

    def take(self, start: int, width: int, total: int) -> None:
        """Go on behind this symbol."""
        span = self._high - self._low + 1
        self._high = self._low + span * (start + width) // total - 1
        self._low += span * start // total
        while True:
            if self._high < _HALF:
                off = 0
            elif self._low >= _HALF:
                off = _HALF
            elif self._low >= _QUARTER and self._high < 3 * _QUARTER:
                off = _QUARTER
            else:
                return
            self._low, self._high = 2 * (self._low - off), 2 * (self._high - off) + 1
            self._value = 2 * (self._value - off) + self._bit()

    def _bit(self) -> int:
        """The next bit; zeros behind the last."""
        byte = self._data[self._place >> 3] if self._place >> 3 < len(self._data) else 0
        bit = byte >> (7 - (self._place & 7)) & 1
        self._place += 1
        return bit
