"""The Write page in a real browser: bars that are clicked, text that streams, a stop that stops."""

import re
import time
from contextlib import suppress

import pytest

from slm_core.generation.settings import GenerationSettings
from slm_core.serving.client import Client
from tests.browser.conftest import choose
from tests.serving.writers import SEED_TEXT, put_checkpoint, writer

pytestmark = pytest.mark.browser


@pytest.fixture
def studio(shared_studio):
    """One server for all of these: every test writes with a model of its own."""
    return shared_studio


def opened(open_tab, studio, run, **how):
    tab = open_tab(studio, f"/writing?run={run.id}", **how)
    tab.page.get_by_text("Click a bar to add it").wait_for(timeout=60_000)
    tab.settle()
    return tab


def click_row(tab, place):
    """Click at the far end of a row, where there is no bar."""
    row = tab.page.locator(".st-key-write_next .mark-rect path[opacity='0']").nth(place)
    box = row.bounding_box()
    tab.page.mouse.click(box["x"] + box["width"] - 6, box["y"] + box["height"] / 2)


def word(tab, number):
    """The button of a likely next word; Streamlit draws one for wide windows and one for phones."""
    return tab.page.locator(f".st-key-write_word_{number} button").filter(visible=True)


def seconds_for(client, run, length):
    start = time.perf_counter()
    list(client.stream(run, "", GenerationSettings(length=length)))
    return time.perf_counter() - start


def wait_for_seed_text(tab, wanted):
    field = tab.page.get_by_label("Seed text")
    wait_until(tab, lambda: field.input_value() == wanted)


def pick_row(tab, place, wanted):
    """Again where the click came before the newest bars; a pick too many is found all the same."""
    for _ in range(5):
        click_row(tab, place)
        with suppress(AssertionError):
            wait_until(tab, lambda: tab.page.get_by_label("Seed text").input_value() == wanted, 4)
            return
    wait_for_seed_text(tab, wanted)


def wait_until(tab, what, seconds=20):
    deadline = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < deadline, "waited in vain"
        tab.page.wait_for_timeout(50)


@pytest.mark.exhaustive
def test_the_bar_in_one_place_can_be_picked_again_and_again(studio, open_tab):
    run = writer(studio.workspace)
    tab = opened(open_tab, studio, run)
    client, wanted = Client(studio.workspace), SEED_TEXT
    for _ in range(3):
        wanted += client.expect_next(run.id, wanted, count=10).candidates[1].text
        tab.page.locator(".st-key-write_next svg").first.wait_for()
        tab.page.wait_for_timeout(300)  # the bars grow for a moment
        pick_row(tab, 1, wanted)
        tab.settle()
    tab.check()


@pytest.mark.parametrize(
    ("theme", "width"),
    [pytest.param("light", 1360, marks=pytest.mark.exhaustive), ("dark", 390)],
)
def test_text_streams_in_and_says_what_it_copied(studio, open_tab, theme, width):
    tab = opened(open_tab, studio, writer(studio.workspace), theme=theme, width=width)
    tab.page.locator(".st-key-write_go button").click()
    tab.page.get_by_text("longest passage copied word for word").wait_for()
    tab.settle()
    first = tab.page.locator(".st-key-write_paper").inner_text()
    assert first.startswith(SEED_TEXT)
    assert "random seed 1" in first
    tab.page.get_by_role("button", name="Another like this").click()
    tab.page.get_by_text("random seed 2").first.wait_for()
    tab.check()


def test_stop_stops_the_server_too_and_keeps_the_text(studio, open_tab):
    run = writer(studio.workspace, hidden=2048)
    tab = opened(open_tab, studio, run)
    tab.page.get_by_role("slider", name="Length").press("End")
    tab.settle()
    tab.page.locator(".st-key-write_go button").click()
    paper = tab.page.locator(".st-key-write_paper")
    wait_until(tab, lambda: len(paper.inner_text()) > len(SEED_TEXT) + 20)
    tab.page.get_by_role("button", name="Stop", exact=True).click()
    tab.page.get_by_text("Stopped after").wait_for()
    written = paper.inner_text()
    assert len(written) < 900
    # One text is written at a time: another one comes at once only if the first has ended.
    client = Client(studio.workspace)
    waited = seconds_for(client, run.id, 1)
    assert waited < seconds_for(client, run.id, 500)
    tab.settle()
    assert paper.inner_text() == written
    tab.check()


@pytest.mark.parametrize(
    ("theme", "width"),
    [("light", 1360), pytest.param("dark", 390, marks=pytest.mark.exhaustive)],
)
def test_methods_beside_one_another_under_a_constraint(studio, open_tab, theme, width):
    tab = opened(open_tab, studio, writer(studio.workspace, end=0.0), theme=theme, width=width)
    tab.page.get_by_text("All settings").click()
    tab.page.get_by_text("Constraints and glossary").click()
    tab.page.get_by_role("radio", name="one of several").click()
    choices = tab.page.locator(".st-key-write_held_choices textarea")
    choices.fill("aspirin\ninsulin")
    choices.press("Control+Enter")
    tab.settle()
    tab.page.get_by_role("button", name="Compare methods").click()
    tab.page.get_by_text("Beam search (width 8)").wait_for()
    tab.page.get_by_text("Written in this session").wait_for()
    tab.settle()
    written = tab.page.locator(".st-key-write_paper").inner_text()
    assert len(re.findall(f"{SEED_TEXT}(aspirin|insulin)", written)) == 3
    tab.check()


@pytest.mark.exhaustive
@pytest.mark.parametrize(("theme", "width"), [("light", 1360), ("dark", 390)])
def test_a_checkpoint_writes_beside_its_model_and_branches_lead_back(
    studio, open_tab, theme, width
):
    run = writer(studio.workspace)
    put_checkpoint(run, 20)
    tab = opened(open_tab, studio, run, theme=theme, width=width)
    tab.page.get_by_text("Compare models").click()
    choose(tab.page.get_by_role("combobox", name="Also write with"), "This model at step 10")
    tab.page.keyboard.press("Tab")
    tab.settle()
    tab.page.locator(".st-key-write_side_by_side button").click()
    tab.page.get_by_text("at step 10").last.wait_for()
    tab.page.get_by_text("Written in this session").wait_for()
    tab.settle()
    word(tab, 0).click()
    tab.page.get_by_text("Branches", exact=True).wait_for()
    tab.settle()
    first = tab.page.get_by_label("Seed text").input_value()
    tab.page.locator(".st-key-write_branch_0 button").click()
    wait_for_seed_text(tab, SEED_TEXT)
    word(tab, 1).click()
    tab.page.locator(".st-key-write_branch_2 button").wait_for()
    tab.settle()
    again = open_tab(studio, tab.page.url.removeprefix(studio.url), theme=theme, width=width)
    again.page.locator(".st-key-write_branch_1 button").click()
    wait_for_seed_text(again, first)
    tab.check()
    again.check()
