"""The Train page in a real Chromium: a pretended trainer works, and the page follows it."""

import statistics
import time
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import expect

from slm_core.corpus.readers.document import InputFile
from slm_core.corpus.readers.registry import read_source
from slm_core.corpus.store import add_corpus
from slm_core.json_log import JsonLog
from slm_core.runs.run import list_runs
from tests.browser.conftest import OpenTab, StartStudio, Tab
from tests.browser.studio import Studio
from tests.pages.run_folders import (
    RunFolder,
    start_run,
    write_facts,
    write_long_metrics,
    write_run,
)
from tests.tiny import text_of

pytestmark = pytest.mark.browser


@pytest.fixture
def studio(shared_studio: Studio) -> Studio:
    """One server for all of these: every test looks at a run of its own."""
    return shared_studio


@pytest.fixture
def trainer(studio: Studio) -> Iterator[RunFolder]:
    """A run in training on the test's studio."""
    folder = write_run(studio.workspace, "running", step=1240)
    yield folder
    if folder.lock.is_locked:
        folder.lock.release()


def wait_until(true: Callable[[], bool], *, seconds: float = 10) -> None:
    ends = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < ends, "It did not come true in time."
        time.sleep(0.1)


def train_a_little(tab: Tab, folder: RunFolder, *, steps: int = 40, ticks: int = 1) -> None:
    """Let the pretended trainer work, and the page see it."""
    for _ in range(ticks):
        folder.train(steps)
        folder.status("running")
        wait_until(lambda: f"step {folder.step:,}" in tab.page.inner_text("body"))


def places(tab: Tab) -> list[object]:
    """Where the parts of the page are."""
    return tab.page.evaluate(
        """() => [...document.querySelectorAll(
            '.st-key-train_head, .st-key-train_numbers, .st-key-train_loss, svg.marks,'
            + ' .st-key-train_text, .st-key-train_expected, .st-key-train_more')]
            .map(part => [part.className.baseVal ?? part.className,
                          Math.round(part.getBoundingClientRect().top),
                          Math.round(part.getBoundingClientRect().height)])
            .map(part => part.join(' '))"""
    )


def test_live_charts_are_updated_in_place_and_nothing_jumps(
    studio: Studio, trainer: RunFolder, open_tab: OpenTab
) -> None:
    tab = open_tab(studio, f"/training?run={trainer.run.id}")
    tab.page.locator("svg.marks").nth(2).wait_for()
    train_a_little(tab, trainer)
    tab.page.evaluate("document.querySelectorAll('svg.marks').forEach(s => s.dataset.same = '1')")
    before, drawn = places(tab), tab.page.locator("svg.marks").first.inner_html()
    train_a_little(tab, trainer, ticks=4)
    assert places(tab) == before
    assert tab.page.locator("svg.marks").first.inner_html() != drawn
    assert tab.page.locator("svg.marks[data-same='1']").count() == 3
    tab.check()


def test_what_the_page_is_for_is_seen_without_scrolling_and_charts_tell_their_values(
    studio: Studio, trainer: RunFolder, open_tab: OpenTab
) -> None:
    tab = open_tab(studio, f"/training?run={trainer.run.id}", width=1360, height=900)
    tab.page.locator("svg.marks").nth(2).wait_for()
    tab.page.get_by_text("was reported on Tuesday").wait_for()
    for part in ("head", "numbers", "loss", "accuracy", "text", "expected"):
        box = tab.page.locator(f".st-key-train_{part}").bounding_box()
        assert box, part
        assert box["y"] + box["height"] <= 900, part
    room, line = tab.page.get_by_text("was reported on Tuesday").evaluate(
        """text => {
            let box = text;
            while (getComputedStyle(box).overflowY !== 'auto') box = box.parentElement;
            return [box.clientHeight, parseFloat(getComputedStyle(text).lineHeight)];
        }"""
    )
    assert room >= 8 * line
    assert tab.page.evaluate(FAINT) == []
    chart = tab.page.locator(".st-key-train_loss svg.marks")
    before = chart.inner_html()
    slider = tab.page.locator(".st-key-train_text").get_by_role("slider")
    slider.press("ArrowLeft")
    tab.page.get_by_text("Step 1,000.").wait_for()
    wait_until(lambda: chart.inner_html() != before)
    box = chart.bounding_box()
    assert box
    tab.page.mouse.move(box["x"] + 0.6 * box["width"], box["y"] + 0.5 * box["height"])
    tip = tab.page.locator("#vg-tooltip-element")
    tip.get_by_text("validation set").wait_for()
    assert "training set" in tip.inner_text()
    tab.check()


