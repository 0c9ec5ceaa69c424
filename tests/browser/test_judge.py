"""Runs ticked, compared and continued in a real Chromium, on runs that were really trained."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.compared import make_compared

pytestmark = [pytest.mark.browser, pytest.mark.exhaustive]


def test_two_runs_are_ticked_compared_and_write(tmp_path: Path, start_studio, open_tab) -> None:
    made = make_compared(tmp_path)
    studio = start_studio(made.workspace.root)
    tab = open_tab(studio, "/runs", width=1360)
    page = tab.page
    rows = page.locator(".argot-rows tbody tr")
    expect(rows).to_have_count(3)
    boxes = page.locator(".argot-pick input")
    for place in range(3):
        boxes.nth(place).check()
    expect(page.get_by_text("3 runs ticked")).to_be_visible()
    page.get_by_role("button", name="Compare").click()
    expect(page.get_by_role("heading", name="Compare")).to_be_visible()
    page.get_by_role("button", name="Which is better?").click()
    expect(page.get_by_text("95% interval")).to_be_visible()
    page.get_by_role("button", name="Let each write").click()
    answers = page.locator("[class*='st-key-compare_answer_']")
    expect(answers).to_have_count(2)  # two of the three differ in their seed alone
    tab.settle(seconds=180)  # the model server starts first
    seed = made.long.config().samples.seed_text
    for answer in answers.all():
        written = answer.inner_text().split("\n", 1)[1]
        assert len(written) > len(seed) + 100, written
        assert answer.locator("[data-testid='stAlert']").count() == 0
    tab.check()


def test_a_run_is_renamed_where_the_others_are(tmp_path: Path, start_studio, open_tab) -> None:
    made = make_compared(tmp_path)
    tab = open_tab(start_studio(made.workspace.root), "/runs", width=1360)
    page = tab.page
    page.locator(".argot-pick input").first.check()
    page.get_by_role("button", name="Name, tags, note").click()
    page.get_by_role("dialog").get_by_label("Name", exact=True).fill("Best so far")
    page.get_by_role("dialog").get_by_role("button", name="Save").click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.locator(".argot-rows").get_by_text("Best so far")).to_be_visible()
    tab.check()
