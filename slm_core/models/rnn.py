"""Recurrent networks on torch's fused layers: LSTM, GRU, simple RNN."""

from collections.abc import Callable, Sequence
from typing import ClassVar

import torch
from torch import Tensor, nn

from slm_core.models.base import State
from slm_core.models.language_model import LanguageModelBase
from slm_core.models.layers.init import init_matrix, zero_biases
from slm_core.models.layers.lstm_bf16 import bf16_lstm, is_wide
from slm_core.models.settings import (
    GruSettings,
    LstmSettings,
    RecurrentSettings,
    RnnSettings,
)

_WEIGHTS = ("weight_ih", "weight_hh", "bias_ih", "bias_hh")


class RecurrentModel(LanguageModelBase):
    """Embedding, stacked recurrent layers, output.

    Initialisation, each measured on tiny-shakespeare with the LSTM and worth 0.22 nats per
    character together after 600 steps: embeddings drawn with standard deviation 0.5 (torch's 1 is
    worse), recurrent matrices orthogonal, forget-gate bias 1 (Gers et al. 2000), output weights
    zero and output bias the log frequencies, so that learning starts from token frequencies and not
    from noise.
    """

    settings: RecurrentSettings
    name: ClassVar[str]
    """Name of the layers in checkpoints."""
    parts: ClassVar[int] = 1
    """Tensors in the state."""
    call: Callable[..., tuple[Tensor, ...]]
    """torch's function for one layer."""

    def __init__(
        self, settings: RecurrentSettings, vocabulary_size: int, layers: nn.RNNBase
    ) -> None:
        super().__init__(settings, vocabulary_size, layers={self.name: layers})

    @property
    def layers(self) -> nn.RNNBase:
        """The recurrent layers."""
        layers = self._modules[self.name]
        assert isinstance(layers, nn.RNNBase)
        return layers

    def features(self, ids: Tensor, state: State | None = None) -> tuple[Tensor, State]:
        """See LanguageModel: (batch, time) to (batch, time, hidden)."""
        embedded = self.dropped(self.embedding(ids), self.settings.embedding_dropout)
        if state is None:
            state = self.initial_state(ids.shape[0])
        hidden, after = self._run(embedded, state)
        return self.dropped(hidden, self.settings.dropout), after

    def initial_state(self, batch_size: int) -> State:
        """Zeros (layers, batch, hidden); for the LSTM twice, hidden and cell state."""
        shape = (self.settings.layers, batch_size, self.settings.hidden_size)
        return tuple(self.embedding.weight.new_zeros(shape) for _ in range(self.parts))

    def _run(self, x: Tensor, state: State) -> tuple[Tensor, State]:
        """All layers in one call, or one by one: where dropout between them is drawn from our own
        generator, or a layer has a faster implementation."""
        own_dropout = self.generator is not None and self.layers.dropout and self.training
        if own_dropout or self.has_fused_layer(x):
            return self._run_layers(x, state)
        layers = self.get_submodule(self.name)  # perhaps in int8
        hidden, after = layers(x, state if self.parts > 1 else state[0])
        return hidden, after if self.parts > 1 else (after,)

    def _run_layers(self, x: Tensor, state: State) -> tuple[Tensor, State]:
        states: list[State] = []
        for layer in range(self.settings.layers):
            if layer:
                x = self.dropped(x, self.layers.dropout)
            before = tuple(part[layer : layer + 1] for part in state)
            weights = [self.layers.get_parameter(f"{name}_l{layer}") for name in _WEIGHTS]
            x, *after = self.run_layer(x, before, weights)
            states.append(tuple(after))
        return x, tuple(torch.cat(parts) for parts in zip(*states, strict=True))

    def has_fused_layer(self, x: Tensor) -> bool:
        """Whether `run_layer` is faster with `x` than torch with all layers at once."""
        return False

    def run_layer(self, x: Tensor, state: State, weights: Sequence[Tensor]) -> tuple[Tensor, ...]:
        """Outputs of one layer, and its state after them."""
        # As torch calls it: biases, one layer, no dropout of its own, one direction.
        before = state if self.parts > 1 else state[0]
        return self.call(x, before, weights, True, 1, 0.0, True, False, True)

    def reset_parameters(self) -> None:
        """See the class."""
        self.init_embedding_and_head(tied=self.settings.tied_weights)
        for matrix in init_matrix(self.layers, "weight_hh"):
            nn.init.orthogonal_(matrix)
        for name, parameter in self.layers.named_parameters():
            if name.startswith("weight_ih"):
                nn.init.xavier_uniform_(parameter)
        zero_biases(self.layers, forget=1.0)


