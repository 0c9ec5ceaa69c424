"""Terms as a graph over the bytes of UTF-8, to follow a text token by token.

A term is found however a tokenizer cuts it, in small letters or capitals, and with any blanks where
it has one.
"""

import unicodedata
from collections.abc import Iterable, Iterator

Active = frozenset[int]
"""The nodes at which a text stands: beginnings of terms that it ends with."""
START: Active = frozenset()
ROOT = 0
_BLANKS = (
    " \t\n\v\f\r\x1c\x1d\x1e\x1f\x85\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005"
    "\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000"
)
"""All that `str.split` takes for a blank."""


class TermGraph:
    """From ROOT a path for each way to write a term; paths of the same beginning share nodes."""

    def __init__(self, terms: Iterable[str]) -> None:
        self.edges: list[dict[int, int]] = [{}]
        """For each node, the node behind each byte."""
        self.ends = [False]
        """Whether a term ends at the node."""
        self.progress = [0.0]
        """Share of the term that lies behind the node, in characters; of several the largest."""
        self._children: dict[tuple[int, str], int] = {}
        for term in (" ".join(term.split()) for term in terms):
            for form in {unicodedata.normalize(kind, term) for kind in ("NFC", "NFD")}:
                self._add(form)

    def advance(self, active: Active, data: bytes) -> tuple[Active, bool]:
        """Where the text stands after these bytes, and whether a term ended in them."""
        met = False
        for byte in data:
            after = [self.edges[node].get(byte) for node in (*active, ROOT)]
            active = frozenset(node for node in after if node is not None)
            met = met or any(self.ends[node] for node in active)
        return active, met

    def _add(self, term: str) -> None:
        node = ROOT
        for place, sign in enumerate(term, start=1):
            node = self._child(node, sign)
            self.progress[node] = max(self.progress[node], place / len(term))
        self.ends[node] = True

    def _child(self, node: int, sign: str) -> int:
        """The node behind a character, in whichever way it is written."""
        folded = " " if sign in _BLANKS else sign.casefold()
        known = self._children.get((node, folded))
        if known is not None:
            return known
        child = self._new(node)
        self._children[node, folded] = child
        for written in _variants(sign):
            self._connect(node, written, child)
            if folded == " ":  # further blanks lead nowhere else
                self._connect(child, written, child)
        return child

    def _connect(self, node: int, sign: str, child: int) -> None:
        *before, last = sign.encode("utf-8", errors="replace")
        for byte in before:
            after = self.edges[node].get(byte)
            if after is None:
                after = self.edges[node][byte] = self._new(node)
            node = after
        self.edges[node][last] = child

    def _new(self, before: int) -> int:
        self.edges.append({})
        self.ends.append(False)
        self.progress.append(self.progress[before])
        return len(self.edges) - 1


def _variants(sign: str) -> Iterator[str]:
    if sign in _BLANKS:
        yield from _BLANKS
        return
    ways = {way(form) for form in (sign, sign.casefold()) for way in (str, str.lower, str.upper)}
    yield from (form for form in {*ways, sign.title()} if len(form) == 1)
