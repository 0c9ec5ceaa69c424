"""The result of a run: the JSON that `train` prints, and the same for people."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Literal

from slm_core.cli.output.terminal import Answer, clock, told
from slm_core.evaluation.coach import Verdict, verdict_of
from slm_core.evaluation.coaching.advise import findings_on
from slm_core.evaluation.specimen import specimen_of
from slm_core.messages import Message, as_given, listed, msg, sentences
from slm_core.metrics.scores import Score
from slm_core.runs.launching.recovery import suggested_fix, why_interrupted
from slm_core.runs.metrics import MetricsFollower
from slm_core.runs.run import Run, average_speed
from slm_core.runs.status import RunStatus, silence, state_message
from slm_core.runs.transfer_scores import CorpusScore, read_before_after

_PARTS: dict[Literal["validation", "test"], Message] = {
    "validation": msg("validation"),
    "test": msg("test"),
}
GOOD_ENDS = ("finished", "stopped")
"""States in which a command that waited for its run exits with 0."""


TRENDS: Mapping[str, Message] = {
    "improving": msg("improving"),
    "level": msg("levelled off"),
    "overfitting": msg("overfitting"),
    "unsteady": msg("unsteady"),
    "worse": msg("got worse"),
}
"""How the validation loss went lately, by `Trend`; nothing is said of one that is not known."""


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
        values["level"] = verdict.level
        values["verdict"] = told(sentences(verdict.messages(ended=status.state == "finished")))
    trouble, early, made_up_for = problem(run, status), ended_early(run), notices(run)
    if trouble:
        values["error"] = told(trouble)
    if early:
        values["ended_early"] = told(early)
    if made_up_for:
        values["notices"] = [told(notice) for notice in made_up_for]
    return values


def ended_early(run: Run) -> Message | None:
    """Why the run ended before its budget was spent, None where it did not."""
    for event in reversed(run.events()):
        if event.kind == "early_stop":
            return Message.from_json(event.details.get("reason", ""))
        if event.kind == "extended":
            return None
    return None


def notices(run: Run) -> list[Message]:
    """What was damaged and has been made up for, oldest first."""
    kinds = ("fell_back", "renewed")
    events = [event for event in run.events() if event.kind in kinds]
    found = [Message.from_json(event.details["reason"]) for event in events]
    left_out = run.left_out()
    return [*found, left_out] if left_out else found


def problem(run: Run, status: RunStatus) -> Message | None:
    """Why a run did not end well or does not go on, and what to do; None where all is well."""
    log = run.folder / "log.txt"
    if not run.folder.is_dir():
        return msg("{run} was deleted while it trained: nothing of it is left.", run=run.id)
    if status.state == "failed":
        error = status.error or msg("The run failed. Its log is {log}.", log=log)
        return sentences([Message.from_json(error), *_way_on(run)])
    if status.is_silent:
        return silence(status)
    if status.state == "interrupted":
        again = msg("`python -m slm_core resume {run}` takes it up again.", run=run.id)
        if status.error is not None:  # its status.json is damaged
            return sentences([status.error, again])
        gone = msg("{run} was interrupted.", run=run.id)
        return sentences([gone, why_interrupted(run), msg("Its log is {log}.", log=log), again])
    return None


def _verdict(run: Run) -> Verdict | None:
    metrics = MetricsFollower(run.folder / "metrics.jsonl")
    metrics.catch_up()
    return verdict_of(
        metrics,
        score=run.score(),
        facts=run.facts(),
        specimen=specimen_of(run),
        findings=findings_on(run, metrics),
    )


def _way_on(run: Run) -> list[Message]:
    """How a run goes on whose steps, or batches, were too large; nothing of another."""
    softer = suggested_fix(run)
    if softer is None:
        return []
    name, value = softer
    return [
        msg(
            "Or `python -m slm_core resume {run} --set {name}={value:g}` goes on from its newest "
            "checkpoint.",
            run=run.id,
            name=name,
            value=value,
        )
    ]


def format_run(run: Run, status: RunStatus) -> str:
    """The outcome in a few lines for people."""
    values = run_output(run, status)
    ended_well = status.state in GOOD_ENDS
    lines: list[str | Message] = [
        f"{run.id}: {told(state_message(status))}",
        msg(
            "{steps:,} steps in {time}, {speed:,.0f} tokens/s",
            steps=status.step,
            time=clock(status.seconds),
            speed=values["tokens_per_second"] or 0.0,
        ),
    ]
    if values["parameters"]:
        size = msg("{n:,} parameters", n=values["parameters"])
        lines[-1] = listed([as_given(told(lines[-1])), size])
    early = ended_early(run)
    if early:
        lines.append(msg("ended early: {reason}", reason=early))
    lines += notices(run)
    for part, title in _PARTS.items():
        score = run.score(part) if ended_well else None
        if score is not None:
            lines.append(_score(title, score))
    compared = read_before_after(run) if values["validation"] else None
    if compared is not None:
        lines.append(_change_on(compared.new, msg("new text")))
        lines.append(_change_on(compared.earlier, msg("old text")))
    if "verdict" in values:
        lines.append(str(values["verdict"]))
    return "\n".join(map(told, lines))


def _score(part: Message, score: Score) -> Message:
    return msg(
        "{part}: {bits:.3f} bits per byte, {loss:.3f} nats per token (perplexity "
        "{perplexity:,.2f}), {nats:.3f} nats per character, accuracy {accuracy:.1%}",
        part=part,
        bits=score.bits_per_byte,
        loss=score.loss,
        perplexity=score.perplexity,
        nats=score.nats_per_character,
        accuracy=score.accuracy,
    )


def _change_on(text: CorpusScore, label: Message) -> Message:
    name = msg("{label} ({corpus})", label=label, corpus=text.name or text.corpus)
    if text.before is None or text.after is None or text.change is None:
        return msg("{name}: no scores. {problem}", name=name, problem=text.problem or "")
    values = {"before": text.before, "after": text.after, "share": abs(text.change)}
    if text.change > 0:
        return msg(
            "{name}: {before:.3f} bits per byte before, {after:.3f} after, {share:.1%} more",
            name=name,
            **values,
        )
    return msg(
        "{name}: {before:.3f} bits per byte before, {after:.3f} after, {share:.1%} fewer",
        name=name,
        **values,
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
