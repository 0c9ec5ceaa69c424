import pytest
import torch

from slm_core.errors import SettingsError
from slm_core.generation.generate import generate
from slm_core.generation.settings import GenerationSettings
from slm_core.models.int8 import make_int8
from slm_core.models.registry import build
from slm_core.models.settings import (
    AwdLstmSettings,
    GruSettings,
    LstmSettings,
    TransformerSettings,
)
from tests.generation.tiny_models import made, text_of

SHAPES = {
    "lstm": LstmSettings(embedding_size=16, hidden_size=32, layers=2),
    "tied lstm": LstmSettings(embedding_size=32, hidden_size=32, layers=1, tied_weights=True),
    "gru": GruSettings(embedding_size=16, hidden_size=32, layers=2),
    "transformer": TransformerSettings(hidden_size=32, layers=2, heads=2, context=16),
}


@pytest.mark.parametrize("settings", SHAPES.values(), ids=SHAPES.keys())
def test_rounded_weights_predict_nearly_the_same_in_less_memory(settings):
    torch.manual_seed(3)
    model = build(settings, 50).eval()
    with torch.no_grad():
        model.output.weight.normal_(0, 0.5)
    ids = torch.randint(1, 50, (3, 20))
    before = model(ids)[0].detach()
    floats = sum(parameter.numel() for parameter in model.parameters())
    make_int8(model)
    with torch.inference_mode():
        after, _ = model(ids)
        state = model.initial_state(3)
        for place in range(ids.shape[1]):
            stepped, state = model.step(ids[:, place], state)
    assert 0 < (after - before).abs().mean() < 0.05 * before.abs().mean()
    assert (stepped - before[:, -1]).abs().mean() < 0.05 * before.abs().mean()
    assert sum(parameter.numel() for parameter in model.parameters()) < floats / 2


def test_a_rounded_model_writes_the_same_text_each_time():
    model, tokenizer = made("char", end=-20.0)
    make_int8(model)
    settings = GenerationSettings(length=40, seed=2)
    texts = {text_of(generate(model, tokenizer, "The nurse", settings)) for _ in range(2)}
    assert len(texts) == 1
    assert len(texts.pop()) == 40


def test_a_network_that_has_no_int8_is_refused_in_a_sentence():
    with pytest.raises(SettingsError, match="int8 is for LSTM, GRU and Transformer"):
        make_int8(build(AwdLstmSettings(), 50))
