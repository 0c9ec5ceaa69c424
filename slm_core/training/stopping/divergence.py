"""Whether a run's loss is still a number within reason."""

import math

from slm_core.errors import DivergedError
from slm_core.messages import msg
from slm_core.settings_schema import setting_name
from slm_core.training.trainer import Trainer

_BLOWN = 20.0
"""Nats beyond blind guessing from which a model counts as broken: it gives what is right a chance
half a billion times smaller. Where it began worse than that, twice what it began with."""


def check_finite(trainer: Trainer) -> None:
    """Raise DivergedError where what was learned since the last record is no longer sound."""
    metrics = trainer.running_metrics
    metrics.sync()
    if metrics.steps:
        check_loss(trainer, metrics.loss / metrics.steps)


def check_loss(trainer: Trainer, loss: float, *others: float) -> None:
    """Raise DivergedError where one of the numbers is none, or the loss is beyond all reason."""
    state, settings = trainer.state, trainer.settings
    blind = math.log(trainer.model.vocabulary_size)
    highest = max(blind + _BLOWN, 2.0 * (state.validation.first_loss or 0.0))
    finite = all(map(math.isfinite, (loss, *others)))
    if finite and (loss <= highest or state.step == 0):
        return
    what = (
        msg(
            "The loss has grown to {loss} nats per token at step {step:,}, where "
            "blind guessing has {blind}",
            loss=_digits(loss, 3),
            step=state.step,
            blind=_digits(blind, 2),
        )
        if finite
        else msg("The loss is no longer a number at step {step:,}", step=state.step)
    )
    rate = trainer.optimizer.param_groups[0]["lr"]
    better = settings.gentler_rate(rate or settings.learning_rate)
    remedy = msg(
        "{name}={value:g} or smaller", name=setting_name("training.learning_rate"), value=better
    )
    if not settings.clip_norm:
        clipping = setting_name("training.clip_norm")
        remedy = msg("{remedy}, or with {name}=1", remedy=remedy, name=clipping)
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
