"""How fast the pages of judging are in a real Chromium: a thousand runs, and eight compared.

`python -m benchmarks.judge [--only NAME] [--repetitions N] [--json FILE]`. README.md says what each
number is. The exit status is 1 where a target is missed.
"""

import sys
import time
from collections.abc import Sequence

from playwright.sync_api import Browser

from benchmarks.support.command import Measures, measure_all
from benchmarks.support.figures import Figure
from benchmarks.support.many_runs import add_many_runs
from benchmarks.support.window import Window, window
from benchmarks.support.workplace import chromium, studio, temporary_home
from slm_core.runs.run import list_runs
from tests.browser.studio import Studio

_RUNS, _DAMAGED, _COMPARED = 1000, 20, 8
_FIELD = "Find by name, text, tag or note"


def many_runs(repetitions: int) -> list[Figure]:
    """The Runs page of a thousand runs, of which twenty are damaged: opened, and filtered."""
    opened, cold, filtered = [], [], []
    with temporary_home() as home, chromium() as browser:
        add_many_runs(home, _RUNS, damaged=_DAMAGED)
        with studio(home) as running:
            for _ in range(repetitions):
                with window(browser, running) as seen:
                    began = time.time()
                    cold.append(seen.open("/runs") - began)
                    seen.open("/")
                    opened.append(seen.switch(seen.places().index("Runs")))
                    filtered += _filter(seen, ("run 77", "maintenance", "zzz"))
    about = f"of {_RUNS:,} runs, {_DAMAGED} of them damaged"
    return [
        Figure(f"Runs {about}: from the click", "s", tuple(opened), target=1.0),
        Figure(f"Runs {about}: by its address, in a new browser", "s", tuple(cold)),
        Figure(f"Runs {about}: filtered", "s", tuple(filtered), target=0.3),
    ]


def compared(repetitions: int) -> list[Figure]:
    """The Compare page of eight runs that are scored."""
    seconds, first = [], []
    with temporary_home() as home, chromium() as browser:
        workspace = add_many_runs(home, 2 * _COMPARED)
        corpus = list_runs(workspace)[0].config().corpus
        runs = [run for run in list_runs(workspace) if run.config().corpus == corpus]
        address = "/compare?runs=" + ",".join(run.id for run in runs[:_COMPARED])
        with studio(home) as running:
            first.append(_opened(browser, running, address))
            seconds = [_opened(browser, running, address) for _ in range(repetitions)]
    return [
        Figure("Compare, 8 runs: by its address, again", "s", tuple(seconds), target=1.0),
        Figure("Compare, 8 runs: where nobody compared them yet", "s", tuple(first)),
    ]


MEASURES: Measures = {"runs": (many_runs, 5), "compare": (compared, 5)}
"""What can be measured, and how often it is when nobody says otherwise."""


def _filter(seen: Window, words: Sequence[str]) -> list[float]:
    """Seconds from the last key to the last change, for each of the words."""
    field = seen.page.get_by_label(_FIELD)
    found = []
    for word in words:
        began = time.time()
        field.fill(word)
        seen.page.keyboard.press("Enter")
        found.append(seen.completed(since=began) - began)
    return found


def _opened(browser: Browser, running: Studio, address: str) -> float:
    """Seconds from asking for the address to the complete page, in a browser that knows us."""
    with window(browser, running) as seen:
        seen.open("/")
        began = time.time()
        return seen.open(address) - began


def main(arguments: list[str] | None = None) -> int:
    """Measure what was asked for; 1 where a target is missed."""
    return measure_all(MEASURES, arguments, program="benchmarks.judge", about=__doc__)


if __name__ == "__main__":
    sys.exit(main())
