"""Texts put under the label whose model finds them most natural. Loads torch when it scores."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from slm_core.evaluation.classification.classifier import Classifier
from slm_core.evaluation.classification.judge_runs import JudgedLabels
from slm_core.evaluation.classification.label_floors import (
    LabelFloor,
    cross_validated_floors,
    label_floors,
)
from slm_core.evaluation.classification.label_scores import label_scores
from slm_core.evaluation.classification.labelled_texts import LabelledTexts
from slm_core.evaluation.classification.likelihood import joined_probabilities, label_probabilities
from slm_core.evaluation.classification.naive_bayes import NaiveBayes, words_in
from slm_core.evaluation.listener import Listener
from slm_core.evaluation.surprisal.limits import check_runs, check_texts
from slm_core.messages import msg
from slm_core.runs.run import Run
from slm_core.workspace import Workspace

_ALONE = Listener()


@dataclass(frozen=True)
class ClassifiedText:
    """One text with the label it got."""

    text: str
    label: str
    probability: float
    """Of that label."""
    probabilities: tuple[float, ...]
    """Of each label, in the order of the classifier."""
    bits: tuple[float, ...]
    """That the text costs under the model of each label."""


def classify_texts(
    workspace: Workspace,
    classifier: Classifier,
    texts: Sequence[str],
    *,
    listener: Listener = _ALONE,
) -> list[ClassifiedText]:
    """Each text with its label. Raises RunError where a model is gone, CorpusError on no text."""
    counted = NaiveBayes(classifier.counted(workspace)).log_likelihoods(words_in(texts))
    bits = bits_by_label(classifier.runs(workspace), texts, listener=listener)
    chances = joined_probabilities(bits, counted, classifier.priors, classifier.weights)
    labels = classifier.labels
    return [
        ClassifiedText(
            text=text,
            label=labels[int(row.argmax())],
            probability=float(row.max()),
            probabilities=tuple(row.tolist()),
            bits=tuple(cost.tolist()),
        )
        for text, row, cost in zip(texts, chances, bits, strict=True)
    ]


def judged_labels(
    classifier: Classifier,
    found: Sequence[ClassifiedText],
    rows: LabelledTexts,
    *,
    learned: LabelledTexts | None = None,
) -> JudgedLabels:
    """How good the labels are where the right ones are known, in `rows`.

    The floors learn from `learned`, the texts that the models and their temperature are from; where
    those are not at hand, from nine tenths of `rows` for the last.
    """
    chances = np.array([text.probabilities for text in found])
    alone = label_scores(
        classifier.labels,
        rows.labels,
        label_probabilities(
            np.array([text.bits for text in found]),
            classifier.priors,
            temperature=classifier.weights.temperature,
        ),
    )
    if learned is None:
        floors = cross_validated_floors(rows.texts, rows.labels)
    else:
        floors = label_floors(learned.texts, learned.labels, judged=rows.texts, right=rows.labels)
    return JudgedLabels(
        scores=label_scores(classifier.labels, rows.labels, chances),
        predicted=tuple(text.label for text in found),
        floors=floors,
        networks=LabelFloor(alone.accuracy, alone.f1),
    )


def bits_by_label(
    runs: Sequence[Run], texts: Sequence[str], *, listener: Listener = _ALONE
) -> NDArray[np.float64]:
    """What each text costs under each run's model (texts, runs). Raises CorpusError, RunError."""
    check_runs(runs)
    check_texts(texts)
    from slm_core.evaluation.surprisal.score_texts import document_bits  # noqa: PLC0415 torch
    from slm_core.evaluation.texts.training_text import TrainingText  # noqa: PLC0415 loads numpy
    from slm_core.runs.load_model import load_run_model  # noqa: PLC0415 loads torch

    columns = []
    for number, run in enumerate(runs):
        listener.say(msg("scoring with model {number} of {all}", number=number + 1, all=len(runs)))
        source = load_run_model(run)
        columns.append(document_bits(source, texts, TrainingText(source)))
    return np.array(columns).T
