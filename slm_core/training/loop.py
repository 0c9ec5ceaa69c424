"""The training loop: steps, records and validations until a budget is spent. Writes nothing."""

import math
import time
from collections.abc import Iterator
from dataclasses import dataclass

from slm_core.errors import DivergedError
from slm_core.messages import msg
from slm_core.metrics.evaluate import EvalTotals, evaluate
from slm_core.metrics.scores import Score, TrainRecord, score
from slm_core.models.base import device_of
from slm_core.tokenizers.split_stats import SplitStats
from slm_core.training.budget import Budget, Clock
from slm_core.training.dataloader import Batch, BpttLoader, TokenIds, on_device
from slm_core.training.early_stopping import TrainerEvent, on_validation
from slm_core.training.schedules import lr_factor, momentum
from slm_core.training.trainer import StepResult, Trainer
from slm_core.training.trainer_state import Best, RunningMetrics
from slm_core.training.weight_averaging import is_due

_FIRST_LOOK = 1024
"""Predictions of the look that measures how fast looking is."""
_BLOWN = 20.0
"""Nats beyond blind guessing from which a model counts as broken: it gives what is right a chance
half a billion times smaller. Where it began worse than that, twice what it began with."""


@dataclass(frozen=True)
class TrainingData:
    """What the loop learns from and is judged on."""

    streams: BpttLoader
    validation: TokenIds
    part: SplitStats
    """Sizes of the validation part."""


@dataclass(frozen=True)
class StepReport:
    """What the loop has to say after a step (or, with a validation only, before the first)."""

    fraction: float
    """Share of the budget that is spent."""
    train: TrainRecord | None
    validation: Score | None
    is_best: bool = False
    """Whether this validation is the best so far."""
    notes: tuple[TrainerEvent, ...] = ()
    """What the loop did by itself at this step."""


def train(trainer: Trainer, data: TrainingData, plan: Budget, clock: Clock) -> Iterator[StepReport]:
    """Learn until the budget is spent, or patience is; one report a step.

    All that changes is in `trainer`, so the caller may save it between two reports and go on from
    there another day; it may also stop the clock, change `progress.max_lr` or the model, or
    leave. Raises DivergedError.
    """
    progress = trainer.progress
    trainer.model.train()
    marks = _validation_points(trainer, data, plan)
    if progress.last_validation_fraction < 0.0 and progress.step == plan.first_step:
        progress.last_validation_fraction = 0.0
        progress.seconds = clock.seconds()
        yield _report(trainer, data, 0.0, None, look=True)
    batches = data.streams.batches(progress.loader)
    for batch in on_device(batches, device_of(trainer.model)):
        fraction = plan.fraction(progress.step + progress.step_shift, clock.seconds())
        if progress.stopped_early:
            return
        if fraction >= 1.0:
            if progress.last_validation_fraction < 1.0:  # the clock struck between two steps
                progress.last_validation_fraction = 1.0
                yield _report(trainer, data, 1.0, None, look=True)
            return
        notes = _average_if_due(trainer, fraction)
        began = time.perf_counter()
        rate, step = _training_step(trainer, batch, fraction)
        trainer.add_to_running_metrics(step, tokens=batch.inputs.numel())
        progress.seconds = clock.seconds()
        fraction = plan.fraction(progress.step + progress.step_shift, progress.seconds)
        due = max(
            (mark for mark in marks if progress.last_validation_fraction < mark <= fraction),
            default=None,
        )
        told = due is not None or progress.step % _logging_interval(progress.step) == 0
        if told:
            trainer.sync_running_metrics()  # a GPU is waited for here, so that it is in the seconds
        progress.running_metrics.seconds += time.perf_counter() - began
        record = _record(trainer, step, rate) if told else None
        if due is not None:
            progress.last_validation_fraction = due
        yield _report(trainer, data, fraction, record, look=due is not None, notes=notes)


def check_finite(trainer: Trainer) -> None:
    """Raise DivergedError where what was learned since the last record is no longer sound."""
    trainer.sync_running_metrics()
    tally = trainer.progress.running_metrics
    if tally.steps:
        _check_sound(trainer, tally.loss / tally.steps)


def _training_step(trainer: Trainer, batch: Batch, fraction: float) -> tuple[float, StepResult]:
    rate = trainer.progress.max_lr * lr_factor(trainer.settings, fraction)
    kept = momentum(trainer.settings, fraction)
    return rate, trainer.training_step(batch, rate=rate, momentum=kept)


def _average_if_due(trainer: Trainer, fraction: float) -> tuple[TrainerEvent, ...]:
    """Begin to average where that depends on the budget alone; what is to be told of it."""
    progress, settings = trainer.progress, trainer.settings
    if progress.averaging or not is_due(settings, fraction):
        return ()
    progress.averaging = True
    if settings.averaging == "exponential":
        return ()  # it begins with the first step: nobody needs to be told
    return (
        TrainerEvent(
            "averaging",
            {
                "reason": msg(
                    "{averaging_start:.0%} of the budget is spent",
                    averaging_start=settings.averaging_start,
                )
            },
        ),
    )


