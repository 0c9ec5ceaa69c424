"""No reader loses words, adds some, or runs them into each other: compared with a known text."""

from pathlib import Path

import pytest

from benchmarks.readers import pages, real
from slm_core.corpus.readers.document import InputFile
from slm_core.corpus.readers.registry import READERS, read_source
from tests.corpus.known_documents import Known, known_documents
from tests.corpus.known_text import fidelity

SEEDS = range(3)
NOT_MADE = {".htm", ".xhtml", ".mht", ".mbox", ".ssa"}
"""Read by the function that reads another ending in the list."""


def documents(name: str) -> list[Known]:
    return [known for seed in SEEDS for known in known_documents(seed) if known.name == name]


NAMES = [known.name for known in known_documents(0)]


def test_every_reader_has_a_known_document() -> None:
    made = {READERS[Path(name).suffix].read for name in NAMES}
    assert {ending for ending in READERS if READERS[ending].read not in made} <= NOT_MADE


@pytest.mark.parametrize("name", NAMES)
def test_every_word_comes_out_once_and_no_other(name: str) -> None:
    for known in documents(name):
        given = "\n".join(read_source(InputFile(known.name, known.data)).documents)
        found = fidelity(known.text, given)
        assert (found.recall, found.precision) == (1.0, 1.0), (known.text, given)
        assert found.in_order, (known.text, given)


def test_real_files_say_what_other_code_reads_in_them(
    real_data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ARGOT_REAL_DATA", str(real_data))
    assert [figure.what for figure in real(1) if figure.verdict != "met"] == []


def test_web_pages_keep_their_text_and_little_else() -> None:
    found = {figure.what: figure.median for figure in pages(1)}
    assert found["pages, wanted passages, Argot"] >= 97
    assert (
        found["pages, unwanted passages, Argot"] <= found["pages, unwanted passages, trafilatura"]
    )
