"""The coach: what the numbers of a run, or of a race, say in a sentence or two.

Verdict, captions of curves and advice come from here alone, so that they agree.
"""

import math
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import fmean
from typing import Literal

from slm_core.evaluation.coaching.finding import Finding, named
from slm_core.evaluation.specimen import Specimen
from slm_core.messages import Message, msg
from slm_core.metrics.scores import Score
from slm_core.runs.metrics import MetricsFollower
from slm_core.runs.run import Facts

_TURN = 0.01
"""A rise of the validation loss over its best by this share is more than the noise of a check."""
_SEEN, _PLAIN = 0.03, 0.05
"""Shares of what validation has fallen by, from its first check to its best, and of its best: a
rise smaller than both nobody sees in the chart, which shows the fall, too; it is not spoken of."""
_STILL = 0.005
"""A fall by this share over the last fifth of the run is worth more training, ..."""
_LEAST_FALL = 0.01
"""... if it is at least so many nats per token: scores of two decimals show no smaller one."""
_WITH_IT = 0.5
"""Share of validation's rise by which the training loss rose too, where it is the steps that are
too large and not a text that is being memorised."""
_STEPS_BEFORE = 500
"""Steps before a check whose training losses are looked at: their mean is steady enough."""

FEWEST_CHECKS = 4
"""Validations below which a curve says nothing of where it is going."""

Level = Literal["good", "fair", "poor"]
_LEVELS: tuple[Level, ...] = ("poor", "fair", "good")
"""From low to high."""
_BY_COUNTING = (1.1, 0.9)
"""Bits as a share of those of an n-gram model up to which a run is fair, and good: where the two
are level it writes mostly words, and not yet sentences."""
_SAVED = (0.35, 0.55)
"""Share of the bits of token frequencies that is saved from which on it is fair, and good, where
there is no n-gram model to compare with."""
_REAL_WORDS = (0.7, 0.9)
"""Share of real words in its writing from which on it is fair, and good."""

Trend = Literal["improving", "level", "overfitting", "unsteady", "worse", "unknown"]
"""overfitting: validation rose while training fell; unsteady: both rose; worse: validation rose,
and training tells neither."""


@dataclass(frozen=True)
class Verdict:
    """A judgement on a run and the numbers it stands on."""

    bits_per_byte: float
    """On the validation part, of the best weights where the run has ended."""
    accuracy: float
    """Share of first guesses that are right, 0 to 1."""
    floor_bits: float | None
    """Bits per byte of token frequencies alone."""
    floor_accuracy: float | None
    """Accuracy of always naming the most frequent token."""
    trend: Trend
    specimen: Specimen = field(default_factory=Specimen)
    """What it wrote, and what that is compared with."""
    findings: tuple[Finding, ...] = ()
    """What the coach found, the weightiest first: it says what helps, so that both agree."""

    @property
    def level(self) -> Level:
        """How good it is: by its score, or by the words it writes, whichever is worse.

        Never good where the score is of text that was learned from.
        """
        place = min(self._by_score(), self._by_words())
        return _LEVELS[min(place, 1) if named(self.findings, "leak") else place]

    @property
    def learned(self) -> bool:
        """Whether the model knows more than token frequencies tell."""
        return self.floor_bits is None or self.bits_per_byte < self.floor_bits

    def messages(self, *, ended: bool) -> list[Message]:
        """How good it is, against what, and what that asks for; `ended` where its budget is spent.

        Numbers are the values `bits`, `floor`, `saved` and `right`.
        """
        return [*self.plain(ended=ended), *self.numbers()]

    def plain(self, *, ended: bool) -> list[Message]:
        """How good it is in words, by what one can tell, and what that asks for."""
        told = [
            _LEVEL_MESSAGES[self.level],
            self._reason(),
            self.findings[0].sentence if self.findings else self._advice(ended=ended),
        ]
        return [message for message in told if message is not None]

    def numbers(self) -> list[Message]:
        """Score and accuracy, each against what costs nothing to reach."""
        return [self._score(), self._accuracy()]

    def _advice(self, *, ended: bool) -> Message | None:
        """What the trend asks for where the coach has found nothing."""
        if self.trend in ("improving", "level") and not ended:
            return None
        return TREND_MESSAGES[self.trend]

    def _by_score(self) -> int:
        """Place in _LEVELS."""
        if not self.learned:
            return 0
        counting = self.specimen.ngram_bits
        if counting:
            return _LEVELS.index(level_by_counting(self.bits_per_byte, counting))
        if self.floor_bits is None:
            return 1
        return sum(1 - self.bits_per_byte / self.floor_bits >= share for share in _SAVED)

    def _by_words(self) -> int:
        """Place in _LEVELS; the highest where too little was written to tell."""
        share = self.specimen.real_words
        return 2 if share is None else sum(share >= one for one in _REAL_WORDS)

    def _reason(self) -> Message | None:
        share = self.specimen.real_words
        if share is None or self._by_score() < self._by_words():
            counted = self.specimen.ngram_bits is not None
            return _SCORE_MESSAGES[self._by_score()] if counted else None
        if self.specimen.by_pairs:
            return msg(
                "{share:.0%} of the pairs of characters it writes occur in your text.", share=share
            )
        return msg("{share:.0%} of the words it writes occur in your text.", share=share)

    def _score(self) -> Message:
        bits, floor = self.bits_per_byte, self.floor_bits
        if floor is None:
            return msg(
                "It needs {bits:.2f} bits for each byte of text it has never seen.", bits=bits
            )
        if not self.learned:
            return msg(
                "It needs {bits:.2f} bits for each byte of text it has never seen; simply using "
                "token frequencies needs {floor:.2f}. It has not learned anything beyond them yet.",
                bits=bits,
                floor=floor,
            )
        return msg(
            "It needs {bits:.2f} bits for each byte of text it has never seen, {saved:.0%} fewer "
            "than simply using token frequencies ({floor:.2f}).",
            bits=bits,
            saved=1 - bits / floor,
            floor=floor,
        )

    def _accuracy(self) -> Message:
        if self.floor_accuracy is None:
            return msg("Its first guess is right {right:.1%} of the time.", right=self.accuracy)
        return msg(
            "Its first guess is right {right:.1%} of the time; always saying the most frequent "
            "token would be {floor:.1%}.",
            right=self.accuracy,
            floor=self.floor_accuracy,
        )


