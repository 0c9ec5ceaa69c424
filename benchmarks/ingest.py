"""How fast files become a corpus, and a corpus tokens, beside what was promised.

`python -m benchmarks.ingest [--only NAME] [--repetitions N] [--json FILE]`. README.md says what
each number is; the texts are those of the folder that ARGOT_REAL_DATA names, by default
../shared/data. `large` needs 6 GB of disk and minutes, and is measured only when named. The exit
status is 1 where a target is missed.
"""

import argparse
import json
import sys
from collections.abc import Callable
from pathlib import Path

from benchmarks.figures import Figure, table
from benchmarks.large import large
from benchmarks.machine import described, machine
from benchmarks.reading import files, pdf, previews
from benchmarks.tokenizing import tokens

MEASURES: dict[str, tuple[Callable[[int], list[Figure]], int]] = {
    "tokens": (tokens, 5),
    "files": (files, 5),
    "pdf": (pdf, 7),
    "preview": (previews, 7),
    "large": (large, 1),
}
"""What can be measured, and how often it is when nobody says otherwise."""
_SELDOM = ("large",)


def main(arguments: list[str] | None = None) -> int:
    """Measure what was asked for, print the table; 1 where a target is missed."""
    options = _options(arguments)
    about = machine()
    print(described(about), flush=True)
    figures: list[Figure] = []
    for name in options.only or [name for name in MEASURES if name not in _SELDOM]:
        measure, usual = MEASURES[name]
        print(f"measuring: {name}", file=sys.stderr, flush=True)
        figures += measure(options.repetitions or usual)
    print("\n" + table(figures))
    print(f"\nload after: {machine()['load before']}")
    if options.json:
        found = {"machine": about, "figures": [figure.to_json() for figure in figures]}
        options.json.write_text(json.dumps(found, indent=2, ensure_ascii=False) + "\n")
    return int(any(figure.verdict == "missed" for figure in figures))


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.ingest", description=__doc__)
    parser.add_argument(
        "--only", action="append", choices=tuple(MEASURES), help="measure this; may be repeated"
    )
    parser.add_argument("--repetitions", type=int, help="how often, instead of the usual number")
    parser.add_argument("--json", type=Path, metavar="FILE", help="also write all values there")
    options = parser.parse_args(arguments)
    if options.repetitions is not None and options.repetitions < 1:
        parser.error(f"--repetitions is {options.repetitions}; it must be 1 or more.")
    return options


if __name__ == "__main__":
    sys.exit(main())
