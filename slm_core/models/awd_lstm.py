"""The AWD-LSTM: an LSTM with several kinds of dropout and regularisation of its outputs."""

import torch
from torch import Tensor, nn

from slm_core.models.base import State
from slm_core.models.language_model import LanguageModelBase
from slm_core.models.layers.dropout import embedding_dropout, locked_dropout, weight_drop
from slm_core.models.layers.init import init_matrix, zero_biases
from slm_core.models.layers.lstm_bf16 import bf16_lstm, is_wide
from slm_core.models.settings import AwdLstmSettings


class AwdLstmModel(LanguageModelBase):
    """Merity, Keskar & Socher 2017, "Regularizing and Optimizing LSTM Language Models",
    arXiv:1708.02182.

    Hidden-to-hidden weights are dropped anew in each call of `features`, the same ones for all its
    tokens and streams, so that the fused LSTM can be used. Activation regularisation (of
    the outputs as dropped) and temporal activation regularisation (of their change, undropped) of
    Merity, McCann & Socher 2017, arXiv:1708.01009, are the
    `auxiliary_loss`. Averaged SGD, the paper's optimizer, is the trainer's matter.
    """

    settings: AwdLstmSettings

    def __init__(self, settings: AwdLstmSettings, vocabulary_size: int) -> None:
        pairs = zip(settings.sizes, settings.sizes[1:], strict=False)
        layers = nn.ModuleList(nn.LSTM(size, units, batch_first=True) for size, units in pairs)
        super().__init__(settings, vocabulary_size, layers={"lstms": layers})
        self._penalty: Tensor | None = None

    def features(self, ids: Tensor, state: State | None = None) -> tuple[Tensor, State]:
        """See LanguageModel: (batch, time) to (batch, time, output size)."""
        if state is None:
            state = self.initial_state(ids.shape[0])
        hidden = self._embed(ids)
        raw, after = hidden, []
        for layer, lstm in enumerate(self._lstms):
            raw, h, c = self._run(lstm, hidden, state[2 * layer : 2 * layer + 2])
            after += [h, c]
            is_last = layer + 1 == self.settings.layers
            p = self.settings.dropout if is_last else self.settings.hidden_dropout
            hidden = locked_dropout(raw, p, training=self.training, generator=self.generator)
        self._note_penalty(raw, hidden)
        return hidden, tuple(after)

    def initial_state(self, batch_size: int) -> State:
        """Zeros (1, batch, units), for the hidden and the cell state of each layer."""
        like = self.embedding.weight
        sizes = (units for units in self.settings.sizes[1:] for _ in range(2))
        return tuple(like.new_zeros(1, batch_size, units) for units in sizes)

    def auxiliary_loss(self) -> Tensor | None:
        """See LanguageModel: activation and temporal activation regularisation."""
        penalty, self._penalty = self._penalty, None
        return penalty

    def reset_parameters(self) -> None:
        """As the LSTM: orthogonal recurrent matrices, forget-gate bias 1, output weights zero."""
        self.init_embedding_and_head(tied=self.settings.tied_weights)
        for lstm in self._lstms:
            for matrix in init_matrix(lstm, "weight_hh"):
                nn.init.orthogonal_(matrix)
            nn.init.xavier_uniform_(lstm.get_parameter("weight_ih_l0"))
            zero_biases(lstm, forget=1.0)

    @property
    def _lstms(self) -> list[nn.LSTM]:
        return [
            lstm for lstm in self.get_submodule("lstms").children() if isinstance(lstm, nn.LSTM)
        ]

    def _embed(self, ids: Tensor) -> Tensor:
        """What goes into the first layer: (batch, time, embedding)."""
        embedded = embedding_dropout(
            self.embedding(ids),
            ids,
            self.settings.embedding_dropout,
            count=self.vocabulary_size,
            training=self.training,
            generator=self.generator,
        )
        p = self.settings.input_dropout
        return locked_dropout(embedded, p, training=self.training, generator=self.generator)

    def _run(self, lstm: nn.LSTM, x: Tensor, state: State) -> tuple[Tensor, Tensor, Tensor]:
        """One layer's outputs (batch, time, units), hidden and cell state (1, batch, units)."""
        weight_hh = weight_drop(
            lstm.get_parameter("weight_hh_l0"),
            self.settings.weight_drop,
            training=self.training,
            generator=self.generator,
        )
        names = ("weight_ih_l0", "", "bias_ih_l0", "bias_hh_l0")
        weights = [lstm.get_parameter(name) if name else weight_hh for name in names]
        if is_wide(x, lstm.hidden_size):
            hidden, cell = state
            return bf16_lstm(x, (hidden, cell), weights)
        # As nn.LSTM calls it: biases, one layer, no dropout of its own, one direction.
        return torch.lstm(x, state, weights, True, 1, 0.0, self.training, False, True)

    def _note_penalty(self, raw: Tensor, hidden: Tensor) -> None:
        """Remember the penalty on these outputs, if there is one and gradients are computed."""
        alpha, beta = self.settings.activation_penalty, self.settings.change_penalty
        self._penalty = None
        if not self.training or not torch.is_grad_enabled() or alpha == beta == 0.0:
            return
        self._penalty = alpha * hidden.pow(2).mean()
        if raw.shape[1] > 1:
            self._penalty = self._penalty + beta * raw.diff(dim=1).pow(2).mean()
