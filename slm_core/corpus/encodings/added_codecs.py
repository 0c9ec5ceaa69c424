"""Codecs that Python lacks: EUC-TW, and VISCII.

They are registered with Python's `codecs` by name, so that bytes, streams and pieces of files are
decoded by the same calls as in any other encoding.
"""

import codecs
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

_PAIRS = re.compile(rb"[\x00-\x7f]+|\x8e[\xa1-\xb0][\xa1-\xfe]{2}|[\xa1-\xfe]{2}|.", re.DOTALL)
_TABLE = Path(__file__).with_name("cns11643.txt")
"""CNS 11643, planes 1 to 7 and 15: plane, row, and the characters of its cells, U+FFFD where there
is none. As the C library's iconv has them."""
_LEAD, _FIRST = 0x8E, 0xA1

# RFC 1456: ASCII but for six letters in place of controls that no text has, then 128 letters.
_VISCII = {0x02: "Ẳ", 0x05: "Ẵ", 0x06: "Ẫ", 0x14: "Ỷ", 0x19: "Ỹ", 0x1E: "Ỵ"}
_VISCII_HIGH = (
    "ẠẮẰẶẤẦẨẬẼẸẾỀỂỄỆỐỒỔỖỘỢỚỜỞỊỎỌỈỦŨỤỲÕắằặấầẩậẽẹếềểễệốồổỗỠƠộờởịỰỨỪỬơớƯÀÁÂÃẢĂẳẵÈÉÊẺÌÍĨỳĐứÒÓÔạỷừửÙÚỹỵÝ"
    "ỡưàáâãảăữẫèéêẻìíĩỉđựòóôõỏọụùúũủýợỮ"
)
_VISCII_TABLE = "".join(_VISCII.get(code, chr(code)) for code in range(128)) + _VISCII_HIGH
_VISCII_CODES = codecs.charmap_build(_VISCII_TABLE)


def register() -> None:
    """Make the codecs known to Python; twice does no harm."""
    codecs.register(_found)


@cache
def _found(name: str) -> codecs.CodecInfo | None:
    make = _CODECS.get(name)
    return None if make is None else make()


class _VisciiIncremental(codecs.IncrementalDecoder):
    def decode(self, input: Any, final: bool = False) -> str:
        return codecs.charmap_decode(bytes(input), self.errors, _VISCII_TABLE)[0]


class _EucTwIncremental(codecs.BufferedIncrementalDecoder):
    def _buffer_decode(self, input: Any, errors: str, final: bool) -> tuple[str, int]:
        data = bytes(input)
        size = len(data) if final else len(data) - _unfinished(data)
        return _decode_euc_tw(data[:size], errors)


def _viscii() -> codecs.CodecInfo:
    return codecs.CodecInfo(
        encode=lambda text, errors="strict": codecs.charmap_encode(text, errors, _VISCII_CODES),
        decode=lambda data, errors="strict": codecs.charmap_decode(
            bytes(data), errors, _VISCII_TABLE
        ),
        incrementaldecoder=_VisciiIncremental,
        name="viscii",
    )


def _euc_tw() -> codecs.CodecInfo:
    return codecs.CodecInfo(
        encode=_encode_euc_tw,
        decode=lambda data, errors="strict": _decode_euc_tw(bytes(data), errors),
        incrementaldecoder=_EucTwIncremental,
        name="euc_tw",
    )


_CODECS: dict[str, Callable[[], codecs.CodecInfo]] = {
    "viscii": _viscii,
    "euc_tw": _euc_tw,
    "euctw": _euc_tw,
}


@cache
def _characters() -> dict[bytes, str]:
    """The characters by their bytes; those of plane 1 also by the four bytes that name it."""
    characters: dict[bytes, str] = {}
    for line in _TABLE.read_text(encoding="utf-8").rstrip("\n").split("\n"):
        plane, row, cells = line.split(" ", 2)
        for cell, char in enumerate(cells):
            if char == "\ufffd":
                continue
            pair = bytes((int(row) + 0xA0, cell + _FIRST))
            characters[bytes((_LEAD, int(plane) + 0xA0)) + pair] = char
            if plane == "1":
                characters[pair] = char
    return characters


@cache
def _codes() -> dict[str, bytes]:
    return {char: code for code, char in _characters().items()}  # of two codes the shorter, later


def _decode_euc_tw(data: bytes, errors: str) -> tuple[str, int]:
    characters = _characters()
    parts: list[str] = []
    at = 0
    while at < len(data):
        match = _PAIRS.match(data, at)
        assert match is not None, "the pattern takes any byte"
        piece = match[0]
        char = piece.decode("ascii") if piece[0] < 0x80 else characters.get(piece)
        if char is None:
            error = UnicodeDecodeError("euc_tw", data, at, at + len(piece), "no such character")
            char, at = codecs.lookup_error(errors)(error)
        else:
            at += len(piece)
        parts.append(str(char))
    return "".join(parts), len(data)


def _encode_euc_tw(text: str, errors: str = "strict") -> tuple[bytes, int]:
    codes = _codes()
    parts: list[bytes] = []
    for at, char in enumerate(text):
        code = char.encode("ascii") if char.isascii() else codes.get(char)
        if code is None:
            error = UnicodeEncodeError("euc_tw", text, at, at + 1, "no such character")
            code = str(codecs.lookup_error(errors)(error)[0]).encode("ascii", errors="replace")
        parts.append(code)
    return b"".join(parts), len(text)


def _unfinished(data: bytes) -> int:
    """Bytes at the end that are the beginning of a character."""
    high = len(data)
    while high > 0 and data[high - 1] > 0x7F:
        high -= 1
    at = high
    while at < len(data):
        step = 4 if data[at] == _LEAD else 2
        if at + step > len(data):
            return len(data) - at
        at += step
    return 0
