"""Near-duplicate documents by MinHash and LSH over character sequences.

Broder 1997, On the resemblance and containment of documents.
"""

from collections.abc import Sequence

import numpy as np
from rensa import RMinHash  # ty: ignore[missing-module-member]

from slm_core.corpus.text.near_duplicates.hash_index import HashIndex

_PIECE = 5  # characters: about a word of English, a clause of Chinese
_LONGEST = 1_000_000  # characters of a text that are compared
_HASHES = 128
_SEED = 42
_SLOTS = 1 << 16  # for what a preview looks at; to grow to it takes as long as all the rest
_FACTORS = tuple(
    map(
        np.uint64,
        (1, 0x100000001B3, 0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9),
    )
)
_MIX = (np.uint64(0xFF51AFD7ED558CCD), np.uint64(33))


class NearIndex:
    """Signatures of the documents so far: about 500 bytes for each, whatever its length."""

    def __init__(self, threshold: float) -> None:
        self._threshold = threshold
        self._bands, self._rows = _shape(threshold)
        self._seen = HashIndex(slots=_SLOTS)
        self._signatures = bytearray()
        """The lowest byte of every hash of a signature: enough to compare two (Li and König
        2010, b-Bit minwise hashing)."""
        self._kept = 0

    def known(self, texts: Sequence[str]) -> list[bool]:
        """For each text whether one before it, here or earlier, is nearly like it."""
        hashes, starts = _pieces(texts)
        matrix = RMinHash.digest_matrix_from_flat_token_hashes(hashes, starts, _HASHES, _SEED)
        signatures = np.array(matrix.to_rows(), dtype=np.uint32)
        keys = _band_keys(signatures, self._bands, self._rows).tolist()
        short = signatures.astype(np.uint8)
        return [self._is_known(own, row) for own, row in zip(keys, short, strict=True)]

    def _is_known(self, keys: list[int], signature: np.ndarray) -> bool:
        candidates = {self._seen.first(key, self._kept) for key in keys} - {self._kept}
        known = any(self._alike(candidate, signature) for candidate in candidates)
        # Those left out are kept too: chains of small changes are found, and numbers stay whole.
        self._signatures += signature.tobytes()
        self._kept += 1
        return known

    def _alike(self, candidate: int, signature: np.ndarray) -> bool:
        start = candidate * _HASHES
        other = np.frombuffer(self._signatures, np.uint8, _HASHES, start)
        equal = np.count_nonzero(other == signature) / _HASHES
        # One in 256 is equal by chance; what is a hair below the threshold may be at it.
        return bool((equal - 1 / 256) / (1 - 1 / 256) >= self._threshold - 0.02)


def _shape(threshold: float) -> tuple[int, int]:
    """Bands and rows such that what is at the threshold is found nineteen times in twenty."""
    for rows in (16, 8, 4, 2):
        bands = _HASHES // rows
        if 1 - (1 - threshold**rows) ** bands >= 0.94:
            return bands, rows
    return _HASHES, 1


def _pieces(texts: Sequence[str]) -> tuple[np.ndarray, np.ndarray]:
    """Hashes of all pieces of all texts, and where those of each begin.

    Capitals and the width of blanks do not count.
    """
    plain = [" ".join(_ends(text).lower().split()).ljust(_PIECE) for text in texts]
    data = "".join(plain).encode("utf-32-le", errors="surrogatepass")
    codes = np.frombuffer(data, np.uint32).astype(np.uint64) + np.uint64(1)
    count = len(codes) - _PIECE + 1
    hashes = np.zeros(count, np.uint64)
    for place, factor in enumerate(_FACTORS):
        hashes += codes[place : place + count] * factor
        hashes ^= hashes >> _MIX[1]
        hashes *= _MIX[0]
    lengths = np.array([len(text) for text in plain])
    inside = np.ones(len(codes), bool)
    for place in range(1, _PIECE):  # pieces that begin in one text and end in the next
        inside[np.cumsum(lengths) - place] = False
    starts = np.concatenate(([0], np.cumsum(lengths - _PIECE + 1))).astype(np.uint64)
    return hashes[inside[:count]], starts


def _ends(text: str) -> str:
    """What is compared: of a very long text beginning and end, so that memory is bounded."""
    half = _LONGEST // 2
    return text if len(text) <= _LONGEST else text[:half] + text[-half:]


def _band_keys(signatures: np.ndarray, bands: int, rows: int) -> np.ndarray:
    """One hash for each band of each signature: (documents, bands)."""
    parts = signatures.astype(np.uint64).reshape(len(signatures), bands, rows)
    keys = np.broadcast_to(np.arange(1, bands + 1, dtype=np.uint64) * _MIX[0], parts.shape[:2])
    keys = keys.copy()
    for row in range(rows):
        keys ^= parts[:, :, row]
        keys *= _MIX[0]
        keys ^= keys >> _MIX[1]
    return keys
