"""Cleaning a text in a real browser: steps added, moved, changed, undone; what is saved is clean.

Also what only a browser does: a folder dropped whole, a save watched, refreshed, stopped.
"""

import json
import time
from pathlib import Path

import psutil
import pytest
from playwright.sync_api import expect

from slm_core.corpus.cleaning.recipe import Recipe
from slm_core.corpus.store import list_corpora
from slm_core.processes.jobs import list_jobs
from tests.browser.conftest import OpenTab, Tab, choose
from tests.browser.studio import Studio

pytestmark = pytest.mark.browser

MESSY = "The  pump of line two RAN hot,  see https://example.org/a?b for more.\n" * 59 + "Done."


def upload(tab: Tab, *files: tuple[str, bytes]) -> None:
    tab.page.locator("input[type=file]").first.set_input_files(
        [{"name": name, "mimeType": "text/plain", "buffer": data} for name, data in files]
    )
    tab.page.get_by_test_id("stDataFrame").first.wait_for()
    tab.settle(seconds=60)


def steps(tab: Tab) -> list[str]:
    """The lines of the steps, without the arrows."""
    lines = tab.page.locator(".st-key-corpus_steps summary").all_inner_texts()
    return [line[line.index(".") - 1 :].split(" · ")[0] for line in lines]


def wait_for_steps(tab: Tab, *titles: str) -> None:
    wanted = [f"{place}. {title}" for place, title in enumerate(titles, 1)]
    for _ in range(100):
        if steps(tab) == wanted:
            return
        tab.page.wait_for_timeout(100)
    assert steps(tab) == wanted


def test_a_text_is_cleaned_step_by_step_and_saved_as_one_saw_it(
    studio: Studio, open_tab: OpenTab, tmp_path: Path
) -> None:
    tab = open_tab(studio, "/corpora")
    upload(tab, ("messy.txt", MESSY.encode()))
    light = ("Unicode normalisation", "Tidy blanks and empty lines", "Remove duplicates")
    wait_for_steps(tab, *light)

    tab.page.get_by_role("button", name="Add a step").click()
    tab.page.get_by_role("button", name="Mask web and e-mail addresses").click()
    wait_for_steps(tab, *light[:2], "Mask web and e-mail addresses", light[2])
    before = tab.page.get_by_text("Before", exact=True).first  # it is open, with its settings
    before.wait_for()
    sign = tab.page.get_by_role("textbox", name="For a web address")
    sign.fill("<link>")
    sign.press("Enter")
    tab.page.get_by_text("‹link›").or_(tab.page.get_by_text("<link>")).first.wait_for()
    tab.settle()

    tab.page.get_by_role("button", name="Earlier").click()
    wait_for_steps(tab, light[0], "Mask web and e-mail addresses", *light[1:])
    tab.page.get_by_role("button", name="Undo").click()
    wait_for_steps(tab, *light[:2], "Mask web and e-mail addresses", light[2])
    tab.settle()
    tab.check()

    tab.page.locator(".st-key-corpus_recipe_file button").click()
    with tab.page.expect_download() as download:
        tab.page.get_by_role("button", name="Save as a file").click()
    kept = tmp_path / "recipe.json"
    download.value.save_as(kept)
    recipe = Recipe.from_json(json.loads(kept.read_text()))
    assert [step.section for step in recipe.steps][2] == "mask_urls"
    tab.page.keyboard.press("Escape")

    tab.page.get_by_role("button", name="Save", exact=True).click()
    tab.page.wait_for_url("**/corpora?corpus=*")
    tab.settle()
    (corpus,) = list_corpora(studio.workspace)
    assert [dict(step) for step in corpus.card.recipe] == recipe.steps_json()
    (text,) = corpus.documents()
    assert text.startswith("The pump of line two RAN hot, see <link> for more.\n")
    tab.check()


