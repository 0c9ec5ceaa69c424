"""A window of the real Chromium that notes when things were drawn."""

import time
from collections import Counter
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from playwright.sync_api import Browser, Page

from tests.browser.studio import Studio

_WATCH = Path(__file__).with_name("watch.js")
_QUIET = 300
"""Milliseconds without a change after which a page counts as complete; not part of any figure."""
_PATIENCE = 60_000

_COMPLETE = """([since, before, quiet]) => {
    const log = window.argotWatch;
    const app = document.querySelector("[data-testid='stApp']");
    const heading = document.querySelector("[data-testid='stMain'] h1");
    const now = performance.timeOrigin + performance.now();
    return app?.dataset.testScriptState === "notRunning" && heading !== null
        && heading.innerText !== before
        && !log.pending && log.drawn > since && now - log.drawn > quiet
        && document.querySelector("[data-testid='stSkeleton']") === null;
}"""

_SHOWN = """([number, quiet]) => {
    const log = window.argotWatch;
    const now = performance.timeOrigin + performance.now();
    return log.drawn > log.seen[number] && !log.pending && now - log.drawn > quiet;
}"""


@dataclass(frozen=True)
class Window:
    """One page of a browser context of its own. Times are seconds since 1970."""

    page: Page
    studio: Studio

    def open(self, address: str = "/") -> float:
        """Go to an address of the studio; when its page was complete."""
        self.page.goto(self.studio.url + address, wait_until="commit")
        return self.completed()

    def completed(self, *, since: float = 0.0, other_than: str = "") -> float:
        """Wait until a page is drawn and nothing changes any more; when its last change was seen.

        `other_than` is the heading of the page that is being left.
        """
        given = [since * 1000, other_than, _QUIET]
        self.page.wait_for_function(_COMPLETE, arg=given, polling=50, timeout=_PATIENCE)
        return self.page.evaluate("window.argotWatch.drawn") / 1000

    def heading(self) -> str:
        """The page's heading, as it is shown."""
        return self.page.locator("[data-testid='stMain'] h1").first.inner_text()

    def places(self) -> list[str]:
        """What the navigation lists."""
        links = self.page.locator("[data-testid='stSidebarNavLink']")
        return [text.splitlines()[-1].strip() for text in links.all_inner_texts()]

    def switch(self, number: int) -> float:
        """Click on a place of the navigation; seconds from the click to the complete page."""
        before, since = self.heading(), time.time()
        self.page.locator("[data-testid='stSidebarNavLink']").nth(number).click()
        done = self.completed(since=since, other_than=before)
        return done - self.page.evaluate("window.argotWatch.clicked") / 1000

    def look_for(self, number: str) -> None:
        """From now on, note when one of the page's large numbers is first `number`."""
        self.page.evaluate("number => { window.argotWatch.wanted = number; }", number)

    def shown(self, number: str) -> float:
        """When the drawing was complete that shows the `number` looked for."""
        self.page.wait_for_function(_SHOWN, arg=[number, _QUIET], polling=50, timeout=_PATIENCE)
        return self.page.evaluate("window.argotWatch.drawn") / 1000

    def ticks(self) -> list[tuple[float, int]]:
        """Of each time since `forget` that the part which is sent the most was drawn again:
        seconds from asking for it to its last change, and bytes that came because of it."""
        sent, received, draws = self.page.evaluate(
            "(({ sent, received, draws }) => [sent, received, draws])(window.argotWatch)"
        )
        ends = [*(when for when, _ in sent[1:]), time.time() * 1000]
        sizes = [
            sum(size for when, size in received if asked < when <= end)
            for (asked, _), end in zip(sent, ends, strict=True)
        ]
        totals: Counter[str] = Counter()
        for (_, part), size in zip(sent, sizes, strict=True):
            totals[part] += size
        most = max(totals, key=totals.__getitem__)
        mine = [
            (when, size) for (when, part), size in zip(sent, sizes, strict=True) if part == most
        ]
        found = []
        for (asked, size), (end, _) in pairwise(mine):
            drawn = [when for when in draws if asked < when <= end]
            if drawn:
                found.append(((drawn[-1] - asked) / 1000, size))
        return found

    def forget(self) -> None:
        """Let `ticks` begin here."""
        self.page.evaluate(
            "Object.assign(window.argotWatch, { sent: [], received: [], draws: [] })"
        )


@contextmanager
def window(browser: Browser, studio: Studio) -> Generator[Window]:
    """A window of 1360 by 900 pixels, closed at the end; it shows nothing yet."""
    context = browser.new_context(viewport={"width": 1360, "height": 900}, locale="en-US")
    try:
        page = context.new_page()
        page.add_init_script(path=_WATCH)
        yield Window(page, studio)
    finally:
        context.close()
