"""Every score with its sentence: what it means, which way is good, and where habit misleads.

Command line and page say the same, from here. Free of torch.
"""

from dataclasses import dataclass
from typing import Literal

from slm_core.evaluation.report import (
    WORTHWHILE_GAIN,
    ContinuationScores,
    Evaluation,
    EvaluationReport,
    TokenClass,
)
from slm_core.messages import Message, msg
from slm_core.metrics.scores import Interval

Topic = Literal["prediction", "classes", "confidence", "writing"]

CLASS_NAMES: dict[TokenClass, Message] = {
    "frequent": msg("frequent tokens"),
    "rare": msg("rare tokens"),
    "numbers": msg("numbers"),
    "punctuation": msg("punctuation"),
    "terms": msg("terms of the domain"),
}


@dataclass(frozen=True)
class ExplainedScore:
    """One score as people are told it."""

    topic: Topic
    name: Message
    value: str
    beside: Message
    """What to see it beside: its interval, its floor, what goes with it."""
    meaning: Message
    """What it means, which way is good, where it misleads."""


def explain(report: EvaluationReport) -> list[ExplainedScore]:
    """The scores of a report, the most telling first."""
    found = report.evaluation
    scores = [*_prediction(found), _accuracy(found), *_classification(found), *_confidence(found)]
    if report.continuations is not None:
        scores += _writing(report.continuations)
    return scores


def _prediction(found: Evaluation) -> list[ExplainedScore]:
    score = found.score
    same = msg("per token; compare it only where the tokenizer is the same")
    return [
        ExplainedScore(
            "prediction",
            msg("bits per byte"),
            f"{score.bits_per_byte:.3f}",
            within(found.interval),
            msg(
                "How many bits the model needs on average for one byte of this text. Lower is "
                "better. It is the score that compares everything: other tokenizers, other models, "
                "compressors. It does not compare texts: one without its stop words is harder to "
                "predict, whatever the model."
            ),
        ),
        ExplainedScore(
            "prediction",
            msg("nats per character"),
            f"{score.nats_per_character:.3f}",
            msg("the same by characters, with natural logarithms"),
            msg(
                "Articles on character models give this number. Lower is better. In Chinese one "
                "character is about three bytes, so it is higher there."
            ),
        ),
        ExplainedScore(
            "prediction",
            msg("loss"),
            f"{score.loss:.3f}",
            msg("nats per token, as in the learning curves"),
            msg(
                "The mean cross-entropy of the next token, which training minimises; perplexity is "
                "e to this power. Lower is better. The spelling of unknown words is not in it, so "
                "compare it only where the tokenizer is the same."
            ),
        ),
        ExplainedScore(
            "prediction",
            msg("perplexity"),
            f"{score.perplexity:.2f}",
            same,
            msg(
                "Among how many equally likely tokens the model hesitates. Lower is better; pure "
                "chance is the size of the vocabulary. A larger vocabulary has a higher perplexity "
                "for the same text, so two tokenizers cannot be compared by it."
            ),
        ),
    ]


def _accuracy(found: Evaluation) -> ExplainedScore:
    floor = None if found.floors is None else found.floors.accuracy
    beside = msg(
        "of the next tokens; {top5:.1%} are among the first five", top5=found.accuracy_top5
    )
    if floor is not None:
        beside = msg(
            "of the next tokens; {top5:.1%} are among the first five; always the most frequent "
            "token: {floor:.1%}",
            top5=found.accuracy_top5,
            floor=floor,
        )
    return ExplainedScore(
        "prediction",
        msg("accuracy"),
        f"{found.score.accuracy:.1%}",
        beside,
        msg(
            "How often the model's first guess is the token that really comes. Higher is "
            "better. Characters are easier to guess than words: compare it only where the "
            "tokenizer is the same."
        ),
    )


