"""Scores of runs as a classifier on texts whose labels are known: several runs that stand for a
label each, or one run that is to find what is odd."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from slm_core.errors import RunError, SettingsError
from slm_core.evaluation.classification.label_floors import (
    LabelFloor,
    LabelFloors,
    cross_validated_floors,
)
from slm_core.evaluation.classification.label_scores import LabelScores, label_scores
from slm_core.evaluation.classification.labelled_texts import LabelledTexts
from slm_core.evaluation.classification.likelihood import (
    cross_fitted,
    probabilities_fitted_on,
)
from slm_core.evaluation.surprisal.records import RunSurprisal, SurprisalReport
from slm_core.messages import msg
from slm_core.runs.run import Run

_USUAL = "usual"
"""The label of what is not odd, where there are several."""


@dataclass(frozen=True)
class JudgedLabels:
    """Labels that were predicted for texts whose right ones are known."""

    scores: LabelScores
    predicted: tuple[str, ...]
    """Of each text."""
    floors: LabelFloors
    networks: LabelFloor | None = None
    """What a classifier's networks reach without counted words; None where no words count."""
    threshold_only: bool = False
    """Whether one run's threshold told the odd texts from the others: then no probabilities were
    given."""


@dataclass(frozen=True)
class NamedRun:
    """A run that scores, and the label that it stands for."""

    run: Run
    label: str = ""
    """"" where nobody named one: then the run's name tells."""


def labels_of_runs(named: Sequence[NamedRun], labels: Sequence[str]) -> list[str]:
    """The label that each run stands for. Raises SettingsError where that is none of `labels`."""
    found = []
    for one in named:
        label = one.label or _label_in(one.run.config().name, labels)
        if label not in labels:
            raise SettingsError(
                msg(
                    "The run {run} stands for none of the labels {labels}. Let its name end with "
                    "one of them, or write which it is: --runs LABEL={run}.",
                    run=one.run.id,
                    labels=", ".join(labels[:12]) + (", …" if len(labels) > 12 else ""),
                )
            )
        if label in found:
            raise SettingsError(
                msg("Two runs stand for the label {label!r}. Leave one out.", label=label)
            )
        found.append(label)
    return found


def judge_runs(report: SurprisalReport, labels: Sequence[str], rows: LabelledTexts) -> JudgedLabels:
    """How often the run that finds a text most natural is that of its label; and what was
    predicted. `labels` has that of each run.

    Priors and temperature are fitted on one half of the texts for the other. A text whose label no
    run stands for is counted as wrong, under the label that it got.
    """
    costs = [[document.bits for document in run.documents] for run in report.runs]
    bits = np.array(costs).T  # (texts, runs)
    number = {label: place for place, label in enumerate(labels)}
    known = np.array([label in number for label in rows.labels])
    right = np.array([number.get(label, -1) for label in rows.labels])
    chances = np.full(bits.shape, 1 / len(labels))
    if known.any():
        chances[known] = cross_fitted(bits[known], right[known])
        chances[~known] = probabilities_fitted_on(bits[known], right[known], bits[~known])
    return JudgedLabels(
        scores=label_scores(labels, rows.labels, chances),
        predicted=tuple(labels[place] for place in chances.argmax(1).tolist()),
        floors=cross_validated_floors(rows.texts, rows.labels),
    )


def odd_label(rows: LabelledTexts, wanted: str | None) -> str:
    """The label of what is odd: the one named, else the rarer of two. Raises SettingsError."""
    counts = rows.counts()
    if wanted is not None:
        if wanted not in counts:
            raise SettingsError(
                msg(
                    "No text has the label {wanted!r}. There are: {labels}.",
                    wanted=wanted,
                    labels=", ".join(list(counts)[:12]),
                )
            )
        return wanted
    if len(counts) != 2:
        raise SettingsError(
            msg(
                "One run tells usual texts from odd ones, and there are {count} labels. Name the "
                "label of the odd texts (--odd), or a run for each label (--runs).",
                count=len(counts),
            )
        )
    return list(counts)[-1]


def judge_oddity(run: RunSurprisal, rows: LabelledTexts, odd: str) -> JudgedLabels:
    """How well the run's threshold tells texts with the label `odd` from all others; and what was
    predicted. Raises RunError without a threshold."""
    if run.threshold is None:
        raise RunError(run.without_threshold or msg("There is no threshold for this run."))
    others = set(rows.labels) - {odd}
    usual = next(iter(others)) if len(others) == 1 else _USUAL
    right = [odd if label == odd else usual for label in rows.labels]
    above = np.array([one.bits_per_byte for one in run.documents]) - run.threshold.bits_per_byte
    # As a share with its border at one half: only the order and the border count.
    share = 0.5 + np.arctan(above) / np.pi
    share[above == 0] = np.nextafter(0.5, 0)
    names = (odd, usual)
    return JudgedLabels(
        scores=label_scores(names, right, np.stack([share, 1 - share], axis=1)),
        predicted=tuple(odd if value > 0 else usual for value in above.tolist()),
        floors=cross_validated_floors(rows.texts, right),
        threshold_only=True,
    )


def _label_in(name: str, labels: Sequence[str]) -> str:
    """The label that a run's name ends with, as `classify train` names runs; "" for none."""
    last = name.rpartition(" · ")[2].casefold()
    return next((label for label in labels if label.casefold() in (name.casefold(), last)), "")
