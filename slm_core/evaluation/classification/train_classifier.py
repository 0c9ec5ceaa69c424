"""Training one model a label, in one go: a run on all texts, and one more for each label, which
starts with what the first has learned. Each is an ordinary run in a process of its own."""

import time
from collections.abc import Callable, Sequence
from contextlib import suppress

import numpy as np

from slm_core.errors import RunError, StoppedError
from slm_core.evaluation.classification.classifier import (
    Classifier,
    LabelModel,
    keep_classifier,
    open_classifier,
)
from slm_core.evaluation.classification.classify import bits_by_label
from slm_core.evaluation.classification.label_floors import LabelFloor, label_floors
from slm_core.evaluation.classification.label_scores import label_scores
from slm_core.evaluation.classification.labelled_texts import LabelledTexts
from slm_core.evaluation.classification.likelihood import (
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
from slm_core.evaluation.listener import Listener
from slm_core.hardware.machine import slots as checked_slots
from slm_core.messages import Message, msg
from slm_core.runs.launching.control import ask
from slm_core.runs.launching.create import start_run
from slm_core.runs.run import Run
from slm_core.workspace import Workspace

_EVERY = 0.2
"""Seconds between two looks at the runs."""
_PATIENCE = 60.0
"""Seconds that runs asked to stop have for it."""


def train_classifier(
    workspace: Workspace, plan: TrainingPlan, *, listener: Listener, slots: int | None = None
) -> Classifier:
    """Train all models and keep the classifier; takes its minutes and some seconds for each run.

    Raises RunError where a run fails, StoppedError: the runs that were made stay.
    """
    at_once = checked_slots(slots)
    base = start_run(workspace, plan.base_config(), slots=slots)
    _wait([base], listener, lambda: _share_told(base))
    runs: list[Run] = []
    for label in plan.by_label:
        # One waits beside those that train, and no more: each is a process.
        _wait(runs, listener, lambda: _count_told(runs, len(plan.by_label)), most=at_once)
        config = plan.label_config(label, base, slots=at_once)
        runs.append(start_run(workspace, config, slots=slots))
    _wait(runs, listener, lambda: _count_told(runs, len(plan.by_label)))
    listener.say(msg("scoring the held-out texts under every model"))
    made = _classifier(plan, base, runs)
    # Once the weights are known, words of the held-out texts count as well.
    counted = _counted(plan.request.rows, list(plan.by_label))
    return open_classifier(workspace, keep_classifier(workspace, made, counted))


def _classifier(plan: TrainingPlan, base: Run, runs: Sequence[Run]) -> Classifier:
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
    scores = label_scores(labels, held_out.labels, chances)
    temperature = fitted_temperature(bits, right, priors)
    alone = label_probabilities(bits, priors, temperature=temperature)
    networks = label_scores(labels, held_out.labels, alone)
    pairs = zip(labels, runs, priors, strict=True)
    return Classifier(
        name=plan.request.name,
        made=time.time(),
        base=base.id,
        models=tuple(LabelModel(label, run.id, prior) for label, run, prior in pairs),
        weights=weights,
        text_column=plan.request.rows.text_column,
        label_column=plan.request.rows.label_column,
        texts=len(learned.texts),
        held_out=len(held_out.texts),
        accuracy=scores.accuracy,
        f1=scores.f1,
        networks=LabelFloor(networks.accuracy, networks.f1),
        floors=label_floors(
            learned.texts, learned.labels, judged=held_out.texts, right=held_out.labels
        ),
    )


def _counted(rows: LabelledTexts, labels: Sequence[str]) -> WordCounts:
    """The words of the texts by label, in the order of `labels`."""
    words = words_in(rows.texts)
    settings = best_settings(words, rows.labels)
    order = sorted(range(len(words)), key=lambda at: labels.index(rows.labels[at]))
    return count_words([words[at] for at in order], [rows.labels[at] for at in order], settings)


def _wait(
    runs: Sequence[Run], listener: Listener, told: Callable[[], Message], *, most: int = 0
) -> None:
    """Until no more than `most` of the runs are at work. Raises RunError where one has failed,
    StoppedError."""
    said: Message | None = None
    while sum(run.status().is_active for run in runs) > most:
        if listener.should_stop():
            _stop(runs)
        doing = told()
        if said is None or str(doing) != str(said):
            listener.tell(doing)
            said = doing
        time.sleep(_EVERY)
    for run in runs:
        status = run.status()
        if status.state in ("failed", "interrupted"):
            raise RunError(
                msg(
                    "The run {run} ended before its time: {error} The others stay; start again "
                    "when the cause is gone.",
                    run=run.id,
                    error=status.error or msg("its process was killed."),
                )
            )


def _stop(runs: Sequence[Run]) -> None:
    """Ask all to stop and wait for that. Raises StoppedError."""
    for run in runs:
        if run.status().is_active:
            with suppress(RunError):  # it ended this very moment
                ask(run, "stop")
    until = time.monotonic() + _PATIENCE
    while any(run.status().is_active for run in runs) and time.monotonic() < until:
        time.sleep(_EVERY)
    raise StoppedError(
        msg("Training the classifier was stopped. The runs that were made stay, each by itself.")
    )


def _share_told(run: Run) -> Message:
    percent = 10 * int(10 * run.status().fraction)
    return msg("training the model of all texts, {percent} %", percent=percent)


def _count_told(runs: Sequence[Run], count: int) -> Message:
    done = sum(run.status().is_over for run in runs)
    return msg("training a model a label, {done} of {all}", done=done, all=count)
