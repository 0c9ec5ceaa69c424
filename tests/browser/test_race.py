"""A race in a real Chromium, from the training page to the last curve; and steering a run there."""

import pytest

from slm_core.corpus.readers.document import InputFile
from slm_core.corpus.readers.registry import read_source
from slm_core.corpus.store import add_corpus
from slm_core.json_log import JsonLog
from slm_core.runs.launching.race import list_races
from tests.browser.conftest import OpenTab, Tab
from tests.browser.studio import Studio
from tests.pages.run_folders import write_run
from tests.tiny import text_of, wait_for, wait_for_state

pytestmark = pytest.mark.browser


def legend(tab: Tab) -> list[str]:
    """Names of the curves."""
    return tab.page.locator("svg.marks .role-legend-label text").all_text_contents()


@pytest.mark.slow
@pytest.mark.exhaustive
def test_one_click_from_the_training_page_networks_race_and_any_browser_sees_it(
    studio: Studio, open_tab: OpenTab
) -> None:
    source = read_source(InputFile("pumps.txt", text_of(40_000).encode()))
    add_corpus(studio.workspace, [source], name="Pumps", seed_text="The pump")
    tab = open_tab(studio, "/training")
    tab.page.get_by_role("button", name="Race several networks").click()
    for kind in ("GRU", "Transformer"):  # two are enough here
        tab.page.get_by_role("button", name=kind, exact=True).click()
    tab.page.get_by_text("2 networks").wait_for()
    tab.page.get_by_role("button", name="Start the race").click()
    tab.page.wait_for_url("**race=pumps-*")
    tab.page.locator("svg.marks").wait_for()
    second = open_tab(studio, tab.page.url.removeprefix(studio.url), theme="dark")
    second.page.locator("svg.marks").wait_for()
    assert legend(second) == legend(tab) == ["LSTM", "RNN", "by counting"]
    second.page.reload()
    (race,) = list_races(studio.workspace)
    for run in race.members():  # each had a turn
        wait_for(lambda: run.status().step > 0)  # noqa: B023 used before the next run
    second.page.get_by_role("button", name="Stop all and save").click()
    for run in race.members():
        wait_for_state(run, "stopped")
    for each in (tab, second):
        each.page.get_by_text("stopped by you").first.wait_for()
        each.page.get_by_role("button", name="Continue all").wait_for()
        each.check()


@pytest.mark.exhaustive
def test_dropout_and_batch_size_begin_with_what_holds_and_can_be_changed(
    studio: Studio, open_tab: OpenTab
) -> None:
    folder = write_run(studio.workspace, "running")
    training = folder.run.config().training
    tab = open_tab(studio, f"/training?run={folder.run.id}")
    tab.page.locator(".st-key-train_change_popover button").first.click()
    batch = tab.page.locator('[class*="st-key-train_batch_size_"] input')
    batch.wait_for()
    assert batch.input_value() == str(training.batch_size)
    dropout = tab.page.locator('[class*="st-key-train_dropout_"] input')
    dropout.fill("0.35")
    dropout.press("Tab")
    tab.page.locator(".st-key-train_set_dropout button").click()
    control = JsonLog(folder.run.folder / "control.jsonl")
    wait_for(lambda: bool(control.read()[0]))
    assert (control.read()[0][0]["name"], control.read()[0][0]["value"]) == ("dropout", 0.35)
    folder.event("set", name="dropout", value=0.35, before=0.0)
    tab.page.locator(".st-key-train_loss").get_by_text("dropout 0 → 0.35").wait_for()
    folder.lock.release()
    tab.check()
