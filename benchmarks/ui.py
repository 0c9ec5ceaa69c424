"""How fast the studio is in a real Chromium on this machine, beside what was promised.

`python -m benchmarks.ui [--only NAME] [--repetitions N] [--json FILE]`. README.md says what each
number is. The exit status is 1 where a target is missed.
"""

import argparse
import json
import sys
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Browser

from benchmarks.figures import Figure, table
from benchmarks.living import live_update, long_run, trainer
from benchmarks.machine import described, machine
from benchmarks.opening import first_page, memory, switching
from benchmarks.workplace import chromium

MEASURES: dict[str, tuple[Callable[[Browser, int], list[Figure]], int]] = {
    "first": (first_page, 7),
    "switching": (switching, 7),
    "live": (live_update, 25),
    "long": (long_run, 25),
    "trainer": (trainer, 7),
    "memory": (memory, 3),
}
"""What can be measured, and how often it is when nobody says otherwise."""


def main(arguments: list[str] | None = None) -> int:
    """Measure what was asked for, print the table; 1 where a target is missed."""
    options = _options(arguments)
    about = machine()
    print(described(about), flush=True)
    figures: list[Figure] = []
    for name in options.only or MEASURES:
        measure, usual = MEASURES[name]
        print(f"measuring: {name}", file=sys.stderr, flush=True)
        with chromium() as browser:
            figures += measure(browser, options.repetitions or usual)
    print("\n" + table(figures))
    if options.json:
        found = {"machine": about, "figures": [figure.to_json() for figure in figures]}
        options.json.write_text(json.dumps(found, indent=2, ensure_ascii=False) + "\n")
    return int(any(figure.verdict == "missed" for figure in figures))


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.ui", description=__doc__)
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
