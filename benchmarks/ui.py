"""How fast the studio is in a real Chromium on this machine, beside what was promised.

`python -m benchmarks.ui [--only NAME] [--repetitions N] [--json FILE]`. README.md says what each
number is. The exit status is 1 where a target is missed.
"""

import sys
from collections.abc import Callable

from playwright.sync_api import Browser

from benchmarks.support.command import Measures, measure_all
from benchmarks.support.figures import Figure
from benchmarks.support.living import live_update, long_run, trainer
from benchmarks.support.opening import first_page, memory, switching
from benchmarks.support.workplace import chromium


def _in_chromium(measure: Callable[[Browser, int], list[Figure]]) -> Callable[[int], list[Figure]]:
    """The measure in a browser that is started before its clocks."""

    def measured(repetitions: int) -> list[Figure]:
        with chromium() as browser:
            return measure(browser, repetitions)

    return measured


MEASURES: Measures = {
    "first": (_in_chromium(first_page), 7),
    "switching": (_in_chromium(switching), 7),
    "live": (_in_chromium(live_update), 25),
    "long": (_in_chromium(long_run), 25),
    "trainer": (_in_chromium(trainer), 7),
    "memory": (_in_chromium(memory), 3),
}
"""What can be measured, and how often it is when nobody says otherwise."""


def main(arguments: list[str] | None = None) -> int:
    """Measure what was asked for; 1 where a target is missed."""
    return measure_all(MEASURES, arguments, program="benchmarks.ui", about=__doc__)


if __name__ == "__main__":
    sys.exit(main())
