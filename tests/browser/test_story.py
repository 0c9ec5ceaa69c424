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
from playwright.sync_api import Page, expect

from slm_core.corpus.store import list_corpora
from slm_core.runs.metrics import MetricsFollower
from slm_core.runs.run import Run, list_runs
from tests.browser.conftest import OpenTab, StartStudio, Tab

pytestmark = [pytest.mark.browser, pytest.mark.timeout(420)]


@dataclass(frozen=True)
class Story:
    """What is uploaded, and what must come of it."""

    file: str
    read_as: str
    seed: str
    stranger: str
    """A sign the file does not have, "" where byte pairs can spell everything."""
    language: str


ENGLISH = Story(
    "medical_medquad/medquad_niddk.txt",
    "text, UTF-8",
    "What are the symptoms of",
    "",
    "en",
)
CHINESE = Story(
    "zh_medical_gb18030/neike_5000-6000.gb18030.csv",
    "GB18030",
    "我最近总是头痛",
    "鱻",
    "zh",
)


@pytest.mark.parametrize(
    "story",
    [
        pytest.param(ENGLISH, id="English"),
        pytest.param(CHINESE, id="Chinese", marks=pytest.mark.exhaustive),
    ],
)
def test_from_a_file_to_a_model_that_writes(
    start_studio: StartStudio, open_tab: OpenTab, real_data: Path, story: Story
) -> None:
    studio = start_studio()
    tab = open_tab(studio, "/corpora")
    _upload(tab, real_data / story.file, story)
    run = _started(tab, story)

    step = _learned_until(tab, run, 40)
    tab.page.reload()  # a refresh in the middle
    tab.settle()
    expect(tab.page.locator(".st-key-train_pause button")).to_be_visible(timeout=30_000)
    assert run.status().step >= step

    second = open_tab(studio, f"/training?run={run.id}")  # another browser, by the address
    expect(second.page.locator(".st-key-train_pause button")).to_be_visible(timeout=30_000)
    second.page.close()

    studio.stop()  # the server goes, the run does not
    step = run.status().step
    studio = start_studio(studio.home)
    tab = open_tab(studio, f"/training?run={run.id}")
    expect(tab.page.locator(".st-key-train_pause button")).to_be_visible(timeout=30_000)
    _learned_until(tab, run, step + 5)

    _pause_and_resume(tab, run)
    _change_the_rate(tab, run)
    _wait(tab.page, lambda: _learned(run), seconds=120)  # steps are slow on a busy machine
    tab.page.locator(".st-key-train_stop button").click()
    tab.page.get_by_text(re.compile("It has (not )?learned")).first.wait_for(timeout=90_000)
    assert run.status().state == "stopped"
    tab.check()

    tab.page.locator(".st-key-train_write button").click()
    tab.page.wait_for_url("**/writing?run=*")
    _write(tab, story)
    tab.check()


def _upload(tab: Tab, path: Path, story: Story) -> None:
    tab.page.locator("input[type=file]").first.set_input_files(path)
    save = tab.page.get_by_role("button", name="Save and train on it")
    save.wait_for(timeout=60_000)
    tab.settle(seconds=60)
    save.click()
    asked = tab.page.locator(".st-key-corpus_save_unmasked button")  # where names were found
    led = tab.page.locator(".st-key-train_form")
    asked.or_(led).first.wait_for(timeout=60_000)
    if asked.count():
        asked.click()
    tab.page.wait_for_url("**/training?corpus=*", timeout=60_000)
    corpus = list_corpora(tab.studio.workspace)[0]
    source = corpus.card.sources[0]
    assert f"{source.read_as}, {source.encoding}".endswith(story.read_as)
    assert corpus.card.language == story.language
    assert corpus.card.counts.characters > 500_000
    tab.settle()


