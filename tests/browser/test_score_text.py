"""Score text in a real browser, English and Chinese: a text is scored, a classifier trained from a
table and its figures shown, and the page fits every window."""

import pytest
from playwright.sync_api import expect

from slm_core.evaluation.classification.jobs.kept_labels import keep_labels
from tests.evaluation.classification.test_classify_job import table
from tests.pages.score_text.test_labels import report
from tests.serving.writers import TEXT, writer

pytestmark = [pytest.mark.browser, pytest.mark.exhaustive]

WORDS = {
    "en": {
        "paste": "Text to score",
        "go": "Score this text",
        "oddest": "Expected least",
        "again": "Score another text",
        "sort": "Sort by label",
        "column": "Column with the labels",
        "minutes": "Minutes",
        "train": "Train the classifier",
        "held": "The texts were held out of training.",
        "wrong": "colour",
    },
    "zh": {
        "paste": "要评估的文本",
        "go": "评估这段文本",
        "oddest": "最出乎意料的词元",
        "again": "评估其他文本",
        "sort": "按类别分类",
        "column": "类别所在的列",
        "minutes": "分钟",
        "train": "训练这个分类器",
        "held": "这些文本没有参加训练。",
        "wrong": "colour",
    },
}


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_text_is_scored_and_a_table_sorted(studio, open_tab, language) -> None:
    words = WORDS[language]
    writer(studio.workspace)
    tab = open_tab(studio, f"/score-text?lang={language}")
    page = tab.page
    page.get_by_label(words["paste"]).fill(TEXT[:800] + " <b>Zygote!</b>")
    page.get_by_role("button", name=words["go"]).click()
    expect(page.get_by_text(words["oddest"]).first).to_be_visible(timeout=90_000)
    tab.settle()

    page.get_by_text(words["again"]).first.click()
    page.get_by_role("radio", name=words["sort"]).click()
    upload = page.locator(".st-key-score_text_learn_file input[type=file]")
    notes = {"name": "notes.csv", "mimeType": "text/csv", "buffer": table(240, seed=1)}
    upload.set_input_files(notes)
    column = page.locator(".st-key-score_text_learn_column input")
    minutes = page.locator(".st-key-score_text_minutes input")
    train = page.get_by_role("button", name=words["train"])
    minutes.fill("0.1")
    minutes.press("Enter")
    column.fill("colour")
    column.press("Enter")
    tab.settle()
    train.click()
    expect(page.get_by_text(words["wrong"]).first).to_be_visible(timeout=60_000)
    tab.settle()
    column.fill("kind")
    column.press("Enter")
    tab.settle()
    train.click()
    expect(page.get_by_text(words["held"]).first).to_be_visible(timeout=180_000)
    tab.settle()
    for part in ("confusion", "roc"):
        expect(page.locator(f".st-key-score_text_{part}_chart_download_box").first).to_be_visible()
    tab.check()


@pytest.mark.parametrize(
    ("theme", "width", "language"), [("light", 390, "zh"), ("dark", 1360, "en")]
)
def test_labels_fit_every_window(studio, open_tab, theme, width, language) -> None:
    name = keep_labels(studio.workspace, report())
    tab = open_tab(studio, f"/score-text?labels={name}&lang={language}", theme=theme, width=width)
    expect(tab.page.locator(".st-key-score_text_roc")).to_be_visible()
    tab.settle()
    tab.check()
