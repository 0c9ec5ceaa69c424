"""Settings of networks: what is refused, and what stays when the architecture changes."""

import pytest

from slm_core.errors import SettingsError
from slm_core.models.settings import (
    MODEL_SETTINGS,
    AwdLstmSettings,
    GruSettings,
    LstmSettings,
    ModelSettings,
    RnnSettings,
    TransformerSettings,
    with_architecture,
)
from slm_core.settings_schema import fields_of


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (
            lambda: GruSettings(tied_weights=True, embedding_size=8),
            r"embedding_size \(8\) equal to model.hidden_size \(256\)\. Make them equal",
        ),
        (
            lambda: TransformerSettings(hidden_size=100, heads=8, positions="learned"),
            r"hidden_size \(100\) cannot be shared evenly by model.heads \(8\)\. "
            r"Set model.hidden_size=96, or another number of heads",
        ),
        (
            lambda: TransformerSettings(hidden_size=12, heads=4),
            r"hidden_size \(12\) .*heads \(4\), each an even number.* Set model.hidden_size=16",
        ),
        (lambda: TransformerSettings(hidden_size=3, heads=4), "Set model.hidden_size=8"),
        (lambda: TransformerSettings(context=0), "model.context is 0; it must be from 1"),
        (
            lambda: TransformerSettings(positions="sine"),  # ty: ignore[invalid-argument-type]
            "model.positions is 'sine'; it must be one of rotary, learned",
        ),
        (lambda: AwdLstmSettings(weight_drop=1.0), "model.weight_drop is 1; it must be from 0"),
        (
            lambda: RnnSettings(activation="step"),  # ty: ignore[invalid-argument-type]
            "model.activation is 'step'; it must be one of tanh, relu",
        ),
        (
            lambda: LstmSettings(initialisation="ones"),  # ty: ignore[invalid-argument-type]
            "model.initialisation is 'ones'; it must be one of recommended, orthogonal",
        ),
        (lambda: LstmSettings(kind="gru"), "model.kind is 'gru', but these are settings of 'lstm'"),
    ],
)
def test_what_cannot_be_is_refused_with_the_values_and_the_remedy(make, said):
    with pytest.raises(SettingsError, match=said):
        make()


@pytest.mark.parametrize("size", range(1, 70, 3))
@pytest.mark.parametrize("heads", [1, 2, 3, 4])
def test_the_size_that_is_named_as_a_remedy_is_one(size, heads):
    named = size
    try:
        TransformerSettings(hidden_size=size, heads=heads)
    except SettingsError as error:
        named = int(str(error).split("Set model.hidden_size=")[1].split(",")[0])
    assert TransformerSettings(hidden_size=named, heads=heads).hidden_size == named


def test_tied_weights_of_an_awd_lstm_fit_whatever_the_sizes():
    tied = AwdLstmSettings(embedding_size=6, hidden_size=10, layers=3)
    assert tied.sizes == (6, 10, 10, 6)
    assert AwdLstmSettings(embedding_size=6, hidden_size=10, tied_weights=False).sizes == (
        6,
        10,
        10,
    )


@pytest.mark.parametrize("kind", MODEL_SETTINGS)
def test_each_kind_names_itself_and_offers_all_the_others(kind):
    settings = MODEL_SETTINGS[kind]()
    info = fields_of(type(settings))["kind"]
    assert settings.kind == info.default == kind
    assert set(info.choices) == set(MODEL_SETTINGS)
    assert settings.title


def test_what_was_chosen_stays_when_the_architecture_changes():
    chosen = LstmSettings(hidden_size=64, layers=3, embedding_size=40, dropout=0.15)
    gru = with_architecture(chosen, "gru")
    assert gru == GruSettings(hidden_size=64, layers=3, embedding_size=40, dropout=0.15)
    transformer = with_architecture(chosen, "transformer")
    assert transformer == TransformerSettings(hidden_size=64, layers=3, dropout=0.15)
    assert with_architecture(LstmSettings(), "awd-lstm") == AwdLstmSettings()
    with pytest.raises(SettingsError, match="cannot be shared evenly"):
        with_architecture(LstmSettings(hidden_size=67), "transformer")


@pytest.mark.parametrize("kind", MODEL_SETTINGS)
@pytest.mark.parametrize("other", MODEL_SETTINGS)
def test_every_kind_can_become_every_other(kind, other):
    changed: ModelSettings = with_architecture(MODEL_SETTINGS[kind](), other)
    assert changed == MODEL_SETTINGS[other]()
