"""The training loop: fit, log, validate, until a budget is spent. Writes no files."""

import math
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace

from slm_core.messages import msg
from slm_core.metrics.scores import Score, TrainRecord
from slm_core.models.base import device_of
from slm_core.training.dataloader import Batch, on_device
from slm_core.training.optim.schedules import lr_and_momentum
from slm_core.training.optim.weight_averaging import start_fraction
from slm_core.training.stopping.budget import Budget, Clock, Progress
from slm_core.training.stopping.divergence import check_loss
from slm_core.training.trainer import StepResult, Trainer, TrainerEvent
from slm_core.training.validation import TrainingData, plan_validation, validate


@dataclass(frozen=True)
class StepReport:
    """What happened at a step, or, with a validation only, before the first."""

    progress: Progress
    train: TrainRecord | None
    validation: Score | None
    events: tuple[TrainerEvent, ...] = ()
    """What the loop did by itself at this step."""


def train(
    trainer: Trainer, data: TrainingData, budget: Budget, clock: Clock
) -> Iterator[StepReport]:
    """Learn until the budget of a phase is spent, or patience is; one report a step.

    All that changes is in `trainer`, so the caller may save it between two reports and go on from
    there another day; it may also stop the clock, change the learning rate or the model, or leave.
    Raises DivergedError.
    """
    state, phase = trainer.state, trainer.state.phase
    trainer.model.train()
    points = plan_validation(trainer, data, budget)
    averaging_from = start_fraction(trainer.settings)
    epoch = data.loader.tokens_per_epoch
    if phase.last_validation_fraction < 0.0 and state.step == budget.first_step:
        phase.last_validation_fraction = 0.0
        state.seconds = clock.seconds()
        score, events = validate(trainer, data, is_last=False)
        progress = budget.progress(state, tokens_per_epoch=epoch)
        yield StepReport(replace(progress, fraction=0.0), None, score, events)
    for batch in on_device(data.loader.batches(state.loader), device_of(trainer.model)):
        fraction = budget.fraction(state.step + phase.step_shift, clock.seconds())
        if phase.early_stopping.stopped:
            return
        if fraction >= 1.0:
            if phase.last_validation_fraction < 1.0:  # the clock struck between two steps
                phase.last_validation_fraction = 1.0
                score, events = validate(trainer, data, is_last=True)
                progress = budget.progress(state, tokens_per_epoch=epoch)
                yield StepReport(replace(progress, fraction=1.0), None, score, events)
            return
        events: tuple[TrainerEvent, ...] = ()
        if fraction >= averaging_from and not phase.averaging.active:
            events = _start_averaging(trainer)
        began = time.perf_counter()
        learning_rate, step = _fit(trainer, batch, fraction)
        state.seconds = clock.seconds()
        progress = budget.progress(state, tokens_per_epoch=epoch)
        due = [p for p in points if phase.last_validation_fraction < p <= progress.fraction]
        record = _log(trainer, step, learning_rate, began, at_once=bool(due))
        score = None
        if due:
            phase.last_validation_fraction = due[-1]
            score, more = validate(trainer, data, is_last=progress.fraction >= 1.0)
            events += more
        yield StepReport(progress, record, score, events)


def _fit(trainer: Trainer, batch: Batch, fraction: float) -> tuple[float, StepResult]:
    """One update; with its learning rate."""
    max_lr = trainer.state.phase.max_lr
    learning_rate, momentum = lr_and_momentum(trainer.settings, fraction, max_lr=max_lr)
    return learning_rate, trainer.training_step(batch, rate=learning_rate, momentum=momentum)


def _log(
    trainer: Trainer, step: StepResult, learning_rate: float, began: float, *, at_once: bool
) -> TrainRecord | None:
    """The record of the steps since the last one, where one is due. Raises DivergedError."""
    is_due = at_once or trainer.state.step % _logging_interval(trainer.state.step) == 0
    trainer.running_metrics.end_step(began, wait=is_due)
    if not is_due:
        return None
    norm = float(step.gradient_norm)
    record = trainer.running_metrics.take_record(learning_rate=learning_rate, gradient_norm=norm)
    check_loss(trainer, record.loss, record.gradient_norm)
    return record


def _start_averaging(trainer: Trainer) -> tuple[TrainerEvent, ...]:
    """Average weights because so much of the budget is spent; the event of it."""
    trainer.start_averaging()
    settings = trainer.settings
    if settings.averaging == "exponential":
        return ()  # it begins with the first step: nobody needs to be told
    start = settings.averaging_start
    reason = msg("{averaging_start:.0%} of the budget is spent", averaging_start=start)
    return (TrainerEvent("averaging", {"reason": reason}),)


def _logging_interval(step: int) -> int:
    """Steps between two records: 1 up to step 1,000, then doubling, so about 1,000 an octave."""
    return 1 << max(0, math.ceil(math.log2(max(step, 1) / 1000)))
