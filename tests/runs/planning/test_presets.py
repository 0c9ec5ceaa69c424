"""Which settings are recommended for a text, a machine and minutes."""

import itertools
from dataclasses import replace

import pytest

from slm_core.corpus.card import CorpusCard, Counts
from slm_core.hardware.machine import Gpu, Machine
from slm_core.models.sizes import SIZES
from slm_core.runs.planning.defaults import (
    DROPOUTS,
    dropout_for,
    fitting,
    relative_throughput,
)
from slm_core.runs.planning.presets import MEASURED_ON, PRESETS, for_minutes, recommend
from slm_core.tokenizers.vocabularies import CUTS
from slm_core.training.settings import TrainingSettings

OLD = Machine(cores=1, memory_bytes=8 << 30)
LARGE = Machine(cores=16, memory_bytes=64 << 30, bfloat16=True)
CARD = replace(LARGE, gpus=(Gpu(0, "NVIDIA T4", 16 << 30, 16 << 30),))
SIZES_OF_TEXT = (2_000, 20_000, 250_000, 1_100_000, 6_000_000, 50_000_000)
MINUTES = (0.1, 1, 5, 15, 60, 600)


def card(characters: int, language: str = "en") -> CorpusCard:
    width = 3 if language == "zh" else 1
    counts = Counts(10, characters, width * characters)
    return CorpusCard("text", (), language, counts, "2026-01-01T00:00:00+00:00", seed_text="The")


def every_case():
    languages = ("en", "zh", "ja", "de")
    machines = (OLD, MEASURED_ON, LARGE, CARD)
    return itertools.product(SIZES_OF_TEXT, languages, MINUTES, machines)


def test_there_is_an_answer_for_every_text_machine_and_budget():
    for characters, language, minutes, machine in every_case():
        found = recommend(card(characters, language), minutes=minutes, machine=machine)
        assert found.budget.minutes == minutes
        assert found.samples.seed_text == "The"
        assert (found.tokenizer.kind == "bpe") == (language in "en de" and characters >= 30_000)


@pytest.mark.parametrize("machine", [OLD, MEASURED_ON, LARGE, CARD])
@pytest.mark.parametrize("characters", SIZES_OF_TEXT)
def test_more_minutes_never_mean_a_smaller_network_or_less_dropout_of_the_same(characters, machine):
    found = [recommend(card(characters), minutes=m, machine=machine) for m in MINUTES]
    units = [one.model.hidden_size for one in found]
    assert units == sorted(units)
    for one, more in itertools.pairwise(found):
        if one.model.hidden_size == more.model.hidden_size:
            assert one.model.dropout <= more.model.dropout


def test_a_faster_machine_gets_a_larger_network_for_the_same_minutes():
    large = card(6_000_000)
    units = [
        recommend(large, minutes=15, machine=machine).model.hidden_size
        for machine in (OLD, MEASURED_ON, CARD)
    ]
    assert units == sorted(set(units))
    assert (
        relative_throughput(OLD)
        < relative_throughput(replace(OLD, bfloat16=True))
        < relative_throughput(MEASURED_ON)
        < relative_throughput(LARGE)
    )


def test_what_a_machine_was_seen_to_do_counts_for_more_than_what_it_has():
    text = card(6_000_000)
    guessed = recommend(text, minutes=15, machine=MEASURED_ON)
    near, slow = (replace(MEASURED_ON, weights_a_second=speed) for speed in (40e9, 5e9))
    assert recommend(text, minutes=15, machine=near) == guessed, "as runs of one machine differ"
    slower = recommend(text, minutes=15, machine=slow)
    assert slower.model.hidden_size < guessed.model.hidden_size
    small = card(490_000)
    often, seldom = (recommend(small, minutes=5, machine=one) for one in (MEASURED_ON, slow))
    assert seldom.model.hidden_size == often.model.hidden_size
    assert seldom.model.dropout < often.model.dropout, "it reads the text less often"
    assert relative_throughput(replace(CARD, weights_a_second=200e9)) == 4.0, (
        "a GPU's is measured as well"
    )


def test_it_is_pure_this_machine_and_its_environment_do_not_matter(monkeypatch):
    before = recommend(card(250_000), minutes=5, machine=LARGE)
    monkeypatch.setenv("ARGOT_SLOTS", "1")
    assert recommend(card(250_000), minutes=5, machine=LARGE) == before


def test_every_preset_for_minutes_is_what_is_recommended():
    text = card(250_000)
    named = {name: preset.minutes for name, preset in PRESETS.items() if preset.minutes}
    assert named == {"quick": 1.0, "better": 5.0, "long": 15.0, "hour": 60.0}
    for name, minutes in named.items():
        found = PRESETS[name].config(text, OLD)
        assert found == recommend(text, minutes=minutes, machine=OLD)
        assert found.preset == name
    assert recommend(text, minutes=2).preset == ""


def test_a_kind_of_token_somebody_chose_is_kept():
    for kind in ("char", "word", "segmented", "bpe"):
        for language in ("en", "zh"):
            found = recommend(card(250_000, language), minutes=1, tokenizer=kind)
            assert found.tokenizer.kind == kind


def test_the_tables_are_in_order_and_leave_no_gap():
    assert (SIZES[0].minutes, SIZES[0].characters) == (0, 0)
    assert list(SIZES) == sorted(SIZES, key=lambda one: (one.units, one.minutes, one.characters))
    assert list(DROPOUTS) == sorted(DROPOUTS)
    for kind in ("char", "word", "segmented", "bpe"):
        for wide in (False, True):
            rows = [row.characters for row in CUTS if (row.kind, row.wide) == (kind, wide)]
            assert rows[0] == 0
            assert rows == sorted(rows)


def test_where_there_are_thousands_of_signs_dropout_is_doubled_once_a_text_is_read_often():
    def dropouts(language: str, characters: int) -> tuple[float, float]:
        model = recommend(card(characters, language), minutes=1, tokenizer="char").model
        return model.dropout, model.embedding_dropout

    often, letters = dropouts("ja", 700_000), dropouts("en", 700_000)
    assert letters[0] < often[0] < 0.5
    assert letters[1] < often[1]
    assert dropouts("ja", 70_000) == (0.5, 0.12)
    seldom = dropout_for(3.0, wide=True)
    assert seldom == dropout_for(3.0) == 0.1
    assert dropout_for(1_000.0, wide=True) == 0.5


def test_batches_that_are_cut_in_parts_still_can_be_on_a_small_text():
    wanted = replace(TrainingSettings(), batch_size=32, accumulation=16)
    found = fitting(wanted, card(2_000), "char")
    assert found.batch_size < 16
    assert found.accumulation == found.batch_size


def test_another_kind_of_token_takes_the_name_of_a_preset_away() -> None:
    text = card(2_000_000)
    for name in ("quick", "article"):
        preset = PRESETS[name]
        usual = preset.tokenizer_kind(text)
        assert preset.config(text, MEASURED_ON, tokenizer=usual) == preset.config(text, MEASURED_ON)
        other = preset.config(text, MEASURED_ON, tokenizer="char")
        assert (other.tokenizer.kind, other.preset) == ("char", "")
    assert for_minutes(7.0).config(text, MEASURED_ON).budget.minutes == 7.0
