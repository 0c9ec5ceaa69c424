"""The page Inside in a real browser: a unit is taken and switched off, a word explained."""

import pytest
from playwright.sync_api import expect

from tests.serving.writers import writer

pytestmark = [pytest.mark.browser, pytest.mark.exhaustive]


def test_a_unit_is_followed_and_a_word_explained(studio, open_tab) -> None:
    run = writer(studio.workspace)
    tab = open_tab(studio, f"/inside?run={run.id}")
    page = tab.page
    canvas = page.locator(".st-key-inside_heat canvas")
    expect(canvas).to_be_visible()
    canvas.hover(position={"x": 120, "y": 20})
    told = page.locator(".st-key-inside_heat .told")
    expect(told).to_contain_text("unit")
    canvas.press("ArrowRight")
    expect(told).to_contain_text("unit")
    canvas.click(position={"x": 120, "y": 20})
    expect(page.locator(".st-key-inside_off_card")).to_contain_text("of layer 1")
    page.get_by_role("button", name="Switch it off").click()
    expect(page.get_by_text("Without the unit")).to_be_visible()
    tab.settle()

    page.get_by_role("button", name="Why this word").click()
    expect(page.get_by_text("Does it tell the truth?")).to_be_visible()
    page.locator(".st-key-inside_shades [data-token='3']").first.hover()
    expect(page.locator(".st-key-inside_shades .told")).to_contain_text("Leave one out")
    tab.settle()
    tab.check()


@pytest.mark.parametrize(
    ("kind", "view", "how"),
    [
        ("lstm", "units&lang=zh", {"theme": "light", "width": 390}),
        ("lstm", "why", {"theme": "dark", "width": 1360}),
        ("transformer", "attention", {"theme": "dark", "width": 390}),
    ],
)
def test_it_fits_every_window(studio, open_tab, kind, view, how) -> None:
    run = writer(studio.workspace, model=kind)
    tab = open_tab(studio, f"/inside?run={run.id}&view={view}", **how)
    shown = {"units&lang=zh": "heat", "why": "shades", "attention": "attention_map"}[view]
    expect(tab.page.locator(f".st-key-inside_{shown}")).to_be_visible()
    tab.settle()
    tab.check()
