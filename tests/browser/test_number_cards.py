"""The cards with a run's numbers in a real Chromium: nothing on them is cut."""

import pytest

from tests.browser.conftest import OpenTab
from tests.browser.studio import Studio
from tests.pages.run_folders import write_run

pytestmark = pytest.mark.browser

CUT = """() => [...document.querySelectorAll('.st-key-train_numbers *')]
    .filter(part => part.clientWidth > 0 && !part.closest('svg'))
    .filter(part => {
        const words = document.createRange();
        words.selectNodeContents(part);
        return words.getBoundingClientRect().width > part.getBoundingClientRect().width + 1;
    })
    .map(part => part.textContent)"""
"""What has less room than its words need, an ellipsis in their place or not."""


@pytest.mark.exhaustive
def test_no_number_of_a_run_in_training_is_cut(studio: Studio, open_tab: OpenTab) -> None:
    folder = write_run(studio.workspace, "running", step=1240)
    for locale, width in (("en-US", 1280), ("zh-CN", 1280), ("en-US", 390)):
        tab = open_tab(studio, f"/training?run={folder.run.id}", width=width, locale=locale)
        tab.page.locator("svg.marks").nth(1).wait_for()
        assert tab.page.evaluate(CUT) == [], (locale, width)
        if width < 640:  # a name takes a second line there
            continue
        cards = tab.page.locator(".st-key-train_numbers [data-testid='stMetric']")
        assert len({card.evaluate("card => card.offsetHeight") for card in cards.all()}) == 1
    folder.lock.release()
