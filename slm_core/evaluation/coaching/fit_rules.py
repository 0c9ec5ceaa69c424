"""Whether a run memorised its text, was too small for it, or ended too early. Free of torch."""

from slm_core.evaluation.coach import FEWEST_CHECKS, TREND_MESSAGES
from slm_core.evaluation.coaching.evidence import CLOSE, RunEvidence
from slm_core.evaluation.coaching.finding import Finding, Stretch
from slm_core.evaluation.coaching.fixes import less_memorising, longer, more_capacity, much_longer
from slm_core.messages import msg, plural

_MEMORISED = 0.4
"""Share by which validation is above training from which on the text itself was learned."""
_FAR_OFF = 1.5
"""Bits as a share of those of an n-gram model from which on a network is too small, however long it
goes on learning."""
_SLOWLY = 0.03
"""Share by which the validation loss falls in the last fifth of a run where it falls slowly."""
_TINY = 0.1
"""Parameters for each byte of text below which a network is tiny."""


def overfitting(evidence: RunEvidence) -> Finding | None:
    """It began to memorise: validation rose while training fell, or had nothing left to fall."""
    curves = evidence.curves
    memorised = curves.trend == "worse" and curves.gap > _MEMORISED
    if curves.trend != "overfitting" and not memorised:
        return None
    fix, label = less_memorising(evidence)
    best, last = curves.validation[curves.best], curves.validation[-1]
    numbers = {"best": best, "last": last, "gap": curves.gap}
    return Finding(
        "overfitting",
        TREND_MESSAGES["overfitting"],
        msg(
            "Validation was best at step {step:,} with {best:.3f} nats per token and rose to "
            "{last:.3f}, while the training loss came to {training:.3f}.",
            step=int(curves.steps[curves.best]),
            best=best,
            last=last,
            training=curves.training[-1],
        ),
        numbers,
        Stretch(curves.steps[curves.best], curves.steps[-1]),
        fix,
        label,
    )


def underfitting(evidence: RunEvidence) -> Finding | None:
    """The network has no more to give: validation stands still close to training, and high."""
    curves, size = evidence.curves, evidence.facts.parameters if evidence.facts else 0
    if not curves.gap <= CLOSE or evidence.is_good or size >= evidence.train_bytes:
        return None
    if curves.trend != "level" and not _is_far_off(evidence, size):
        return None
    fix, label = more_capacity(evidence)
    start = curves.steps[max(0, len(curves.steps) * 4 // 5 - 1)]
    return Finding(
        "underfitting",
        msg(
            "The network is too small for this text: it predicts what it learned from no better "
            "than new text. A larger one would learn more."
        ),
        msg(
            "Validation ended at {last:.2f} nats per token and training at {training:.2f}, with "
            "{size:,} parameters.",
            last=curves.validation[-1],
            training=curves.training[-1],
            size=size,
        ),
        {"last": curves.validation[-1], "gap": curves.gap, "parameters": float(size)},
        Stretch(start, curves.steps[-1]),
        fix,
        label,
    )


def still_improving(evidence: RunEvidence) -> Finding | None:
    """The time was over before it had learned what it could."""
    curves, status = evidence.curves, evidence.status
    if curves.trend != "improving" or status.state not in ("finished", "stopped"):
        return None
    fix, label = longer(evidence)
    before = max(1, len(curves.validation) // 5)
    fell = curves.validation[-1 - before] - curves.validation[-1]
    return Finding(
        "still_improving",
        TREND_MESSAGES["improving"],
        msg(
            "In the last fifth of the run the validation loss still fell by {fell:.3f} to "
            "{last:.3f} nats per token.",
            fell=fell,
            last=curves.validation[-1],
        ),
        {"fell": fell, "last": curves.validation[-1]},
        Stretch(curves.steps[-1 - before], curves.steps[-1]),
        fix,
        label,
    )


def too_short(evidence: RunEvidence) -> Finding | None:
    """Over before its curves could tell anything."""
    curves, status = evidence.curves, evidence.status
    if curves.trend != "unknown" or status.state not in ("finished", "stopped"):
        return None
    if not status.step or evidence.is_good:
        return None
    fix, label = much_longer(evidence)
    return Finding(
        "too_short",
        msg(
            "It trained too briefly: nothing can be told from its curves yet. Train it much longer."
        ),
        msg(
            "It trained for {steps} in {seconds:,.1f} seconds and read the training "
            "text {times:.2f} times. Its validation loss was measured {measured}; {least} are "
            "needed to see where it is going.",
            steps=plural("{n:,} step", "{n:,} steps", n=status.step),
            seconds=status.seconds,
            times=status.epoch,
            measured=plural("once", "{n:,} times", n=len(curves.steps)),
            least=FEWEST_CHECKS,
        ),
        {"seconds": status.seconds, "epochs": status.epoch, "checks": float(len(curves.steps))},
        Stretch(curves.steps[0], curves.steps[-1]) if len(curves.steps) > 1 else None,
        fix,
        label,
    )


def _is_far_off(evidence: RunEvidence, size: int) -> bool:
    """Whether a tiny network is still falling, and far above what counting reaches."""
    bits, counting, curves = evidence.bits, evidence.counting, evidence.curves
    if curves.trend != "improving" or not counting or bits is None:
        return False
    before = curves.validation[-1 - max(1, len(curves.validation) // 5)]
    slowly = before < (1 + _SLOWLY) * curves.validation[-1]
    return slowly and bits > _FAR_OFF * counting and size < _TINY * evidence.train_bytes
