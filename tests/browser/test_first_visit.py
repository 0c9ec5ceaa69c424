"""The first visit in a real browser: one click to a model that trains; files to a corpus."""

import time
from contextlib import suppress

import psutil
import pytest
from playwright.sync_api import expect

from pages.ui.navigation import PAGES
from slm_core.corpus.store import list_corpora
from slm_core.errors import RunError
from slm_core.runs.launching.control import ask
from slm_core.runs.run import list_runs
from tests.browser.conftest import choose

pytestmark = pytest.mark.browser

NOTES = "The seal of pump two was worn. It was replaced and the pump ran dry for an hour.\n" * 60


def wait_until(holds, *, seconds=30.0):
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "it did not come about in time"
        time.sleep(0.2)


def upload(tab, *files):
    tab.page.locator("input[type=file]").first.set_input_files(
        [{"name": name, "mimeType": "text/plain", "buffer": data} for name, data in files]
    )


def test_one_click_after_opening_a_model_trains_and_its_address_shows_it(studio, open_tab):
    tab = open_tab(studio)
    tab.page.get_by_role("button", name="Train on this").first.click()
    tab.page.wait_for_url("**/training?run=*")
    run = list_runs(studio.workspace)[0]
    assert run.id in tab.page.url
    assert run.config().budget.minutes == 1
    wait_until(lambda: run.status().state in ("starting", "running"))
    sidebar = tab.page.get_by_test_id("stSidebar")
    sidebar.get_by_text("Health news · LSTM").first.wait_for()
    wait_until(lambda: run.status().step > 0, seconds=60)
    tab.page.get_by_test_id("stSidebarNav").get_by_text("Corpus").click()
    tab.page.get_by_role("heading", name="Corpus", exact=True).wait_for()
    sidebar.get_by_text("bits per byte").wait_for()  # it is drawn anew while another page is open
    sidebar.get_by_text("Health news · LSTM").first.click()
    tab.page.wait_for_url(f"**/training?run={run.id}")
    with suppress(RunError):  # it was over already
        ask(run, "stop")
    wait_until(lambda: run.status().is_over)
    tab.check()


def test_files_given_on_the_start_page_become_a_corpus_of_their_own(studio, open_tab):
    tab = open_tab(studio)
    chinese = ("患者主诉头痛三天，伴发热，无咳嗽。\n" * 60).encode("gb18030")
    upload(tab, ("notes.txt", NOTES.encode()), ("病历.txt", chinese), ("empty.txt", b""))
    tab.page.get_by_role("heading", name="Corpus", exact=True).wait_for()
    tab.page.get_by_text("The file is empty").wait_for()
    assert tab.overflow() == 0
    tab.page.get_by_text("Change how a file is read").click()
    choose(tab.page.get_by_role("combobox", name="File"), "病历.txt")
    encoding = tab.page.get_by_role("combobox", name="Encoding")
    expect(encoding).to_have_value("Detected: GB18030")
    tab.page.get_by_label("Name of the corpus").fill("Two trades")
    tab.page.get_by_role("button", name="Save", exact=True).click()
    tab.page.get_by_role("heading", name="Two trades").wait_for()
    corpus = list_corpora(studio.workspace)[0]
    assert corpus.id in tab.page.url
    assert [source.encoding for source in corpus.card.sources] == ["UTF-8", "GB18030"]
    tab.page.reload()
    tab.page.get_by_role("heading", name="Two trades").wait_for()
    tab.check()


@pytest.mark.exhaustive
def test_what_was_added_is_still_there_after_looking_at_another_page(studio, open_tab):
    tab = open_tab(studio, "/corpora")
    upload(tab, ("notes.txt", NOTES.encode()))
    tab.page.get_by_role("button", name="Save", exact=True).wait_for()
    navigation = tab.page.get_by_test_id("stSidebarNav")
    navigation.get_by_text("Start").click()
    tab.page.get_by_role("heading", name="Teach a small model").wait_for()
    navigation.get_by_text("Corpus").click()
    tab.page.get_by_role("button", name="Save", exact=True).wait_for()
    tab.check()


def test_a_choice_of_language_goes_into_the_address_and_stays_there(studio, open_tab):
    tab = open_tab(studio, "/corpora")
    tab.page.get_by_role("button", name="中文").click()
    tab.page.wait_for_url("**/corpora?lang=zh")
    tab.page.get_by_test_id("stSidebarNav").get_by_text("训练", exact=True).click()
    tab.page.wait_for_url("**/training?lang=zh")
    assert open_tab(studio, "/", locale="zh-CN").page.get_by_text("开始").count()


@pytest.mark.exhaustive
def test_the_server_stays_small_and_without_torch(studio, open_tab):
    tab = open_tab(studio)
    for page in PAGES.values():
        tab.open(f"/{page.address}")
    assert studio.memory() < 250e6
    maps = {file.path for file in psutil.Process(studio.process.pid).memory_maps()}
    assert not [path for path in maps if "libtorch" in path]
