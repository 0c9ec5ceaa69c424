"""What a run's numbers say, in a sentence or two. Pure reckoning; draws nothing."""

import math
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import fmean
from typing import Literal

from pages.ui.formatting import percent
from pages.ui.i18n import _
from slm_core.runs.run import Facts

_TURN = 0.01
"""A rise of the validation loss over its best by this share is more than the noise of a check."""
_STILL = 0.005
"""A fall by this share over the last fifth of the run is worth more training."""

_WITH_IT = 0.5
"""Share of validation's rise by which the training loss rose too, where it is the steps that are
too large and not a text that is being learned by heart."""
_STEPS_BEFORE = 500
"""Steps before a check whose training losses are looked at: their mean is steady enough."""

Trend = Literal["improving", "level", "overfitting", "unsteady", "worse", "unknown"]
"""overfitting: validation rose while training fell; unsteady: both rose; worse: validation rose,
and training tells neither."""


@dataclass(frozen=True)
class Verdict:
    """A judgement and the numbers it stands on."""

    bits_per_byte: float
    accuracy: float
    floor_bits: float | None
    """Bits per byte of token frequencies alone."""
    floor_accuracy: float | None
    """Always naming the commonest token."""
    trend: Trend

    @property
    def learned(self) -> bool:
        """Whether the model knows more than counting does."""
        return self.floor_bits is None or self.bits_per_byte < self.floor_bits


def trend_of(losses: Sequence[float], training: Sequence[float]) -> Trend:
    """What the validation losses, oldest first, do at the end; `training` has the training loss
    beside each of them, or NaN."""
    pairs = [pair for pair in zip(losses, training, strict=True) if math.isfinite(pair[0])]
    if len(pairs) < 4:
        return "unknown"
    numbers = [loss for loss, _training in pairs]
    best, last = min(numbers), numbers[-1]
    if last > best * (1 + _TURN):
        return _when_worse(last - best, pairs[-1][1] - pairs[numbers.index(best)][1])
    before = numbers[-1 - max(1, len(numbers) // 5)]
    return "improving" if before > last * (1 + _STILL) else "level"


def _when_worse(validation: float, training: float) -> Trend:
    """Of how much both losses rose since validation was best."""
    if training < 0:
        return "overfitting"
    return "unsteady" if training > _WITH_IT * validation else "worse"


def training_beside(
    checks: Sequence[float], steps: Sequence[float], losses: Sequence[float]
) -> list[float]:
    """The training loss beside each of the `checks`, given by their steps, all in rising order.

    The mean of the steps since the check before; of a first one before all steps, of those after
    it. NaN where there are none.
    """
    ends = [bisect_right(steps, check) for check in checks]
    spans = [(max(start, end - _STEPS_BEFORE), end) for start, end in pairwise([0, *ends])]
    means = [_mean(losses[start:end]) for start, end in spans]
    if len(means) > 1 and not ends[0]:
        means[0] = means[1]
    return means


def _mean(losses: Sequence[float]) -> float:
    numbers = [loss for loss in losses if math.isfinite(loss)]
    return fmean(numbers) if numbers else math.nan


def floor_bits(facts: Facts) -> float:
    """What token frequencies alone cost, in bits per byte."""
    return facts.floors.frequency_loss / math.log(2) / max(facts.bytes_per_token, 1e-9)


def in_words(verdict: Verdict, *, ended: bool) -> str:
    """The verdict as sentences: how good, against what, and what that asks for."""
    return " ".join([_score_words(verdict), _accuracy_words(verdict), _trend_words(verdict, ended)])


def _score_words(verdict: Verdict) -> str:
    bits = f"{verdict.bits_per_byte:.2f}"
    if verdict.floor_bits is None:
        return _("It needs **{bits} bits for each byte** of text it has never seen.").format(
            bits=bits
        )
    floor = f"{verdict.floor_bits:.2f}"
    if not verdict.learned:
        return _(
            "It needs **{bits} bits for each byte** of text it has never seen; counting alone "
            "needs {floor}. It has not learned anything yet that counting does not know."
        ).format(bits=bits, floor=floor)
    saved = percent(1 - verdict.bits_per_byte / verdict.floor_bits, digits=0)
    return _(
        "It needs **{bits} bits for each byte** of text it has never seen, {saved} fewer than "
        "counting alone ({floor})."
    ).format(bits=bits, saved=saved, floor=floor)


def _accuracy_words(verdict: Verdict) -> str:
    right = percent(verdict.accuracy)
    if verdict.floor_accuracy is None:
        return _("Its first guess is right {right} of the time.").format(right=right)
    return _(
        "Its first guess is right {right} of the time; always saying the commonest would be "
        "{floor}."
    ).format(right=right, floor=percent(verdict.floor_accuracy))


def _trend_words(verdict: Verdict, ended: bool) -> str:
    if verdict.trend == "overfitting":
        return _(
            "It began to learn the text by heart: validation got worse while training got better. "
            "The best weights are kept. More text or more dropout helps; more time does not."
        )
    if verdict.trend == "unsteady":
        return _(
            "Validation got worse, and so did training: it did not learn by heart, its learning "
            "rate was most likely too high. The best weights are kept. A lower learning rate "
            "helps, or a schedule that lets it fall; more dropout does not."
        )
    if verdict.trend == "worse":
        return _("Towards the end validation got worse. The best weights are kept.")
    if verdict.trend == "improving" and ended:
        return _("It was still getting better when it ended: training on is worth it.")
    if verdict.trend == "level" and ended:
        return _("It had stopped getting better: a larger model or more text is the next step.")
    return _("It trained too briefly to say more.") if verdict.trend == "unknown" else ""
