"""What came of a sweep, in sentences that page and command line say alike."""

from collections.abc import Sequence

from slm_core.messages import Message, msg
from slm_core.tuning.ablation import Worth
from slm_core.tuning.sweep import Sweep, SweepOutcome
from slm_core.tuning.trials import PRESET, Trial, preset_of


def sweep_verdict(sweep: Sweep, trials: Sequence[Trial]) -> Message | None:
    """Whether anything was gained; None while it is not over."""
    outcome = sweep.outcome()
    if outcome is None:
        return None
    if outcome.error is not None:
        return outcome.error
    if sweep.kind == "ablation":
        return None
    winner = next((trial for trial in trials if trial.run.id == outcome.winner), None)
    if winner is None:
        return msg("The best trial of this sweep was deleted, or its files are damaged.")
    if winner.name == PRESET:
        return msg(
            "Nothing was gained: none of {n} trials is better than the preset on the validation "
            "text. The test text was not used.",
            n=len(trials) - 1,
        )
    if outcome.winner_bits is None or outcome.preset_bits is None:
        return _unjudged(winner, preset_of(trials), reason=outcome.not_judged)
    return _judged(winner, outcome)


def ablation_notes(sweep: Sweep) -> list[Message]:
    """What has to be known of an ablation beside its figures, a sentence each."""
    notes = []
    if sweep.switched.cleaning:
        notes.append(
            msg(
                "Without a cleaning step only the training text is cleaned anew. All runs are "
                "judged on the same validation text, cleaned by all steps."
            )
        )
    if sweep.switched.why_no_cleaning is not None:
        notes.append(sweep.switched.why_no_cleaning)
    outcome = sweep.outcome()
    return [*notes, *(outcome.left_out if outcome else ())]


def _unjudged(winner: Trial, preset: Trial | None, *, reason: Message | None) -> Message:
    if preset is None or preset.bits is None or winner.bits is None:
        return msg(
            "Trial {name} is the best on the validation text; the preset has no score to compare "
            "it with.",
            name=winner.name,
        )
    if reason is not None:
        return msg(
            "Trial {name} has {bits:.3f} bits per byte on the validation text, the preset "
            "{preset:.3f}; the best of many trials looks better than it is. They could not be "
            "judged on the test text: {reason}",
            name=winner.name,
            bits=winner.bits,
            preset=preset.bits,
            reason=reason,
        )
    return msg(
        "Trial {name} has {bits:.3f} bits per byte on the validation text, the preset "
        "{preset:.3f}. There is no test text to judge them on, and the best of many trials looks "
        "better than it is.",
        name=winner.name,
        bits=winner.bits,
        preset=preset.bits,
    )


def _judged(winner: Trial, outcome: SweepOutcome) -> Message:
    ours, theirs = outcome.winner_bits or 0.0, outcome.preset_bits or 0.0
    values = {"name": winner.name, "bits": ours, "preset": theirs, "gain": theirs - ours}
    if outcome.low is None or outcome.high is None:
        return msg(
            "On the test text trial {name} has {bits:.3f} bits per byte and the preset "
            "{preset:.3f}; the text is too small to say whether that is chance.",
            **values,
        )
    values |= {"low": outcome.low, "high": outcome.high}
    if outcome.gained:
        return msg(
            "Trial {name} is better than the preset: on the test text {bits:.3f} bits per byte "
            "instead of {preset:.3f}, {gain:.3f} fewer (95 % interval {low:.3f} to {high:.3f}, "
            "with documents and training allowed for).",
            **values,
        )
    return msg(
        "Nothing was gained beyond chance: on the test text trial {name} has {bits:.3f} bits per "
        "byte and the preset {preset:.3f} (95 % interval of the gain {low:.3f} to {high:.3f}, with "
        "documents and training allowed for).",
        **values,
    )


def worth_message(worth: Worth) -> Message:
    """What one setting or cleaning step was worth, in a sentence; its name is the value `path`."""
    values = {"path": worth.path, "gain": abs(worth.gain)}
    interval = worth.interval
    if interval is None:
        return msg("{path}: {gain:.3f} bits per byte, from one seed only.", **values)
    values |= {"low": interval.low, "high": interval.high}
    if interval.low > 0:
        return msg(
            "{path} helps: {gain:.3f} bits per byte fewer with it ({low:.3f} to {high:.3f}).",
            **values,
        )
    if interval.high < 0:
        return msg(
            "{path} harms: {gain:.3f} bits per byte more with it ({low:.3f} to {high:.3f}).",
            **values,
        )
    return msg("{path}: no difference shown ({low:.3f} to {high:.3f}).", **values)
