"""Precision, recall, F1, ROC and the floors on labels whose scores are known."""

import math

import numpy as np
import pytest

from slm_core.errors import SettingsError
from slm_core.evaluation.classification.judge_runs import judge_oddity, judge_runs, odd_label
from slm_core.evaluation.classification.label_floors import (
    LabelFloor,
    LabelFloors,
    beats_words,
    cross_validated_floors,
    label_floors,
)
from slm_core.evaluation.classification.label_scores import label_scores, roc_curve
from slm_core.evaluation.classification.labelled_texts import LabelledTexts
from slm_core.evaluation.classification.likelihood import (
    cross_fitted,
    fitted_temperature,
    fitted_weights,
    joined_probabilities,
    label_probabilities,
)
from slm_core.evaluation.classification.naive_bayes import (
    NaiveBayes,
    NaiveBayesSettings,
    best_settings,
    count_words,
    words_in,
)
from slm_core.evaluation.surprisal.records import (
    AnomalyThreshold,
    DocumentSurprisal,
    RunSurprisal,
    SurprisalReport,
)


def test_scores_are_those_of_the_confusion_matrix() -> None:
    #          right:  a    a    a    b    b    c
    chances = np.array([[0.9, 0.1], [0.6, 0.4], [0.3, 0.7], [0.2, 0.8], [0.55, 0.45], [0.1, 0.9]])
    found = label_scores(("a", "b"), list("aaabbc"), chances)
    assert found.confusion == ((2, 1, 0), (1, 1, 0), (0, 1, 0))
    assert found.accuracy == pytest.approx(3 / 6)
    a, b, c = found.by_label
    assert (a.precision, a.recall, a.f1) == pytest.approx((2 / 3, 2 / 3, 2 / 3))
    assert (b.precision, b.recall, b.f1) == pytest.approx((1 / 3, 1 / 2, 2 / 5))
    assert (c.texts, c.precision, c.recall, c.f1) == (1, 0, 0, 0)
    assert found.f1 == pytest.approx((2 / 3 + 2 / 5) / 3)


def test_the_area_under_the_curve_counts_pairs_in_order() -> None:
    draw = np.random.default_rng(3)
    positive = draw.random(200) < 0.3
    scores = np.round(draw.normal(size=200) + positive, 1)  # with ties
    ones, zeros = scores[positive][:, None], scores[~positive]
    pairs = ((ones > zeros) + 0.5 * (ones == zeros)).mean()
    curve = roc_curve(scores, positive)
    assert curve is not None
    assert curve.area == pytest.approx(pairs)
    assert (curve.false_alarms[0], curve.found[0]) == (0, 0)
    assert (curve.false_alarms[-1], curve.found[-1]) == (1, 1)
    assert roc_curve(scores, np.ones(200, bool)) is None


def test_the_temperature_that_spoilt_probabilities_is_found_again() -> None:
    draw = np.random.default_rng(5)
    bits = draw.normal(scale=3, size=(4_000, 3))
    true = label_probabilities(bits, [1 / 3] * 3, temperature=1.0)
    right = np.array([draw.choice(3, p=row) for row in true])
    assert fitted_temperature(7 * bits, right, [1 / 3] * 3) == pytest.approx(7, rel=0.1)
    found = label_scores("012", [str(one) for one in right], cross_fitted(7 * bits, right))
    assert found.calibration_error < 0.03


def test_labels_in_turns_are_fitted_as_well_as_in_any_order() -> None:
    draw = np.random.default_rng(5)
    right = np.arange(200) % 2  # every second text has the same label
    bits = draw.normal(loc=1.5 * (1 - np.eye(2)[right]), scale=1.0)
    mixed = draw.permutation(200)
    in_turns = (cross_fitted(bits, right).argmax(1) == right).mean()
    any_order = (cross_fitted(bits[mixed], right[mixed]).argmax(1) == right[mixed]).mean()
    assert in_turns == pytest.approx(any_order, abs=0.03)
    assert in_turns > 0.8


def test_a_text_of_a_label_without_a_run_gets_the_likeliest_of_the_others() -> None:
    draw = np.random.default_rng(9)
    labels = ["heat", "leak"] * 40 + ["noise"] * 6
    cheap = np.array([label == "heat" for label in labels])
    cheap[80:] = False  # to both models, noise looks like a leak
    bits = 300 + draw.normal(size=(86, 2)) + 20 * np.stack([~cheap, cheap], axis=1)
    runs = tuple(
        RunSurprisal(name, name, tuple(_document(at, cost) for at, cost in enumerate(costs)))
        for name, costs in zip(("heat", "leak"), bits.T.tolist(), strict=True)
    )
    rows = LabelledTexts("notes", tuple(f"note {at}" for at in range(86)), tuple(labels))
    judged = judge_runs(SurprisalReport("notes", runs), ["heat", "leak"], rows)
    assert judged.predicted == ("heat", "leak") * 40 + ("leak",) * 6
    assert judged.scores.accuracy == pytest.approx(80 / 86)
    assert judged.scores.confusion == ((40, 0, 0), (0, 40, 0), (0, 6, 0))