FAINT = """() => {
    const parse = c => (c.match(/[\\d.]+/g) || [0, 0, 0, 0]).map(Number);
    const linear = v => (v /= 255) <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
    const light = c => 0.2126 * linear(c[0]) + 0.7152 * linear(c[1]) + 0.0722 * linear(c[2]);
    const over = (c, ground) => [0, 1, 2].map(i => c[3] * c[i] + (1 - c[3]) * ground[i]);
    const full = c => c.length > 3 ? c : [...c, 1];
    const ground = element => {
        if (!element) return [255, 255, 255];
        const own = full(parse(getComputedStyle(element).backgroundColor));
        return own[3] === 1 ? own : over(own, ground(element.parentElement));
    };
    const faint = [];
    const main = document.querySelector('[data-testid=stMain]');
    const walker = document.createTreeWalker(main, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
        const text = walker.currentNode, element = text.parentElement;
        const box = element.getBoundingClientRect(), style = getComputedStyle(element);
        if (!text.data.trim() || !box.width || /style|script/i.test(element.tagName)) continue;
        // Icons are no text; the slider's number stands beside its thumb, not on it; and what is
        // chosen among buttons has the theme's primary colour, which those decide who chose it.
        const others = '[data-testid=stIconMaterial], [data-testid=stSliderThumbValue],'
            + ' [data-testid=stButtonGroup]';
        if (element.closest(others)) continue;
        const inSvg = element instanceof SVGElement;
        const colour = full(parse(inSvg ? style.fill : style.color));
        colour[3] *= inSvg ? Number(style.fillOpacity) : 1;
        for (let e = element; e; e = e.parentElement) colour[3] *= getComputedStyle(e).opacity;
        if (colour[3] === 0) continue;  // shown on hovering only
        const under = ground(element);
        const [a, b] = [light(over(colour, under)), light(under)];
        const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
        if (ratio < 4.5) faint.push(text.data.trim().slice(0, 30) + ' ' + ratio.toFixed(2));
    }
    return faint;
}"""
"""Texts whose colour is less than 4.5 times as bright, or as dark, as what lies under them."""


def test_two_quick_clicks_and_two_tabs_start_one_run(studio: Studio, open_tab: OpenTab) -> None:
    source = read_source(InputFile("pumps.txt", text_of(40_000).encode()))
    add_corpus(studio.workspace, [source], name="Pumps", seed_text="The pump")
    before = {run.id for run in list_runs(studio.workspace)}
    tabs = [open_tab(studio, "/training") for _ in range(2)]
    for tab in tabs:
        start = tab.page.locator(".st-key-train_start button")
        start.wait_for()
        start.evaluate("button => { button.click(); setTimeout(() => button.click(), 50); }")
    for tab in tabs:
        tab.page.wait_for_url("**run=*")
        tab.page.wait_for_function("document.title.includes('Pumps · Argot')")
    (run,) = [run for run in list_runs(studio.workspace) if run.id not in before]
    assert run.config().name == "Pumps"


