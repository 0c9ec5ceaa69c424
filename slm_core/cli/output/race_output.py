"""The ranking of a race, the best first, as JSON and for people."""

from slm_core.cli.output.run_output import run_output
from slm_core.cli.output.terminal import Answer, clock, columns, padded, told
from slm_core.evaluation.coach import race_verdict
from slm_core.messages import msg
from slm_core.runs.launching.race import Race
from slm_core.runs.launching.race_progress import race_state
from slm_core.runs.metrics import MetricsFollower
from slm_core.runs.run import Run
from slm_core.runs.status import state_message

_WORST = float("inf")


def standings(race: Race) -> Answer:
    """The race with its members sorted by bits per byte."""
    members = _sorted(race)
    verdict = race_verdict([(run.config().model.title, bits_of(run)) for run in members])
    state = race_state(run.status() for run in members)
    return {
        "race": race.id,
        "name": race.name,
        "corpus": race.corpus,
        "same": race.rule,
        "budget": told(race.budget.describe()),
        "state": state,
        "verdict": told(verdict) if verdict and state != "racing" else None,
        "runs": [_member(run) for run in members],
    }


def table(race: Race) -> str:
    """The same as lines for people."""
    heads = (
        "",
        told(msg("network")),
        told(msg("bits/byte")),
        told(msg("parameters")),
        told(msg("steps")),
        told(msg("time")),
        told(msg("tokens/s")),
        told(msg("run")),
    )
    rows = [heads]
    for place, run in enumerate(_sorted(race), 1):
        values, bits = run_output(run, run.status(), with_verdict=False), bits_of(run)
        rows.append(
            (
                f"{place}.",
                run.config().model.title,
                "–" if bits is None else f"{bits:.3f}",
                _whole(values["parameters"]),
                _whole(values["steps"]),
                clock(run.status().seconds),
                _whole(values["tokens_per_second"]),
                f"{run.id} ({told(state_message(run.status()))})",
            )
        )
    widths = [max(columns(row[column]) for row in rows) for column in range(len(heads))]
    left = {0, 1, len(heads) - 1}
    return "\n".join(
        "  ".join(
            padded(cell, width) if column in left else " " * (width - columns(cell)) + cell
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    )


def bits_of(run: Run) -> float | None:
    """Bits per byte: of the best weights at the end, before that the best of its checks."""
    score = run.score()
    if score is not None:
        return score.bits_per_byte
    follower = MetricsFollower(run.folder / "metrics.jsonl")
    follower.catch_up()
    return follower.best_bits_per_byte


def _member(run: Run) -> Answer:
    model = run.config().model
    return {"model": model.kind, "bits_per_byte": bits_of(run), **run_output(run, run.status())}


def _sorted(race: Race) -> list[Run]:
    """The best first; who has no score yet last."""

    def key(run: Run) -> float:
        bits = bits_of(run)
        return _WORST if bits is None else bits

    return sorted(race.members(), key=key)


def _whole(value: object) -> str:
    return f"{value:,.0f}" if isinstance(value, (int, float)) else "–"