def test_a_threshold_is_judged_by_the_odd_label_that_is_named() -> None:
    labels = ("usual", "odd", "late", "usual")
    rows = LabelledTexts("notes", ("a", "b", "c", "d"), labels)
    with pytest.raises(SettingsError, match="there are 3 labels"):
        odd_label(rows, None)
    with pytest.raises(SettingsError, match="No text has the label 'strange'"):
        odd_label(rows, "strange")
    documents = tuple(_document(at, cost) for at, cost in enumerate((100.0, 300, 120, 280)))
    run = RunSurprisal("r", "r", documents, AnomalyThreshold(2.0, 0.05, 40))
    judged = judge_oddity(run, rows, odd_label(rows, "odd"))
    assert judged.predicted == ("usual", "odd", "usual", "odd")
    assert judged.scores.confusion == ((1, 0), (1, 2))


def _document(number: int, bits: float) -> DocumentSurprisal:
    return DocumentSurprisal(number, "", bits, bytes=100, tokens=())


def test_networks_and_counted_words_weigh_as_they_err() -> None:
    draw = np.random.default_rng(7)
    right = draw.integers(3, size=3_000)
    truth = np.eye(3)[right]
    bits = -2.0 * truth + draw.normal(scale=2, size=truth.shape)  # errs by itself
    counted = 1.5 * truth + draw.normal(size=truth.shape)  # errs elsewhere
    priors = [1 / 3] * 3
    weights = fitted_weights(bits, counted, right, priors)
    # With normal errors the best weight of each is its gap by its variance.
    assert math.log(2) / weights.temperature == pytest.approx(2 / 4, rel=0.15)
    assert weights.counted == pytest.approx(1.5, rel=0.15)
    together = joined_probabilities(bits, counted, priors, weights).argmax(1) == right
    assert together.mean() > (counted.argmax(1) == right).mean() + 0.02
    useless = fitted_weights(bits, draw.normal(size=truth.shape), right, priors)
    assert useless.counted < 0.1


def test_priors_decide_where_likelihoods_do_not() -> None:
    even = label_probabilities(np.zeros((1, 2)), [0.9, 0.1], temperature=4.0)
    assert even[0] == pytest.approx([0.9, 0.1])
    sure = label_probabilities(np.array([[9_000.0, 10.0]]), [0.9, 0.1], temperature=1.0)
    assert sure[0, 1] == 1.0


def test_naive_bayes_is_bayes_rule_over_words_and_pairs() -> None:
    settings = NaiveBayesSettings(pairs=True, smoothing=0.3)
    model = NaiveBayes(count_words(words_in(["hot pump", "cold seal"]), ["a", "b"], settings))
    chances = model.probabilities(words_in(["Hot pump!", "cold", "valve"]))
    weight = 1.3 / 0.3  # one of three features each, smoothed by 0.3 over six
    assert chances[0, 0] == pytest.approx(weight**3 / (1 + weight**3))
    assert chances[1, 1] == pytest.approx(weight / (1 + weight))
    assert chances[2] == pytest.approx([0.5, 0.5])  # a word that never came says nothing


def test_pairs_are_counted_where_they_help() -> None:
    texts = ["not hot but cold", "not cold but hot"] * 20
    assert best_settings(words_in(texts), ["cold", "hot"] * 20).pairs


def test_floors_by_themselves_and_cross_validated() -> None:
    texts = [f"the pump is hot {n}" for n in range(30)] + [f"seal leaks oil {n}" for n in range(10)]
    labels = ["heat"] * 30 + ["leak"] * 10
    learned = label_floors(texts, labels, judged=["oil leaks", "hot pump"], right=["leak", "heat"])
    assert learned.naive_bayes.accuracy == 1.0
    assert learned.commonest.accuracy == 0.5
    crossed = cross_validated_floors(texts, labels)
    assert crossed.commonest.accuracy == 0.75
    assert crossed.naive_bayes.accuracy == 1.0


@pytest.mark.parametrize(
    ("counted", "said"),
    [
        (0.5, "better than counting words: 75.0% right instead of 50.0%, which is 1 of 4 texts"),
        (0.75, "as well as counting words, and no better: both put 75.0% of 4 texts right"),
        (1.0, "Counting words does better than the models: 100.0% right instead of 75.0%"),
    ],
)
def test_the_verdict_beside_naive_bayes_has_both_figures(counted: float, said: str) -> None:
    chances = np.array([[0.9, 0.1], [0.2, 0.8], [0.1, 0.9], [0.7, 0.3]])
    found = label_scores(("a", "b"), list("abbb"), chances)
    floors = LabelFloors(LabelFloor(0.5, 0.3), LabelFloor(counted, counted))
    assert said in str(beats_words(found, floors))
