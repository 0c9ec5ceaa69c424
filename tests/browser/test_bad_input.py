"""Files that are not what they should be, in a real browser: a sentence each, and no harm done."""

from dataclasses import dataclass

import pytest
from playwright.sync_api import expect

from slm_core.corpus.store import list_corpora
from tests.browser.conftest import OpenTab, Tab, choose
from tests.browser.studio import Studio

pytestmark = pytest.mark.browser

NOTES = "The seal of pump two was worn. It was replaced and the pump ran dry for an hour.\n" * 60


@dataclass(frozen=True)
class Bad:
    """A file, and what the page must say of it."""

    name: str
    data: bytes
    sentence: str
    kept: int = 0
    """Documents that are read all the same."""
    shown: str = ""
    """Its name as the page has it, where that is another."""


LINES = b'{"text": "The pump ran hot."}\n{"text": \nnot json\n{"text": "It was oiled."}\n'
ROWS = (
    b"id,kind,note\n1,a,The pump of line two was hot\n2\n3,b,It was oiled, closed and run\n"
    b"4,c,The filter was changed too\n5,c,Nothing was found at night\n6,c,The seal held well\n"
)
FILES = {
    "empty": Bad("empty.txt", b"", "empty.txt: The file is empty. Add a file with text."),
    "only blanks": Bad("blank.md", b" \n\t \r\n", "blank.md: There are only blanks"),
    "a program": Bad("tool.txt", bytes(range(256)) * 200, "tool.txt: "),
    "ragged rows": Bad("ragged.csv", ROWS, "2 rows have more or fewer cells than the 3 col", 5),
    "broken lines": Bad("log.jsonl", LINES, "2 lines are not JSON: line 2 and 3", 2),
    "no table": Bad("header.csv", b"id,text\n", "header.csv: "),
    "another ending": Bad("scan.pdf", b"%PDF-1.7 \x00\x01", "scan.pdf: "),
    "a way out": Bad("../../../out.txt", b"", "out.txt: The file is empty", shown="out.txt"),
}
ALWAYS = ("empty", "ragged rows")
"""A file that is refused and one that is read in part; the others take these ways, too."""


def give(tab: Tab, *files: tuple[str, bytes]) -> None:
    """Upload, and wait until the page has dealt with it."""
    tab.page.locator("input[type=file]").first.set_input_files(
        [{"name": name, "mimeType": "text/plain", "buffer": data} for name, data in files]
    )
    tab.page.get_by_test_id("stDataFrame").first.wait_for()
    tab.settle(seconds=60)


def in_table(tab: Tab, text: str) -> None:
    """Wait for a cell of the table of files; the table is a drawing, with words in it."""
    cells = tab.page.get_by_test_id("stDataFrame").first.locator("[role=gridcell]")
    cells.filter(has_text=text).first.wait_for(state="attached")


def save(tab: Tab) -> None:
    tab.page.get_by_role("button", name="Save", exact=True).click()


@pytest.mark.parametrize(
    "kind",
    [pytest.param(kind, marks=() if kind in ALWAYS else pytest.mark.exhaustive) for kind in FILES],
)
def test_a_bad_file_gets_its_sentence_and_spoils_no_other(
    shared_studio: Studio, open_tab: OpenTab, kind: str
) -> None:
    bad = FILES[kind]
    tab = open_tab(shared_studio, "/corpora")
    before = {corpus.id for corpus in list_corpora(shared_studio.workspace)}
    give(tab, (bad.name, bad.data), (f"notes {kind}.txt", f"{kind}\n{NOTES}".encode()))
    tab.page.get_by_text(bad.sentence).wait_for()
    in_table(tab, bad.shown or bad.name)
    in_table(tab, f"notes {kind}.txt")
    tab.check()
    save(tab)
    tab.page.wait_for_url("**/corpora?corpus=*")
    tab.check()
    (corpus,) = [c for c in list_corpora(shared_studio.workspace) if c.id not in before]
    assert corpus.card.counts.documents == 1 + bad.kept
    assert f"{kind}\n{NOTES}".strip() in [text.strip() for text in corpus.documents()]
    assert not list(shared_studio.home.parent.rglob("out.txt"))


def test_one_word_is_too_little_and_says_how_much_it_takes(
    shared_studio: Studio, open_tab: OpenTab
) -> None:
    tab = open_tab(shared_studio, "/corpora")
    before = len(list_corpora(shared_studio.workspace))
    give(tab, ("word.txt", b"pump"))
    save(tab)
    tab.page.get_by_text("at least 200").wait_for()
    assert len(list_corpora(shared_studio.workspace)) == before
    tab.check()


@pytest.mark.exhaustive
def test_ten_megabytes_on_one_line_are_read_and_shown(
    shared_studio: Studio, open_tab: OpenTab
) -> None:
    tab = open_tab(shared_studio, "/corpora")
    give(tab, ("long.txt", b"words without end " * 580_000))
    in_table(tab, "10440000")
    tab.page.get_by_text("words without end").first.wait_for()
    tab.check()


@pytest.mark.exhaustive
def test_a_wrong_encoding_says_where_it_fails_and_can_be_taken_back(
    shared_studio: Studio, open_tab: OpenTab
) -> None:
    tab = open_tab(shared_studio, "/corpora")
    give(tab, ("病历.txt", ("患者主诉头痛三天，伴发热，无咳嗽。\n" * 60).encode("gb18030")))
    tab.page.get_by_text("Change how a file is read").click()
    encoding = tab.page.get_by_role("combobox", name="Encoding")
    expect(encoding).to_have_value("Detected: GB18030")
    choose(encoding, "UTF-8")
    problem = tab.page.get_by_text("病历.txt: ")
    problem.wait_for()
    nothing = tab.page.get_by_text("No text to train on yet")
    nothing.wait_for()
    tab.settle()
    tab.check()
    choose(encoding, "Detect it")
    nothing.wait_for(state="detached")
    in_table(tab, "GB18030")
    tab.check()
