"""How fast the page Inside draws traces in a real Chromium: 2,000 tokens × 512 units.

`python -m benchmarks.inside [--only NAME] [--repetitions N] [--json FILE]`. README.md says what
each number is. The exit status is 1 where a target is missed.
"""

import sys
import time

from benchmarks.support.command import Measures, measure_all
from benchmarks.support.figures import Figure
from benchmarks.support.window import Window, window
from benchmarks.support.workplace import chromium, studio, temporary_home
from slm_core.workspace import open_workspace
from tests.serving.writers import TEXT, writer

_UNITS, _TOKENS = 512, 2_000
_HOVER = """canvas => {
    const box = canvas.getBoundingClientRect();
    const began = performance.now();
    for (let at = 0; at < 20; at += 1) {
        const place = { clientX: box.left + 60 + 9 * at, clientY: box.top + 40 + 7 * at };
        canvas.dispatchEvent(new PointerEvent("pointermove", place));
    }
    return (performance.now() - began) / 20;
}"""
_LEAST_HEIGHT = 3
"""Pixels of a unit where all are drawn."""
_CANVAS = ".st-key-inside_heat canvas"


def traces(repetitions: int) -> list[Figure]:
    """An LSTM of 512 units reads texts of 2,000 characters; all of its units are drawn."""
    first, few, every, anew, hover = [], [], [], [], []
    with temporary_home() as home, chromium() as browser:
        run = writer(open_workspace(home), hidden=_UNITS)
        with studio(home) as running, window(browser, running) as seen:
            began = time.time()
            first.append(seen.open(f"/inside?run={run.id}") - began)
            for turn in range(repetitions):
                few.append(_typed(seen, TEXT[2 * turn :][:_TOKENS]))
                every.append(_toggled(seen))
                height = seen.page.locator(_CANVAS).evaluate("canvas => canvas.clientHeight")
                assert height > _LEAST_HEIGHT * _UNITS, f"{height} pixels are not all units"
                anew.append(_typed(seen, TEXT[2 * turn + 1 :][:_TOKENS]))
                hover.append(seen.page.locator(_CANVAS).evaluate(_HOVER))
                _toggled(seen)
    about = f"{_TOKENS:,} tokens × {_UNITS} units"
    return [
        Figure(f"Inside, {about}: from the text to all units drawn", "s", tuple(anew), target=1.5),
        Figure(f"Inside, {about}: all units in place of 24", "s", tuple(every), target=1.5),
        Figure(f"Inside, {_TOKENS:,} tokens × 24 units: from the text", "s", tuple(few)),
        Figure(f"Inside, {about}: what a cell is, when pointed at", "ms", tuple(hover)),
        Figure("Inside, a short text: by its address, nothing loaded", "s", tuple(first)),
    ]


MEASURES: Measures = {"traces": (traces, 7)}
"""What can be measured, and how often it is when nobody says otherwise."""


def _typed(seen: Window, text: str) -> float:
    """Seconds from the keys that end the text to the last change."""
    field = seen.page.get_by_label("Text it reads")
    field.fill(text)
    began = time.time()
    field.press("Control+Enter")
    return seen.completed(since=began) - began


def _toggled(seen: Window) -> float:
    """Seconds from the click on "All units" to the last change."""
    began = time.time()
    seen.page.locator(".st-key-inside_all label").click()
    return seen.completed(since=began) - seen.page.evaluate("window.argotWatch.clicked") / 1000


def main(arguments: list[str] | None = None) -> int:
    """Measure what was asked for; 1 where a target is missed."""
    return measure_all(MEASURES, arguments, program="benchmarks.inside", about=__doc__)


if __name__ == "__main__":
    sys.exit(main())
