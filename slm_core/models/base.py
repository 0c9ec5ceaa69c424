"""What every network here can do; nothing outside models/ asks which architecture it is."""

from abc import ABC, abstractmethod
from collections.abc import Sequence

import torch
from torch import Tensor, nn

State = tuple[Tensor, ...]
"""What a network remembers between calls: tensors with the batch in dimension 1, all zero (or of
no length) before anything was read. Detach to cut the gradient, index dimension 1 to choose
streams. A part may be of whole numbers: do not change a part's type."""


class LanguageModel(nn.Module, ABC):
    """A network that predicts the next token at every place."""

    vocabulary_size: int
    generator: torch.Generator | None = None
    """What dropout draws from; None is torch's global one. On the model's device."""

    @abstractmethod
    def features(self, ids: Tensor, state: State | None = None) -> tuple[Tensor, State]:
        """What the network makes of `ids` (batch, time): (batch, time, hidden), and its state."""

    @abstractmethod
    def head(self, hidden: Tensor) -> Tensor:
        """Logits (…, vocabulary) of features (…, hidden)."""

    def token_losses(self, hidden: Tensor, targets: Tensor) -> tuple[Tensor, Tensor] | None:
        """Nats of each of `targets` (rows,) and whether it is the first guess (rows,), for features
        (rows, hidden), where there is a shorter way than by all logits; else None."""
        return None

    def forward(self, ids: Tensor, state: State | None = None) -> tuple[Tensor, State]:
        """Logits (batch, time, vocabulary) for the token after each of `ids` (batch, time)."""
        hidden, state = self.features(ids, state)
        return self.head(hidden), state

    @abstractmethod
    def initial_state(self, batch_size: int) -> State:
        """The state before anything was read, on the model's device."""

    @abstractmethod
    def init_output_bias(self, frequencies: Tensor) -> None:
        """Set the output so that an untrained model predicts `frequencies` (vocabulary)."""

    @abstractmethod
    def transfer_embeddings(
        self, earlier: "LanguageModel", kin: Sequence[Sequence[int]], frequencies: Tensor
    ) -> None:
        """Become `earlier`, of the same settings, with another vocabulary.

        `kin` has for each token the ids of the earlier one that spell it, one where both have it,
        none where nothing does; `frequencies` (vocabulary) are those of the text to be learned.
        """

    @property
    @abstractmethod
    def dropout(self) -> float:
        """The share its settings have of that name."""

    def auxiliary_loss(self) -> Tensor | None:
        """What the latest `features` in training mode adds to the loss, nats per token; None where
        that is nothing. Told once, so that nothing of that pass is kept alive."""
        return None


def detach_state(state: State) -> State:
    """`state` without the history of how it came about."""
    return tuple(part.detach() for part in state)


def reset_state(state: State, chosen: Tensor) -> State:
    """`state` with the streams where `chosen` (batch, bool) is true as before anything was read."""
    return tuple(part.masked_fill(chosen.view(1, -1, *[1] * (part.ndim - 2)), 0) for part in state)


def count_parameters(model: nn.Module) -> int:
    """How many numbers training adjusts; a shared one counts once."""
    return sum(parameter.numel() for parameter in model.parameters())


def device_of(model: nn.Module) -> torch.device:
    """Where the model computes."""
    return next(model.parameters()).device
