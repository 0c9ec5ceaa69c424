"""A real studio in a real Chromium: servers on free ports with workspaces of their own.

`studio` is one server for a test, `shared_studio` one for a file, `start_studio` starts as many as
wanted, and `open_tab` opens an address in a fresh browser context that remembers what went wrong.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import (
    Browser,
    ConsoleMessage,
    Locator,
    Page,
    expect,
    sync_playwright,
)
from playwright.sync_api import TimeoutError as TookTooLong

from tests.browser.studio import (
    CHROMIUM_FLAGS,
    Studio,
    end_processes_of,
    find_browser,
    launch_studio,
)

_PROBE = re.compile(r"/[a-z-]+/_stcore/(health|host-config)$")
"""Streamlit's front end asks below the page's address too, to find where the server is: a 404."""

_PATIENCE = 60_000
"""Milliseconds a page may take for anything: other work may go on beside the tests."""

StartStudio = Callable[..., Studio]


@pytest.fixture
def start_studio(tmp_path: Path) -> Iterator[StartStudio]:
    """`start_studio()` starts a server; `start_studio(home)` one on a workspace of your choice."""
    started: list[Studio] = []

    def start(
        home: Path | None = None,
        *,
        options: Sequence[str] = (),
        port: int | None = None,
        **environment: str,
    ) -> Studio:
        studio = launch_studio(home or tmp_path / "home", environment, options=options, port=port)
        started.append(studio)
        return studio

    yield start
    for studio in started:
        studio.stop()
    for home in {studio.home for studio in started}:
        end_processes_of(home)


@pytest.fixture
def studio(start_studio: StartStudio) -> Studio:
    """A server that has just started, on an empty workspace."""
    return start_studio()


@pytest.fixture(scope="module")
def shared_studio(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Studio]:
    """One server for all tests of a file whose corpora and runs do not meet."""
    studio = launch_studio(tmp_path_factory.mktemp("shared") / "home")
    yield studio
    studio.stop()
    end_processes_of(studio.home)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The browser, one for all tests; contexts keep them apart."""
    expect.set_options(timeout=_PATIENCE)
    with sync_playwright() as playwright:
        executable = find_browser()
        browser = playwright.chromium.launch(executable_path=executable, args=CHROMIUM_FLAGS)
        yield browser
        browser.close()


@dataclass
class Tab:
    """One page in a browser context of its own, and what went wrong in it."""

    page: Page
    studio: Studio
    errors: list[str] = field(default_factory=list)
    """What the console called an error, and what scripts threw."""
    foreign: list[str] = field(default_factory=list)
    """Addresses outside this machine that were asked for."""

    def open(self, address: str = "/") -> None:
        """Go to an address of the studio, such as "/training?run=x", and wait until it is drawn."""
        self.page.goto(self.studio.url + address)
        self.settle()

    def settle(self, *, seconds: float = 60) -> None:
        """Wait until the page is connected, has a heading, and the server has finished drawing, and
        still has a moment later: what was asked for last may only just be on its way."""
        ready = (
            "[data-testid='stApp'][data-test-connection-state='CONNECTED']"
            "[data-test-script-state='notRunning']"
        )
        self.page.get_by_role("heading", level=1).first.wait_for(timeout=seconds * 1000)
        self.page.locator(ready).wait_for(timeout=seconds * 1000)
        self.page.wait_for_timeout(80)
        self.page.locator(ready).wait_for(timeout=seconds * 1000)

    def overflow(self) -> int:
        """Pixels by which the page is wider than its window."""
        return self.page.evaluate(
            """() => Math.max(...['html', '[data-testid=stMain]', '[data-testid=stSidebarContent]']
                .map(name => document.querySelector(name))
                .filter(element => element && element.clientWidth > 100)
                .map(element => element.scrollWidth - element.clientWidth))"""
        )

    def exceptions(self) -> list[str]:
        """Tracebacks shown on the page."""
        return self.page.locator("[data-testid='stException']").all_inner_texts()

    def check(self) -> None:
        """Nothing went wrong: no exception, no console error, no overflow, nobody else asked."""
        assert self.exceptions() == []
        assert self.errors == []
        assert self.foreign == []
        assert self.overflow() == 0


def choose(box: Locator, name: str, *, exact: bool = True) -> None:
    """Take an entry of a list, which closes again where the page moves under it meanwhile."""
    option = box.page.get_by_role("option", name=name, exact=exact)
    for _ in range(10):
        box.click()
        with suppress(TookTooLong):
            option.click(timeout=3_000)
            return
    raise AssertionError(f"{name!r} was never there to be chosen")


OpenTab = Callable[..., Tab]


@pytest.fixture
def open_tab(chromium: Browser) -> Iterator[OpenTab]:
    """`open_tab(studio, "/training", theme="dark", width=390)`: a tab that has been drawn."""
    contexts = []

    def opened(
        studio: Studio,
        address: str = "/",
        *,
        theme: Literal["light", "dark"] = "light",
        width: int = 1360,
        height: int = 900,
        locale: str = "en-US",
    ) -> Tab:
        context = chromium.new_context(
            viewport={"width": width, "height": height}, color_scheme=theme, locale=locale
        )
        context.set_default_timeout(_PATIENCE)
        contexts.append(context)
        tab = Tab(context.new_page(), studio)
        _watch(tab)
        tab.open(address)
        return tab

    yield opened
    for context in contexts:
        context.close()


def _watch(tab: Tab) -> None:
    def heard(message: ConsoleMessage) -> None:
        if message.type == "error" and not _PROBE.search(message.location.get("url", "")):
            tab.errors.append(f"{message.text} ({message.location.get('url', '')})")

    def asked(url: str) -> None:
        ours = tab.studio.url
        if not url.startswith((ours, f"blob:{ours}", f"ws://127.0.0.1:{tab.studio.port}", "data:")):
            tab.foreign.append(url)

    tab.page.on("console", heard)
    tab.page.on("pageerror", lambda error: tab.errors.append(str(error)))
    tab.page.on("request", lambda request: asked(request.url))
    tab.page.on("websocket", lambda websocket: asked(websocket.url))
