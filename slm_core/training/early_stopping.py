"""What follows when validation gets no better: a lower rate, an average, the end. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from slm_core.messages import Message, msg
from slm_core.training.settings import TrainingSettings
from slm_core.training.trainer_state import TrainerState


@dataclass(frozen=True)
class TrainerEvent:
    """Something the loop did by itself, for events.jsonl."""

    kind: str
    """rate_lowered, averaging, early_stop."""
    details: Mapping[str, object] = field(default_factory=dict)


def on_validation(
    progress: TrainerState, settings: TrainingSettings, loss: float
) -> tuple[TrainerEvent, ...]:
    """Take the `loss` of a look into account; `progress` has what follows, the notes tell it."""
    if progress.lowest_loss is None or loss < progress.lowest_loss:
        progress.lowest_loss, progress.evals_without_improvement, progress.evals_since_lr_drop = (
            loss,
            0,
            0,
        )
        return ()
    progress.evals_without_improvement += 1
    progress.evals_since_lr_drop += 1
    if settings.patience and progress.evals_without_improvement >= settings.patience:
        progress.stopped_early = True
        return (_early_stop(progress),)
    if progress.evals_since_lr_drop < settings.plateau_patience:
        return ()
    if settings.optimizer == "asgd" and not progress.averaging:
        progress.averaging = True
        progress.evals_without_improvement = progress.evals_since_lr_drop = (
            0  # the average deserves its own chance
        )
        return (TrainerEvent("averaging", {"reason": _plateau(settings.plateau_patience)}),)
    if settings.schedule == "plateau":
        progress.evals_since_lr_drop = 0
        before = progress.max_lr
        progress.max_lr *= settings.plateau_factor
        reason = _plateau(settings.plateau_patience)
        return (
            TrainerEvent(
                "rate_lowered", {"before": before, "value": progress.max_lr, "reason": reason}
            ),
        )
    return ()


def _plateau(looks: int) -> Message:
    return msg("validation got no better in {looks} looks", looks=looks)


def _early_stop(progress: TrainerState) -> TrainerEvent:
    best = progress.best
    plateau = _plateau(progress.evals_without_improvement)
    reason = msg(
        "{plateau}; kept are the weights of step {step:,}", plateau=plateau, step=best.step
    )
    return TrainerEvent("early_stop", {"reason": reason, "best_step": best.step})
