"""How good a run is in one word, for lists: the level that its verdict has, without its curves."""

from slm_core.evaluation.coach import Level, Verdict, floor_bits
from slm_core.evaluation.coaching.text_rules import known_leak
from slm_core.evaluation.specimen import specimen_of
from slm_core.metrics.scores import Score
from slm_core.runs.run import Facts, Run


def level_of(run: Run, score: Score, facts: Facts | None) -> Level:
    """The level of an ended run by its final score, what it wrote last, and whether its text was
    found to be on both sides of the split."""
    leak = known_leak(run)
    return Verdict(
        bits_per_byte=score.bits_per_byte,
        accuracy=score.accuracy,
        floor_bits=None if facts is None else floor_bits(facts),
        floor_accuracy=None if facts is None else facts.floors.commonest_accuracy,
        trend="unknown",
        specimen=specimen_of(run, sentences=False),
        findings=(leak,) if leak else (),
    ).level