def _classification(found: Evaluation) -> list[ExplainedScore]:
    averages = found.averages
    by_token = msg(
        "mean over tokens; precision {precision:.1%}, recall {recall:.1%}",
        precision=averages.precision,
        recall=averages.recall,
    )
    macro = ExplainedScore(
        "classes",
        msg("F1"),
        f"{averages.f1:.1%}",
        by_token,
        msg(
            "Every token a class of its own, and each counts alike, however rare (macro). Higher "
            "is better. It is low for every language model, since most tokens are rare. Counted by "
            "occurrences (micro), precision, recall and F1 are all the accuracy."
        ),
    )
    return [macro] + [
        ExplainedScore(
            "classes",
            CLASS_NAMES[one.kind],
            f"{one.averages.f1:.1%}",
            msg(
                "F1; right {accuracy:.1%} of {n:,} times, {bits:.2f} bits each",
                accuracy=one.accuracy,
                n=one.predictions,
                bits=one.bits,
            ),
            _CLASS_MEANINGS[one.kind],
        )
        for one in found.classes
    ]


def _confidence(found: Evaluation) -> list[ExplainedScore]:
    scaling = found.scaling
    beside = msg("how far its confidence is from its accuracy")
    if scaling is not None and not scaling.helps:
        beside = msg(
            "no other temperature would help: the best found, {temperature:g}, gains less than "
            "{least:g} bits a token",
            temperature=scaling.temperature,
            least=WORTHWHILE_GAIN,
        )
    elif scaling is not None:
        beside = msg(
            "at temperature {temperature:g} it would be {error:.1%}, and {gain:.3f} bits a token "
            "less",
            temperature=scaling.temperature,
            error=scaling.calibration_error,
            gain=scaling.gain,
        )
    return [
        ExplainedScore(
            "confidence",
            msg("calibration error"),
            f"{found.calibration_error:.1%}",
            beside,
            msg(
                "When the model says 70 %, is it right 70 % of the time? This is how far off it is "
                "on average. Lower is better. It says nothing of how much the model knows: always "
                "answering with the overall frequencies is well calibrated, too."
            ),
        )
    ]


def _writing(written: ContinuationScores) -> list[ExplainedScore]:
    low = msg("chrF {chrf:.1f}; both are low for free text, however good", chrf=written.chrf)
    real = msg("of what it writes; of the real text {real:.1%}", real=written.distinct_2_real)
    return [
        ExplainedScore(
            "writing",
            msg("BLEU"),
            f"{written.bleu:.1f}",
            low,
            msg(
                "How many stretches of words a continuation shares with what really followed, 0 to "
                "100; chrF is the same by characters. Made for translations, where there is one "
                "right answer. A text can go on in many good ways, so these numbers stay low and "
                "say little; use them only between models on the same text."
            ),
        ),
        ExplainedScore(
            "writing",
            msg("distinct word pairs"),
            f"{written.distinct_2:.1%}",
            real,
            msg(
                "How many of the pairs of words it writes are different. Near the real text is "
                "good: far below, it repeats itself; far above, it strings words at random."
            ),
        ),
        ExplainedScore(
            "writing",
            msg("repetition"),
            f"{written.repetition:.1%}",
            msg(
                "of four words in a row; of the real text {real:.1%}", real=written.repetition_real
            ),
            msg(
                "How many of its stretches of four words stood in the same continuation before. "
                "Near the real text is good; higher means that it goes round in circles."
            ),
        ),
        ExplainedScore(
            "writing",
            msg("length"),
            f"{written.words:.1f}",
            msg("words each; what really followed has {real:.1f}", real=written.words_real),
            msg(
                "Mean length of its continuations. Much shorter than the real ones, it ends its "
                "texts too early."
            ),
        ),
    ]


def within(interval: Interval | None) -> Message:
    """The interval of a score in words."""
    if interval is None:
        return msg("too little text for an interval")
    return msg(
        "{level:.0%} interval {low:.3f} to {high:.3f}",
        low=interval.low,
        high=interval.high,
        level=interval.level,
    )


_CLASS_MEANINGS: dict[TokenClass, Message] = {
    "frequent": msg(
        "The tokens that make up half of the training text. Even a weak model is good at these."
    ),
    "rare": msg(
        "The tokens that make up the last tenth of the training text. This is where models differ."
    ),
    "numbers": msg(
        "Tokens with a digit. Hardly any model guesses numbers; a high score here may mean that "
        "the same numbers stand in the training text."
    ),
    "punctuation": msg("Tokens of marks alone: whether it knows where sentences turn and end."),
    "terms": msg(
        "Tokens that spell the words which mark this field: whether it knows the language of it."
    ),
}
