"""Units that follow a property are found, chance is called so, and switching one off is felt."""

import random

import numpy as np
import pytest
import torch

from slm_core.errors import CorpusError, RunError, SettingsError
from slm_core.inspection.answer import answer
from slm_core.inspection.held_out import WARM_UP, HeldOutText, joined_tokens
from slm_core.inspection.requests import AskEffect, AskUnits, TextProperty
from slm_core.inspection.units.properties import property_values
from slm_core.inspection.units.unit_search import search_units, unit_activity
from slm_core.models.registry import build
from slm_core.models.settings import LstmSettings
from slm_core.tokenizers.settings import TokenizerSettings
from slm_core.tokenizers.train import train_tokenizer

QUOTES = TextProperty("quotes")
UNITS, PLANTED = 64, 17


def marked(wanted: TextProperty, text: str) -> str:
    """The characters that have the property."""
    values = property_values(wanted, text)
    return "".join(sign for sign, value in zip(text, values, strict=True) if value)


@pytest.mark.parametrize(
    ("text", "inside"),
    [
        ('He said "no" and left.', '"no'),
        ("她说“好的「真的」吗”，走了。", "“好的「真的」吗"),
        ('An open "quote\n\nends with the paragraph', '"quote\n'),
        ("『甲』和《乙》", "『甲"),
        ("plain", ""),
    ],
)
def test_inside_quotation_marks(text: str, inside: str) -> None:
    assert marked(QUOTES, text) == inside


def test_other_properties() -> None:
    assert marked(TextProperty("brackets"), "a (b [c] d) e（己）《庚》") == "(b [c] d（己《庚"
    assert marked(TextProperty("digits"), "in 2019, 第３ page") == "2019３"
    after = TextProperty("after_word", "pump")
    assert marked(after, "The PUMP is hot. Pumps are not.") == "P is hot"
    assert marked(TextProperty("after_word", "水泵"), "水泵很热。好") == "泵很热"
    assert marked(TextProperty("regex", r"[0-9]+ °C"), "at 20 °C, 30 °F") == "20 °C"
    assert property_values(TextProperty("line_position"), "ab\nc\0de").tolist() == [
        1, 2, 3, 1, 2, 1, 2,
    ]  # fmt: skip


def test_what_is_no_property_is_refused_in_a_sentence() -> None:
    with pytest.raises(SettingsError, match="cannot be read"):
        property_values(TextProperty("regex", "(a"), "text")
    with pytest.raises(SettingsError, match="more than 500"):
        property_values(TextProperty("regex", "a" * 501), "text")
    with pytest.raises(SettingsError, match="Type the word"):
        TextProperty("after_word", " ")
    with pytest.raises(SettingsError, match="no property 'moods'"):
        TextProperty("moods")  # ty: ignore[invalid-argument-type]


def quoting_text(seed: int) -> str:
    """Sentences, some with a quotation of some words."""
    draw = random.Random(seed)
    words = ["pump", "valve", "oil", "hot", "the", "was", "seal", "found", "line", "noisy"]
    sentences = []
    for _ in range(260):
        before, inside, after = (draw.choices(words, k=draw.randint(2, 7)) for _ in range(3))
        quoted = ["“" + " ".join(inside) + "”"] if draw.random() < 0.5 else []
        sentences.append(" ".join([*before, *quoted, *after]) + ".\n")
    return "".join(sentences)


def planted_network(seed: int, vocabulary: int, opens: int, closes: int) -> torch.nn.Module:
    """An LSTM with random weights, one unit of which is set by “ and cleared by ”."""
    torch.manual_seed(seed)
    model = build(LstmSettings(embedding_size=16, hidden_size=UNITS), vocabulary).eval()
    lstm = model.get_submodule("lstm")
    with torch.no_grad():
        for parameter in lstm.parameters():
            parameter.normal_(std=0.5)
        model.embedding.weight.normal_(std=0.7)
        model.embedding.weight[:, :2] = 0.0
        model.embedding.weight[opens, 0] = model.embedding.weight[closes, 1] = 1.0
        weight, bias = lstm.weight_ih_l0, lstm.bias_ih_l0
        rows = [PLANTED + gate * UNITS for gate in range(4)]  # input, forget, cell, output
        for row in rows:
            weight[row] = lstm.weight_hh_l0[row] = bias[row] = lstm.bias_hh_l0[row] = 0.0
        bias[rows[0]], weight[rows[0], 0] = -8.0, 16.0
        bias[rows[1]], weight[rows[1], 1] = 8.0, -16.0
        weight[rows[2], 0] = 8.0
        bias[rows[3]] = 8.0
    return model


