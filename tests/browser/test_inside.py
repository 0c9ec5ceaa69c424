"""The page Inside in a real browser: a unit is taken and switched off, a word explained."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import choose
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
    box = canvas.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 100, box["y"] + 30)
    page.mouse.down()
    page.mouse.move(box["x"] + 200, box["y"] + 30, steps=4)
    page.mouse.up()
    choose(page.get_by_label("Sort"), "highest at the clicked token first")
    tab.settle()
    canvas.hover(position={"x": 60, "y": 20})
    expect(told).not_to_contain_text("(1)")  # zoomed in, and still so
    page.get_by_role("button", name="Switch it off").click()
    expect(page.get_by_text("Without the unit")).to_be_visible()
    tab.settle()

    page.get_by_role("radio", name="Why this word").click()
    expect(page.get_by_text("Does it tell the truth?")).to_be_visible()
    page.locator(".st-key-inside_shades [data-token='3']").first.hover()
    expect(page.locator(".st-key-inside_shades .told")).to_contain_text("Leave one out")
    tab.settle()
    tab.check()


def test_a_click_on_the_map_chooses_the_nearest_token(studio, open_tab) -> None:
    run = writer(studio.workspace)
    tab = open_tab(studio, f"/inside?run={run.id}&view=embeddings")
    page = tab.page
    near = page.locator(".st-key-inside_near input")
    chart = page.locator(".st-key-inside_map svg.marks")
    expect(chart).to_be_visible()
    box = chart.bounding_box()
    assert box is not None
    chosen = []
    for share in (0.15, 0.85):
        before = near.input_value()
        chart.click(position={"x": share * box["width"], "y": share * box["height"]})
        expect(near).not_to_have_value(before)
        tab.settle()
        chosen.append(near.input_value())
    assert len(set(chosen)) == 2
    take = page.locator(".st-key-inside_first_take button").filter(visible=True)
    take.click()
    expect(page.get_by_label("As", exact=True)).to_have_value(chosen[-1])
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
