"""What follows when validation gets no better: a lower rate, an average, the end. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from slm_core.training.settings import TrainingSettings
from slm_core.training.trainer_state import Progress


@dataclass(frozen=True)
class Note:
    """Something the loop did by itself, for events.jsonl."""

    kind: str
    """rate_lowered, averaging, early_stop."""
    details: Mapping[str, object] = field(default_factory=dict)


def weigh(progress: Progress, settings: TrainingSettings, loss: float) -> tuple[Note, ...]:
    """Take the `loss` of a look into account; `progress` has what follows, the notes tell it."""
    if progress.lowest is None or loss < progress.lowest:
        progress.lowest, progress.waited, progress.stuck = loss, 0, 0
        return ()
    progress.waited += 1
    progress.stuck += 1
    if settings.patience and progress.waited >= settings.patience:
        progress.early = True
        return (_early_stop(progress),)
    if progress.stuck < settings.plateau_patience:
        return ()
    if settings.optimizer == "asgd" and not progress.averaging:
        progress.averaging = True
        progress.waited = progress.stuck = 0  # the average deserves its own chance
        return (Note("averaging", {"reason": _plateau(settings.plateau_patience)}),)
    if settings.schedule == "plateau":
        progress.stuck = 0
        before = progress.peak_rate
        progress.peak_rate *= settings.plateau_factor
        reason = _plateau(settings.plateau_patience)
        return (
            Note("rate_lowered", {"before": before, "value": progress.peak_rate, "reason": reason}),
        )
    return ()


def _plateau(looks: int) -> str:
    return f"validation got no better in {looks} looks"


def _early_stop(progress: Progress) -> Note:
    best = progress.best
    reason = f"{_plateau(progress.waited)}; kept are the weights of step {best.step:,}"
    return Note("early_stop", {"reason": reason, "best_step": best.step})
