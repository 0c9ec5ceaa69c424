"""Whether the steps of a run were too large or too small for its network. Free of torch."""

from itertools import pairwise

from slm_core.evaluation.coach import TREND_MESSAGES
from slm_core.evaluation.coaching.evidence import CLOSE, RunEvidence
from slm_core.evaluation.coaching.finding import Finding, Stretch
from slm_core.evaluation.coaching.fixes import lower_rate, suited_learning_rate
from slm_core.messages import msg, plural

_SLOW = 0.1
"""Share of the learning rate that suits a network below which it is too low."""
_FAST = 10.0
"""The same as a multiple, for a model that has learned nothing."""
_BEYOND_CHANCE = 1.02
"""Loss as a share of that of pure chance from which only too large steps can have led there."""
_JUMP = 1.05
"""Share of the check before from which on a validation loss has jumped."""


def learning_rate_too_high(evidence: RunEvidence) -> Finding | None:
    """Steps so large that the loss rose, or stopped being a number."""
    curves, rate = evidence.curves, evidence.config.training.learning_rate
    suited = suited_learning_rate(evidence.config)
    numbers = {"learning_rate": rate} | ({"suited": suited} if suited else {})
    fix, label = lower_rate(evidence)
    last = evidence.status.step
    if evidence.diverged:
        start = curves.steps[-1] if curves.steps else 0.0
        told = msg(
            "The loss grew beyond all bounds at step {step:,}, at a learning rate of {rate:g}.",
            step=last,
            rate=rate,
        )
        sentence = msg(
            "Its learning rate was too high: the loss grew beyond all bounds. Train with a lower "
            "learning rate."
        )
        stretch = Stretch(min(start, last), max(start, last))
        return Finding("learning_rate_too_high", sentence, told, numbers, stretch, fix, label)
    if not curves.steps:
        return None
    if curves.trend == "unsteady":
        numbers |= {"best": curves.validation[curves.best], "last": curves.validation[-1]}
        told = msg(
            "From step {step:,} on the validation loss rose from {best:.3f} to {last:.3f} nats per "
            "token, and the training loss rose with it.",
            step=int(curves.steps[curves.best]),
            best=curves.validation[curves.best],
            last=curves.validation[-1],
        )
        stretch = Stretch(curves.steps[curves.best], curves.steps[-1])
        sentence = TREND_MESSAGES["unsteady"]
        return Finding("learning_rate_too_high", sentence, told, numbers, stretch, fix, label)
    return _jumps(evidence, suited) or _never_learned(evidence, suited)


def _jumps(evidence: RunEvidence, suited: float | None) -> Finding | None:
    """A validation loss that jumps up again and again, at a rate above what suits."""
    curves, rate = evidence.curves, evidence.config.training.learning_rate
    if suited is None or rate <= 2 * suited:
        return None
    places = [
        place
        for place, (before, after) in enumerate(pairwise(curves.validation), 1)
        if after > _JUMP * before
    ]
    if len(places) < 2:
        return None
    fix, label = lower_rate(evidence)
    largest = max(curves.validation[place] - curves.validation[place - 1] for place in places)
    return Finding(
        "learning_rate_too_high",
        msg(
            "Its learning rate was too high: the validation loss jumped up and down. The best "
            "weights are kept. Train with a lower learning rate."
        ),
        msg(
            "At a learning rate of {rate:g} the validation loss jumped up {jumps}, by up to "
            "{largest:.2f} nats per token; {suited:g} suits a network of this size.",
            rate=rate,
            jumps=plural("once", "{n:,} times", n=len(places)),
            largest=largest,
            suited=suited,
        ),
        {"learning_rate": rate, "suited": suited, "jumps": float(len(places))},
        Stretch(curves.steps[places[0] - 1], curves.steps[-1]),
        fix,
        label,
    )


def _never_learned(evidence: RunEvidence, suited: float | None) -> Finding | None:
    """Worse than pure chance at its end, or no better than token frequencies at a huge rate."""
    curves, facts = evidence.curves, evidence.facts
    if facts is None:
        return None
    rate, lowest = evidence.config.training.learning_rate, curves.validation[curves.best]
    worse = curves.validation[-1] > _BEYOND_CHANCE * facts.floors.uniform_loss
    huge = suited is not None and rate > _FAST * suited
    if not worse and not (huge and lowest > 0.98 * facts.floors.frequency_loss):
        return None
    fix, label = lower_rate(evidence)
    numbers = {
        "learning_rate": rate,
        "last": curves.validation[-1],
        "uniform": facts.floors.uniform_loss,
        "frequency": facts.floors.frequency_loss,
    }
    return Finding(
        "learning_rate_too_high",
        msg(
            "Its learning rate was too high: it learned nothing. Train with a lower learning rate."
        ),
        msg(
            "At a learning rate of {rate:g} the validation loss ended at {last:.2f} nats per "
            "token; token frequencies alone reach {frequency:.2f}, pure chance {uniform:.2f}.",
            rate=rate,
            last=curves.validation[-1],
            frequency=facts.floors.frequency_loss,
            uniform=facts.floors.uniform_loss,
        ),
        numbers,
        Stretch(curves.steps[0], curves.steps[-1]),
        fix,
        label,
    )


def learning_rate_too_low(evidence: RunEvidence) -> Finding | None:
    """Steps so small that it hardly got on."""
    curves, suited = evidence.curves, suited_learning_rate(evidence.config)
    if suited is None or not curves.steps or evidence.config.start is not None:
        return None
    rate = evidence.config.training.learning_rate
    if rate >= _SLOW * suited or curves.trend in ("overfitting", "unsteady", "worse"):
        return None
    if curves.gap > CLOSE or evidence.is_good:
        return None
    fell = curves.validation[0] - curves.validation[-1]
    return Finding(
        "learning_rate_too_low",
        msg(
            "Its learning rate was too low: it learned very slowly. Train with a higher learning "
            "rate."
        ),
        msg(
            "At a learning rate of {rate:g} the validation loss fell by {fell:.2f} nats per token "
            "in {steps:,} steps; {suited:g} suits a network of this size.",
            rate=rate,
            fell=fell,
            steps=evidence.status.step,
            suited=suited,
        ),
        {"learning_rate": rate, "suited": suited, "fell": fell},
        Stretch(curves.steps[0], curves.steps[-1]),
        {"training.learning_rate": f"{suited:g}"},
        msg("Train with a learning rate of {rate:g}", rate=suited),
    )
