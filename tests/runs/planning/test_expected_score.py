"""The score to expect: by counting it holds what was measured, by runs what was reached."""

import math
from dataclasses import replace

import pytest

from slm_core.corpus.store import Corpus
from slm_core.metrics.scores import Score
from slm_core.runs.config import RunConfig
from slm_core.runs.launching.create import start_run
from slm_core.runs.planning.expected_score import band_by_counting, band_by_runs
from slm_core.runs.planning.speed import MeasuredRun
from slm_core.runs.run import Run
from slm_core.training.settings import BudgetSettings
from slm_core.workspace import Workspace
from tests.tiny import make_config, make_corpus, wait_for_state, workspace_in

MEASURED = [
    # text, bits per byte by counting, steps of 1,024 tokens, bits per byte of the model
    ("health_news", 1.140, 150, 1.499),
    ("health_news", 1.140, 600, 0.879),
    ("health_news", 1.140, 1800, 0.728),
    ("credit_memos", 1.015, 150, 1.109),
    ("credit_memos", 1.015, 600, 0.590),
    ("credit_memos", 1.015, 1000, 0.538),
    ("credit_memos", 1.015, 1800, 0.512),
    ("maintenance_logs", 1.032, 150, 1.605),
    ("maintenance_logs", 1.032, 600, 0.788),
    ("maintenance_logs", 1.032, 1000, 0.635),
    ("customer_service_zh", 0.577, 150, 0.911),
    ("customer_service_zh", 0.577, 600, 0.531),
    ("customer_service_zh", 0.577, 1000, 0.492),
    ("tiny-shakespeare", 2.724, 150, 2.482),
    ("tiny-shakespeare", 2.724, 600, 2.154),
    ("zh_recipes", 1.643, 150, 1.656),
    ("zh_recipes", 1.643, 600, 1.321),
    ("medquad_niddk", 2.121, 150, 1.966),
    ("medquad_niddk", 2.121, 600, 1.575),
    ("German law", 1.956, 500, 1.457),
    ("Japanese novel", 1.476, 500, 1.314),
]
"""As in benchmarks/README.md."""
LARGE = 200_000
"""Bytes of a text that nobody memorises in a minute."""
SMALL = [
    # bytes of the training part, bits per byte by counting, million tokens read, of the model
    (800, 2.54, 0.8, 2.907),
    (2_400, 3.79, 3.2, 4.044),
    (8_000, 3.01, 5.2, 3.144),
    (24_000, 2.22, 5.1, 2.107),
    (80_000, 1.42, 1.5, 1.110),
    (800, 4.58, 0.9, 4.007),
    (2_400, 3.59, 2.3, 3.419),
    (8_000, 3.39, 3.5, 3.026),
    (24_000, 2.95, 3.2, 2.637),
    (80_000, 2.66, 2.4, 2.229),
    (800, 3.44, 0.9, 3.662),
    (2_400, 4.03, 2.6, 3.967),
    (8_000, 2.89, 3.4, 2.869),
    (24_000, 1.88, 4.1, 1.941),
]
"""Half a minute each, `benchmarks/small_texts.py`: health news, Shakespeare, medical answers."""


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    return workspace_in(tmp_path_factory.mktemp("band"))


@pytest.fixture(scope="module")
def corpus(workspace: Workspace) -> Corpus:
    return make_corpus(workspace)


@pytest.fixture(scope="module")
def finished(workspace: Workspace, corpus: Corpus) -> MeasuredRun:
    """A real run, and its tokens."""
    config = make_config(corpus, budget=BudgetSettings(steps=40))
    run = start_run(workspace, config)
    wait_for_state(run, "finished")
    facts, tokens = run.facts(), run.status().tokens
    assert facts is not None
    return MeasuredRun(
        run, run.config(), facts.parameters, facts.characters_per_token, 1000.0, tokens
    )


def reached(run: Run) -> Score:
    score = run.score()
    assert score is not None
    return score


@pytest.mark.parametrize(("text", "counting", "steps", "bits"), MEASURED)
def test_what_was_measured_lies_within_the_band(corpus, text, counting, steps, bits):
    band = band_by_counting(
        make_config(corpus), counting, tokens_read=1024 * steps, train_bytes=LARGE
    )
    assert band is not None
    assert band.low <= bits <= band.high, text
    assert band.high < 2.2 * band.low, "a wider one says nothing"


