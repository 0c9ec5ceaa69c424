"""A studio whose server is killed says so on the pages that are open, and takes them up again."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import OpenTab, StartStudio

pytestmark = [pytest.mark.browser, pytest.mark.exhaustive]


def test_a_page_says_that_its_studio_has_stopped_until_it_runs_again(
    start_studio: StartStudio, open_tab: OpenTab
) -> None:
    studio = start_studio()
    tab = open_tab(studio, "/?lang=zh")
    bar = tab.page.get_by_role("alert").filter(has_text="工作室已关闭")
    expect(tab.page.get_by_role("heading", level=1)).to_be_visible()
    expect(bar).to_have_count(0)
    studio.process.kill()
    studio.process.wait(10)
    expect(bar).to_be_visible()
    start_studio(studio.home, port=studio.port)
    expect(bar).to_have_count(0)
    tab.settle()
    expect(tab.page.get_by_role("heading", level=1)).to_be_visible()
