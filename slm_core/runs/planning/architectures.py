"""The same run with another architecture: sizes and learning rates that suit it. Free of torch.

What is chosen for a text and its minutes is chosen for an LSTM (presets.py); here it is turned
into what another network makes most of the same minutes with. benchmarks/README.md has what each
reaches with it, and the learning rates that were tried; the Transformer's width, layers, length of
sequences and dropout, and the sizes of the AWD-LSTM, were chosen by hand.
"""

import math
from collections.abc import Callable
from dataclasses import replace

from slm_core.models.settings import (
    AwdLstmSettings,
    ModelSettings,
    TransformerSettings,
    with_architecture,
)
from slm_core.models.sizes import SIZES
from slm_core.runs.config import RunConfig

_RATES = {"rnn": 0.5, "transformer": 0.4}
"""Learning rate of an architecture, as a share of the LSTM's for the same minutes."""
_WIDTHS = {"transformer": 0.5}
"""Its width, likewise."""


def for_architecture(config: RunConfig, kind: str) -> RunConfig:
    """`config`, as chosen for an LSTM, with the architecture `kind`.

    A budget in epochs is somebody's own recipe, to compare with: there its sizes stay. Raises
    SettingsError where those do not fit the architecture.
    """
    if kind == config.model.kind or kind not in _SUITED:
        return config
    if config.budget.epochs is not None:
        return replace(config, model=with_architecture(config.model, kind))
    return _SUITED[kind](config)


def suited_rate(model: ModelSettings) -> float:
    """The largest learning rate of AdamW that suits such a network, to within a factor of two."""
    width = model.hidden_size / _WIDTHS.get(model.kind, 1.0)
    near = min(SIZES, key=lambda size: abs(math.log(size.units / width)))
    return round(near.learning_rate * _RATES.get(model.kind, 1.0), 5)


def _rnn(config: RunConfig) -> RunConfig:
    return _slower(replace(config, model=with_architecture(config.model, "rnn")), _RATES["rnn"])


def _gru(config: RunConfig) -> RunConfig:
    return replace(config, model=with_architecture(config.model, "gru"))


def _awd_lstm(config: RunConfig) -> RunConfig:
    model = AwdLstmSettings(hidden_size=config.model.hidden_size, embedding_size=192)
    return replace(config, model=model)


def _transformer(config: RunConfig) -> RunConfig:
    size = max(64, int(_WIDTHS["transformer"] * config.model.hidden_size))
    model = TransformerSettings(
        hidden_size=size,
        heads=size // 32,
        layers=3,
        dropout=config.model.dropout / 2,
        embedding_dropout=config.model.embedding_dropout,
    )
    return _slower(_longer(replace(config, model=model)), _RATES["transformer"])


_SUITED: dict[str, Callable[[RunConfig], RunConfig]] = {
    "rnn": _rnn,
    "gru": _gru,
    "awd-lstm": _awd_lstm,
    "transformer": _transformer,
}
"""By kind; an architecture that has no line here keeps what it shares with the LSTM."""


def _slower(config: RunConfig, factor: float) -> RunConfig:
    rate = round(config.training.learning_rate * factor, 5)
    return replace(config, training=replace(config.training, learning_rate=rate))


def _longer(config: RunConfig) -> RunConfig:
    """Twice as long a sequence in half as many streams, where there are two."""
    training = config.training
    if training.batch_size < 2:
        return config
    longer = replace(
        training,
        batch_size=training.batch_size // 2,
        sequence_length=2 * training.sequence_length,
    )
    return replace(config, training=longer)
