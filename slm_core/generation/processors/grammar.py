"""Text held to a constraint by llguidance, in any tokenizer: it says which tokens may come next.

llguidance follows the bytes of a text through derivatives of the expression, so its time is linear
and no expression can run away. This is the one file that knows the library.
"""

import functools
import json
import re
from collections.abc import Sequence

import llguidance
import numpy as np
import torch
from torch import Tensor

from slm_core.errors import SettingsError
from slm_core.generation.control.constraint import Constraint
from slm_core.generation.control.control import Control
from slm_core.generation.control.template import escaped
from slm_core.generation.processors.processor import LogitsProcessor
from slm_core.messages import msg
from slm_core.tokenizers.tokenizer import EOS, SPECIAL_TOKENS, UNK, Tokenizer

_SLASH = re.compile(r"\\.|/|\n", re.DOTALL)
_OF_CLASS = re.compile(r"[\\\]\[^&~-]")
_ESCAPED = r"\\\g<0>"
_LONGEST_REASON = 200
_TERMS_IN_GRAMMAR = 32
"""Forbidden terms that an expression itself leaves out; all are barred token by token."""
_NO_FORCING = '%llguidance {"no_forcing": true}'
"""Else the library writes by itself the bytes that must come. Where these begin several characters,
as in 没|服, and no token has them alone, version 1.9.1 finds that nothing matches."""


class GrammarProcessor(LogitsProcessor):
    """Texts of which each must match the constraint where it ends.

    Raises SettingsError where the expression cannot be, or nothing that the tokenizer can spell
    matches it.
    """

    def __init__(
        self, tokenizer: Tokenizer, control: Control, *, streams: int, device: torch.device
    ) -> None:
        assert control.constraint is not None, "there is something to match"
        self._device = device
        self._size = tokenizer.vocabulary_size
        forbidden = control.glossary.forbidden[:_TERMS_IN_GRAMMAR]
        first = _matcher(tokenizer, control.constraint, forbidden)
        self._streams = [first.deep_copy() for _ in range(streams)]
        self._ended = [False] * streams

    def process(self, logits: Tensor) -> Tensor:
        """See LogitsProcessor. A row of minus infinity alone where the text cannot go on."""
        allowed = np.stack([*map(self._allowed, self._streams, self._ended)])
        return logits.masked_fill(~torch.from_numpy(allowed).to(self._device), -torch.inf)

    def read(self, ids: Sequence[int]) -> None:
        """See LogitsProcessor."""
        for row, index in enumerate(ids):
            if not self._ended[row]:
                self._ended[row] = index == EOS
                if index != EOS:
                    self._streams[row].consume_token(index)

    def select(self, chosen: Sequence[int]) -> None:
        """See LogitsProcessor."""
        self._streams = [self._streams[row].deep_copy() for row in chosen]
        self._ended = [self._ended[row] for row in chosen]

    def _allowed(self, stream: llguidance.LLMatcher, ended: bool) -> np.ndarray:
        if ended or stream.is_stopped():
            allowed = np.zeros(self._size, dtype=bool)
        else:
            bits = np.frombuffer(stream.compute_bitmask(), dtype=np.uint8)
            allowed = np.unpackbits(bits, bitorder="little")[: self._size].astype(bool)
        # The library lets END come where nothing else can; here it ends what matches, alone.
        allowed[EOS] = ended or stream.is_accepting()
        return allowed


class _Vocabulary:
    """Our tokens, of whichever tokenizer, as llguidance wants them."""

    eos_token_id = EOS
    bos_token_id = None
    special_token_ids = (UNK, EOS)

    def __init__(self, tokenizer: Tokenizer) -> None:
        self._tokenizer = tokenizer
        special = {UNK: SPECIAL_TOKENS[UNK].encode(), EOS: SPECIAL_TOKENS[EOS].encode()}
        self.tokens = [
            special.get(index, tokenizer.token_text(index))
            for index in range(tokenizer.vocabulary_size)
        ]

    def __call__(self, text: str) -> list[int]:
        """The ids of a text."""
        return self._tokenizer.encode(text).tolist()


@functools.lru_cache(maxsize=8)
def _library_tokenizer(tokenizer: Tokenizer) -> llguidance.LLTokenizer:
    wrapper = llguidance.TokenizerWrapper(_Vocabulary(tokenizer))
    return llguidance.LLTokenizer(wrapper, n_vocab=tokenizer.vocabulary_size)


@functools.lru_cache(maxsize=16)
def _matcher(
    tokenizer: Tokenizer, constraint: Constraint, forbidden: tuple[str, ...]
) -> llguidance.LLMatcher:
    """Follows a text from its beginning; copied for each. Raises SettingsError."""
    grammar = _grammar(tokenizer, constraint, forbidden)
    matcher = llguidance.LLMatcher(_library_tokenizer(tokenizer), grammar, log_level=0)
    if matcher.is_error():
        raise SettingsError(
            msg(
                "The constraint cannot be used: {reason}. Check how it is written.",
                reason=_reason(matcher.get_error()),
            )
        )
    matcher.compute_bitmask()
    if matcher.is_error():
        raise SettingsError(
            msg(
                "Nothing that this model can spell and that has no forbidden term matches the "
                "constraint. Check both, or use characters and words of the training text."
            )
        )
    return matcher


def _grammar(tokenizer: Tokenizer, constraint: Constraint, forbidden: tuple[str, ...]) -> str:
    """What matches, in the library's language; an expression less what cannot be spelled and what
    is forbidden, so that no way is taken that has no end."""
    if constraint.kind == "json":
        # Else a model may write blanks without end.
        schema = constraint.schema() | {"x-guidance": {"whitespace_flexible": False}}
        lark = f"start: %json {json.dumps(schema)}"
    else:
        lark = f"start: MATCH\nMATCH: /(?:{_in_slashes(constraint.expression())})/"
        for term in forbidden:
            words = r"\s+".join(map(escaped, term.split()))
            lark += f" & ~/(?s:.*)(?i:{_in_slashes(words)})(?s:.*)/"
        if tokenizer.alphabet is not None:
            lark += f" & /(?:{_in_slashes(_spelled(tokenizer.alphabet))})*/"
    return llguidance.LLMatcher.grammar_from_lark(f"{_NO_FORCING}\n{lark}")


def _spelled(alphabet: frozenset[str]) -> str:
    """An expression for one character, or mask, of the alphabet."""
    signs = "".join(sorted(part for part in alphabet if len(part) == 1))
    masks = sorted(part for part in alphabet if len(part) > 1)
    return "|".join([f"[{_OF_CLASS.sub(_ESCAPED, signs)}]", *map(escaped, masks)])


def _in_slashes(expression: str) -> str:
    """The expression as it may stand between slashes, on one line."""
    plain = {"/": r"\x2f", r"\/": r"\x2f", "\n": r"\n", "\\\n": r"\n"}
    return _SLASH.sub(lambda found: plain.get(found[0], found[0]), expression)


def _reason(said: str) -> str:
    """What the library says, in a line."""
    return " ".join(said.split())[:_LONGEST_REASON].rstrip(".")
