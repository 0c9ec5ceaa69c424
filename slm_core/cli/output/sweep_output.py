"""How a sweep or an ablation stands, as JSON and for people."""

from collections.abc import Sequence
from dataclasses import asdict

from slm_core.cli.output.terminal import Answer, columns, padded, told
from slm_core.messages import msg
from slm_core.tuning.ablation import worths
from slm_core.tuning.importance import importances
from slm_core.tuning.search_space import search_space, values_of
from slm_core.tuning.sweep import STATE_TITLES, Sweep
from slm_core.tuning.trials import Trial
from slm_core.tuning.verdict import ablation_notes, sweep_verdict, worth_message


def sweep_values(sweep: Sweep, trials: Sequence[Trial]) -> Answer:
    """Its trials and what came of it; null where that is not known yet."""
    verdict, outcome = sweep_verdict(sweep, trials), sweep.outcome()
    values: dict[str, object] = {
        "sweep": sweep.id,
        "kind": sweep.kind,
        "state": sweep.state(),
        "corpus": sweep.base.corpus,
        "verdict": told(verdict) if verdict else None,
        "trials": [_trial(sweep, trial) for trial in trials],
    }
    if sweep.kind == "ablation":
        values["notes"] = [told(note) for note in ablation_notes(sweep)]
        values["worth"] = [{**asdict(worth), "gain": worth.gain} for worth in worths(trials)]
        return values
    judged = None
    if outcome is not None and outcome.winner_bits is not None:
        judged = {
            "winner": outcome.winner,
            "preset": outcome.preset,
            "winner_bits": outcome.winner_bits,
            "preset_bits": outcome.preset_bits,
            "interval": None if outcome.low is None else [outcome.low, outcome.high],
            "gained": outcome.gained,
        }
    space = search_space(sweep.base)
    failed = outcome.not_judged if outcome is not None else None
    values["not_judged"] = told(failed) if failed else None
    return {**values, "importance": dict(importances(trials, space)), "test": judged}


def sweep_text(sweep: Sweep, trials: Sequence[Trial]) -> str:
    """The same as lines for people."""
    verdict = sweep_verdict(sweep, trials)
    lines = [f"{sweep.id}: {told(STATE_TITLES[sweep.state()])}"]
    if sweep.kind == "ablation":
        lines += [f"  {told(worth_message(worth))}" for worth in worths(trials)]
        lines += [told(note) for note in ablation_notes(sweep)]
        return "\n".join([*lines, *([told(verdict)] if verdict else [])])
    ranked = sorted(trials, key=lambda trial: (not trial.is_whole, trial.bits or float("inf")))
    rows = [_row(sweep, trial) for trial in ranked]
    widths = [max(columns(row[at]) for row in rows) for at in range(len(rows[0]))] if rows else []
    lines += [
        "  " + "  ".join(padded(cell, width) for cell, width in zip(row, widths, strict=True))
        for row in rows
    ]
    return "\n".join([*map(str.rstrip, lines), *([told(verdict)] if verdict else [])])


def _trial(sweep: Sweep, trial: Trial) -> Answer:
    settings = None
    if sweep.kind == "sweep":
        settings = values_of(trial.config, search_space(sweep.base))
    return {
        "trial": trial.name,
        "run": trial.run.id,
        "state": trial.status.state,
        "bits_per_byte": trial.bits,
        "seconds": round(trial.status.seconds, 3),
        "settings": settings,
    }


def _row(sweep: Sweep, trial: Trial) -> list[str]:
    values = values_of(trial.config, search_space(sweep.base))
    shown = " ".join(
        f"{path.partition('.')[2]}={f'{value:g}' if isinstance(value, float) else value}"
        for path, value in values.items()
    )
    bits = "–" if trial.bits is None else f"{trial.bits:.3f}"
    early = "" if trial.is_whole else told(msg("stopped early"))
    return [trial.name, bits, early, shown]
