"""Arabic begins at the right, in what a model wrote and in what a person types; English stays."""

import pytest
from playwright.sync_api import Locator

from slm_core.corpus.readers.document import InputFile
from slm_core.corpus.readers.registry import read_source
from slm_core.corpus.store import add_corpus
from slm_core.json_log import JsonLog
from tests.browser.conftest import OpenTab
from tests.browser.studio import Studio
from tests.pages.run_folders import write_run

pytestmark = pytest.mark.browser

ARABIC = "قال الطبيب إن المريض بخير (120/80)."
ENDS = """element => {
  const texts = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  const range = document.createRange();
  const places = [];
  while (texts.nextNode()) {
    const node = texts.currentNode;
    for (const at of [0, node.length - 1]) {
      range.setStart(node, at);
      range.setEnd(node, at + 1);
      places.push(range.getBoundingClientRect().left);
    }
  }
  return [places[0], places.at(-1)];
}"""


def begins_right(paragraph: Locator) -> bool:
    """Whether the first character of a line stands right of its last."""
    first, last = paragraph.evaluate(ENDS)
    return first > last


@pytest.mark.exhaustive
def test_each_script_begins_where_it_should(studio: Studio, open_tab: OpenTab) -> None:
    notes = read_source(InputFile("notes.txt", (ARABIC + "\n").encode() * 200))
    corpus = add_corpus(studio.workspace, [notes], name="ملاحظات", seed_text="قال الطبيب")
    folder = write_run(studio.workspace, "finished")
    record = {"time": 1.0, "step": 1300, "prompt": "", "texts": [[0.5, ARABIC], [0.8, ARABIC]]}
    JsonLog(folder.run.folder / "samples.jsonl").append(record)
    tab = open_tab(studio, f"/training?run={folder.run.id}")
    written = tab.page.locator(".st-key-train_text p", has_text="الطبيب").first
    assert begins_right(written)
    ours = tab.page.get_by_text("It has learned").first
    assert not begins_right(ours)

    tab.open(f"/training?corpus={corpus.id}")
    seed = tab.page.locator(".st-key-train_samples_seed_text input")
    assert seed.evaluate("element => getComputedStyle(element).unicodeBidi") == "plaintext"
    assert seed.input_value() == "قال الطبيب"
    tab.check()
