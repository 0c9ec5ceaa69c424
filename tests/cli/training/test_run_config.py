"""What `train` makes of its options, without a process."""

from dataclasses import replace

import pytest

from slm_core.cli.commands.training import run_config
from slm_core.cli.commands.training.run_config import TrainRequest
from slm_core.corpus.store import Corpus
from slm_core.hardware.machine import Gpu
from slm_core.runs.planning.presets import MEASURED_ON, recommend
from slm_core.runs.planning.speed import known_runs
from tests.runs.planning.test_speed import HERE, trained
from tests.tiny import make_corpus, text_of, workspace_in

CARD = replace(MEASURED_ON, gpus=(Gpu(0, "NVIDIA T4", 16 << 30, 16 << 30),))


@pytest.fixture
def corpus(tmp_path) -> Corpus:
    return make_corpus(workspace_in(tmp_path), text_of(60_000))


@pytest.mark.parametrize("kind", ["word", "char", "bpe"])
@pytest.mark.parametrize("options", [{"preset": "better"}, {"minutes": 5.0}])
def test_tokens_of_a_kind_come_with_a_vocabulary_that_suits_them(
    monkeypatch, corpus, options, kind
):
    monkeypatch.setattr(run_config, "describe_machine", lambda: MEASURED_ON)
    expected = recommend(corpus.card, minutes=5.0, tokenizer=kind, machine=MEASURED_ON)
    for asked in (
        TrainRequest(**options, tokenizer=kind),
        TrainRequest(**options, assignments=[f"tokenizer.kind={kind}"]),
    ):
        found = asked.config(corpus)
        assert (found.tokenizer, found.budget) == (expected.tokenizer, expected.budget)
        assert (found.model, found.training) == (expected.model, expected.training)


def test_a_recipe_that_goes_by_epochs_keeps_all_but_its_tokens(monkeypatch, corpus):
    monkeypatch.setattr(run_config, "describe_machine", lambda: MEASURED_ON)
    own = TrainRequest(preset="article").config(corpus)
    pieces = TrainRequest(preset="article", tokenizer="bpe").config(corpus)
    assert own.tokenizer.kind == "word"
    assert pieces.tokenizer.kind == "bpe"
    assert pieces.tokenizer.vocabulary_size < 1000 < own.tokenizer.vocabulary_size
    assert pieces.model == own.model


def test_settings_are_chosen_by_the_speed_that_earlier_runs_had(monkeypatch, tmp_path, corpus):
    monkeypatch.setattr(run_config, "describe_machine", lambda: HERE)
    workspace = workspace_in(tmp_path)
    asked = TrainRequest(minutes=1.0, tokenizer="char")
    before = asked.config(corpus, known=known_runs(workspace), slots=64)
    trained(workspace, corpus, kind="lstm", hidden_size=256, speed=1_000)
    slower = asked.config(corpus, known=known_runs(workspace), slots=64)
    assert slower.model.hidden_size < before.model.hidden_size
    assert asked.config(corpus).model == before.model


def test_a_run_on_the_processor_is_not_sized_for_the_gpu_beside_it(monkeypatch, corpus):
    monkeypatch.setattr(run_config, "describe_machine", lambda: CARD)
    by_card = TrainRequest(minutes=0.2).config(corpus)
    by_processor = TrainRequest(minutes=0.2, assignments=["machine.device=cpu"]).config(corpus)
    assert by_processor.model == recommend(corpus.card, minutes=0.2, machine=MEASURED_ON).model
    assert by_processor.model != by_card.model
