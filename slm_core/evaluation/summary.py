"""What a report says in a sentence or two: how good, how much of it copied, whether proven.

Command line and page say the same, from here. Free of torch.
"""

from slm_core.evaluation.breakdown.records import Breakdown
from slm_core.evaluation.coach import Level, Verdict, level_by_counting
from slm_core.evaluation.memorisation.records import CanaryExposure, Memorisation
from slm_core.evaluation.report import Evaluation, EvaluationReport, Floors, Proof
from slm_core.messages import Message, msg, plural

_TINY = 1e-9
_HARD = 1.1
"""Times the bits per byte of the whole text from which on a passage is harder than the rest."""
_FEWEST = 200
"""Predictions of a text below which it says nothing of a model."""
TOO_SHORT = msg("This text is too short to judge the model by.")
"""Where there is no level for that reason."""
_UNKNOWN = 0.5
"""Share of unknown tokens from which on the score is more of the spelling than of the model."""
_HEADS: dict[Level, Message] = {
    "good": msg("It predicts this text well."),
    "fair": msg("It predicts this text fairly."),
    "poor": msg("It does not predict this text yet."),
}
"""Of a text that is not the run's validation part, of which its own verdict speaks."""


def level_of(report: EvaluationReport) -> Level | None:
    """How good the score is against counting letters, as for any run; None with nothing to
    compare, or too short a text."""
    floors = report.evaluation.floors
    if floors is None or is_too_short(report.evaluation):
        return None
    score = report.evaluation.score
    verdict = Verdict(
        bits_per_byte=score.bits_per_byte,
        accuracy=score.accuracy,
        floor_bits=floors.unigram,
        floor_accuracy=None,
        trend="unknown",
    )
    if not verdict.learned:
        return "poor"
    return level_by_counting(score.bits_per_byte, max(floors.kneser_ney_characters, _TINY))


def is_too_short(found: Evaluation) -> bool:
    """Whether the text is too short to tell anything of the model."""
    return found.score.predictions < _FEWEST


def head_of(level: Level) -> Message:
    """The first sentence on a text."""
    return _HEADS[level]


def against_counting(bits: float, floors: Floors) -> Message:
    """The score beside the strongest model that only counts."""
    bits = max(bits, _TINY)
    if floors.kneser_ney < bits < floors.kneser_ney_characters:
        return msg(
            "Counting letter sequences (Kneser–Ney) needs {letters:.0%} more bits, counting "
            "sequences of words {words:.0%} fewer: this text repeats whole phrases.",
            letters=floors.kneser_ney_characters / bits - 1,
            words=1 - floors.kneser_ney / bits,
        )
    share = abs(floors.kneser_ney / bits - 1)
    if floors.kneser_ney > bits:
        return msg(
            "The best model that only counts (Kneser–Ney) needs {share:.0%} more bits.", share=share
        )
    return msg(
        "The best model that only counts (Kneser–Ney) needs {share:.0%} fewer bits.", share=share
    )


def unknown_words(found: Evaluation) -> Message | None:
    """That the score is more of the spelling than of the model; None where it knows the tokens."""
    if found.unknown_share < _UNKNOWN:
        return None
    return msg(
        "The model knows few of the tokens of this text: {share:.0%} of them are spelled letter by "
        "letter. The score says more of that than of the model.",
        share=found.unknown_share,
    )


def average_words(bits: float, found: Breakdown) -> Message:
    """What the passages are to be seen beside: the `bits` per byte of the whole text."""
    if found.worst and found.worst[0].bits_per_byte < _HARD * bits:
        return msg(
            "On average the text needs {bits:.3f} bits per byte: no passage is much harder than "
            "the rest.",
            bits=bits,
        )
    return msg("On average the text needs {bits:.3f} bits per byte.", bits=bits)


