"""What can be chosen about a network. Free of torch, so that pages can show it."""

from dataclasses import dataclass
from typing import Annotated, ClassVar, Literal

from slm_core.errors import SettingsError
from slm_core.fields import Range, check_fields


@dataclass(frozen=True)
class LstmSettings:
    """A long short-term memory network (Hochreiter & Schmidhuber 1997)."""

    section: ClassVar[str] = "model"

    kind: Literal["lstm"] = "lstm"
    """Which architecture."""
    embedding_size: Annotated[int, Range(1, 8192)] = 128
    """Numbers that describe one token on its way in."""
    hidden_size: Annotated[int, Range(1, 8192)] = 256
    """Numbers the network remembers from token to token, in each layer. More can learn more, in
    more time, from more text."""
    layers: Annotated[int, Range(1, 16)] = 1
    """Networks stacked on each other."""
    dropout: Annotated[float, Range(0.0, 0.95)] = 0.0
    """Share of each layer's output that is silenced at random in training, so that the text is
    not learned by heart."""
    embedding_dropout: Annotated[float, Range(0.0, 0.95)] = 0.0
    """The same for the numbers that describe a token on its way in; less is enough there."""
    tied_weights: bool = False
    """Use one table for tokens going in and coming out; needs embedding_size = hidden_size."""

    def __post_init__(self) -> None:
        """Refuse what cannot be. Raises SettingsError."""
        check_fields(self)
        if self.tied_weights and self.embedding_size != self.hidden_size:
            raise SettingsError(
                f"model.tied_weights needs model.embedding_size ({self.embedding_size}) equal to "
                f"model.hidden_size ({self.hidden_size}). Make them equal, or untie the weights."
            )

    def parameters(self, vocabulary_size: int) -> int:
        """How many numbers training adjusts."""
        table = vocabulary_size * self.embedding_size
        inputs = [self.embedding_size] + [self.hidden_size] * (self.layers - 1)
        gates = sum(4 * self.hidden_size * (size + self.hidden_size + 2) for size in inputs)
        head = vocabulary_size * (1 if self.tied_weights else self.hidden_size + 1)
        return table + gates + head


ModelSettings = LstmSettings
"""Any architecture's settings."""

MODEL_SETTINGS: dict[str, type[ModelSettings]] = {"lstm": LstmSettings}
"""Settings class of every architecture, by its kind; a new one is one line here."""
