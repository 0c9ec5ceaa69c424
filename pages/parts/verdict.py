"""What a text that is not saved yet is good for, by the rules of the report."""

from slm_core.corpus.glance import Glance
from slm_core.report.enough import Measures, judge_amount
from slm_core.report.facts import Judgement


def verdict_of(characters: int, seen: Glance) -> tuple[Judgement, ...]:
    """Of a text of so many characters of which a part was looked at."""
    looked_at = seen.characters / max(1, characters)
    return judge_amount(
        Measures(
            characters=characters,
            different_characters=seen.distinct_characters,
            words=seen.words / looked_at if looked_at else 0.0,
            different_words=seen.distinct_words,
            looked_at=looked_at,
            unknown=seen.unknown,
            without_blanks=seen.is_wide,
        )
    )
