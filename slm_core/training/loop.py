"""The training loop: steps, records and validations until a budget is spent. Writes nothing."""

import math
import time
from collections.abc import Iterator
from dataclasses import dataclass

from slm_core.errors import DivergedError
from slm_core.metrics.evaluate import Totals, evaluate
from slm_core.metrics.scores import Score, score
from slm_core.models.base import device_of
from slm_core.tokenizers.token_store import Part
from slm_core.training.budget import Clock, Plan
from slm_core.training.dataloader import Batch, Streams, TokenIds, on_device
from slm_core.training.early_stopping import Note, weigh
from slm_core.training.schedules import momentum, rate_factor
from slm_core.training.trainer import Learner, Step
from slm_core.training.trainer_state import Best, Tally
from slm_core.training.weight_averaging import is_due

_FIRST_LOOK = 1024
"""Predictions of the look that measures how fast looking is."""
_BLOWN = 20.0
"""Nats beyond blind guessing from which a model counts as broken: it gives what is right a chance
half a billion times smaller. Where it began worse than that, twice what it began with."""


@dataclass(frozen=True)
class Data:
    """What the loop learns from and is judged on."""

    streams: Streams
    validation: TokenIds
    part: Part
    """Sizes of the validation part."""


@dataclass(frozen=True)
class TrainRecord:
    """Mean over the steps since the last record; rate and norm are the last step's."""

    loss: float
    accuracy: float
    learning_rate: float
    gradient_norm: float
    tokens_per_second: float


@dataclass(frozen=True)
class Report:
    """What the loop has to say after a step (or, with a validation only, before the first)."""

    fraction: float
    """Share of the budget that is spent."""
    train: TrainRecord | None
    validation: Score | None
    is_best: bool = False
    """Whether this validation is the best so far."""
    notes: tuple[Note, ...] = ()
    """What the loop did by itself at this step."""


def train(learner: Learner, data: Data, plan: Plan, clock: Clock) -> Iterator[Report]:
    """Learn until the budget is spent, or patience is; one report a step.

    All that changes is in `learner`, so the caller may save it between two reports and go on from
    there another day; it may also stop the clock, change `progress.peak_rate` or the model, or
    leave. Raises DivergedError.
    """
    progress = learner.progress
    learner.model.train()
    marks = _planned_marks(learner, data, plan)
    if progress.looked < 0.0 and progress.step == plan.first_step:
        progress.looked = 0.0
        progress.seconds = clock.seconds()
        yield _report(learner, data, 0.0, None, look=True)
    batches = data.streams.batches(progress.cursor)
    for batch in on_device(batches, device_of(learner.model)):
        fraction = plan.fraction(progress.step + progress.shift, clock.seconds())
        if progress.early:
            return
        if fraction >= 1.0:
            if progress.looked < 1.0:  # the clock struck between two steps
                progress.looked = 1.0
                yield _report(learner, data, 1.0, None, look=True)
            return
        notes = _average_if_due(learner, fraction)
        began = time.perf_counter()
        rate, step = _learn(learner, batch, fraction)
        learner.count(step, tokens=batch.inputs.numel())
        progress.seconds = clock.seconds()
        fraction = plan.fraction(progress.step + progress.shift, progress.seconds)
        due = max((mark for mark in marks if progress.looked < mark <= fraction), default=None)
        told = due is not None or progress.step % _spacing(progress.step) == 0
        if told:
            learner.read_counts()  # a GPU is waited for here, so that it is in the seconds
        progress.tally.seconds += time.perf_counter() - began
        record = _record(learner, step, rate) if told else None
        if due is not None:
            progress.looked = due
        yield _report(learner, data, fraction, record, look=due is not None, notes=notes)


def check_sound(learner: Learner) -> None:
    """Raise DivergedError where what was learned since the last record is no longer sound."""
    learner.read_counts()
    tally = learner.progress.tally
    if tally.steps:
        _check_sound(learner, tally.loss / tally.steps)


def _learn(learner: Learner, batch: Batch, fraction: float) -> tuple[float, Step]:
    rate = learner.progress.peak_rate * rate_factor(learner.settings, fraction)
    kept = momentum(learner.settings, fraction)
    return rate, learner.learn(batch, rate=rate, momentum=kept)


