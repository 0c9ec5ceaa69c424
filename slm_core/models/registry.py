"""From settings to a network: the one table of architectures."""

from collections.abc import Callable

from slm_core.models.awd_lstm import AwdLstmModel
from slm_core.models.base import LanguageModel
from slm_core.models.rnn import GruModel, LstmModel, RnnModel
from slm_core.models.settings import ModelSettings
from slm_core.models.transformer import TransformerModel

MODELS: dict[str, Callable[..., LanguageModel]] = {
    "lstm": LstmModel,
    "rnn": RnnModel,
    "gru": GruModel,
    "awd-lstm": AwdLstmModel,
    "transformer": TransformerModel,
}
"""Architecture of every kind in MODEL_SETTINGS; a new one is one line here."""


def build(settings: ModelSettings, vocabulary_size: int) -> LanguageModel:
    """A freshly initialised network, drawn from torch's global generator; the caller seeds it."""
    return MODELS[settings.kind](settings, vocabulary_size)
