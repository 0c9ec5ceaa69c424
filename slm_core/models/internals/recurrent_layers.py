"""The weights of each recurrent layer, whichever architecture they belong to."""

from dataclasses import dataclass
from typing import Literal

from torch import nn

from slm_core.errors import RunError
from slm_core.messages import msg
from slm_core.models.awd_lstm import AwdLstmModel
from slm_core.models.base import LanguageModel
from slm_core.models.rnn import GruModel, LstmModel, RecurrentModel, RnnModel

Cell = Literal["lstm", "gru", "tanh", "relu"]


@dataclass(frozen=True)
class RecurrentLayer:
    """The parameters of one layer, as torch names them; the model's own, not copies."""

    cell: Cell
    weight_ih: nn.Parameter
    """(gates × units, inputs)."""
    weight_hh: nn.Parameter
    """(gates × units, units)."""
    bias_ih: nn.Parameter
    bias_hh: nn.Parameter

    @property
    def units(self) -> int:
        """Numbers that the layer remembers."""
        return self.weight_hh.shape[1]


def recurrent_layers(model: LanguageModel) -> tuple[RecurrentLayer, ...]:
    """The layers of an LSTM, GRU, RNN or AWD-LSTM, the lowest first; none of a Transformer."""
    if isinstance(model, AwdLstmModel):
        parts = [*model.get_submodule("lstms").children()]
        return tuple(_layer("lstm", part, 0) for part in parts)
    if not isinstance(model, RecurrentModel):
        return ()
    count = model.settings.layers
    return tuple(_layer(_cell_of(model), model.layers, number) for number in range(count))


def units_of(model: LanguageModel) -> tuple[RecurrentLayer, ...]:
    """The same. Raises RunError where the network has no units that carry a memory along."""
    layers = recurrent_layers(model)
    if not layers:
        raise RunError(
            msg(
                "A Transformer has no units with a memory: it looks back by attention. Look at its "
                "attention, or choose a run with an LSTM, a GRU or an RNN."
            )
        )
    return layers


def _cell_of(model: RecurrentModel) -> Cell:
    if isinstance(model, LstmModel):
        return "lstm"
    if isinstance(model, GruModel):
        return "gru"
    assert isinstance(model, RnnModel)
    assert isinstance(model.layers, nn.RNN)
    return "relu" if model.layers.nonlinearity == "relu" else "tanh"


def _layer(cell: Cell, module: nn.Module, number: int) -> RecurrentLayer:
    names = ("weight_ih", "weight_hh", "bias_ih", "bias_hh")
    return RecurrentLayer(cell, *(module.get_parameter(f"{name}_l{number}") for name in names))
