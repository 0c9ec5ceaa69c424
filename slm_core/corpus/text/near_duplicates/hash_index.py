"""A set of hashes with the first position of each, a few bytes an entry."""

from array import array

_FULLEST = 0.66
_BITS = (1 << 64) - 1


class HashIndex:
    """From 64-bit hashes to numbers below 2³². A set takes seven times the memory.

    Ten million hashes take 200 MB here; hashes are taken to be spread well already.
    """

    def __init__(self, *, slots: int = 1 << 10) -> None:
        self._keys = array("Q", bytes(8 * slots))
        self._values = array("I", bytes(4 * slots))
        self._used = 0

    def __len__(self) -> int:  # noqa: D105
        return self._used

    def first(self, key: int, value: int) -> int:
        """The number that came first with this hash: `value` itself if it is new."""
        key = key & _BITS or 1  # 0 marks an empty slot
        keys = self._keys
        last = len(keys) - 1
        slot = key & last
        while keys[slot]:
            if keys[slot] == key:
                return self._values[slot]
            slot = (slot + 1) & last
        keys[slot] = key
        self._values[slot] = value
        self._used += 1
        if self._used > _FULLEST * len(keys):
            self._grow()
        return value

    def _grow(self) -> None:
        bigger = HashIndex(slots=2 * len(self._keys))
        keys, values = bigger._keys, bigger._values
        last = len(keys) - 1
        for key, value in zip(self._keys, self._values, strict=True):
            if key:
                slot = key & last
                while keys[slot]:
                    slot = (slot + 1) & last
                keys[slot], values[slot] = key, value
        self._keys, self._values = keys, values
