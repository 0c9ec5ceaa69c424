"""The coach's findings on a run, beside what is normal for a text like its own."""

from dataclasses import dataclass, replace

from slm_core.corpus.store import open_corpus
from slm_core.errors import ArgotError, RunError
from slm_core.evaluation.coaching.evidence import evidence_of, normal_range
from slm_core.evaluation.coaching.finding import Finding
from slm_core.evaluation.coaching.overlap import Overlap, find_overlap
from slm_core.evaluation.coaching.rules import findings_of
from slm_core.messages import Message, msg
from slm_core.runs.metrics import MetricsFollower
from slm_core.runs.planning.expected_score import ScoreRange
from slm_core.runs.planning.speed import known_runs
from slm_core.runs.run import Run


@dataclass(frozen=True)
class Advice:
    """What the coach has to say of a run."""

    findings: tuple[Finding, ...]
    """The weightiest first; none where nothing keeps it from being better."""
    bits: float | None
    """Bits per byte on the validation part; None where it has no score."""
    normal: ScoreRange | None
    """What runs like it reach on a text like this; None where nothing tells."""
    looked_for_leaks: bool
    """Whether both sides of the split were compared."""
    not_compared: Message | None = None
    """Why they were not, where that was asked for and could not be."""

    def comparison(self) -> Message | None:
        """Its score beside what is normal, in a sentence; None where one is not known."""
        if self.bits is None or self.normal is None:
            return None
        low, high = self.normal.low, self.normal.high
        values = {"bits": self.bits, "low": low, "high": high}
        if self.bits < low:
            return msg(
                "Normal for a run like this on a text like yours: {low:.2f} to {high:.2f} bits per "
                "byte. This one has {bits:.2f}, which is better.",
                **values,
            )
        if self.bits > high:
            return msg(
                "Normal for a run like this on a text like yours: {low:.2f} to {high:.2f} bits per "
                "byte. This one has {bits:.2f}, which is worse.",
                **values,
            )
        return msg(
            "Normal for a run like this on a text like yours: {low:.2f} to {high:.2f} bits per "
            "byte. This one has {bits:.2f}.",
            **values,
        )


NOTHING_FOUND = msg(
    "Nothing stands in its way that can be seen: the next gain comes from more text, or from "
    "trying several settings against each other."
)
"""Where there are no findings."""


def advise(run: Run, metrics: MetricsFollower, *, compare_parts: bool = False) -> Advice:
    """What keeps a run that has ended from being better.

    With `compare_parts`, text on both sides of the split is looked for where nobody has yet, which
    takes a second for each few million characters and loads numpy. Raises RunError while the run
    is at work, and other ArgotErrors where it is damaged.
    """
    if run.status().is_active:
        raise RunError(
            msg("{id} is still training. The coach looks at runs that have ended.", id=run.id)
        )
    evidence, reason = evidence_of(run, metrics), None
    if compare_parts and evidence.overlap is None:
        found = _overlap(run)
        if isinstance(found, Overlap):
            evidence = replace(evidence, overlap=found)
        else:
            reason = found
    others = [known for known in known_runs(run.workspace) if known.run.id != run.id]
    return Advice(
        findings_of(evidence),
        evidence.bits,
        normal_range(evidence, others),
        looked_for_leaks=evidence.overlap is not None,
        not_compared=reason,
    )


def _overlap(run: Run) -> Overlap | Message:
    """Text on both sides of the split, or why nobody can look for it."""
    config = run.config()
    try:
        return find_overlap(run.workspace, open_corpus(run.workspace, config.corpus), config.split)
    except ArgotError as error:
        return msg("Training and validation text were not compared: {reason}", reason=error.message)


def findings_on(run: Run, metrics: MetricsFollower) -> tuple[Finding, ...]:
    """The findings of `advise`, for a verdict; none while the run is at work."""
    return () if run.status().is_active else advise(run, metrics).findings
