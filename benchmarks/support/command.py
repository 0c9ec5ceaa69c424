"""The command line of a benchmark that has several measures."""

import argparse
import json
import sys
from collections.abc import Callable, Collection, Mapping
from pathlib import Path

from benchmarks.machine import described, machine
from benchmarks.support.figures import Figure, table

Measures = Mapping[str, tuple[Callable[[int], list[Figure]], int]]
"""By name: what measures so many times, and how often it is when nobody says otherwise."""


def measure_all(
    measures: Measures,
    arguments: list[str] | None,
    *,
    program: str,
    about: str | None,
    seldom: Collection[str] = (),
) -> int:
    """Measure what was asked for, print the table; 1 where a target is missed.

    What is `seldom` is measured only when it is named.
    """
    options = _options(measures, arguments, program, about)
    known = machine()
    print(described(known), flush=True)
    figures: list[Figure] = []
    for name in options.only or [name for name in measures if name not in seldom]:
        measure, usual = measures[name]
        print(f"measuring: {name}", file=sys.stderr, flush=True)
        figures += measure(options.repetitions or usual)
    print("\n" + table(figures))
    print(f"\nload after: {machine()['load before']}")
    if options.json:
        found = {"machine": known, "figures": [figure.to_json() for figure in figures]}
        options.json.write_text(json.dumps(found, indent=2, ensure_ascii=False) + "\n")
    return int(any(figure.verdict == "missed" for figure in figures))


def _options(
    measures: Measures, arguments: list[str] | None, program: str, about: str | None
) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog=f"python -m {program}", description=about)
    parser.add_argument(
        "--only", action="append", choices=tuple(measures), help="measure this; may be repeated"
    )
    parser.add_argument("--repetitions", type=int, help="how often, instead of the usual number")
    parser.add_argument("--json", type=Path, metavar="FILE", help="also write all values there")
    options = parser.parse_args(arguments)
    if options.repetitions is not None and options.repetitions < 1:
        parser.error(f"--repetitions is {options.repetitions}; it must be 1 or more.")
    return options
