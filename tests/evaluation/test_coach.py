"""What a run's numbers say: trends, floors, and the sentences made of them."""

import math
from dataclasses import replace

import pytest

from slm_core.evaluation.coach import (
    Verdict,
    accuracy_finding,
    loss_finding,
    race_verdict,
    training_losses_at,
    trend_of,
    verdict_of,
)
from slm_core.evaluation.specimen import Specimen
from slm_core.json_log import JsonLog
from slm_core.messages import sentences
from slm_core.runs.metrics import MetricsFollower


def told(verdict: Verdict) -> str:
    return str(sentences(verdict.messages(ended=True)))


def test_the_trend_is_read_from_the_validation_losses() -> None:
    falling = [3.0, 2.0, 1.5, 1.3, 1.2, 1.1]
    level = [3.0, 2.0, 1.5, 1.2, 1.2, 1.2, 1.2, 1.2, 1.2, 1.2]
    gap = [3.0, math.nan, 2.0, 1.5, 1.4]
    assert trend_of([3.0, 2.0], [3.0, 2.0]) == "unknown"
    assert trend_of(falling, falling) == "improving"
    assert trend_of(level, level) == "level"
    assert trend_of(gap, gap) == "improving"


def test_a_rise_that_nobody_sees_in_the_chart_is_not_called_memorising() -> None:
    falling = [4.2, 3.0, 2.0, 1.6, 1.4, 1.3, 1.2, 1.1, 1.0, 0.9]
    seen = [4.2, 2.5, 1.8, 1.5, 1.4, 1.42, 1.45, 1.47, 1.49, 1.5]
    unseen = [4.2, 2.5, 1.8, 1.5, 1.4, 1.4, 1.41, 1.41, 1.42, 1.42]
    assert trend_of(seen, falling) == "overfitting"
    assert trend_of(unseen, falling) == "level"
    small = [4.2, 2.0, 1.0, 0.4, 0.3, 0.31, 0.32, 0.33, 0.34, 0.35]  # a sixth more than its best
    assert trend_of(small, [loss / 2 for loss in sorted(small, reverse=True)]) == "overfitting"
    tuned = [1.45, 1.42, 1.4, 1.41, 1.42, 1.44]  # from an earlier run: its chart shows no more
    assert trend_of(tuned, [1.4, 1.3, 1.2, 1.1, 1.0, 0.9]) == "overfitting"


def test_what_scores_of_two_decimals_do_not_show_is_no_reason_to_train_longer() -> None:
    hardly = [0.9, 0.5, 0.35, 0.328, 0.327, 0.326, 0.325, 0.324, 0.323, 0.322]
    assert trend_of(hardly, hardly) == "level"


def test_a_training_loss_above_validation_is_not_memorising() -> None:
    validation = [1.0, 0.5, 0.2, 0.16, 0.18, 0.2]
    assert trend_of(validation, [1.2, 0.7, 0.4, 0.31, 0.3, 0.29]) == "worse"
    assert trend_of(validation, [1.2, 0.7, 0.2, 0.12, 0.1, 0.09]) == "overfitting"


RISING = [3.0, 2.0, 1.5, 1.4, 1.5, 1.6]
"""Validation losses, best at the fourth check."""


@pytest.mark.parametrize(
    ("training", "trend", "said"),
    [
        (
            [3.0, 1.9, 1.4, 1.2, 1.0, 0.9],
            "overfitting",
            "memorise the text: validation got worse",
        ),
        (
            [3.0, 1.9, 1.4, 1.3, 1.4, 1.5],
            "unsteady",
            "so did training: it did not memorise",
        ),
        ([3.0, 1.9, 0.5, 0.02, 0.02, 0.03], "worse", "Towards the end validation got worse."),
        ([math.nan] * 6, "worse", "Towards the end validation got worse."),
    ],
    ids=["falls", "rises", "still", "unknown"],
)
def test_where_validation_rose_training_tells_what_it_was(
    training: list[float], trend: str, said: str
) -> None:
    found = trend_of(RISING, training)
    assert found == trend
    verdict = Verdict(2.0, 0.5, floor_bits=4.5, floor_accuracy=0.19, trend=found)
    assert said in told(verdict)
    assert ("learning rate" in told(verdict)) == (trend == "unsteady")
    assert ("more dropout helps" in told(verdict)) == (trend == "overfitting")


