"""A text that somebody typed, as the tokens a model reads. Refuses what no view can show."""

from dataclasses import dataclass

import torch
from torch import Tensor

from slm_core.errors import CorpusError
from slm_core.inspection.records import TokensRead
from slm_core.messages import msg
from slm_core.models.base import LanguageModel, State
from slm_core.tokenizers.tokenizer import EOS, UNK, Tokenizer

MOST_CHARACTERS = 200_000
"""Characters of a text that are looked at: reading more would only take long."""
_AT_ONCE = 512
"""Tokens read in one call: what attention needs grows by the square of them."""


@dataclass(frozen=True)
class ReadText:
    """Ids and the texts they stand for."""

    ids: tuple[int, ...]
    """Without the END that stands before the beginning."""
    texts: tuple[str, ...]
    shown: tuple[str, ...]
    unknown: tuple[str, ...]

    def tensor(self, *, most: int | None = None) -> Tensor:
        """END, then the ids, `most` of them at the most: (time,)."""
        return torch.tensor([EOS, *self.ids[:most]])

    def tokens(self, *, first: int = 0, most: int | None = None, mark: bool = False) -> TokensRead:
        """As views show them: `most` of them at the most from the `first` on; with the `mark` of
        the beginning where that is shown too."""
        last = len(self.ids) if most is None else min(len(self.ids), first + most)
        return TokensRead(
            ("",) * mark + self.texts[first:last],
            ("⟨start⟩",) * mark + self.shown[first:last],
            left_out=len(self.ids) - last,
            unknown=self.unknown,
        )


def read_text(tokenizer: Tokenizer, text: str) -> ReadText:
    """The text as tokens. Raises CorpusError where it is empty, far too long, or all unknown."""
    if not text.strip():
        raise CorpusError(msg("There is no text to look into. Type some first."))
    if len(text) > MOST_CHARACTERS:
        raise CorpusError(
            msg(
                "The text has {characters:,} characters; at most {most:,} can be looked into at "
                "once. Take a part of it.",
                characters=len(text),
                most=MOST_CHARACTERS,
            )
        )
    text = tokenizer.normalize_prompt(text)
    pairs = [
        (index, part if place == 0 else "", part)
        for part, ids in tokenizer.token_spans(text)
        for place, index in enumerate(ids)
    ]
    ids = tuple(index for index, _, _ in pairs)
    if all(index == UNK for index in ids):
        raise CorpusError(
            msg(
                "No part of this text occurred in the model's training text, so it reads only "
                "unknown tokens. Type something in the language it learned."
            )
        )
    shown = tuple(
        visible(part) if index == UNK else tokenizer.shown(index) for index, _, part in pairs
    )
    texts = tuple(part for _, part, _ in pairs)
    return ReadText(ids, texts, shown, tuple(tokenizer.unknown_in_prompt(text)))


@torch.no_grad()
def read_through(model: LanguageModel, ids: Tensor) -> tuple[Tensor, State]:
    """Read `ids` (time,), at least one, from the beginning of a text: the features after the last
    of them (hidden,), and the state of one stream."""
    state, hidden = model.initial_state(1), torch.empty(1, 0, 0)
    for part in ids.split(_AT_ONCE):
        hidden, state = model.features(part[None], state)
    return hidden[0, -1], state


def visible(text: str) -> str:
    """A part of a text with blanks made visible."""
    return text.replace(" ", "␣").replace("\n", "↵").replace("\t", "⇥")
