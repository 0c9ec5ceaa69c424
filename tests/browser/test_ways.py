"""Ways between pages in a real browser: menu, addresses, rows, a page loaded anew, the keyboard."""

import pytest
from playwright.sync_api import Locator, expect

from slm_core.corpus.samples import add_sample
from tests.browser.conftest import OpenTab
from tests.browser.studio import Studio
from tests.pages.run_folders import write_run

pytestmark = pytest.mark.browser

NOTES = "The seal of pump two was worn. Mail anna@example.org about it. It was replaced.\n" * 40


def heading(tab, name):
    expect(tab.page.get_by_role("heading", level=1)).to_have_text(name)


def test_the_menu_leads_to_the_form_and_the_list_and_back_to_what_was_open(
    studio: Studio, open_tab: OpenTab
) -> None:
    run = write_run(studio.workspace, "finished", name="health").run
    corpus = add_sample(studio.workspace, "health_news")
    menu = {"Train": f"/training?run={run.id}", "Corpus": f"/corpora?corpus={corpus.id}"}
    forms = {"Train": "Train a model", "Corpus": "Corpus"}
    for width, (name, address) in zip((1360, 390), menu.items(), strict=True):
        tab = open_tab(studio, f"{address}&lang=en", width=width)
        opened = tab.page.get_by_role("heading", level=1).inner_text()
        if width < 768:
            tab.page.get_by_test_id("stExpandSidebarButton").click()
        tab.page.get_by_test_id("stSidebarNav").get_by_text(name, exact=True).click()
        heading(tab, forms[name])
        tab.settle()
        assert "run=" not in tab.page.url
        assert "corpus=" not in tab.page.url
        tab.page.go_back()
        heading(tab, opened)
        tab.check()


@pytest.mark.exhaustive
def test_guessed_addresses_lead_to_pages_and_an_unknown_one_says_so(
    studio: Studio, open_tab: OpenTab
) -> None:
    for address, title in {
        "/train": "Train a model",
        "/corpus": "Corpus",
        "/write?lang=en": "Write",
        "/runs": "Runs",
        "/home": "Teach a small model your own language",
    }.items():
        tab = open_tab(studio, address)
        heading(tab, title)
        assert tab.page.get_by_role("dialog").count() == 0
        tab.check()
    tab = open_tab(studio, "/nowhere")
    heading(tab, "There is no such page")
    tab.page.get_by_text("/nowhere").wait_for()
    assert tab.page.get_by_role("dialog").count() == 0
    tab.page.get_by_role("button", name="To the start page").click()
    heading(tab, "Teach a small model your own language")
    tab.check()


def test_a_row_opens_by_a_click_anywhere_and_by_the_keyboard_and_its_focus_is_seen(
    studio: Studio, open_tab: OpenTab
) -> None:
    for name in ("first", "second"):
        write_run(studio.workspace, "finished", name=name)
    tab = open_tab(studio)
    rows = tab.page.locator(".argot-rows tbody tr")
    for how in ("cell", "Enter", "Space"):
        if how == "cell":
            rows.nth(1).locator("td").last.click()
        else:
            rows.nth(0).locator("a").focus()
            tab.page.keyboard.press("ArrowDown")
            tab.page.keyboard.press(how)
        tab.page.wait_for_url("**/training?run=*")
        tab.page.get_by_role("heading", name="first · LSTM").wait_for()
        tab.check()
        tab.open("/")
    train = tab.page.get_by_role("button", name="Train on this").first
    for _ in range(20):  # what is drawn anew in this moment loses the focus
        outline = outline_with_focus(train)
        if outline[0] != "none":
            break
        tab.page.wait_for_timeout(200)
    assert outline == ["solid", "2px", "rgb(42, 144, 136)"]


def outline_with_focus(button: Locator) -> list[str]:
    """How it is outlined when the keyboard has come to it."""
    button.page.keyboard.press("Tab")
    button.focus()
    return button.evaluate(
        "element => { const s = getComputedStyle(element);"
        " return [s.outlineStyle, s.outlineWidth, s.outlineColor]; }"
    )


@pytest.mark.exhaustive
def test_tables_end_within_the_page_at_1280_pixels(studio: Studio, open_tab: OpenTab) -> None:
    write_run(studio.workspace, "finished", name="a name that is as long as names of runs get")
    add_sample(studio.workspace, "credit_memos")
    tab = open_tab(studio, width=1280)
    for address in ("/", "/corpora", "/runs"):
        tab.open(address)
        frame = tab.page.locator(".argot-rows").first
        inner, outer = frame.evaluate("element => [element.scrollWidth, element.clientWidth]")
        assert inner <= outer
        tab.check()


def test_a_draft_and_a_form_are_there_again_when_the_page_is_loaded_anew(
    studio: Studio, open_tab: OpenTab
) -> None:
    add_sample(studio.workspace, "health_news")
    tab = open_tab(studio, "/corpora")
    upload = [{"name": "notes.txt", "mimeType": "text/plain", "buffer": NOTES.encode()}]
    tab.page.locator("input[type=file]").first.set_input_files(upload)
    tab.page.get_by_text("40 e-mail addresses found").wait_for()
    tab.page.get_by_role("button", name="Mask", exact=True).click()
    tab.page.get_by_text("Will be masked").wait_for()
    tab.settle()
    tab.page.reload()
    tab.page.get_by_text("Will be masked").wait_for()
    tab.open("/training")
    tab.page.get_by_role("textbox", name="Name").fill("My own name")
    tab.page.get_by_role("textbox", name="Name").press("Enter")
    tab.page.get_by_text("5 (better)").click()
    tab.settle()
    tab.page.reload()
    expect(tab.page.get_by_role("textbox", name="Name")).to_have_value("My own name")
    expect(tab.page.get_by_role("radio", name="5 (better)")).to_be_checked()
    tab.page.get_by_role("button", name="中文").click()
    tab.page.get_by_role("heading", name="训练模型").wait_for()
    tab.settle()
    tab.open("/")  # an address without a language
    tab.page.get_by_test_id("stSidebarNav").get_by_text("开始").wait_for()
    tab.check()
