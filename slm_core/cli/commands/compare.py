"""The command compare: is one run better than another. Loads torch where one is not scored yet."""

import os
from collections.abc import Sequence
from typing import Annotated, Literal

import typer

from slm_core.cli.arguments import find_run
from slm_core.cli.options import AsJson, Home
from slm_core.cli.output.terminal import Answer, answer, padded, say, told
from slm_core.evaluation.comparison.comparison import Difference, RunComparison, Side, SideBySide
from slm_core.evaluation.comparison.words import letter_of, noise_words, verdict_words
from slm_core.evaluation.report import times_test_opened
from slm_core.messages import Message, as_given, msg
from slm_core.metrics.scores import Interval
from slm_core.runs.relations.differences import differing_settings
from slm_core.runs.run import Run
from slm_core.settings_schema import setting_name
from slm_core.workspace import open_workspace


def compare(
    runs: Annotated[
        list[str],
        typer.Argument(
            metavar="RUN RUN...",
            help="Ids of runs; last is the newest. Runs that differ in their seed alone count as "
            "one side.",
        ),
    ],
    split: Annotated[
        Literal["validation", "test"],
        typer.Option(help="On which part of their corpus; each use of the test part is counted."),
    ] = "validation",
    workspace: Home = None,
    as_json: AsJson = False,
) -> None:
    """Tell which of two or more runs is better, by how much, and how sure that is."""
    home = open_workspace(workspace)
    found = list({run.id: run for run in (find_run(home, name) for name in runs)}.values())
    # Must be set before torch loads: spinning threads take the cores from a run beside us.
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    from slm_core.evaluation.comparison import compare as comparing  # noqa: PLC0415 - loads scipy

    outcome = comparing.compare(
        home, found, split, tell=lambda doing, _share: say(f"{told(doing)} …")
    )
    opened = {run.id: times_test_opened(run) for run in found} if split == "test" else {}
    more = {"test_opened": opened} if opened else {}
    answer({**_values(outcome, found), **more}, text=_text(outcome, found), as_json=as_json)


def _values(outcome: RunComparison, runs: Sequence[Run]) -> Answer:
    by_id = {run.id: run for run in runs}
    sides = [_side_values(side, place, by_id) for place, side in enumerate(outcome.sides)]
    pairs = [_pair_values(pair) for pair in outcome.pairs]
    only = pairs[0] if len(pairs) == 1 else {}
    rows = differing_settings([by_id[side.runs[0]].config() for side in outcome.sides])
    return {
        "part": outcome.part,
        **{name: value for name, value in only.items() if name != "second"},
        "sides": sides,
        "pairs": pairs,
        "settings": {row.path: list(row.values) for row in rows},
        "units": outcome.units,
        "interval_over": "documents" if outcome.by_documents else "blocks",
        "seed_deviation": outcome.seed_deviation,
        "seed_runs": outcome.seed_runs,
    }


def _side_values(side: Side, place: int, runs: dict[str, Run]) -> Answer:
    return {
        "letter": letter_of(place),
        "runs": list(side.runs),
        "name": runs[side.runs[0]].config().name,
        "bits_per_byte": side.bits_per_byte,
        "interval": _ends(side.interval),
        "error": side.problem,
    }


def _pair_values(pair: SideBySide) -> Answer:
    found: Difference | None = pair.difference
    return {
        "second": letter_of(pair.second),
        "difference": found and found.bits_per_byte,
        "interval": _ends(found.interval) if found else None,
        "interval_of_documents": _ends(found.of_documents) if found else None,
        "seeds_drawn": found.seeds_drawn if found else False,
        "verdict": found.winner if found else "none",
        "words": verdict_words(pair),
        "refused": pair.refusal,
    }


def _ends(interval: Interval | None) -> list[float] | None:
    return [interval.low, interval.high] if interval else None


def _text(outcome: RunComparison, runs: Sequence[Run]) -> str:
    by_id = {run.id: run for run in runs}
    lines: list[str | Message] = []
    for place, side in enumerate(outcome.sides):
        first = by_id[side.runs[0]].config()
        title = padded(as_given(f"{first.name} · {first.model.title}"), 34)
        lines.append(f"{letter_of(place)}  {title}  {told(_score(side))}")
        lines += [f"   {run}" for run in side.runs]
    lines.append("")
    rows = differing_settings([by_id[side.runs[0]].config() for side in outcome.sides])
    for row in rows:
        name = padded(setting_name(row.path), 30)
        lines.append(f"   {name}  {'  |  '.join(map(_shown, row.values))}")
    lines += ["", *map(verdict_words, outcome.pairs)]
    if any(pair.difference and pair.difference.interval for pair in outcome.pairs):
        lines.append(noise_words(outcome))
    return "\n".join(map(told, lines))


def _score(side: Side) -> Message:
    if side.bits_per_byte is None:
        return side.problem or msg("no score yet")
    if side.interval is None:
        return msg("{bits:.3f} bits per byte", bits=side.bits_per_byte)
    return msg(
        "{bits:.3f} bits per byte ({low:.3f} to {high:.3f})",
        bits=side.bits_per_byte,
        low=side.interval.low,
        high=side.interval.high,
    )


def _shown(value: object) -> str:
    if isinstance(value, float):
        return f"{value:g}"
    return "–" if value is None else str(value)
