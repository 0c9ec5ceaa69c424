"""The result of a run: the JSON that `train` prints, and the same for people."""

from dataclasses import asdict

from slm_core.cli.output.terminal import Answer, clock
from slm_core.evaluation.coach import Verdict, verdict_of
from slm_core.messages import sentences
from slm_core.metrics.scores import Score
from slm_core.runs.launching.recovery import suggested_fix, why_interrupted
from slm_core.runs.metrics import MetricsFollower
from slm_core.runs.run import Run, average_speed
from slm_core.runs.status import RunStatus, silence
from slm_core.runs.transfer_scores import CorpusScore, read_before_after

GOOD_ENDS = ("finished", "stopped")
"""States in which a command that waited for its run exits with 0."""


def run_output(run: Run, status: RunStatus, *, with_verdict: bool = True) -> Answer:
    """State, sizes, speed and the scores of the best weights, null where there are none.

    With the verdict on a run that ended well, for which all its metrics are read.
    """
    facts = run.facts()
    ended_well = status.state in GOOD_ENDS
    values: dict[str, object] = {
        "run": run.id,
        "state": status.state,
        "steps": status.step,
        "seconds": round(status.seconds, 3),
        "parameters": facts.parameters if facts else None,
        "tokens_per_second": round(average_speed(status, facts), 1) or None,
        "validation": _scores(run.score("validation")) if ended_well else None,
        "test": _scores(run.score("test")) if ended_well else None,
    }
    compared = read_before_after(run) if ended_well else None
    if compared is not None:
        values["fine_tuning"] = asdict(compared)
    verdict = _verdict(run) if with_verdict and ended_well else None
    if verdict is not None:
        values["trend"] = verdict.trend
        values["verdict"] = str(sentences(verdict.messages(ended=status.state == "finished")))
    if problem(run, status):
        values["error"] = problem(run, status)
    if ended_early(run):
        values["ended_early"] = ended_early(run)
    if notices(run):
        values["notices"] = notices(run)
    return values


def ended_early(run: Run) -> str:
    """Why the run ended before its budget was spent, "" where it did not."""
    for event in reversed(run.events()):
        if event.kind == "early_stop":
            return str(event.details.get("reason", ""))
        if event.kind == "extended":
            return ""
    return ""


def notices(run: Run) -> list[str]:
    """What was damaged and has been made up for, oldest first."""
    kinds = ("fell_back", "renewed")
    told = [str(event.details["reason"]) for event in run.events() if event.kind in kinds]
    return told + [str(message) for message in [run.left_out()] if message]


def problem(run: Run, status: RunStatus) -> str:
    """Why a run did not end well or does not go on, and what to do; "" where all is well."""
    if not run.folder.is_dir():
        return f"{run.id} was deleted while it trained: nothing of it is left."
    if status.state == "failed":
        told = status.error or f"The run failed. Its log is {run.folder / 'log.txt'}."
        return f"{told}{_way_on(run)}"
    if status.is_silent:
        return str(silence(status))
    if status.state == "interrupted":
        if status.error is not None:  # its status.json is damaged
            return f"{status.error} `python -m slm_core resume {run.id}` takes the run up again."
        return (
            f"{run.id} was interrupted. {why_interrupted(run)} Its log is "
            f"{run.folder / 'log.txt'}. `python -m slm_core resume {run.id}` takes it up again."
        )
    return ""


def _verdict(run: Run) -> Verdict | None:
    metrics = MetricsFollower(run.folder / "metrics.jsonl")
    metrics.catch_up()
    return verdict_of(metrics, score=run.score(), facts=run.facts())


def _way_on(run: Run) -> str:
    """How a run goes on whose steps, or batches, were too large; "" of another."""
    softer = suggested_fix(run)
    if softer is None:
        return ""
    name, value = softer
    return (
        f" Or `python -m slm_core resume {run.id} --set {name}={value:g}` goes on from its newest "
        "checkpoint."
    )


def format_run(run: Run, status: RunStatus) -> str:
    """The outcome in a few lines for people."""
    values = run_output(run, status)
    speed = values["tokens_per_second"] or 0.0
    size = f", {values['parameters']:,} parameters" if values["parameters"] else ""
    lines = [
        f"{run.id}: {status.state}",
        f"{status.step:,} steps in {clock(status.seconds)}, {speed:,.0f} tokens/s{size}",
    ]
    if ended_early(run):
        lines.append(f"ended early: {ended_early(run)}")
    lines += notices(run)
    for part in ("validation", "test"):
        score = run.score(part) if values[part] else None
        if score is not None:
            lines.append(
                f"{part}: {score.bits_per_byte:.3f} bits per byte, "
                f"{score.loss:.3f} nats per token (perplexity {score.perplexity:,.2f}), "
                f"{score.nats_per_character:.3f} nats per character, "
                f"accuracy {score.accuracy:.1%}"
            )
    compared = read_before_after(run) if values["validation"] else None
    if compared is not None:
        lines += [_change_on(compared.new, "new text"), _change_on(compared.earlier, "old text")]
    if "verdict" in values:
        lines.append(str(values["verdict"]))
    return "\n".join(lines)


def _change_on(text: CorpusScore, label: str) -> str:
    name = f"{label} ({text.name or text.corpus})"
    if text.before is None or text.after is None or text.change is None:
        return f"{name}: no scores. {text.problem}".rstrip()
    worse = "more" if text.change > 0 else "fewer"
    return (
        f"{name}: {text.before:.3f} bits per byte before, {text.after:.3f} after, "
        f"{abs(text.change):.1%} {worse}"
    )


def _scores(score: Score | None) -> dict[str, float] | None:
    if score is None:
        return None
    return {
        "loss": score.loss,
        "nats_per_character": score.nats_per_character,
        "perplexity": score.perplexity,
        "accuracy": score.accuracy,
        "bits_per_byte": score.bits_per_byte,
    }
