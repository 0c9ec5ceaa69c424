"""Runs that end badly, in a real browser: killed from outside, or broken by their own settings."""

import os
import re
import signal

import pytest
from playwright.sync_api import Locator, expect

from slm_core.corpus.samples import add_sample
from slm_core.runs.launching.create import create_run
from slm_core.runs.launching.launch import launch
from slm_core.runs.run import Run, list_runs
from slm_core.training.settings import BudgetSettings
from tests.browser.conftest import OpenTab, Tab
from tests.browser.studio import Studio
from tests.tiny import make_config, make_corpus, text_of, wait_for

pytestmark = pytest.mark.browser

STEPS = 2500


def asked(studio: Studio, *, steps: int = STEPS) -> Run:
    """A real run of some ten seconds, with no process yet."""
    corpus = make_corpus(studio.workspace, text_of(60_000))
    config = make_config(corpus, budget=BudgetSettings(steps=steps), samples={"length": 20})
    return create_run(studio.workspace, config, slots=1)


def kill(run: Run) -> None:
    """SIGKILL, as the system sends it where memory runs out."""
    pid = run.status().pid
    assert pid is not None
    os.kill(pid, signal.SIGKILL)


def badge(tab: Tab) -> Locator:
    """The state, as the head of the page has it."""
    return tab.page.locator(".st-key-train_head .stMarkdownBadge")


def never_called_done(tab: Tab) -> None:
    for word in ("finished", "done"):
        assert not re.search(rf"\b{word}\b", tab.page.inner_text("body"), re.IGNORECASE)


@pytest.mark.exhaustive
def test_a_trainer_killed_while_its_page_is_open_is_taken_up_again_and_finishes(
    studio: Studio, open_tab: OpenTab
) -> None:
    run = asked(studio)
    tab = open_tab(studio, f"/training?run={run.id}")
    launch(run, slots=1)
    wait_for(lambda: any(run.folder.glob("checkpoints/step-*/trainer.json")))
    expect(badge(tab)).to_contain_text("training")
    kill(run)
    expect(badge(tab)).to_contain_text("interrupted")
    outcome = tab.page.locator(".st-key-train_outcome")
    expect(outcome).to_contain_text("Its process was ended from outside")
    safe = re.compile(r"Saved: the model up to step [\d,]+\.")
    expect(outcome).to_contain_text(safe)
    never_called_done(tab)
    tab.page.get_by_test_id("stSidebar").get_by_text("interrupted").wait_for()
    tab.page.locator(".st-key-train_take_up button").click()
    wait_for(lambda: "resumed" in [event.kind for event in run.events()])
    expect(badge(tab)).to_contain_text("finished")
    expect(tab.page.locator(".st-key-train_outcome")).to_contain_text(
        re.compile("It has (not )?learned")
    )
    assert run.status().step == STEPS
    tab.check()


@pytest.mark.exhaustive
def test_a_trainer_killed_before_its_first_checkpoint_begins_anew(
    studio: Studio, open_tab: OpenTab
) -> None:
    run = asked(studio, steps=200)
    tab = open_tab(studio, f"/training?run={run.id}")
    launch(run, slots=1)
    wait_for(lambda: run.status().pid is not None)  # told before torch is imported
    kill(run)
    expect(badge(tab)).to_contain_text("interrupted")
    expect(tab.page.locator(".st-key-train_outcome")).to_contain_text("so it starts over")
    never_called_done(tab)
    tab.page.locator(".st-key-train_take_up button").click()
    expect(badge(tab)).to_contain_text("finished")
    assert run.status().step == 200
    tab.check()


@pytest.mark.exhaustive
def test_a_learning_rate_that_breaks_the_model_is_told_with_its_log_one_click_away(
    studio: Studio, open_tab: OpenTab
) -> None:
    corpus = add_sample(studio.workspace, "health_news")
    tab = open_tab(studio, f"/training?corpus={corpus.id}")
    tab.page.get_by_text("All settings").click()
    for path, value in (
        ("budget_steps", "300"),
        ("training_learning_rate", "1000"),
        ("training_clip_norm", "0"),
        ("training_warmup", "0"),
    ):
        field = tab.page.locator(f".st-key-train_{path} input")
        field.fill(value)
        field.press("Tab")
        tab.settle()
    tab.page.get_by_role("button", name="Start training").click()
    tab.page.wait_for_url("**/training?run=*")
    run = list_runs(studio.workspace)[0]
    assert run.config().training.learning_rate == 1000
    assert run.config().budget.steps == 300
    expect(badge(tab)).to_contain_text("failed")
    outcome = tab.page.locator(".st-key-train_outcome")
    expect(outcome).to_contain_text("Start again with Learning rate=0.01 or smaller")
    assert "Traceback" not in tab.page.inner_text("body")
    never_called_done(tab)
    outcome.get_by_text("Log of the trainer").click()
    expect(outcome.get_by_test_id("stCode")).to_contain_text(str(run.status().error))
    outcome.get_by_role("button", name="Duplicate with changes").click()
    tab.page.get_by_role("button", name="Start training").wait_for()
    tab.settle()
    if not tab.page.get_by_text("Changed by hand").is_visible():
        tab.page.get_by_text("All settings").click()
    told = tab.page.get_by_text("Changed by hand: ")
    expect(told).to_contain_text("Learning rate")
    expect(told).to_contain_text("Steps")
    tab.check()
