"""The validation phase of the loop: when it is due, its score, and what follows from that."""

import time
from dataclasses import dataclass

from slm_core.messages import Message, msg
from slm_core.metrics.evaluate import EvalTotals, evaluate
from slm_core.metrics.scores import Score, score
from slm_core.tokenizers.encoded.split_stats import SplitStats
from slm_core.training.dataloader import BpttLoader, TokenIds
from slm_core.training.stopping.budget import Budget
from slm_core.training.stopping.divergence import check_loss
from slm_core.training.stopping.early_stopping import Action
from slm_core.training.trainer import Trainer, TrainerEvent
from slm_core.training.trainer_state import Best

_TIMED_PREDICTIONS = 1024
"""Predictions of the evaluation that measures how fast evaluating is."""


@dataclass(frozen=True)
class TrainingData:
    """What the loop learns from and is validated on."""

    loader: BpttLoader
    validation: TokenIds
    part: SplitStats
    """Sizes of the validation part."""


def plan_validation(trainer: Trainer, data: TrainingData, budget: Budget) -> tuple[float, ...]:
    """Shares of the budget at which to validate; decides the size of a validation before the
    first."""
    state = trainer.state.validation
    step_tokens = data.loader.batch_size * data.loader.sequence_length
    if not state.limit:
        evaluate(trainer.model, data.validation, limit=_TIMED_PREDICTIONS)  # the first is slow
        began = time.perf_counter()
        totals = evaluate(trainer.model, data.validation, limit=_TIMED_PREDICTIONS)
        state.speed = totals.predictions / (time.perf_counter() - began)
        state.limit = budget.validation_limit(
            len(data.validation) - 1, step_tokens=step_tokens, speed=state.speed
        )
    return budget.validation_fractions(state.limit, step_tokens=step_tokens, speed=state.speed)


def validate(
    trainer: Trainer, data: TrainingData, *, is_last: bool
) -> tuple[Score, tuple[TrainerEvent, ...]]:
    """Score the weights as they are to be kept, and keep the best; with what was done because it
    got no better: nothing where `is_last`, since the budget is spent. Raises DivergedError."""
    state, phase = trainer.state.validation, trainer.state.phase
    with trainer.averaged_weights():
        totals = evaluate(trainer.model, data.validation, limit=state.limit)
        result = evaluate_split(totals, data.part)
        check_loss(trainer, result.loss)  # the last step may have spoilt what it learned from
        if state.best.loss is None or result.loss < state.best.loss:
            state.best = Best(trainer.state.step, result.loss)
            trainer.keep_best()
    if state.first_loss is None:
        state.first_loss = result.loss
    if is_last:
        return result, ()
    averaging = phase.averaging.active
    action = phase.early_stopping.on_validation(result.loss, trainer.settings, averaging=averaging)
    return result, () if action is None else (_act(trainer, action),)


def evaluate_split(totals: EvalTotals, part: SplitStats) -> Score:
    """The scores of an evaluation of `part`."""
    return score(
        part,
        nats=totals.nats,
        correct=totals.correct,
        predictions=totals.predictions,
        unknown=totals.unknown,
    )


def _act(trainer: Trainer, action: Action) -> TrainerEvent:
    settings, state = trainer.settings, trainer.state
    if action == "stop":
        trainer.restore_best()
        best = state.validation.best.step
        plateau = _plateau(state.phase.early_stopping.evals_without_improvement)
        reason = msg("{plateau}; kept are the weights of step {step:,}", plateau=plateau, step=best)
        return TrainerEvent("early_stop", {"reason": reason, "best_step": best})
    reason = _plateau(settings.plateau_patience)
    if action == "average":
        trainer.start_averaging()
        return TrainerEvent("averaging", {"reason": reason})
    before = state.phase.max_lr
    trainer.set_max_lr(before * settings.plateau_factor)
    values = {"before": before, "value": state.phase.max_lr}
    return TrainerEvent("rate_lowered", {**values, "reason": reason})


def _plateau(validations: int) -> Message:
    return msg("validation loss did not improve in {looks} validations", looks=validations)
