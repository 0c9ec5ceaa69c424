"""Forbidden terms that never appear, and preferred ones that are nudged, in any tokenizer."""

import functools
import re
from collections import OrderedDict
from collections.abc import Sequence

import numpy as np
import torch
from torch import Tensor

from slm_core.corpus.text.scripts import HAN, KANA
from slm_core.generation.control.glossary import Glossary
from slm_core.generation.control.term_graph import ROOT, START, Active, TermGraph
from slm_core.generation.processors.processor import LogitsProcessor
from slm_core.generation.processors.token_index import TokenIndex
from slm_core.tokenizers.tokenizer import Tokenizer

_WIDE = re.compile(f"[{HAN}{KANA}]")
_KEPT = 512
"""Rows of logits kept for places in terms that come again."""
_LEADS = (b"", b" ", b"\n")
"""What a token may have before the beginning of a term."""
_TAIL = 4 * 200
"""Bytes of a seed text that may be the beginning of a term."""

Place = tuple[Active, Active, bool]
"""Where a text stands: in forbidden terms, in preferred ones, and whether a word may begin."""


class TermProcessor(LogitsProcessor):
    """Holds texts to a glossary. A term counts that begins in the seed text, too."""

    def __init__(
        self, tokenizer: Tokenizer, glossary: Glossary, prompts: Sequence[str], device: torch.device
    ) -> None:
        self._tables = _tables(tokenizer, glossary)
        self._device = device
        places = {prompt: self._tables.after_text(prompt) for prompt in set(prompts)}
        self._places = [places[prompt] for prompt in prompts]

    def process(self, logits: Tensor) -> Tensor:
        """See LogitsProcessor."""
        rows = [self._tables.row(place) for place in self._places]
        return logits + torch.stack(rows).to(self._device)

    def read(self, ids: Sequence[int]) -> None:
        """See LogitsProcessor."""
        after = self._tables.after
        self._places = [after(place, i) for place, i in zip(self._places, ids, strict=True)]

    def select(self, chosen: Sequence[int]) -> None:
        """See LogitsProcessor."""
        self._places = [self._places[row] for row in chosen]


class _Tables:
    """What is to be added to logits at each place in the terms of one glossary."""

    def __init__(self, tokenizer: Tokenizer, glossary: Glossary) -> None:
        self._index = TokenIndex(tokenizer)
        self._strength = glossary.strength
        self._forbidden = TermGraph(glossary.forbidden)
        self._preferred = TermGraph(glossary.preferred)
        self._anywhere = TermGraph(term for term in glossary.preferred if _is_wide(term))
        self._whole = np.zeros(len(self._index.tokens), dtype=np.float32)
        """Minus infinity for tokens that hold a forbidden term by themselves."""
        if glossary.forbidden:
            inside = [self._forbidden.advance(START, token)[1] for token in self._index.tokens]
            self._whole[inside] = -np.inf
        self._rows: OrderedDict[Place, Tensor] = OrderedDict()

    def after_text(self, text: str) -> Place:
        """Where a seed text stands at its end."""
        return self._read((START, START, True), text[-_TAIL:].encode("utf-8", errors="replace"))

    def after(self, place: Place, index: int) -> Place:
        """Where the text stands after a token."""
        return self._read(place, self._index.tokens[index])

    def _read(self, place: Place, data: bytes) -> Place:
        forbidden, preferred, begins = place
        if data:
            begins = not chr(data[-1]).isalnum() if data[-1] < 0x80 else False
        after, _ = self._preferred.advance(preferred, data)
        return self._forbidden.advance(forbidden, data)[0], after, begins

    def row(self, place: Place) -> Tensor:
        """Nats (vocabulary) for the logits there."""
        known = self._rows.get(place)
        if known is None:
            known = self._rows[place] = torch.from_numpy(self._made(place))
            if len(self._rows) > _KEPT:
                self._rows.popitem(last=False)
        return known

    def _made(self, place: Place) -> np.ndarray:
        forbidden, preferred, begins = place
        row = np.zeros_like(self._whole)
        if len(self._preferred.edges) > 1:
            for node in preferred:
                self._nudge(row, self._preferred, node, b"")
            if begins:
                self._nudge(row, self._preferred, ROOT, b"")
            for lead in _LEADS:
                self._nudge(row, self._anywhere if lead == b"" else self._preferred, ROOT, lead)
        row += self._whole
        for node in forbidden:
            for after, ids in self._index.along(self._forbidden, node):
                if self._forbidden.ends[after]:
                    row[ids] = -np.inf
        return row

    def _nudge(self, row: np.ndarray, graph: TermGraph, node: int, prefix: bytes) -> None:
        """Add each token's share of the strength, so that a whole term gets all of it, however it
        is cut."""
        for after, ids in self._index.along(graph, node, prefix=prefix):
            gained = max(0.0, graph.progress[after] - graph.progress[node])
            row[ids] = np.maximum(row[ids], self._strength * gained)


@functools.lru_cache(maxsize=8)
def _tables(tokenizer: Tokenizer, glossary: Glossary) -> _Tables:
    """Made once for all texts that a model writes under a glossary."""
    return _Tables(tokenizer, glossary)


def _is_wide(term: str) -> bool:
    """Whether it may begin in the middle of a text without blanks."""
    return _WIDE.match(term) is not None