def _validation_points(trainer: Trainer, data: TrainingData, plan: Budget) -> tuple[float, ...]:
    """When to look, with the size of a look decided before the first."""
    progress = trainer.progress
    step_tokens = data.streams.batch_size * data.streams.sequence_length
    available = len(data.validation) - 1
    if not progress.validation_limit:
        evaluate(trainer.model, data.validation, limit=_FIRST_LOOK)  # the first is always slow
        began = time.perf_counter()
        seen = evaluate(trainer.model, data.validation, limit=_FIRST_LOOK).predictions
        progress.validation_speed = seen / (time.perf_counter() - began)
        progress.validation_limit = plan.validation_limit(
            available, step_tokens=step_tokens, speed=progress.validation_speed
        )
    limit, speed = progress.validation_limit, progress.validation_speed
    return plan.validation_fractions(limit, step_tokens=step_tokens, speed=speed)


def _logging_interval(step: int) -> int:
    """Steps between two records: 1 up to step 1,000, then doubling, so about 1,000 an octave."""
    return 1 << max(0, math.ceil(math.log2(max(step, 1) / 1000)))


def _record(trainer: Trainer, step: StepResult, rate: float) -> TrainRecord:
    tally = trainer.progress.running_metrics
    trainer.progress.running_metrics = RunningMetrics()
    record = TrainRecord(
        loss=tally.loss / tally.steps,
        accuracy=tally.correct / tally.tokens,
        learning_rate=rate,
        gradient_norm=float(step.gradient_norm),
        tokens_per_second=tally.tokens / max(tally.seconds, 1e-9),
    )
    _check_sound(trainer, record.loss, record.gradient_norm)
    return record


def _check_sound(trainer: Trainer, loss: float, *others: float) -> None:
    """Raise DivergedError where a number is none, or the loss is beyond all reason."""
    progress, settings = trainer.progress, trainer.settings
    blind = math.log(trainer.model.vocabulary_size)
    most = max(blind + _BLOWN, 2.0 * (progress.first_loss or 0.0))
    finite = all(map(math.isfinite, (loss, *others)))
    if finite and (loss <= most or progress.step == 0):
        return
    what = (
        msg(
            "The loss has grown to {loss} nats per token at step {step:,}, where "
            "blind guessing has {blind}",
            loss=_digits(loss, 3),
            step=progress.step,
            blind=_digits(blind, 2),
        )
        if finite
        else msg("The loss is no longer a number at step {step:,}", step=progress.step)
    )
    rate = trainer.optimizer.param_groups[0]["lr"]
    better = max(min(rate or settings.learning_rate, settings.learning_rate) / 10, 1e-5)
    remedy = msg("training.learning_rate={better} or smaller", better=_digits(better, 1))
    if not settings.clip_norm:
        remedy = msg("{remedy}, or with training.clip_norm=1", remedy=remedy)
    raise DivergedError(
        msg(
            "{what}: with a learning rate of {rate} the steps were too large for this model. "
            "Start again with {remedy}.",
            what=what,
            rate=_digits(rate, 3),
            remedy=remedy,
        )
    )


def _digits(number: float, count: int) -> str:
    """The first digits of a number, without an exponent where that would be no shorter: 100."""
    return f"{float(f'{number:.{count}g}'):g}"


def _report(
    trainer: Trainer,
    data: TrainingData,
    fraction: float,
    record: TrainRecord | None,
    *,
    look: bool,
    notes: tuple[TrainerEvent, ...] = (),
) -> StepReport:
    if not look:
        return StepReport(fraction, record, None, notes=notes)
    progress = trainer.progress
    with trainer.averaged_weights():
        limit = progress.validation_limit
        found = evaluate_split(evaluate(trainer.model, data.validation, limit=limit), data.part)
        _check_sound(trainer, found.loss)  # the last step may have spoilt what it learned from
        is_best = progress.best.loss is None or found.loss < progress.best.loss
        if is_best:
            progress.best = Best(progress.step, found.loss)
            trainer.keep_best()
    if progress.first_loss is None:
        progress.first_loss = found.loss
    if fraction < 1.0:
        notes += on_validation(progress, trainer.settings, found.loss)
    if progress.stopped_early:
        trainer.restore_best()
    return StepReport(fraction, record, found, is_best, notes)


def evaluate_split(totals: EvalTotals, part: SplitStats) -> Score:
    """The scores of an evaluation of `part`."""
    return score(
        part,
        nats=totals.nats,
        correct=totals.correct,
        predictions=totals.predictions,
        unknown=totals.unknown,
    )