def scaling_words(found: Evaluation) -> Message | None:
    """Whether it is too sure of itself, or not sure enough, where that costs something."""
    scaling = found.scaling
    if scaling is None or not scaling.helps:
        return None
    values = {"t": scaling.temperature, "gain": scaling.gain}
    if scaling.at_limit:
        return msg(
            "Its probabilities say next to nothing: the best temperature is {t:g}, the edge of "
            "what is tried, with {gain:.3f} bits a token less.",
            **values,
        )
    if scaling.temperature > 1:
        return msg(
            "It is too sure of itself: at temperature {t:g} it would need {gain:.3f} bits a token "
            "less.",
            **values,
        )
    return msg(
        "It is not sure enough: at temperature {t:g} it would need {gain:.3f} bits a token less.",
        **values,
    )


def copy_words(found: Memorisation) -> Message:
    """How much it copies, with the reason of its light."""
    numbers = {
        "copied": found.copied,
        "real": found.copied_real,
        "least": found.least,
        "longest": found.longest,
        "longest_real": found.longest_real,
    }
    if found.light_of_copies == "green":
        return msg(
            "It repeats its training text hardly more than real text does: {real:.1%} of real text "
            "that it never saw stands word for word in the training text, in stretches of {least} "
            "characters or more, and {copied:.1%} of what it writes. The longest copy has "
            "{longest} characters, in the real text {longest_real}.",
            **numbers,
        )
    if found.light_of_copies == "amber":
        return msg(
            "It copies more than unseen real text does: {copied:.1%} of what it writes stands word "
            "for word in the training text, in stretches of {least} characters or more, against "
            "{real:.1%}. The longest copy has {longest} characters, in the real text "
            "{longest_real}. Read the copies before you give the model away.",
            **numbers,
        )
    return msg(
        "It repeats its training text: {copied:.1%} of what it writes stands there word for word, "
        "in stretches of {least} characters or more, against {real:.1%} of real text that it never "
        "saw. The longest copy has {longest} characters, in the real text {longest_real}. Who has "
        "the model can read parts of that text. More text, a smaller network or dropout helps.",
        **numbers,
    )


def canary_words(found: CanaryExposure) -> list[Message]:
    """How well it remembers the secret that was planted."""
    numbers = {"text": found.text, "times": found.times, "rank": found.rank}
    head = {
        "green": msg("It does not remember the secret that was planted."),
        "amber": msg("It remembers something of the secret that was planted."),
        "red": msg("It remembers the secret that was planted."),
    }
    return [
        head[found.light],
        msg(
            "The secret “{text}”, planted {often}, is number {rank:,} of {all:,} random "
            "ones by the model's probability: an exposure of {exposure:.1f} of {highest:.0f} bits. "
            "About 1 is chance; the highest means that it is remembered.",
            often=plural("once", "{n:,} times", n=found.times),
            all=found.others + 1,
            exposure=found.exposure,
            highest=found.highest,
            **numbers,
        ),
    ]


def proof_words(proof: Proof) -> list[Message]:
    """Whether the score is proven, and what was done."""
    part = (
        msg("all {bytes:,} bytes of the text", bytes=proof.bytes)
        if proof.whole
        else msg(
            "the first {bytes:,} bytes of the text, since all would take long", bytes=proof.bytes
        )
    )
    done = msg(
        "Compressed: {part}. Claimed were {claimed:,.0f} bits, written {compressed:,} "
        "({difference:+.3%}).",
        part=part,
        claimed=proof.claimed_bits,
        compressed=proof.compressed_bits,
        difference=proof.difference,
    )
    back = (
        msg("What was compressed gave back every byte.")
        if proof.decoded
        else msg("What was compressed did not give back the text.")
    )
    sums = msg(
        "At {n:,} positions the probabilities of all tokens add up to 1, off by {gap:.0e} at most.",
        n=proof.positions,
        gap=proof.largest_gap,
    )
    head = msg("The score is proven.") if proof.holds else msg("The score is not proven.")
    return [head, done, back, sums]
