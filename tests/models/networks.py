"""Small networks of every kind, and things to read for them."""

from dataclasses import replace

import torch

from slm_core.models.base import LanguageModel
from slm_core.models.registry import build
from slm_core.models.settings import (
    AwdLstmSettings,
    GruSettings,
    LstmSettings,
    ModelSettings,
    RnnSettings,
    TransformerSettings,
)

VOCABULARY = 11

_NO_DROPOUT = {
    "dropout": 0.0,
    "hidden_dropout": 0.0,
    "input_dropout": 0.0,
    "embedding_dropout": 0.0,
    "weight_drop": 0.0,
    "activation_penalty": 0.0,
    "change_penalty": 0.0,
}

SHAPES: dict[str, ModelSettings] = {
    "lstm": LstmSettings(embedding_size=6, hidden_size=8),
    "lstm deep": LstmSettings(embedding_size=6, hidden_size=8, layers=3, dropout=0.4),
    "lstm tied": LstmSettings(embedding_size=8, hidden_size=8, layers=2, tied_weights=True),
    "lstm adaptive": LstmSettings(embedding_size=6, hidden_size=8, output="adaptive"),
    "rnn": RnnSettings(embedding_size=6, hidden_size=8),
    "rnn relu": RnnSettings(embedding_size=8, hidden_size=8, activation="relu", tied_weights=True),
    "gru": GruSettings(embedding_size=6, hidden_size=8, layers=2, dropout=0.4),
    "gru tied": GruSettings(embedding_size=8, hidden_size=8, tied_weights=True),
    "awd tied": AwdLstmSettings(embedding_size=6, hidden_size=8, layers=3),
    "awd": AwdLstmSettings(embedding_size=6, hidden_size=8, layers=2, tied_weights=False),
    "rotary": TransformerSettings(hidden_size=8, layers=2, heads=2, context=6, dropout=0.3),
    "learned": TransformerSettings(
        hidden_size=8, layers=2, heads=2, context=6, positions="learned", tied_weights=True
    ),
    "rotary adaptive": TransformerSettings(
        hidden_size=8, layers=1, heads=2, context=6, output="adaptive"
    ),
    "swiglu": TransformerSettings(hidden_size=8, layers=1, heads=2, context=5, activation="swiglu"),
    "one step back": TransformerSettings(hidden_size=8, layers=2, heads=1, context=1),
}
"""Every architecture with every choice that changes what is computed."""


def without_dropout(settings: ModelSettings) -> ModelSettings:
    """The same with nothing silenced and nothing charged for."""
    known = {name: value for name, value in _NO_DROPOUT.items() if hasattr(settings, name)}
    return replace(settings, **known)


def made(settings: ModelSettings, *, seed: int = 0) -> LanguageModel:
    """A model in evaluation mode in which nothing is zero any more."""
    torch.manual_seed(seed)
    model = build(settings, VOCABULARY).eval()
    for parameter in model.parameters():
        if parameter.ndim > 1 and not parameter.any():
            torch.nn.init.normal_(parameter, std=0.5)
    return model


def some_ids(batch: int = 3, time: int = 7, *, seed: int = 1) -> torch.Tensor:
    """Ids to read: (batch, time)."""
    return torch.randint(VOCABULARY, (batch, time), generator=torch.Generator().manual_seed(seed))
