"""The whole story on real files, in a real browser: upload, train, watch, steer, write.

The English and the Chinese story differ in their file alone: medical answers as plain text, and a
table of medical questions in GB18030 with five columns.
"""

import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from pages.parts.amounts import percent
from slm_core.corpus.store import list_corpora
from slm_core.runs.run import Run, list_runs
from tests.browser.conftest import OpenTab, StartStudio, Tab

pytestmark = [pytest.mark.browser, pytest.mark.timeout(420)]


@dataclass(frozen=True)
class Story:
    """What is uploaded, and what must come of it."""

    file: str
    read_as: str
    """What the table of files says of it."""
    seen: str
    """What is found, and stands chosen, where a file can be read differently."""
    seed: str
    stranger: str
    """A sign the file does not have, "" where byte pairs can spell everything."""
    language: str


ENGLISH = Story(
    "medical_medquad/medquad_niddk.txt",
    "text, UTF-8",
    "Found: UTF-8",
    "What are the symptoms of",
    "",
    "en",
)
CHINESE = Story(
    "zh_medical_gb18030/neike_5000-6000.gb18030.csv",
    'column "answer", GB18030',
    "answer (",
    "我最近总是头痛",
    "鱻",
    "zh",
)


@pytest.mark.parametrize("story", [ENGLISH, CHINESE], ids=["English", "Chinese"])
def test_from_a_file_to_a_model_that_writes(
    start_studio: StartStudio, open_tab: OpenTab, real_data: Path, story: Story
) -> None:
    studio = start_studio()
    tab = open_tab(studio, "/corpora")
    _upload(tab, real_data / story.file, story)
    run = _started(tab, story)
    address = f"/training?run={run.id}"

    _learned_until(tab, run, 40)
    first_loss = _number(tab, "Validation loss")
    tab.page.reload()  # a refresh in the middle
    _is_training(tab, run)

    second = open_tab(studio, address)  # another browser, by the address
    _is_training(second, run)
    second.page.close()

    studio.process.kill()  # the server goes, the run does not
    studio.process.wait()
    step = run.status().step
    studio = start_studio(studio.home)
    tab = open_tab(studio, address)
    _is_training(tab, run)
    _learned_until(tab, run, step + 5)

    _pause_and_resume(tab, run)
    _change_the_rate(tab, run)
    _stop_and_keep(tab, run)
    _train_on(tab, run)
    assert _number(tab, "Validation loss") < 0.8 * first_loss
    tab.check()

    tab.page.locator(".st-key-train_write button").click()
    tab.page.wait_for_url("**/writing?run=*")
    _write(tab, story)
    tab.check()


def _upload(tab: Tab, path: Path, story: Story) -> None:
    page = tab.page
    page.locator("input[type=file]").first.set_input_files(path)
    save = page.get_by_role("button", name="Save and train on it")
    save.wait_for()
    tab.settle(seconds=60)
    # The table is a drawing; its words stand in it for those who do not see it.
    cells = page.get_by_test_id("stDataFrame").first.locator("[role=gridcell]")
    cells.filter(has_text=path.name).first.wait_for(state="attached")
    cells.filter(has_text=story.read_as).first.wait_for(state="attached")
    page.get_by_text("Read a file differently").click()
    chosen = [box.input_value() for box in page.get_by_role("combobox").all()]
    assert [value for value in chosen if value.startswith(story.seen)], chosen
    save.click()
    page.wait_for_url("**/training?corpus=*")
    corpus = list_corpora(tab.studio.workspace)[0]
    assert corpus.card.language == story.language
    assert corpus.card.counts.characters > 500_000
    tab.settle()


def _started(tab: Tab, story: Story) -> Run:
    seed = tab.page.get_by_role("textbox", name="Seed text")
    seed.fill(story.seed)
    seed.press("Tab")
    tab.settle()
    tab.page.get_by_role("button", name="Start training").click()
    tab.page.wait_for_url("**/training?run=*")
    run = list_runs(tab.studio.workspace)[0]
    assert run.config().samples.seed_text == story.seed
    assert run.config().budget.minutes == 1
    return run


def _badge(tab: Tab, state: str) -> Locator:
    return tab.page.locator(".st-key-train_head .stMarkdownBadge").filter(has_text=state)


def _is_training(tab: Tab, run: Run) -> None:
    """The page of this run is there, drawn, and says that it trains."""
    assert run.id in tab.page.url
    _badge(tab, "training").wait_for()
    expect(tab.page.locator("svg.marks")).to_have_count(2)
    assert run.status().state == "running"


def _learned_until(tab: Tab, run: Run, step: int) -> None:
    """The run is there, and the page shows it."""
    _wait(tab.page, lambda: run.status().step >= step, seconds=90)
    expect(tab.page.locator("svg.marks")).to_have_count(2)
    progress = tab.page.get_by_test_id("stMain").get_by_test_id("stProgress")
    shown = re.compile(r"step ([\d,]+)")

    def reached() -> bool:
        found = shown.search(progress.inner_text())
        return found is not None and int(found[1].replace(",", "")) >= step

    _wait(tab.page, reached)


def _number(tab: Tab, label: str) -> float:
    """What a card says, once it says anything."""
    card = tab.page.get_by_test_id("stMetric").filter(has_text=label)
    value = card.get_by_test_id("stMetricValue")
    expect(value).to_have_text(re.compile(r"\d"))
    return float(value.inner_text().removesuffix(" %"))


