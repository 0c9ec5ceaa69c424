"""How much a model learns in its first minute: the command line, three times, and the median.

`python -m benchmarks.first_minute [--repetitions N] [--minutes M] [--json FILE]`. The text is
tinyshakespeare/input.txt in the folder that ARGOT_REAL_DATA names, by default ../shared/data.
The score is computed again by other code (benchmarks/support/training.py).
The exit status is 1 where the target is missed, or where the two scores differ.
"""

import argparse
import json
import sys
from pathlib import Path

from benchmarks.machine import described, machine
from benchmarks.support.data import real_file
from benchmarks.support.figures import Figure, table
from benchmarks.support.training import AGREE, Outcome, train_once

TARGET = 1.60
"""Nats per character, or fewer."""


def main(arguments: list[str] | None = None) -> int:
    """Train, score again, print the table; 1 where the target is missed or the scores differ."""
    options = _options(arguments)
    text = real_file("tinyshakespeare", "input.txt")
    about = machine()
    print(described(about), flush=True)
    outcomes = []
    for number in range(options.repetitions):
        print(f"training: {number + 1} of {options.repetitions}", file=sys.stderr, flush=True)
        chosen = ["--tokenizer", "char", "--model", "lstm", "--minutes", f"{options.minutes:g}"]
        outcomes.append(train_once(text, *chosen))
    figures = _figures(outcomes, minutes=options.minutes)
    print("\n" + table(figures))
    if options.json:
        found = {"machine": about, "figures": [figure.to_json() for figure in figures]}
        options.json.write_text(json.dumps(found, indent=2, ensure_ascii=False) + "\n")
    apart = max(abs(outcome.told - outcome.recomputed) for outcome in outcomes)
    print(f"\nThe two scores differ by at most {apart:.5f} nats.")
    return int(apart > AGREE or any(figure.verdict == "missed" for figure in figures))


def _figures(outcomes: list[Outcome], *, minutes: float) -> list[Figure]:
    name = f"characters, {minutes:g} minutes"
    return [
        Figure(f"{name}, validation", "nats", tuple(o.told for o in outcomes), target=TARGET),
        Figure(f"{name}, computed again", "nats", tuple(o.recomputed for o in outcomes)),
        Figure(f"{name}, seconds of training", "s", tuple(o.seconds for o in outcomes)),
        Figure(f"{name}, speed", "ktok/s", tuple(o.tokens_per_second / 1000 for o in outcomes)),
    ]


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.first_minute", description=__doc__)
    parser.add_argument("--repetitions", type=int, default=3, help="how many runs")
    parser.add_argument("--minutes", type=float, default=1.0, help="budget of each")
    parser.add_argument("--json", type=Path, metavar="FILE", help="also write all values there")
    options = parser.parse_args(arguments)
    if options.repetitions < 1:
        parser.error(f"--repetitions is {options.repetitions}; it must be 1 or more.")
    return options


if __name__ == "__main__":
    sys.exit(main())
