"""One linear pass over a text with RE2, which says where something may be worth a closer look."""

from collections.abc import Iterator

import re2

LARGEST_AUTOMATON = 64 << 20
"""Bytes that the states of one pattern may take."""


def compiled(pattern: str) -> "re2._Regexp":
    """The pattern for `scan`, without look-around: RE2's time is linear in the text."""
    options = re2.Options()
    options.max_mem = LARGEST_AUTOMATON
    return re2.compile(pattern.encode("utf-8", errors="replace"), options)


def scan(text: str, pattern: "re2._Regexp") -> Iterator[tuple[int, int, int]]:
    """Each match as the number of its group, from 0, and its first and last character."""
    data = text.encode("utf-8", errors="surrogatepass")
    plain = len(data) == len(text)
    position = bytes_before = 0  # the same spot in characters and in bytes
    for match in pattern.finditer(data):
        first, last = match.span()
        if plain:
            start, end = first, last
        else:
            start = position + _characters(data, bytes_before, first)
            end = start + _characters(data, first, last)
            position, bytes_before = start, first
        groups = match.groups()
        yield next((at for at, group in enumerate(groups) if group is not None), 0), start, end


def _characters(data: bytes, start: int, end: int) -> int:
    return len(data[start:end].decode("utf-8", errors="surrogatepass"))