def _layers(
    cell: Callable[..., nn.RNNBase], settings: RecurrentSettings, **more: str
) -> nn.RNNBase:
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
    call = staticmethod(torch.lstm)

    def __init__(self, settings: LstmSettings, vocabulary_size: int) -> None:
        super().__init__(settings, vocabulary_size, _layers(nn.LSTM, settings))

    def step(self, ids: Tensor, state: State) -> tuple[Tensor, State]:
        """See LanguageModel. For one token, torch's layer takes half as long again as its two
        products and the gates written out (512 units: benchmarks/README.md)."""
        if self.training or not isinstance(self.get_submodule(self.name), nn.LSTM):
            return super().step(ids, state)
        x = self.embedding(ids)  # (streams, input)
        after = []
        for layer, before in enumerate(zip(*state, strict=True)):
            weights = [self.layers.get_parameter(f"{name}_l{layer}") for name in _WEIGHTS]
            after.append(_lstm_cell(x, *before, weights))
            x = after[-1][0]
        hidden, cell = (torch.stack(parts) for parts in zip(*after, strict=True))
        return self.head(x), (hidden, cell)

    def has_fused_layer(self, x: Tensor) -> bool:
        """Wide layers in bfloat16, in training."""
        return is_wide(x, self.settings.hidden_size)

    def run_layer(self, x: Tensor, state: State, weights: Sequence[Tensor]) -> tuple[Tensor, ...]:
        """See RecurrentModel."""
        if self.has_fused_layer(x):
            hidden, cell = state
            return bf16_lstm(x, (hidden, cell), weights)
        return super().run_layer(x, state, weights)


def _lstm_cell(
    x: Tensor, hidden: Tensor, cell: Tensor, weights: Sequence[Tensor]
) -> tuple[Tensor, Tensor]:
    """Hidden and cell state (streams, hidden) after the input `x` (streams, input)."""
    of_input, of_hidden, input_bias, hidden_bias = weights
    gates = torch.addmm(input_bias, x, of_input.t()).addmm_(hidden, of_hidden.t()).add_(hidden_bias)
    size = hidden.shape[1]
    candidate = gates[:, 2 * size : 3 * size].tanh()
    taken, kept, _, shown = gates.sigmoid_().chunk(4, 1)
    cell = torch.addcmul(kept * cell, taken, candidate)
    return shown * cell.tanh(), cell


class GruModel(RecurrentModel):
    """Gated recurrent unit (Cho et al. 2014, arXiv:1406.1078), with the reset gate behind the
    matrix, as cuDNN has it."""

    name = "gru"
    call = staticmethod(torch.gru)

    def __init__(self, settings: GruSettings, vocabulary_size: int) -> None:
        super().__init__(settings, vocabulary_size, _layers(nn.GRU, settings))


class RnnModel(RecurrentModel):
    """Simple recurrent network (Elman 1990, doi:10.1207/s15516709cog1402_1)."""

    name = "rnn"

    def __init__(self, settings: RnnSettings, vocabulary_size: int) -> None:
        layers = _layers(nn.RNN, settings, nonlinearity=settings.activation)
        super().__init__(settings, vocabulary_size, layers)
        self.call = torch.rnn_tanh if settings.activation == "tanh" else torch.rnn_relu
