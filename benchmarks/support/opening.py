"""How fast pages come, and how much memory the server needs for them."""

import time
from itertools import permutations

from playwright.sync_api import Browser

from benchmarks.support.figures import Figure
from benchmarks.support.window import Window, window
from benchmarks.support.workplace import add_ten_runs, studio, temporary_home
from slm_core.corpus.store import list_corpora
from slm_core.runs.run import list_runs

_IDLE = 10.0
"""Seconds left alone before memory is read."""


def first_page(browser: Browser, repetitions: int) -> list[Figure]:
    """From starting the server's process to the complete Start page of a workspace of ten runs."""
    from_start, from_ready = [], []
    with temporary_home() as home:
        add_ten_runs(home)
        for _ in range(repetitions):
            began = time.time()
            with studio(home) as running, window(browser, running) as seen:
                ready = time.time()
                done = seen.open()
                from_start.append(done - began)
                from_ready.append(done - ready)
    return [
        Figure("first page, from starting the server", "s", tuple(from_start), target=3.0),
        Figure("first page, from the server's first answer", "s", tuple(from_ready)),
    ]


def switching(browser: Browser, repetitions: int) -> list[Figure]:
    """From a click on the navigation to the complete page, from every page to every other."""
    with temporary_home() as home:
        add_ten_runs(home)
        with studio(home) as running, window(browser, running) as seen:
            seen.open()
            names = seen.places()
            pairs = list(permutations(range(len(names)), 2))
            seconds: dict[tuple[int, int], list[float]] = {pair: [] for pair in pairs}
            first = _walk(seen, len(names))
            for _ in range(repetitions):
                for origin, goal in pairs:
                    if names[origin] != names[_shown(seen)]:
                        seen.switch(origin)
                    seconds[origin, goal].append(seen.switch(goal))
    return [
        *(
            Figure(f"page {names[a]} → {names[b]}", "s", tuple(seconds[a, b]), target=0.7)
            for a, b in pairs
        ),
        Figure("page, each of them for the first time", "s", tuple(first)),
    ]


def _walk(seen: Window, places: int) -> list[float]:
    """Visit every page but the one that is shown, and that one last; seconds of each switch."""
    return [seen.switch(number % places) for number in range(1, places + 1)]


def _shown(seen: Window) -> int:
    """Which place of the navigation is shown."""
    links = seen.page.locator("[data-testid='stSidebarNavLink']")
    marks = links.evaluate_all("links => links.map(link => link.getAttribute('aria-current'))")
    return marks.index("page")


def memory(browser: Browser, repetitions: int) -> list[Figure]:
    """Resident memory of the server, idle, after a visit to every page, ten runs and a corpus."""
    found = []
    with temporary_home() as home:
        workspace = add_ten_runs(home)
        addresses = [f"/training?run={run.id}" for run in list_runs(workspace)]
        addresses += [f"/corpora?corpus={corpus.id}" for corpus in list_corpora(workspace)]
        for _ in range(repetitions):
            with studio(home) as running, window(browser, running) as seen:
                seen.open()
                _walk(seen, len(seen.places()))
                for address in addresses:
                    seen.open(address)
                seen.open()
                time.sleep(_IDLE)
                found.append(running.memory() / 1e6)
    return [Figure("server's memory, idle after every page", "MB", tuple(found), target=250.0)]
