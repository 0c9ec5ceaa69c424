"""What a comparison says in words: pages and the command line tell the same."""

from slm_core.evaluation.comparison.comparison import Difference, RunComparison, SideBySide
from slm_core.messages import Message, msg, plural
from slm_core.metrics.confidence_interval import LEAST_UNITS


def letter_of(place: int) -> str:
    """What a side is called, from its place: A, B, C …"""
    return chr(ord("A") + place)


def verdict_words(pair: SideBySide) -> Message:
    """Which of A and another side is better, by how much, and how sure that is; or why not."""
    if pair.difference is None:
        return pair.refusal or msg("Which is better cannot be said.")
    found, other = pair.difference, letter_of(pair.second)
    if found.interval is None:
        return msg(
            "The text is too small to tell A from {b}: it has fewer than {least} parts of some "
            "hundred bytes. Choose a larger share of the text for validation.",
            b=other,
            least=LEAST_UNITS,
        )
    if found.winner == "none":
        return _no_difference(found, other)
    better, worse = (other, "A") if found.winner == "b" else ("A", other)
    ends = sorted((abs(found.interval.low), abs(found.interval.high)))
    return msg(
        "{better} is better than {worse} by {bits:.3f} bits per byte; {level:.0%} interval "
        "{low:.3f} to {high:.3f}.",
        better=better,
        worse=worse,
        bits=abs(found.bits_per_byte),
        level=found.interval.level,
        low=ends[0],
        high=ends[1],
    )


def noise_words(found: RunComparison) -> Message:
    """What the intervals allow for."""
    differences = [pair.difference for pair in found.pairs if pair.difference is not None]
    if differences and all(one.seeds_drawn for one in differences):
        return msg(
            "The interval allows for the choice of documents and for training: it is a bootstrap "
            "over documents and random seeds, both drawn anew."
        )
    spread = msg("±{bits:.3f} bits per byte", bits=found.seed_deviation)
    if found.seed_runs:
        return plural(
            "The interval allows for the choice of documents and for training: runs that differ in "
            "their random seed alone differ by about {spread}, as {n} run on this text tells.",
            "The interval allows for the choice of documents and for training: runs that differ in "
            "their random seed alone differ by about {spread}, as {n} runs on this text tell.",
            n=found.seed_runs,
            spread=spread,
        )
    return msg(
        "The interval allows for the choice of documents and for training: runs that differ in "
        "their random seed alone usually differ by about {spread}. Train each with two more seeds "
        "to know it for this text.",
        spread=spread,
    )


def _no_difference(found: Difference, other: str) -> Message:
    interval, documents = found.interval, found.of_documents
    assert interval is not None
    if documents is not None and (documents.low > 0 or documents.high < 0):
        less = "A" if found.bits_per_byte > 0 else other
        return msg(
            "No difference shown between A and {b}: on this text {less} needs {bits:.3f} bits per "
            "byte less, but two runs that differ in their random seed alone may differ by as much.",
            b=other,
            less=less,
            bits=abs(found.bits_per_byte),
        )
    return msg(
        "No difference shown between A and {b}: {b} minus A is {bits:+.3f} bits per byte, and its "
        "{level:.0%} interval, {low:+.3f} to {high:+.3f}, includes zero.",
        b=other,
        bits=found.bits_per_byte,
        level=interval.level,
        low=interval.low,
        high=interval.high,
    )
