"""A few words of a text to start writing from."""

import re

from slm_core.corpus.text.scripts import COMMON_HAN, HANGUL, KANA

_SENTENCE_END = re.compile(r"[.!?。！？；;]+(?=\s|$|[^\x00-\x7f])|\n")
_MARK_UP = " \t\u3000#*=-_~`|\"'“”「『《"
_WIDE = re.compile(f"[{COMMON_HAN}{KANA}{HANGUL}]")
_PAUSE = re.compile("[，、,：:]")
_LONGEST, _LONGEST_WIDE = 40, 14  # a Chinese character is as wide as two and says more
_LOOKED_AT = 4000


def suggested_seed(text: str) -> str:
    """The first sentence-like piece of `text`, cut between words to at most 40 characters."""
    pieces = [
        piece.lstrip(">" + _MARK_UP).rstrip(_MARK_UP)
        for piece in _SENTENCE_END.split(text[:_LOOKED_AT])
    ]
    pieces = [" ".join(piece.split()) for piece in pieces if piece]
    if not any(pieces):
        return ""
    telling = (piece for piece in pieces if " " in piece or len(_WIDE.findall(piece)) > 3)
    piece = next(telling, next(filter(None, pieces)))
    wide = len(_WIDE.findall(piece)) > len(piece) / 2
    return _shortened_wide(piece) if wide else _shortened(piece)


def _shortened(piece: str) -> str:
    if len(piece) <= _LONGEST:
        return piece
    words = piece[: _LONGEST + 1].rsplit(" ", 1)
    return (words[0] if len(words) > 1 and words[0] else piece[:_LONGEST]).rstrip(" ,;:")


def _shortened_wide(piece: str) -> str:
    first = _PAUSE.split(piece, maxsplit=1)[0].strip()
    return (first if len(first) > 1 else piece)[:_LONGEST_WIDE].strip()
