"""The coach's rules, and which of their findings are told together. Free of torch.

Every rule looks at a run's evidence alone and gives its finding, or None.
"""

from collections.abc import Callable

from slm_core.evaluation.coaching.evidence import RunEvidence
from slm_core.evaluation.coaching.finding import Finding, named
from slm_core.evaluation.coaching.fit_rules import (
    overfitting,
    still_improving,
    too_short,
    underfitting,
)
from slm_core.evaluation.coaching.rate_rules import learning_rate_too_high, learning_rate_too_low
from slm_core.evaluation.coaching.text_rules import leak, too_little_text, vocabulary_too_large

Rule = Callable[[RunEvidence], Finding | None]

RULES: tuple[Rule, ...] = (
    leak,
    learning_rate_too_high,
    learning_rate_too_low,
    too_little_text,
    vocabulary_too_large,
    overfitting,
    underfitting,
    still_improving,
    too_short,
)
"""Every rule, the weightiest first."""


def findings_of(evidence: RunEvidence) -> tuple[Finding, ...]:
    """All there is to say of a run that has ended, the weightiest first.

    With a wrong learning rate its curves tell nothing else; a longer run is advised only where
    nothing weightier explains why this one was still getting better.
    """
    found = [finding for rule in RULES if (finding := rule(evidence)) is not None]
    if named(found, "learning_rate_too_high", "learning_rate_too_low"):
        kept = ("leak", "learning_rate_too_high", "learning_rate_too_low", "vocabulary_too_large")
        found = [finding for finding in found if finding.kind in kept]
    if named(found, "leak", "too_little_text", "underfitting"):
        found = [finding for finding in found if finding.kind != "still_improving"]
    return tuple(found)
