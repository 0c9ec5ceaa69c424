"""Whether a run repeats its training text, in one light with its reasons: what is asked before its
model is given away. Free of torch."""

from collections.abc import Sequence
from dataclasses import dataclass

from slm_core.evaluation.memorisation.records import LIGHTS, Light
from slm_core.evaluation.report import EvaluationReport, read_reports
from slm_core.evaluation.summary import canary_words, copy_words
from slm_core.messages import Message, msg
from slm_core.runs.run import Run

LIGHT_TITLES: dict[Light, Message] = {
    "green": msg("Green: it repeats hardly more than real text does"),
    "amber": msg("Amber: it repeats some of its training text"),
    "red": msg("Red: it repeats much of its training text"),
}
NOT_LOOKED_AT = msg("Not known: nobody has looked yet")


@dataclass(frozen=True)
class MemorisationVerdict:
    """What evaluations found of it."""

    light: Light | None
    """The worst of them; None where nobody has looked."""
    reasons: tuple[Message, ...]
    """Sentences; what to do where nobody has looked."""

    @property
    def title(self) -> Message:
        """The light in words."""
        return NOT_LOOKED_AT if self.light is None else LIGHT_TITLES[self.light]


def memorisation_verdict(run: Run) -> MemorisationVerdict:
    """Of a run, by all evaluations that are there; nothing is computed."""
    return verdict_by(run, read_reports(run))


def verdict_by(run: Run, reports: Sequence[EvaluationReport]) -> MemorisationVerdict:
    """By these evaluations of it, newest first.

    Those of the newest weights count; the lights of weights before a run was trained longer say
    nothing of what it knows now.
    """
    looked_at = [report for report in reports if report.memorisation is not None]
    if not looked_at:
        reason = msg(
            "Whether it repeats its training text is not known. `python -m slm_core evaluate "
            "{run}` finds out, or the page of its scores.",
            run=run.id,
        )
        return MemorisationVerdict(None, (reason,))
    newest = max(report.step for report in looked_at)
    found = [report.memorisation for report in looked_at if report.step == newest]
    known = [one for one in found if one is not None]
    worst = max(known, key=lambda one: LIGHTS.index(one.light))
    reasons = [copy_words(worst)]
    if worst.canary is not None:
        reasons += canary_words(worst.canary)
    return MemorisationVerdict(worst.light, tuple(reasons))