@pytest.mark.exhaustive
def test_a_recipe_changes_the_page_at_once_and_says_what_it_is_not_good_for(
    studio: Studio, open_tab: OpenTab
) -> None:
    tab = open_tab(studio, "/corpora", width=390, height=844, theme="dark")
    upload(tab, ("messy.txt", MESSY.encode()))
    choose(tab.page.get_by_role("combobox", name="Recipe"), "Words only", exact=False)
    tab.page.get_by_text("writes no whole sentences").wait_for()
    tab.page.locator(".st-key-corpus_steps summary").nth(2).click()
    tab.page.locator(".st-key-corpus_steps del").first.wait_for()
    tab.settle()
    tab.check()


def test_a_folder_comes_in_whole(studio: Studio, open_tab: OpenTab, tmp_path: Path) -> None:
    folder = tmp_path / "reports"
    (folder / "old").mkdir(parents=True)
    for number in (1, 2, 10):
        (folder / f"r{number}.txt").write_text(f"Report {number}. {MESSY}")
    (folder / "old" / "r0.csv").write_text(
        "id,note\n" + "1,The seal was worn and was changed.\n" * 9
    )
    (folder / "photo.jpg").write_bytes(b"\xff\xd8\xff")
    (folder / ".DS_Store").write_bytes(b"x")
    tab = open_tab(studio, "/corpora")
    tab.page.get_by_role("tab", name="A whole folder").click()
    tab.page.locator("input[type=file]").nth(1).set_input_files(folder)
    tab.page.get_by_text(
        "photo.jpg: Files ending in .jpg are read where they are plain text"
    ).wait_for()
    tab.page.get_by_text("1 hidden file was passed over").wait_for()
    tab.settle()
    expect(tab.page.get_by_role("textbox", name="Name of the corpus")).to_have_value("reports")
    tab.check()
    tab.page.get_by_role("button", name="Save", exact=True).click()
    tab.page.wait_for_url("**/corpora?corpus=*")
    (corpus,) = list_corpora(studio.workspace)
    files = [source.file for source in corpus.card.sources]
    assert files == ["r0.csv", "r1.txt", "r2.txt", "r10.txt"]


def held_worker(studio: Studio) -> psutil.Process:
    """The process that saves, stopped in its tracks, so that it is slow enough to be watched."""
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        for process in psutil.process_iter(["cmdline"]):
            line = process.info["cmdline"] or []
            if "slm_core.processes.job_worker" in line and str(studio.workspace.root) in line:
                process.suspend()
                return process
        time.sleep(0.005)
    raise AssertionError("nothing saves")


@pytest.mark.exhaustive
def test_a_long_save_is_watched_found_again_after_a_refresh_and_stopped(
    studio: Studio, open_tab: OpenTab, tmp_path: Path
) -> None:
    long = tmp_path / "long.txt"
    with open(long, "w") as file:
        for number in range(900_000):
            file.write(f"Pump {number} of line {number % 7} ran hot at {number % 90} degrees.\n")
    tab = open_tab(studio, "/corpora")
    tab.page.locator("input[type=file]").first.set_input_files(long)
    tab.page.get_by_text("long.txt is large").wait_for()
    tab.settle()
    assert studio.memory() < 250e6
    tab.page.get_by_role("button", name="Save", exact=True).click()
    worker = held_worker(studio)
    try:
        tab.page.get_by_text("Saving “long”").wait_for()
        tab.page.reload()
        tab.page.get_by_text("Saving “long”").wait_for()
        tab.page.get_by_role("button", name="Stop").click()
        (job,) = list_jobs(studio.workspace)
        deadline = time.monotonic() + 30
        while not (job.folder / "stop").exists():
            assert time.monotonic() < deadline
            time.sleep(0.05)
    finally:
        worker.resume()
    tab.page.get_by_text("Stopped: nothing was saved").wait_for()
    tab.check()
    assert list_corpora(studio.workspace) == []
    assert studio.memory() < 250e6
