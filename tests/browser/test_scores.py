"""The Scores page in a real browser: from a run that nobody judged to a proof and another text."""

import pytest
from playwright.sync_api import expect

from slm_core.evaluation.report import read_reports, times_test_opened
from tests.serving.writers import TEXT, writer

pytestmark = [pytest.mark.browser, pytest.mark.exhaustive]

CUT = """() => [...document.querySelectorAll('.st-key-scores_cards *')]
    .filter(part => part.scrollWidth > part.clientWidth + 1 && part.clientWidth > 0)
    .map(part => part.textContent)"""
"""Cards and parts of them that have less room than they need."""


def test_a_run_is_judged_proven_and_judged_on_more(studio, open_tab) -> None:
    run = writer(studio.workspace)
    tab = open_tab(studio, "/scores")
    page = tab.page
    page.get_by_text("nurses · LSTM").first.click()
    expect(page.get_by_text("Where it is surprised")).to_be_visible()  # judged without asking
    tab.settle()
    assert [one.judged.kind for one in read_reports(run)] == ["validation"]
    page.locator(".st-key-scores_sheet_worst [data-token='3']").click()
    expect(page.locator(".st-key-scores_sheet_worst .told")).to_contain_text("bits")

    page.get_by_role("button", name="Prove this score").click()
    proof = page.get_by_role("button", name="Proof: compressed to")
    expect(proof).to_be_visible()
    tab.settle()
    proof.click()
    expect(page.get_by_text("What was compressed gave back every byte.")).to_be_visible()
    page.keyboard.press("Escape")

    page.get_by_role("button", name="Score another text").click()
    page.get_by_role("button", name="Score this text").click()
    expect(page.get_by_text("There is no text to predict. Paste some first.")).to_be_visible()
    page.get_by_role("button", name="Score another text").click()
    page.get_by_label("Text to score").fill(TEXT[:3_000])
    page.get_by_role("button", name="Score this text").click()
    expect(page.get_by_text("“Patient 0 was seen on").first).to_be_visible()
    tab.settle()

    page.get_by_role("button", name="Score on the test text").click()
    page.get_by_role("button", name="Use the test text").click()
    expect(page.get_by_text("The test text has been used once.")).to_be_visible()
    tab.settle()
    assert times_test_opened(run) == 1
    assert len(read_reports(run)) == 3
    tab.check()


@pytest.mark.parametrize(
    ("theme", "width", "language"), [("light", 390, "zh"), ("dark", 1360, "en")]
)
def test_it_fits_every_window(studio, open_tab, theme, width, language) -> None:
    run = writer(studio.workspace)
    how = {"theme": theme, "width": width}
    tab = open_tab(studio, f"/scores?run={run.id}&lang={language}", **how)
    expect(tab.page.locator(".st-key-scores_cards")).to_be_visible()
    tab.settle()
    assert tab.page.evaluate(CUT) == []
    assert tab.overflow() == 0
    expect(
        tab.page.get_by_text("Perplexity" if language == "en" else "困惑度").first
    ).to_be_visible()
    tab.check()