def _average_if_due(learner: Learner, fraction: float) -> tuple[Note, ...]:
    """Begin to average where that depends on the budget alone; what is to be told of it."""
    progress, settings = learner.progress, learner.settings
    if progress.averaging or not is_due(settings, fraction):
        return ()
    progress.averaging = True
    if settings.averaging == "exponential":
        return ()  # it begins with the first step: nobody needs to be told
    return (
        Note("averaging", {"reason": f"{settings.averaging_start:.0%} of the budget is spent"}),
    )


def _planned_marks(learner: Learner, data: Data, plan: Plan) -> tuple[float, ...]:
    """When to look, with the size of a look decided before the first."""
    progress = learner.progress
    step_tokens = data.streams.batch_size * data.streams.sequence_length
    available = len(data.validation) - 1
    if not progress.validation_limit:
        evaluate(learner.model, data.validation, limit=_FIRST_LOOK)  # the first is always slow
        began = time.perf_counter()
        seen = evaluate(learner.model, data.validation, limit=_FIRST_LOOK).predictions
        progress.validation_speed = seen / (time.perf_counter() - began)
        progress.validation_limit = plan.validation_limit(
            available, step_tokens=step_tokens, speed=progress.validation_speed
        )
    limit, speed = progress.validation_limit, progress.validation_speed
    return plan.marks(limit, step_tokens=step_tokens, speed=speed)


def _spacing(step: int) -> int:
    """Steps between two records: 1 up to step 1,000, then doubling, so about 1,000 an octave."""
    return 1 << max(0, math.ceil(math.log2(max(step, 1) / 1000)))


def _record(learner: Learner, step: Step, rate: float) -> TrainRecord:
    tally = learner.progress.tally
    learner.progress.tally = Tally()
    record = TrainRecord(
        loss=tally.loss / tally.steps,
        accuracy=tally.correct / tally.tokens,
        learning_rate=rate,
        gradient_norm=float(step.gradient_norm),
        tokens_per_second=tally.tokens / max(tally.seconds, 1e-9),
    )
    _check_sound(learner, record.loss, record.gradient_norm)
    return record


def _check_sound(learner: Learner, loss: float, *others: float) -> None:
    """Raise DivergedError where a number is none, or the loss is beyond all reason."""
    progress, settings = learner.progress, learner.settings
    blind = math.log(learner.model.vocabulary_size)
    most = max(blind + _BLOWN, 2.0 * (progress.first_loss or 0.0))
    finite = all(map(math.isfinite, (loss, *others)))
    if finite and (loss <= most or progress.step == 0):
        return
    what = (
        f"The loss has grown to {_digits(loss, 3)} nats per token at step {progress.step:,}, where "
        f"blind guessing has {_digits(blind, 2)}"
        if finite
        else f"The loss is no longer a number at step {progress.step:,}"
    )
    rate = learner.optimizer.param_groups[0]["lr"]
    better = max(min(rate or settings.learning_rate, settings.learning_rate) / 10, 1e-5)
    remedy = f"training.learning_rate={_digits(better, 1)} or smaller"
    if not settings.clip_norm:
        remedy = f"{remedy}, or with training.clip_norm=1"
    raise DivergedError(
        f"{what}: with a learning rate of {_digits(rate, 3)} the steps were too large for this "
        f"model. Start again with {remedy}."
    )


def _digits(number: float, count: int) -> str:
    """The first digits of a number, without an exponent where that would be no shorter: 100."""
    return f"{float(f'{number:.{count}g}'):g}"


def _report(
    learner: Learner,
    data: Data,
    fraction: float,
    record: TrainRecord | None,
    *,
    look: bool,
    notes: tuple[Note, ...] = (),
) -> Report:
    if not look:
        return Report(fraction, record, None, notes=notes)
    progress = learner.progress
    with learner.judged():
        limit = progress.validation_limit
        found = scored(evaluate(learner.model, data.validation, limit=limit), data.part)
        _check_sound(learner, found.loss)  # the last step may have spoilt what it learned from
        is_best = progress.best.loss is None or found.loss < progress.best.loss
        if is_best:
            progress.best = Best(progress.step, found.loss)
            learner.keep_best()
    if progress.first_loss is None:
        progress.first_loss = found.loss
    if fraction < 1.0:
        notes += weigh(progress, learner.settings, found.loss)
    if progress.early:
        learner.restore_best()
    return Report(fraction, record, found, is_best, notes)


def scored(totals: Totals, part: Part) -> Score:
    """The scores of an evaluation of `part`."""
    return score(
        part,
        nats=totals.nats,
        correct=totals.correct,
        predictions=totals.predictions,
        unknown=totals.unknown,
    )
