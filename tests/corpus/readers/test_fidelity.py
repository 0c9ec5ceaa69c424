"""No reader loses words, adds some, or runs them into each other: compared with a known text."""

from pathlib import Path

import pytest

from slm_core.corpus.readers.document import InputFile
from slm_core.corpus.readers.registry import READERS, read_source
from tests.corpus.known_documents import Known, known_documents
from tests.corpus.known_text import fidelity

SEEDS = range(3)
NOT_MADE = {".md", ".htm", ".ndjson"}
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