@pytest.mark.exhaustive
def test_the_slider_follows_the_newest_text_until_it_is_moved(
    studio: Studio, trainer: RunFolder, open_tab: OpenTab
) -> None:
    tab = open_tab(studio, f"/training?run={trainer.run.id}")
    text = tab.page.locator(".st-key-train_text")
    text.get_by_text("Step 1,200.").wait_for()
    train_a_little(tab, trainer, steps=200)
    text.get_by_text("Step 1,400.").wait_for()
    text.get_by_role("slider").press("ArrowLeft")
    text.get_by_text("Step 1,200.").wait_for()
    train_a_little(tab, trainer, steps=200)
    time.sleep(2.5)
    assert text.get_by_text("Step 1,200.").is_visible()
    for _ in range(2):
        text.get_by_role("slider").press("ArrowRight")
        time.sleep(0.5)
    text.get_by_text("Step 1,600.").wait_for()
    train_a_little(tab, trainer, steps=200)
    text.get_by_text("Step 1,800.").wait_for()


def test_buttons_ask_the_trainer_and_the_page_shows_its_answer(
    studio: Studio, trainer: RunFolder, open_tab: OpenTab
) -> None:
    tab = open_tab(studio, f"/training?run={trainer.run.id}")
    tab.page.locator(".st-key-train_pause button").click()
    tab.page.get_by_text("Pausing …").wait_for()
    assert asked(trainer) == ["pause"]
    trainer.status("paused")
    tab.page.locator(".st-key-train_resume button").click()
    wait_until(lambda: asked(trainer) == ["pause", "resume"])
    trainer.status("running")
    tab.page.locator(".st-key-train_stop button").click()
    wait_until(lambda: asked(trainer) == ["pause", "resume", "stop"])
    trainer.end("stopped", fraction=0.6)
    tab.page.get_by_text("stopped and saved").first.wait_for()
    tab.page.get_by_text("It has learned").first.wait_for()
    expect(tab.page.locator(".st-key-train_pause")).to_have_count(0)
    tab.check()


def asked(folder: RunFolder) -> list[object]:
    records, _ = JsonLog(folder.run.folder / "control.jsonl").read()
    return [record["action"] for record in records]


@pytest.mark.exhaustive
def test_the_learning_rate_changes_while_the_page_goes_on_drawing(
    studio: Studio, trainer: RunFolder, open_tab: OpenTab
) -> None:
    tab = open_tab(studio, f"/training?run={trainer.run.id}")
    tab.page.locator(".st-key-train_change_popover button").click()
    field = tab.page.locator(".st-key-train_rate input")
    field.wait_for()
    train_a_little(tab, trainer, ticks=2)
    field.fill("0.0005")
    train_a_little(tab, trainer, ticks=2)
    assert field.input_value() == "0.0005"
    field.press("Tab")
    tab.page.locator(".st-key-train_set button").click()
    wait_until(lambda: asked(trainer) == ["set"])
    records, _ = JsonLog(trainer.run.folder / "control.jsonl").read()
    assert records[0]["name"] == "learning_rate"
    assert records[0]["value"] == 0.0005
    trainer.event("set", name="learning_rate", value=0.0005, before=0.001)
    train_a_little(tab, trainer)
    tab.page.locator(".st-key-train_loss").get_by_text("0.0005").wait_for()
    tab.check()


def test_refresh_second_browser_and_restarted_server_find_the_run(
    start_studio: StartStudio, open_tab: OpenTab
) -> None:
    studio = start_studio()
    folder = write_run(studio.workspace, "running", step=400)
    address = f"/training?run={folder.run.id}"
    tab, second = open_tab(studio, address), open_tab(studio, address, theme="dark")
    tab.page.reload()
    for each in (tab, second):
        each.page.get_by_text("12 s of 1 min").first.wait_for()
    second.page.locator("svg.marks").nth(1).wait_for()
    assert second.page.evaluate(FAINT) == []
    studio.stop()
    again = open_tab(start_studio(studio.home), address)
    train_a_little(again, folder)
    again.check()
    folder.lock.release()


