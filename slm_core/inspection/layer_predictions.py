"""How a prediction forms layer by layer: what each would predict, were it the last."""

import torch

from slm_core.generation.generate import likeliest
from slm_core.inspection.read_text import read_text
from slm_core.inspection.records import LayerPrediction
from slm_core.models.internals.layer_features import layer_features
from slm_core.runs.load_model import RunModel

_MOST_TOKENS = 2_000
_CANDIDATES = 5


@torch.inference_mode()
def layer_predictions(source: RunModel, text: str) -> tuple[LayerPrediction, ...]:
    """Of the next token after the text, or the last 2,000 tokens of it. Raises CorpusError."""
    read = read_text(source.tokenizer, text)
    ids = read.tensor()
    if len(ids) > _MOST_TOKENS:
        ids = ids[-_MOST_TOKENS:]
    found = []
    for number, features in enumerate(layer_features(source.model, ids)):
        candidates = (
            ()
            if features is None
            else likeliest(source.tokenizer, source.model.head(features), _CANDIDATES)
        )
        shown = tuple((one.shown, one.probability) for one in candidates)
        found.append(LayerPrediction(number, shown))
    return tuple(found)
