"""Text that is one of several choices, each spelled with the tokens that it would be read in.

So a model chooses among what it has learned to read, and no way is taken that has no end.
"""

from collections.abc import Sequence

import torch
from torch import Tensor

from slm_core.errors import SettingsError
from slm_core.generation.control.control import Control
from slm_core.generation.control.term_graph import START, TermGraph
from slm_core.generation.processors.processor import LogitsProcessor
from slm_core.messages import msg
from slm_core.tokenizers.tokenizer import EOS, UNK, Tokenizer

_Node = dict[int, "_Node"]
"""Tokens that may come next, each with what may come after it."""


class ChoiceProcessor(LogitsProcessor):
    """Texts of which each is one of the choices. Raises SettingsError where none can be written."""

    def __init__(self, tokenizer: Tokenizer, control: Control, *, streams: int) -> None:
        root: _Node = {}
        for choice in _possible(tokenizer, control):
            node = root
            for index in (*tokenizer.encode(choice).tolist(), EOS):
                node = node.setdefault(index, {})
        self._nodes = [root] * streams

    def process(self, logits: Tensor) -> Tensor:
        """See LogitsProcessor."""
        held = torch.full_like(logits, -torch.inf)
        for row, node in enumerate(self._nodes):
            ids = [*node] or [EOS]
            held[row, ids] = logits[row, ids]
        return held

    def read(self, ids: Sequence[int]) -> None:
        """See LogitsProcessor."""
        self._nodes = [node.get(i, {}) for node, i in zip(self._nodes, ids, strict=True)]

    def select(self, chosen: Sequence[int]) -> None:
        """See LogitsProcessor."""
        self._nodes = [self._nodes[row] for row in chosen]


def _possible(tokenizer: Tokenizer, control: Control) -> list[str]:
    """The choices that can be spelled and have no forbidden term. Raises SettingsError."""
    assert control.constraint is not None, "there are choices"
    forbidden = TermGraph(control.glossary.forbidden)
    choices = control.constraint.choices()
    spelled = [choice for choice in choices if UNK not in tokenizer.encode(choice)]
    kept = [choice for choice in spelled if not forbidden.advance(START, choice.encode("utf-8"))[1]]
    if kept:
        return kept
    if spelled:
        raise SettingsError(
            msg("Each choice has a forbidden term in it. Allow one of them, or add a choice.")
        )
    raise SettingsError(
        msg(
            "This model cannot spell any of the choices: it does not know {unknown!r}. Use "
            "characters and words of the training text.",
            unknown=next(iter(tokenizer.unknown_words(choices[0])), choices[0]),
        )
    )