def is_found(seed: int) -> bool:
    """Whether the planted unit is among the first three, and no chance."""
    text = quoting_text(seed)
    tokenizer = train_tokenizer([text], TokenizerSettings(kind="char"))
    held = joined_tokens(tokenizer, [text], most=10_000)
    opens, closes = tokenizer.encode("“”").tolist()
    model = planted_network(seed, tokenizer.vocabulary_size, opens, closes)
    found = search_units(unit_activity(model, held), held, QUOTES)
    best = [one.unit for one in found.found[:3] if not one.is_chance]
    return PLANTED in best and "goes up there" in str(found.verdict)


def test_a_planted_unit_is_found() -> None:
    assert all(is_found(seed) for seed in range(3))


@pytest.mark.exhaustive
def test_a_planted_unit_is_found_in_nearly_every_corpus() -> None:
    assert sum(is_found(seed) for seed in range(20)) >= 19


def test_units_that_know_nothing_of_the_text_are_called_chance() -> None:
    """Slow noise goes along with a slow property for a while; the shifted property does, too."""
    false_finds = 0
    for seed in range(20):
        text = quoting_text(seed)
        tokenizer = train_tokenizer([text], TokenizerSettings(kind="char"))
        held = joined_tokens(tokenizer, [text], most=6_000)
        noise = np.random.default_rng(seed).normal(size=(len(held.ids) - WARM_UP + 40, 100))
        slow = np.cumsum(noise, 0)
        smooth = (slow[40:] - slow[:-40]).astype(np.float32)
        found = search_units([smooth], held, QUOTES)
        false_finds += any(not one.is_chance for one in found.found)
        assert found.threshold > 0.05
    assert false_finds <= 3


def test_the_activity_is_that_of_reading_in_one_go(run_of) -> None:
    """Streams side by side, each warmed up, against one pass over the whole text."""
    from slm_core.inspection.held_out import held_out_text
    from slm_core.models.internals.recurrent_trace import recurrent_trace
    from slm_core.runs.load_model import load_run_model

    source = load_run_model(run_of("lstm"))
    held = held_out_text(source, most=3_000)
    streams = unit_activity(source.model, held)[0]
    ids = torch.from_numpy(held.ids.astype(np.int64))[None]
    whole = recurrent_trace(source.model, ids)[0].cell.tanh()[0, WARM_UP:].numpy()
    assert streams.shape == whole.shape
    assert np.abs(streams - whole).mean() < 0.01


def test_a_unit_switched_off_changes_the_score_and_the_writing(run_of) -> None:
    run = run_of("lstm")
    digits = TextProperty("digits")
    effect = answer(run, AskEffect("The nurse called", 0, 3, digits))
    assert effect.everywhere.before != effect.everywhere.after
    assert effect.inside is not None
    assert effect.outside is not None
    assert effect.inside.predictions + effect.outside.predictions == effect.everywhere.predictions
    assert effect.text_before != effect.text_after
    assert answer(run, AskEffect("The nurse called", 0, 3, digits)) == effect


def test_what_cannot_be_asked_of_units_is_a_sentence(run_of) -> None:
    with pytest.raises(CorpusError, match="nowhere, or everywhere, inside brackets"):
        answer(run_of("lstm"), AskUnits(TextProperty("brackets")))
    with pytest.raises(SettingsError, match="no unit 99 in layer 1"):
        answer(run_of("gru"), AskEffect("The nurse", 0, 99))
    with pytest.raises(RunError, match="no units with a memory"):
        answer(run_of("transformer"), AskUnits(QUOTES))


def test_token_places_are_those_of_the_text(run_of) -> None:
    texts = ["水泵 is hot.", "日本語\n"]
    tokenizer = train_tokenizer(texts * 9, TokenizerSettings(kind="bpe", vocabulary_size=270))
    held: HeldOutText = joined_tokens(tokenizer, texts, most=1_000)
    assert held.text == "\0水泵 is hot.\0日本語\n\0"
    assert held.bytes.sum() == sum(len(text.encode()) for text in texts)
    assert held.ends[-1] == len(held.text)
    assert len(held.ids) == len(held.ends) > len(held.text.replace("\0", "")) / 3