@pytest.mark.parametrize(("size", "counting", "millions", "bits"), SMALL)
def test_of_small_texts_the_middle_of_the_band_is_within_a_fifth(
    corpus, size, counting, millions, bits
):
    band = band_by_counting(
        make_config(corpus), counting, tokens_read=1e6 * millions, train_bytes=size
    )
    assert band is not None
    assert bits / math.sqrt(band.low * band.high) == pytest.approx(1.0, abs=0.2)
    assert band.high < 1.8 * band.low


def test_more_reading_promises_more_and_another_architecture_no_more_than_an_lstm(corpus):
    config = make_config(corpus)
    bands = [
        band_by_counting(config, 1.0, tokens_read=n, train_bytes=LARGE)
        for n in (50_000, 500_000, 5_000_000)
    ]
    lows = [band.low for band in bands if band]
    highs = [band.high for band in bands if band]
    assert lows == sorted(lows, reverse=True)
    assert highs == sorted(highs, reverse=True)
    other = band_by_counting(
        config.with_settings({"model.kind": "rnn"}), 1.0, tokens_read=50_000, train_bytes=LARGE
    )
    assert other is not None
    assert other.high > highs[0]
    assert other.low == lows[0]


def test_of_less_than_was_ever_measured_nothing_is_promised(corpus):
    assert band_by_counting(make_config(corpus), 1.0, tokens_read=10_000, train_bytes=LARGE) is None


@pytest.mark.parametrize(
    ("change", "promised"),
    [
        ({"budget.minutes": "0.05"}, False),
        ({"budget.minutes": "0.3"}, False),
        ({"budget.minutes": "0.5"}, True),
        ({"budget.minutes": "none", "budget.steps": "100"}, True),
        ({"budget.minutes": "0.5", "training.batch_size": "512"}, False),
    ],
    ids=str,
)
def test_a_run_of_seconds_or_few_steps_is_promised_no_score(corpus, change, promised):
    config = make_config(corpus, budget=BudgetSettings(minutes=1.0)).with_settings(
        {"training.batch_size": "16", "training.sequence_length": "64", **change}
    )
    band = band_by_counting(config, 0.58, tokens_read=200_000, train_bytes=LARGE)
    assert (band is not None) == promised


def test_a_run_like_it_on_the_same_text_tells_more_closely(finished: MeasuredRun):
    config, bits = finished.config, reached(finished.run).bits_per_byte
    band = band_by_runs([finished], config, tokens_read=finished.tokens)
    assert band is not None
    assert band.source == "runs"
    assert band.low < bits < band.high < 1.1 * band.low


@pytest.mark.parametrize(
    "change",
    [
        lambda config: replace(config, corpus="another"),
        lambda config: config.with_settings({"model.kind": "gru"}),
        lambda config: config.with_settings({"model.hidden_size": "64"}),
        lambda config: config.with_settings({"split.train": "90", "split.test": "0"}),
        lambda config: config.with_settings({"tokenizer.kind": "bpe"}),
        lambda config: config.with_settings({"model.initialisation": "zero"}),
        lambda config: config.with_settings({"training.loss": "brier"}),
        lambda config: config.with_settings({"training.optimizer": "sgd"}),
        lambda config: config.with_settings({"training.learning_rate": "0.001"}),
        lambda config: config.with_settings({"training.learning_rate": "0"}),
    ],
    ids=[
        *("corpus", "architecture", "size", "split", "tokens"),
        *("zero", "loss", "optimizer", "rate", "no rate"),
    ],
)
def test_a_run_unlike_it_tells_nothing(finished: MeasuredRun, change):
    config: RunConfig = change(finished.config)
    read = finished.tokens
    assert band_by_runs([finished], config, tokens_read=read) is None
    assert band_by_runs([finished], finished.config, tokens_read=3 * read) is None
    unlike = replace(finished, config=config)
    assert band_by_runs([unlike], finished.config, tokens_read=read) is None
    alone = band_by_runs([finished], finished.config, tokens_read=read)
    assert band_by_runs([unlike, finished], finished.config, tokens_read=read) == alone


@pytest.mark.parametrize(
    "change",
    [
        {"model.dropout": "0.5", "model.embedding_dropout": "0.1"},
        {"training.learning_rate": "0.02"},
        {"training.learning_rate": "0.005"},
    ],
    ids=str,
)
def test_dropout_and_a_similar_rate_make_no_run_unlike(finished: MeasuredRun, change):
    config = finished.config.with_settings(change)
    assert band_by_runs([finished], config, tokens_read=finished.tokens) is not None