def level_by_counting(bits_per_byte: float, counting: float) -> Level:
    """How good a score is against that of an n-gram model on the same text."""
    return _LEVELS[sum(bits_per_byte <= share * counting for share in _BY_COUNTING)]


def verdict_of(
    metrics: MetricsFollower,
    *,
    score: Score | None,
    facts: Facts | None,
    specimen: Specimen | None = None,
    findings: Sequence[Finding] = (),
) -> Verdict | None:
    """The verdict on a run by its metrics, None before its first validation and where the newest
    gave no number.

    `score` is that of the best weights, where the run has ended; before, the newest check counts.
    `findings` are the coach's on a run that has ended.
    """
    bits, accuracy = metrics.validation.last("bits_per_byte"), metrics.validation.last("accuracy")
    if score is not None:
        bits, accuracy = score.bits_per_byte, score.accuracy
    if bits is None or accuracy is None or not math.isfinite(bits + accuracy):
        return None
    return Verdict(
        bits_per_byte=bits,
        accuracy=accuracy,
        floor_bits=None if facts is None else floor_bits(facts),
        floor_accuracy=None if facts is None else facts.floors.commonest_accuracy,
        trend=trend_in(metrics),
        specimen=specimen or Specimen(),
        findings=tuple(findings),
    )


def trend_in(metrics: MetricsFollower) -> Trend:
    """What the curves of a run do at their end."""
    checks, steps = metrics.validation.columns, metrics.train.columns
    training = training_losses_at(checks["step"], steps["step"], steps["loss"])
    return trend_of(checks["loss"], training)


def loss_finding(trend: Trend, *, ended: bool, findings: Sequence[Finding] = ()) -> Message:
    """What the loss curves of a run show, for the caption of their chart; `findings` are the
    coach's on one that has ended."""
    if named(findings, "learning_rate_too_low"):
        return msg("Falling very slowly: the learning rate is probably too low.")
    if named(findings, "learning_rate_too_high"):
        return msg("The steps were too large: the learning rate is probably too high.")
    if named(findings, "overfitting"):
        trend = "overfitting"
    elif trend == "improving" and ended and named(findings, "leak", "too_little_text"):
        return msg("Still falling, on too little text or on text it has learned from.")
    return {
        "improving": msg("Still falling: more training should help.")
        if ended
        else msg("Validation is falling: it is learning."),
        "level": msg("Validation has levelled off: more of the same gains little."),
        "overfitting": msg("Validation rises while training falls: it is memorising the text."),
        "unsteady": msg("Validation and training rise: the learning rate is probably too high."),
        "worse": msg("Validation was lower before; the best weights are kept."),
        "unknown": msg("Too early to tell where it is going."),
    }[trend]


