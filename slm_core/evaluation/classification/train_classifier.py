"""Training one model a label, in one go: a run on all texts, and one more for each label, which
starts with what the first has learned. Each is an ordinary run in a process of its own."""

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from slm_core.evaluation.classification.classifier import (
    Classifier,
    LabelModel,
    keep_classifier,
    open_classifier,
)
from slm_core.evaluation.classification.classify import bits_by_label
from slm_core.evaluation.classification.judge_runs import JudgedLabels
from slm_core.evaluation.classification.label_floors import as_floor, label_floors
from slm_core.evaluation.classification.label_scores import label_scores
from slm_core.evaluation.classification.labelled_texts import LabelledTexts
from slm_core.evaluation.classification.likelihood import (
    LikelihoodWeights,
    fitted_temperature,
    fitted_weights,
    joined_probabilities,
    label_priors,
    label_probabilities,
)
from slm_core.evaluation.classification.naive_bayes import (
    NaiveBayes,
    WordCounts,
    best_settings,
    count_words,
    words_in,
)
from slm_core.evaluation.classification.training_plan import TrainingPlan
from slm_core.evaluation.classification.wait_for_runs import wait_for
from slm_core.evaluation.listener import Listener
from slm_core.hardware.machine import slots as checked_slots
from slm_core.messages import Message, msg
from slm_core.runs.launching.create import start_run
from slm_core.runs.run import Run
from slm_core.workspace import Workspace


@dataclass(frozen=True)
class TrainedClassifier:
    """A classifier, and how good its labels are for the texts that were held out."""

    classifier: Classifier
    judged: JudgedLabels
    """The weights are fitted on the same texts: two numbers, which flatters little."""
    chances: NDArray[np.float64]
    """Of each label for each held-out text (texts, labels)."""


def train_classifier(
    workspace: Workspace, plan: TrainingPlan, *, listener: Listener, slots: int | None = None
) -> TrainedClassifier:
    """Train all models and keep the classifier; takes its minutes and some seconds for each run.

    Raises RunError where a run fails, StoppedError: the runs that were made stay.
    """
    at_once = checked_slots(slots)
    base = start_run(workspace, plan.base_config(), slots=slots)
    wait_for([base], listener, lambda: _share_told(base))
    runs: list[Run] = []
    for label in plan.by_label:
        # One waits beside those that train, and no more: each is a process.
        wait_for(runs, listener, lambda: _count_told(runs, len(plan.by_label)), most=at_once)
        config = plan.label_config(label, base, slots=at_once)
        runs.append(start_run(workspace, config, slots=slots))
    wait_for(runs, listener, lambda: _count_told(runs, len(plan.by_label)))
    listener.say(msg("scoring the held-out texts under every model"))
    made = _trained(plan, base, runs)
    # Once the weights are known, words of the held-out texts count as well.
    counted = _counted(plan.request.rows, list(plan.by_label))
    kept = open_classifier(workspace, keep_classifier(workspace, made.classifier, counted))
    return replace(made, classifier=kept)


def _trained(plan: TrainingPlan, base: Run, runs: Sequence[Run]) -> TrainedClassifier:
    """The weights, and what is reached, from the held-out texts."""
    labels = list(plan.by_label)
    learned, held_out = plan.learned, plan.held_out
    number = {label: place for place, label in enumerate(labels)}
    right = np.array([number[label] for label in held_out.labels])
    priors = label_priors(np.array([number[label] for label in learned.labels]), len(labels))
    bits = bits_by_label(runs, held_out.texts)
    counted = _counted(learned, labels)
    spoken = NaiveBayes(counted).log_likelihoods(words_in(held_out.texts))
    weights = fitted_weights(bits, spoken, right, priors)
    chances = joined_probabilities(bits, spoken, priors, weights)
    temperature = fitted_temperature(bits, right, priors)
    alone = label_probabilities(bits, priors, temperature=temperature)
    judged = JudgedLabels(
        scores=label_scores(labels, held_out.labels, chances),
        predicted=tuple(labels[place] for place in chances.argmax(1).tolist()),
        floors=label_floors(
            learned.texts, learned.labels, judged=held_out.texts, right=held_out.labels
        ),
        networks=as_floor(label_scores(labels, held_out.labels, alone)),
    )
    return TrainedClassifier(
        _classifier(plan, base, runs, priors, weights, judged), judged, chances
    )


def _classifier(
    plan: TrainingPlan,
    base: Run,
    runs: Sequence[Run],
    priors: Sequence[float],
    weights: LikelihoodWeights,
    judged: JudgedLabels,
) -> Classifier:
    pairs = zip(plan.by_label, runs, priors, strict=True)
    return Classifier(
        name=plan.request.name,
        made=time.time(),
        base=base.id,
        models=tuple(LabelModel(label, run.id, prior) for label, run, prior in pairs),
        weights=weights,
        text_column=plan.request.rows.text_column,
        label_column=plan.request.rows.label_column,
        texts=len(plan.learned.texts),
        held_out=len(plan.held_out.texts),
        accuracy=judged.scores.accuracy,
        f1=judged.scores.f1,
        networks=judged.networks or judged.floors.commonest,
        floors=judged.floors,
    )


def _counted(rows: LabelledTexts, labels: Sequence[str]) -> WordCounts:
    """The words of the texts by label, in the order of `labels`."""
    words = words_in(rows.texts)
    settings = best_settings(words, rows.labels)
    order = sorted(range(len(words)), key=lambda at: labels.index(rows.labels[at]))
    return count_words([words[at] for at in order], [rows.labels[at] for at in order], settings)


def _share_told(run: Run) -> Message:
    percent = 10 * int(10 * run.status().fraction)
    return msg("training the model of all texts, {percent} %", percent=percent)


def _count_told(runs: Sequence[Run], count: int) -> Message:
    states = [run.status() for run in runs]
    done = sum(state.is_over for state in states)
    share = sum(1.0 if state.is_over else state.fraction for state in states) / count
    return msg(
        "training a model a label, {done} of {all} ready: {percent} %",
        done=done,
        all=count,
        percent=10 * int(10 * share),
    )