def _pause_and_resume(tab: Tab, run: Run) -> None:
    tab.page.locator(".st-key-train_pause button").click()
    _badge(tab, "paused").wait_for()
    before = run.status()
    assert before.state == "paused"
    tab.page.wait_for_timeout(1500)
    assert run.status().seconds == before.seconds  # a pause is not training time
    assert run.status().step == before.step
    tab.page.locator(".st-key-train_resume button").click()
    _badge(tab, "training").wait_for()
    _wait(tab.page, lambda: run.status().step > before.step)


def _change_the_rate(tab: Tab, run: Run) -> None:
    tab.page.locator(".st-key-train_rate_popover button").click()
    field = tab.page.locator(".st-key-train_rate input")
    field.fill("0.002")
    field.press("Tab")
    tab.page.locator(".st-key-train_set button").click()
    _wait(tab.page, lambda: any(event.kind == "set" for event in run.events()))
    event = next(event for event in run.events() if event.kind == "set")
    assert event.details["value"] == pytest.approx(0.002)
    for chart in (0, 1):
        drawn = tab.page.locator("svg.marks").nth(chart).get_by_text(re.compile("rate .*→ 0.002"))
        expect(drawn).to_have_count(1)


def _stop_and_keep(tab: Tab, run: Run) -> None:
    tab.page.locator(".st-key-train_stop button").click()
    _badge(tab, "stopped and kept").wait_for()
    tab.page.get_by_text("bits for each byte").wait_for()
    assert run.status().state == "stopped"
    assert _badge(tab, "finished").count() == 0


def _train_on(tab: Tab, run: Run) -> None:
    """A little more, to the end this time; its final score is what every place shows."""
    page = tab.page
    page.locator(".st-key-train_on_popover button").click()
    minutes = page.locator(".st-key-train_on_minutes input")
    minutes.fill("0.1")
    minutes.press("Tab")
    page.locator(".st-key-train_on").get_by_role("button", name="Train on").click()
    _badge(tab, "finished").wait_for(timeout=90_000)
    page.get_by_text("bits for each byte").wait_for()
    tab.settle()
    assert run.status().state == "finished"
    score = run.score()
    assert score
    accuracy = percent(score.accuracy)
    cards = page.locator(".st-key-train_numbers")
    expect(cards.get_by_text("whole part")).to_have_count(3)
    expect(cards.get_by_text(accuracy)).to_have_count(1)
    expect(page.locator(".st-key-train_outcome")).to_contain_text(accuracy)
    ended = f"final {score.bits_per_byte:.2f} bits per byte"
    page.get_by_test_id("stSidebar").get_by_text(ended).wait_for()


def _write(tab: Tab, story: Story) -> None:
    page = tab.page
    page.get_by_text("Pick one to go that way").wait_for(timeout=90_000)
    seed = page.get_by_role("textbox", name="Seed text")
    assert seed.input_value() == story.seed
    page.get_by_role("slider", name="Length").press("End")
    tab.settle()
    lengths = _watched(tab)
    first = _written(tab)
    assert first.startswith(story.seed)
    if len(first) > 500:  # it may also have ended the text itself, at once
        assert len({n for n in lengths() if len(story.seed) < n < len(first)}) > 2
    assert _written(tab) == first  # the same random seed, the same text
    grey, black = (_colour(tab, text) for text in (story.seed, first.removeprefix(story.seed)))
    assert grey != black
    if story.stranger:
        seed.fill(story.seed + story.stranger)
        seed.press("Tab")
        page.get_by_text(re.compile(f"Never seen.*{story.stranger}")).wait_for()


def _watched(tab: Tab) -> Callable[[], list[int]]:
    """How long the text on the paper was, from now on, each time it changed."""
    tab.page.evaluate(
        """() => {
            window.lengths = []
            new MutationObserver(() => {
                const paper = document.querySelector('.st-key-write_paper')
                if (paper) window.lengths.push(paper.textContent.length)
            }).observe(document.body, {subtree: true, childList: true, characterData: true})
        }"""
    )
    return lambda: tab.page.evaluate("window.lengths")


def _colour(tab: Tab, text: str) -> str:
    """Of the innermost thing on the paper in which this text stands by itself."""
    return tab.page.locator(".st-key-write_paper").evaluate(
        """(paper, text) => {
            const all = document.createTreeWalker(paper, NodeFilter.SHOW_TEXT)
            while (all.nextNode()) {
                const found = all.currentNode.data.trim()
                if (found && text.includes(found)) {
                    return getComputedStyle(all.currentNode.parentElement).color
                }
            }
        }""",
        text,
    )


def _written(tab: Tab) -> str:
    """What stands on the paper after Write was pressed, without the line of figures under it."""
    paper = tab.page.locator(".st-key-write_paper")
    tab.page.get_by_role("button", name="Write", exact=True).click()
    tab.page.get_by_role("button", name="Stop", exact=True).and_(
        tab.page.locator(":disabled")
    ).wait_for()
    paper.get_by_text("longest stretch copied").wait_for()
    tab.settle(seconds=60)
    return re.split(r"\n\d+ tokens · ", paper.inner_text())[0]


def _wait(page: Page, holds: Callable[[], bool], *, seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "it did not come about in time"
        page.wait_for_timeout(100)