def accuracy_finding(accuracy: float | None, floor: float | None) -> Message:
    """What the accuracy curve shows; `accuracy` and `floor` are shares from 0 to 1."""
    if accuracy is None:
        return msg("Too early to tell where it is going.")
    if floor is None:
        return msg("{right:.0%} of its first guesses are right now.", right=accuracy)
    points = 100 * (accuracy - floor)
    if points < 1.0:
        return msg("No better than always making the most frequent guess yet.")
    return msg("{points:.0f} points above always making the most frequent guess.", points=points)


def floor_bits(facts: Facts) -> float:
    """What token frequencies alone cost, in bits per byte."""
    return facts.floors.frequency_loss / math.log(2) / max(facts.bytes_per_token, 1e-9)


def trend_of(losses: Sequence[float], training: Sequence[float]) -> Trend:
    """What the validation losses, oldest first, do at the end; `training` has the training loss
    beside each of them, or NaN."""
    pairs = [pair for pair in zip(losses, training, strict=True) if math.isfinite(pair[0])]
    if len(pairs) < FEWEST_CHECKS:
        return "unknown"
    numbers = [loss for loss, _training in pairs]
    best, last = min(numbers), numbers[-1]
    unseen = min(_SEEN * (numbers[0] - best), _PLAIN * best)
    if last - best > max(_TURN * best, unseen):
        return _when_worse(last, pairs[-1][1], pairs[numbers.index(best)])
    before = numbers[-1 - max(1, len(numbers) // 5)]
    return "improving" if before - last > max(_STILL * last, _LEAST_FALL) else "level"


def training_losses_at(
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


def race_verdict(scores: Sequence[tuple[str, float | None]]) -> Message | None:
    """Who learned most, of (network, bits per byte); None where fewer than two have a score."""
    ranked = sorted((bits, title) for title, bits in scores if bits is not None)
    if len(ranked) < 2:
        return None
    (best, first), (next_best, second) = ranked[:2]
    return msg(
        "{first} learned most: {bits:.3f} bits per byte, {less:.1%} less than {second}.",
        first=first,
        bits=best,
        less=1 - best / next_best if next_best else 0.0,
        second=second,
    )


def _when_worse(validation: float, training: float, best: tuple[float, float]) -> Trend:
    """Of both losses at the end, and at the `best` validation.

    What was memorised is predicted better than new text: a training loss above that of validation
    tells of no memorising.
    """
    rise = training - best[1]
    if rise < 0:
        return "overfitting" if training < validation else "worse"
    return "unsteady" if rise > _WITH_IT * (validation - best[0]) else "worse"


def _mean(losses: Sequence[float]) -> float:
    numbers = [loss for loss in losses if math.isfinite(loss)]
    return fmean(numbers) if numbers else math.nan


_LEVEL_MESSAGES: dict[Level, Message] = {
    "good": msg("It has learned the language of this text well."),
    "fair": msg("It has learned part of the language of this text."),
    "poor": msg("It has not learned the language of this text yet."),
}
_SCORE_MESSAGES = (
    msg("It predicts new text of this kind less well than counting letter sequences does."),
    msg("It predicts new text of this kind about as well as counting letter sequences does."),
    msg("It predicts new text of this kind clearly better than counting letter sequences does."),
)
"""Against an n-gram model, by the place in _LEVELS."""


TREND_MESSAGES: dict[Trend, Message] = {
    "overfitting": msg(
        "It began to memorise the text: validation got worse while training got better. The "
        "best weights are kept. More text or more dropout helps; more time does not."
    ),
    "unsteady": msg(
        "Validation got worse, and so did training: it did not memorise the text, its learning "
        "rate was most likely too high. The best weights are kept. A lower learning rate "
        "helps, or a schedule that lets it fall; more dropout does not."
    ),
    "worse": msg("Towards the end validation got worse. The best weights are kept."),
    "unknown": msg("It trained too briefly to say more."),
    "improving": msg("It was still getting better when it ended: more training should help."),
    "level": msg("It had stopped getting better: a larger model or more text is the next step."),
}
"""What a trend asks for, said of a run that has ended."""