@pytest.mark.exhaustive
def test_from_waiting_to_training_on_one_open_page(studio: Studio, open_tab: OpenTab) -> None:
    folder = start_run(studio.workspace)
    folder.status("queued", pid=None, asked=time.time())
    tab = open_tab(studio, f"/training?run={folder.run.id}")
    tab.page.get_by_text("It starts in a moment.").wait_for()
    folder.status("starting", doing="training the tokenizer")
    tab.page.get_by_text("training the tokenizer").first.wait_for()
    write_facts(folder.run)
    folder.train(80)
    folder.status("running")
    tab.page.locator("svg.marks").nth(1).wait_for()
    tab.page.get_by_text("The first sample appears").wait_for()
    folder.lock.release()
    tab.page.get_by_text("Its process was ended from outside").wait_for()
    assert tab.page.get_by_text("finished", exact=True).count() == 0
    tab.check()


def test_deleting_asks_first_and_then_deletes(studio: Studio, open_tab: OpenTab) -> None:
    folder = write_run(studio.workspace, "finished")
    tab = open_tab(studio, f"/training?run={folder.run.id}")
    tab.page.locator(".st-key-train_delete button").click()
    tab.page.get_by_role("dialog").get_by_text("are deleted for good").wait_for()
    assert folder.run.folder.exists()
    tab.page.locator(".st-key-train_delete_for_good button").click()
    tab.page.get_by_role("heading", name="Train a model").wait_for()
    assert not folder.run.folder.exists()
    assert "run=" not in tab.page.url
    tab.check()


@pytest.mark.exhaustive
@pytest.mark.slow
def test_a_long_run_is_as_light_as_a_short_one(
    start_studio: StartStudio, open_tab: OpenTab
) -> None:
    """Against a short run on the same machine at the same time; benchmarks have the seconds."""
    studio = start_studio()
    short, long = start_run(studio.workspace), start_run(studio.workspace)
    for folder in (short, long):
        write_facts(folder.run)
    short.train(1_000)
    write_long_metrics(long.run.folder / "metrics.jsonl", 200_000)
    long.step = 200_000
    for step in range(2_000, 200_001, 2_000):
        long.write_sample(step)
    opened, ticks, sizes = {}, {}, {}
    for name, folder in (("short", short), ("long", long)):
        folder.status("running", seconds=6_000.0, fraction=0.5)
        began = time.monotonic()
        tab = open_tab(studio, f"/training?run={folder.run.id}")
        tab.page.locator("svg.marks").nth(2).wait_for()
        opened[name] = time.monotonic() - began
        seen = ticks_of(tab, folder, seconds=8)
        ticks[name] = statistics.median(length for length, _ in seen)
        sizes[name] = statistics.median(size for _, size in seen)
        tab.check()
        tab.page.close()
        folder.lock.release()
    assert opened["long"] < opened["short"] + 6
    assert ticks["long"] < 2 * ticks["short"] + 0.2
    assert sizes["long"] < min(60_000, 2 * sizes["short"])
    assert studio.memory() < 300e6


def ticks_of(tab: Tab, folder: RunFolder, *, seconds: float) -> list[tuple[float, int]]:
    """Of every drawing: seconds from its first message to its last, and bytes."""
    frames: list[tuple[float, int]] = []
    tab.page.on(
        "websocket",
        lambda socket: socket.on(
            "framereceived", lambda data: frames.append((time.monotonic(), len(data)))
        ),
    )
    tab.page.reload()
    tab.page.locator("svg.marks").nth(2).wait_for()
    tab.page.wait_for_timeout(2_000)
    frames.clear()
    for _ in range(int(seconds)):
        folder.train(30)
        folder.status("running", seconds=6_000.0, fraction=0.5)
        tab.page.wait_for_timeout(1_000)
    bursts: list[list[tuple[float, int]]] = []
    for frame in frames:
        if not bursts or frame[0] - bursts[-1][-1][0] > 0.25:
            bursts.append([])
        bursts[-1].append(frame)
    return [(burst[-1][0] - burst[0][0], sum(size for _, size in burst)) for burst in bursts]
