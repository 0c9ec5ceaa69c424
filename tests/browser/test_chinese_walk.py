"""Every page in Chinese with a run and a corpus: no English but names, units and code."""

import re

import pytest

from slm_core.corpus.readers.registry import ENDINGS
from slm_core.corpus.samples import add_sample, list_samples
from tests.browser.conftest import OpenTab, Tab
from tests.browser.studio import Studio
from tests.pages.run_folders import write_run
from tests.pages.training.test_race import write_race
from tests.serving.writers import put_checkpoint

pytestmark = [pytest.mark.browser, pytest.mark.exhaustive, pytest.mark.timeout(420)]

ALLOWED = {
    # The name, the other language's button, and how people call networks and their parts.
    "Argot", "English", "LSTM", "GRU", "RNN", "AWD", "Transformer", "BPE", "GPU", "CPU", "NVIDIA",
    "Adam", "AdamW", "SGD", "RMSprop", "Adagrad", "NAdam", "RAdam", "Muon", "GELU", "ReLU", "tanh",
    "SiLU", "dropout", "Dropout", "float", "bfloat", "Top", "top", "Min", "softmax", "Softmax",
    "seed",
    "Unicode", "NFC", "NFKC", "NFD", "NFKD", "UTF", "GB", "MB", "kB", "KB", "PDF", "JSON", "IBAN",
    "IP", "API", "DropConnect", "PyTorch", "Zipf", "Heaps", "Ctrl", "Enter", "NT", "ASGD", "EMA",
    "SWA", "Zaremba", "Merity", "Kneser", "Ney", "Simpson", "Jaccard", "AVX",
    # Choices by the names that files and the command line have, beside the Chinese ones.
    "char", "word", "bpe", "byte", "full", "linear", "cross", "entropy", "auto", "recommended",
    # Words that the steps for English are explained by, and what this test calls its things.
    "caf", "the", "of", "connected", "connection", "connecting", "connect", "mice", "mouse", "went",
    "go", "Pumps", "weg", "nirgends",
}  # fmt: skip
"""Latin words that stand on a Chinese page; endings of files and ids are found by their form."""

_SEEN = """() => {
  const found = [];
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const node = texts.currentNode;
    const element = node.parentElement;
    if (!element || element.closest('script, style, noscript, code, pre')) continue;
    if (getComputedStyle(element).fontFamily.includes("Material Symbols")) continue;
    if (!element.checkVisibility({ visibilityProperty: true })) continue;
    if (node.data.trim()) found.push(node.data.trim());
  }
  for (const element of document.querySelectorAll('[placeholder], input')) {
    if (element.checkVisibility() && element.placeholder) found.push(element.placeholder);
    if (element.checkVisibility() && element.getAttribute('role') === 'combobox') {
      found.push(element.value);
    }
  }
  return found;
}"""
_WORD = re.compile(r"[A-Za-z]{2,}")
_NAMES = re.compile(
    r"\\?\.[a-z]{2,8}\b"  # endings of files
    r"|\b[a-z_]+\.[a-z_]+\b"  # paths of settings
    r"|\b[\w.-]+\.(?:csv|txt|jsonl?|pdf|md)\b"
    r"|\b[a-z0-9_-]*-[0-9a-f]{6,}\b"  # ids
    r"|\S+@\S+"  # the shape of an address
)


def english(tab: Tab) -> list[str]:
    """Texts on the page with a run of Latin letters that is nobody's name."""
    tab.settle()
    endings = {word for ending in ENDINGS for word in _WORD.findall(ending)}
    quoted = {f"“{card.excerpt}”" for card in list_samples()}  # in the language of the sample
    return [
        text[:200]
        for text in dict.fromkeys(tab.page.evaluate(_SEEN))
        if text not in quoted and set(_WORD.findall(_NAMES.sub(" ", text))) - ALLOWED - endings
    ]


@pytest.fixture
def places(studio: Studio) -> dict[str, str]:
    """Addresses of a workspace that has a bit of everything, all of it Chinese."""
    workspace = studio.workspace
    corpus = add_sample(workspace, "customer_service_zh")
    finished, interrupted, second = (
        write_run(workspace, state, name="客服", corpus=corpus.id, chinese=True)
        for state in ("finished", "interrupted", "finished")
    )
    race = write_race(workspace, finished, second)
    text = "".join(corpus.documents())[:20_000]
    put_checkpoint(finished.run, 1300, text=text)
    return {
        "start": "/",
        "all runs": "/runs",
        "corpora": "/corpora",
        "corpus": f"/corpora?corpus={corpus.id}",
        "report": f"/corpora?corpus={corpus.id}&show=report",
        "tokens": f"/corpora?corpus={corpus.id}&show=tokens",
        "privacy": f"/corpora?corpus={corpus.id}&show=privacy",
        "form": "/training",
        "race form": "/training?race=new",
        "race": f"/training?race={race}",
        "finished": f"/training?run={finished.run.id}",
        "interrupted": f"/training?run={interrupted.run.id}",
        "gone": "/training?run=weg",
        "writing": f"/writing?run={finished.run.id}",
        "nowhere": "/nirgends",
    }


def opened_all(tab: Tab) -> None:
    """Open what can be opened on the page, so that it is seen too."""
    for summary in tab.page.locator("[data-testid='stExpander'] summary").all()[:12]:
        if summary.is_visible() and summary.evaluate("s => !s.parentElement.open"):
            summary.click()
            tab.settle()


def test_a_chinese_page_is_chinese(
    studio: Studio, open_tab: OpenTab, places: dict[str, str]
) -> None:
    tab = open_tab(studio, "/?lang=zh")
    left: dict[str, list[str]] = {}
    for name, address in places.items():
        tab.open(address + ("&" if "?" in address else "?") + "lang=zh")
        if name == "report":
            tab.page.get_by_text("够用来做什么").wait_for()
        opened_all(tab)
        left[name] = english(tab)
    tab.open("/corpora?lang=zh")
    note = "患者张三主诉头痛三天，电话 13812345678，伴发热，无咳嗽。\n" * 60
    files = [
        {"name": "病历.txt", "mimeType": "text/plain", "buffer": note.encode("gb18030")},
        {"name": "坏.json", "mimeType": "text/plain", "buffer": b'{"a": '},
    ]
    tab.page.locator("input[type=file]").first.set_input_files(files)
    tab.page.get_by_text("要遮盖吗").wait_for()
    opened_all(tab)
    left["draft"] = english(tab)
    tab.page.locator(".st-key-corpus_recipe_add button").click()
    tab.page.get_by_role("dialog").wait_for()
    left["steps"] = english(tab)
    tab.open(places["finished"] + "&lang=zh")
    tab.page.locator(".st-key-train_delete button").click()
    tab.page.get_by_role("dialog").wait_for()
    left["deleting"] = english(tab)
    assert {name: texts for name, texts in left.items() if texts} == {}
    assert tab.exceptions() == []
