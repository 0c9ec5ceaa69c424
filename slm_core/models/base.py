"""The interface of every network; nothing outside models/ asks which architecture it is."""

from abc import ABC, abstractmethod
from collections.abc import Sequence

import torch
from torch import Tensor, nn

State = tuple[Tensor, ...]
"""What a network carries from call to call: tensors with the batch in dimension 1, all zero (or of
no length) before anything was read. Detach to cut the gradient, index dimension 1 to choose
streams. A part may be of whole numbers: do not change a part's type."""


class LanguageModel(nn.Module, ABC):
    """A network that predicts the next token at every position."""

    vocabulary_size: int
    generator: torch.Generator | None = None
    """What dropout draws from; None is torch's global one. On the model's device."""

    @abstractmethod
    def features(self, ids: Tensor, state: State | None = None) -> tuple[Tensor, State]:
        """The features of `ids` (batch, time): (batch, time, hidden); and the state after them."""

    @abstractmethod
    def head(self, hidden: Tensor) -> Tensor:
        """Logits (…, vocabulary) of features (…, hidden)."""

    def token_losses(self, hidden: Tensor, targets: Tensor) -> tuple[Tensor, Tensor] | None:
        """Nats of each of `targets` (rows,) and whether it is the first guess (rows,), for features
        (rows, hidden), where all logits are not needed for it; else None."""
        return None

    def forward(self, ids: Tensor, state: State | None = None) -> tuple[Tensor, State]:
        """Logits (batch, time, vocabulary) for the token after each of `ids` (batch, time)."""
        hidden, state = self.features(ids, state)
        return self.head(hidden), state

    def step(self, ids: Tensor, state: State) -> tuple[Tensor, State]:
        """One token more in each stream, `ids` (streams): logits (streams, vocabulary), and the
        state after it. The same as `forward` but for rounding; a network may have a faster way."""
        hidden, after = self.features(ids.unsqueeze(1), state)
        return self.head(hidden[:, -1]), after

    @abstractmethod
    def initial_state(self, batch_size: int) -> State:
        """The state at the beginning of a text, on the model's device."""

    @abstractmethod
    def init_output_bias(self, frequencies: Tensor) -> None:
        """Set the output so that an untrained model predicts `frequencies` (vocabulary)."""

    @abstractmethod
    def transfer_embeddings(
        self, earlier: "LanguageModel", vocabulary_map: Sequence[Sequence[int]], frequencies: Tensor
    ) -> None:
        """Take over the weights of `earlier`, of the same settings, with another vocabulary.

        `vocabulary_map` has for each token the ids of the earlier vocabulary that spell it, one
        where both have it, none where nothing does; `frequencies` (vocabulary) are those of the
        text to be learned.
        """

    @property
    @abstractmethod
    def dropout(self) -> float:
        """Dropout probability of its settings."""

    def auxiliary_loss(self) -> Tensor | None:
        """What the latest `features` in training mode adds to the loss, nats per token; None where
        that is nothing. Given once, so that nothing of that pass is kept alive."""
        return None


def detach_state(state: State) -> State:
    """`state` without its gradient history."""
    return tuple(part.detach() for part in state)


def select_streams(state: State, chosen: Tensor) -> State:
    """The state of these streams (indices); one may be chosen repeatedly."""
    return tuple(part.index_select(1, chosen) for part in state)


def join_states(states: Sequence[State]) -> State:
    """States of texts that go on side by side, one behind the other in dimension 1.

    Where one remembers fewer tokens than another, it is filled up at the front of dimension 2,
    which no network looks at.
    """
    joined: list[Tensor] = []
    for parts in zip(*states, strict=True):
        longest = max(part.shape[2] if part.ndim > 3 else 0 for part in parts)
        joined.append(torch.cat([_filled(part, longest) for part in parts], 1))
    return tuple(joined)


def _filled(part: Tensor, length: int) -> Tensor:
    if part.ndim <= 3 or part.shape[2] == length:
        return part
    shape = (*part.shape[:2], length - part.shape[2], *part.shape[3:])
    return torch.cat([part.new_zeros(shape), part], 2)


def reset_state(state: State, reset: Tensor) -> State:
    """`state` with zeros for the streams where `reset` (batch, bool) is true."""
    return tuple(part.masked_fill(reset.view(1, -1, *[1] * (part.ndim - 2)), 0) for part in state)


def count_parameters(model: nn.Module) -> int:
    """Trainable parameters; a tied one counts once."""
    return sum(parameter.numel() for parameter in model.parameters())


def device_of(model: nn.Module) -> torch.device:
    """The device of the model's parameters."""
    return next(model.parameters()).device
