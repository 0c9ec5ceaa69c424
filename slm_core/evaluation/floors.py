"""What a model has to beat on a text: guessing, counting and compressing, in bits per byte."""

import lzma
import math
import re
from collections import Counter
from collections.abc import Iterator

import numpy as np
import zstandard

from slm_core.corpus.text.scripts import HAN, KANA, is_japanese
from slm_core.corpus.text.word_segmentation import cut
from slm_core.metrics.kneser_ney import KneserNey
from slm_core.tokenizers.encoded.unknown_cost import UnknownWordModel
from slm_core.tokenizers.tokenizer import code_points

MOST_CHARACTERS = 8_000_000
"""Of the training text so many are counted, from its end: they take 15 s and 0.8 GB."""
_CHARACTER_ORDER, _WORD_ORDER = 6, 5
_SCALARS = 0x110000 - 0x800
"""Unicode characters there can be: code points without surrogates."""
_PIECES = re.compile(r" ?\w+|\W", re.DOTALL)
_WIDE_RUN = re.compile(f"([{HAN}{KANA}]+)")
_LZMA = [{"id": lzma.FILTER_LZMA2, "preset": 9 | lzma.PRESET_EXTREME, "dict_size": 1 << 27}]


def counting_floors(train: str, text: str, *, size: float | None = None) -> tuple[float, float]:
    """Kneser-Ney over characters and over words, in bits per byte of `text`.

    `size` is how many bytes that is where not all of it counts: what stands between documents is
    predicted like the marks that a model reads there, and is no byte of theirs.
    """
    train = train[-MOST_CHARACTERS:]
    size = size or len(text.encode("utf-8", "replace"))
    return _characters(train, text) / size, _words(train, text) / size


def compression_floors(train: str, text: str, *, size: float | None = None) -> tuple[float, float]:
    """xz and zstd, in bits per byte of `text`, each given the training text beforehand; `size` as
    above."""
    known = train[-MOST_CHARACTERS:].encode("utf-8", "replace")
    data = text.encode("utf-8", "replace")
    added = max(1, _xz(known + data) - _xz(known))  # a text that is part of it may cost no byte
    window = min(27, max(17, math.ceil(math.log2(len(known) + len(data) + 1)) + 1))
    parameters = zstandard.ZstdCompressionParameters.from_level(22, window_log=window)
    dictionary = zstandard.ZstdCompressionDict(known, dict_type=zstandard.DICT_TYPE_RAWCONTENT)
    packer = zstandard.ZstdCompressor(dict_data=dictionary, compression_params=parameters)
    size = size or len(data)
    return 8 * added / size, 8 * len(packer.compress(data)) / size


def _characters(train: str, text: str) -> float:
    """Bits of `text`; a character that never came is one mark and one of all there are."""
    known, numbers = np.unique(code_points(train), return_inverse=True)
    codes = code_points(text)
    place = np.minimum(np.searchsorted(known, codes), len(known) - 1)
    new = known[place] != codes
    model = KneserNey(numbers, len(known) + 1, order=_CHARACTER_ORDER)
    return model.bits(np.where(new, len(known), place)) + int(new.sum()) * math.log2(_SCALARS)


def _words(train: str, text: str) -> float:
    """Bits of `text`; a word seen once or never is a mark and then its characters."""
    pieces = list(_pieces(train))
    counts = Counter(pieces)
    kept = [piece for piece, times in counts.items() if times > 1]
    numbers = {piece: number for number, piece in enumerate(kept, start=1)}
    model = KneserNey(_numbered(pieces, numbers), len(numbers) + 1, order=_WORD_ORDER)
    wanted = list(_pieces(text))
    spelled = Counter(piece for piece in wanted if piece not in numbers)
    nats = UnknownWordModel(piece for piece in counts if piece not in numbers).total(spelled)
    return model.bits(_numbered(wanted, numbers)) + nats / math.log(2)


def _pieces(text: str) -> Iterator[str]:
    """Words with the blank before them, and marks; joined they are the text. Chinese is cut by a
    dictionary: a whole clause would hardly ever come again."""
    is_spaced = text.isascii() or not _WIDE_RUN.search(text)
    japanese = not is_spaced and is_japanese(text)
    for piece in _PIECES.findall(text):
        if is_spaced or piece.isascii():
            yield piece
            continue
        for place, part in enumerate(_WIDE_RUN.split(piece)):
            if place % 2:
                yield from cut(part, japanese=japanese)
            elif part:
                yield part


def _numbered(pieces: list[str], numbers: dict[str, int]) -> np.ndarray:
    return np.fromiter((numbers.get(piece, 0) for piece in pieces), np.int64, len(pieces))


def _xz(data: bytes) -> int:
    return len(lzma.compress(data, format=lzma.FORMAT_RAW, filters=_LZMA))