def test_training_losses_at_a_check_is_of_the_steps_since_the_one_before() -> None:
    steps, losses = [1.0, 2.0, 3.0, 4.0, 5.0], [5.0, 3.0, 2.0, math.nan, 1.0]
    assert training_losses_at([2.0, 4.0, 5.0], steps, losses) == [4.0, 2.0, 1.0]
    assert training_losses_at([0.0, 2.0, 5.0], steps, losses) == [4.0, 4.0, 1.5]
    alone = training_losses_at([0.0], steps, losses)
    assert len(alone) == 1
    assert math.isnan(alone[0])


def test_the_verdict_never_praises_what_counting_does_as_well() -> None:
    verdict = Verdict(4.6, 0.2, floor_bits=4.5, floor_accuracy=0.19, trend="level")
    assert "has not learned anything" in told(verdict)
    overfitted = Verdict(2.0, 0.5, floor_bits=4.5, floor_accuracy=0.19, trend="overfitting")
    assert "began to memorise" in told(overfitted)


def test_a_run_is_judged_by_its_final_score_and_before_by_its_newest_check(tmp_path) -> None:
    metrics = MetricsFollower(tmp_path / "metrics.jsonl")
    assert verdict_of(metrics, score=None, facts=None) is None
    log = JsonLog(tmp_path / "metrics.jsonl")
    for step in range(1, 11):
        measured = {"loss": 3.0 / step, "bits_per_byte": 4.0 / step, "accuracy": 0.05 * step}
        log.append({"kind": "validation", "step": step, **measured})
    metrics.catch_up()
    verdict = verdict_of(metrics, score=None, facts=None)
    assert verdict is not None
    assert (verdict.bits_per_byte, verdict.accuracy, verdict.trend) == (0.4, 0.5, "improving")
    assert told(verdict) == (
        "It has learned part of the language of this text. It was still getting better when it "
        "ended: more training should help. It needs 0.40 bits for each byte of text it has never "
        "seen. Its first guess is right "
        "50.0% of the time."
    )


@pytest.mark.parametrize(
    ("bits", "words", "level", "reason"),
    [
        (1.0, 0.97, "good", "97% of the words it writes occur in your text."),
        (1.0, 0.55, "poor", "55% of the words it writes occur in your text."),
        (2.0, 0.97, "fair", "about as well as counting letter sequences does."),
        (2.0, 0.80, "fair", "80% of the words it writes occur in your text."),
        (3.0, 0.97, "poor", "less well than counting letter sequences does."),
        (1.0, None, "good", "clearly better than counting letter sequences does."),
    ],
)
def test_the_level_is_the_worse_of_score_and_words_and_its_reason_says_which(
    bits, words, level, reason
) -> None:
    seen = Specimen(real_words=words, ngram_bits=2.0)
    verdict = Verdict(bits, 0.5, floor_bits=4.5, floor_accuracy=0.19, trend="level", specimen=seen)
    assert verdict.level == level
    assert reason in told(verdict)
    hopeless = replace(verdict, bits_per_byte=4.6)
    assert hopeless.level == "poor", "whatever it writes"


def test_captions_say_what_this_curve_shows_and_agree_with_the_verdict() -> None:
    for trend, words in {
        "improving": "more training should help",
        "overfitting": "memoris",
    }.items():
        verdict = Verdict(2.0, 0.5, floor_bits=4.5, floor_accuracy=0.19, trend=trend)
        assert words in str(loss_finding(trend, ended=True))
        assert words in told(verdict)
    assert "is learning" in str(loss_finding("improving", ended=False))
    assert str(accuracy_finding(0.6, 0.19)).startswith("41 points above")
    assert "No better than" in str(accuracy_finding(0.19, 0.19))
    assert "Too early" in str(accuracy_finding(None, 0.19))


def test_a_race_needs_two_scores_for_a_verdict() -> None:
    assert race_verdict([("LSTM", 2.0), ("GRU", None)]) is None
    assert str(race_verdict([("LSTM", 2.0), ("GRU", None), ("Transformer", 1.5)])) == (
        "Transformer learned most: 1.500 bits per byte, 25.0% less than LSTM."
    )
