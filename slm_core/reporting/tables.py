"""A run's numbers for other programs: its curves as CSV, everything of it as JSON."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict

import orjson

from slm_core.csv_tables import Value, csv_table
from slm_core.errors import DamagedFileError
from slm_core.evaluation.memorisation.light import verdict_by
from slm_core.reporting.contents import RunContents, contents_of, metrics_of
from slm_core.reporting.cost import cost_of
from slm_core.runs.metrics import TRAIN_COLUMNS, VALIDATION_COLUMNS
from slm_core.runs.run import Run
from slm_core.storage import plain


def metrics_csv(runs: Sequence[Run]) -> str:
    """All records of metrics.jsonl, a line each: run, kind, and a column a measure; what a kind
    does not have is empty."""
    columns = list(dict.fromkeys((*VALIDATION_COLUMNS, *TRAIN_COLUMNS)))
    return csv_table(("run", "kind", *columns), _records(runs, columns))


def report_json(runs: Sequence[Run]) -> bytes:
    """Settings, facts, scores, samples, events and cost of each run as JSON; NaN is null."""
    values = {"runs": [_values(contents_of(run)) for run in runs]}
    return orjson.dumps(values, default=plain, option=orjson.OPT_INDENT_2)


def _values(one: RunContents) -> Mapping[str, object]:
    return {
        "id": one.run.id,
        "config": one.config.to_json(),
        "state": one.status.state,
        "step": one.status.step,
        "seconds": one.status.seconds,
        "facts": one.facts and asdict(one.facts),
        "score": one.score and asdict(one.score),
        "evaluations": [asdict(report) for report in one.evaluations],
        "damaged_evaluations": [str(damaged.reason) for damaged in one.damaged],
        "memorisation": asdict(verdict_by(one.run, one.evaluations)),
        "samples": [asdict(sample) for sample in one.samples],
        "events": [asdict(event) for event in one.run.events()],
        "corpus": one.card and one.card.to_json(),
        "cost": _cost(one),
        "metrics": {
            kind: {name: list(column) for name, column in series.columns.items()}
            for kind, series in (
                ("train", one.metrics.train),
                ("validation", one.metrics.validation),
            )
        },
        "command": one.command,
    }


def _records(runs: Sequence[Run], columns: Sequence[str]) -> Iterator[Sequence[Value]]:
    for run in runs:
        metrics = metrics_of(run)
        for kind, series in (("train", metrics.train), ("validation", metrics.validation)):
            for at in range(len(series)):
                values = (
                    series.columns[name][at] if name in series.columns else math.nan
                    for name in columns
                )
                yield run.id, kind, *map(_cell, values)


def _cost(one: RunContents) -> Mapping[str, object]:
    """What it cost, or the reason why that cannot be read."""
    try:
        cost = cost_of(one.run, one.status, score=one.score, floor=one.floor)
    except DamagedFileError as error:
        return {"error": str(error)}
    return {"joules_per_0.01_bits": cost.joules_a_hundredth, **asdict(cost)}


def _cell(value: float) -> Value:
    if math.isnan(value):
        return ""
    return int(value) if float(value).is_integer() and abs(value) < 1e15 else value
