"""The cards with a run's numbers in a real Chromium: nothing on them is cut."""

import pytest

from tests.browser.conftest import OpenTab
from tests.browser.studio import Studio
from tests.pages.run_folders import write_run

pytestmark = pytest.mark.browser

CUT = """() => [...document.querySelectorAll('.st-key-train_numbers *')]
    .filter(part => part.scrollWidth > part.clientWidth + 1 && part.clientWidth > 0)
    .map(part => part.textContent)"""
"""What has less room than it needs."""


def test_no_number_of_a_run_in_training_is_cut(studio: Studio, open_tab: OpenTab) -> None:
    folder = write_run(studio.workspace, "running", step=1240)
    for locale in ("en-US", "zh-CN"):
        tab = open_tab(studio, f"/training?run={folder.run.id}", width=1280, locale=locale)
        tab.page.locator("svg.marks").nth(2).wait_for()
        assert tab.page.evaluate(CUT) == []
        cards = tab.page.locator(".st-key-train_numbers [data-testid='stMetric']")
        assert len({card.evaluate("card => card.offsetHeight") for card in cards.all()}) == 1
    folder.lock.release()