def _started(tab: Tab, story: Story) -> Run:
    seed = tab.page.get_by_role("textbox", name="Seed text")
    seed.fill(story.seed)
    seed.press("Tab")
    tab.settle()
    tab.page.get_by_text(
        "All settings", exact=True
    ).click()  # so long that it is not over before the story
    minutes = tab.page.locator(".st-key-train_budget_minutes input")
    minutes.fill("20")
    minutes.press("Tab")
    tab.page.get_by_text("Changed by hand: Minutes").wait_for()
    tab.page.get_by_role("button", name="Start training").click()
    tab.page.wait_for_url("**/training?run=*", timeout=30_000)
    run = list_runs(tab.studio.workspace)[0]
    assert run.config().samples.seed_text == story.seed
    return run


def _learned_until(tab: Tab, run: Run, step: int) -> int:
    _wait(tab.page, lambda: run.status().step >= step, seconds=90)
    tab.page.locator("svg.marks").first.wait_for(timeout=30_000)
    return run.status().step


def _pause_and_resume(tab: Tab, run: Run) -> None:
    tab.page.locator(".st-key-train_pause button").click()
    _wait(tab.page, lambda: run.status().state == "paused")
    tab.page.locator(".st-key-train_resume button").wait_for(timeout=30_000)
    before = run.status()
    tab.page.wait_for_timeout(1500)
    assert run.status().seconds == before.seconds  # a pause is not training time
    assert run.status().step == before.step
    tab.page.locator(".st-key-train_resume button").click()
    _wait(tab.page, lambda: run.status().step > before.step)


def _change_the_rate(tab: Tab, run: Run) -> None:
    tab.page.locator(".st-key-train_change_popover button").click()
    field = tab.page.locator(".st-key-train_rate input")
    field.fill("0.002")
    field.press("Tab")
    tab.page.locator(".st-key-train_set button").click()
    _wait(tab.page, lambda: any(event.kind == "set" for event in run.events()))
    event = next(event for event in run.events() if event.kind == "set")
    assert event.details["value"] == pytest.approx(0.002)


def _write(tab: Tab, story: Story) -> None:
    page = tab.page
    page.get_by_text("Click a bar to add it").wait_for(timeout=90_000)
    seed = page.get_by_role("textbox", name="Seed text")
    assert seed.input_value() == story.seed
    go = page.locator(".st-key-write_go button")
    go.click()
    first = _written(tab, 1)
    assert first.startswith(story.seed)
    page.get_by_role("button", name="Another like this").click()
    assert _written(tab, 2) != first
    _choose_random_seed(tab, 1)
    go.click()
    assert _written(tab, 1) == first  # the same random seed, the same text
    if story.stranger:
        seed.fill(story.seed + story.stranger)
        seed.press("Tab")
        page.get_by_text(re.compile(f"Never seen.*{story.stranger}")).wait_for()


def _written(tab: Tab, random_seed: int) -> str:
    """What stands on the paper once this random seed has written, without the figures under it."""
    paper = tab.page.locator(".st-key-write_paper")
    figures = re.compile(rf"random seed {random_seed} · .*longest passage copied")
    paper.get_by_text(figures).wait_for()
    tab.settle(seconds=60)
    written = re.split(r"\n[\d,]+ tokens? · ", paper.inner_text())[0]
    return re.sub(r"^warning .*\n+", "", written)  # of a text about health: "not advice"


def _choose_random_seed(tab: Tab, number: int) -> None:
    field = tab.page.locator(".st-key-write_seed input")
    if not field.is_visible():
        tab.page.locator(".st-key-write_more summary").click()
    field.fill(str(number))
    field.press("Enter")
    tab.settle()
    tab.page.keyboard.press("Escape")


def _learned(run: Run) -> bool:
    """Whether the newest look at the validation part is better by a fifth than the first."""
    follower = MetricsFollower(run.folder / "metrics.jsonl")
    follower.catch_up()
    losses = list(follower.validation.columns["loss"])
    return len(losses) > 1 and losses[-1] < 0.8 * losses[0]


def _wait(page: Page, holds: Callable[[], bool], *, seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "it did not come about in time"
        page.wait_for_timeout(100)
