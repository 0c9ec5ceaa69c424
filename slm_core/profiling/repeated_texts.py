"""Counters of what stands in a corpus more than once: texts and lines letter for letter alike, and
texts nearly alike."""

from hashlib import blake2b
from zlib import crc32

from slm_core.corpus.text.near_duplicates.hash_index import HashIndex
from slm_core.corpus.text.near_duplicates.minhash import NearIndex

SHORTEST_PARAGRAPH = 40
"""Characters of a paragraph or a line that hardly repeats by chance."""
_SHORTEST_WIDE_LINE = 15  # characters of a line that is not in ASCII, such as a Chinese one
_COMPARED_LENGTH = 20_000  # characters of each
_ALIKE = 0.8
_BATCH = 500


class CopyCounter:
    """Texts letter for letter alike, whatever their length."""

    def __init__(self) -> None:
        self.found = self.pieces = 0
        self._seen = HashIndex()
        self._digest = blake2b(digest_size=8)

    def add(self, part: str, *, ends: bool = True) -> None:
        """The next text, or a part of it."""
        words = " ".join([*part.split(), ""])
        self._digest.update(words.encode("utf-8", errors="surrogatepass"))
        if ends:
            key = int.from_bytes(self._digest.digest(), "little")
            new = len(self._seen)
            self.found += self._seen.first(key, new) != new
            self.pieces += 1
            self._digest = blake2b(digest_size=8)


class LineCounter:
    """Lines letter for letter alike, of those long enough that they hardly repeat by chance.

    Of a large text one in `every` is looked at, chosen by its content: so a line that comes again
    is looked at each time or never, and the share that repeats is that of the whole.
    """

    def __init__(self, *, every: int) -> None:
        self._every = every
        self._seen: set[bytes] = set()
        self._characters = self._repeated = 0

    def add(self, text: str) -> None:
        """The lines of the next text."""
        for line in text.split("\n"):
            plain = line.strip()
            shortest = SHORTEST_PARAGRAPH if plain.isascii() else _SHORTEST_WIDE_LINE
            if len(plain) < shortest:
                continue
            data = plain.encode("utf-8", errors="surrogatepass")
            if crc32(data) % self._every:
                continue
            key = blake2b(data, digest_size=8).digest()
            self._characters += len(plain)
            self._repeated += len(plain) * (key in self._seen)
            self._seen.add(key)

    def repeated_share(self) -> float:
        """Of their characters, those in lines that came before."""
        return self._repeated / max(1, self._characters)


class LikenessCounter:
    """Texts nearly alike: every so many are compared, some hundred at a time."""

    def __init__(self, *, every: int) -> None:
        self._every = every
        self._coming = 0
        self._index = NearIndex(_ALIKE)
        self._batch: list[str] = []
        self._compared = self._near = 0

    def add(self, text: str) -> None:
        """The next text."""
        self._coming += 1
        if self._coming % self._every:
            return
        self._batch.append(text[:_COMPARED_LENGTH])
        if len(self._batch) == _BATCH:
            self._flush()

    def finish(self) -> tuple[int, int]:
        """(texts compared, texts nearly like one before)."""
        self._flush()
        return self._compared, self._near

    def _flush(self) -> None:
        if self._batch:
            self._compared += len(self._batch)
            self._near += sum(self._index.known(self._batch))
            self._batch = []
