"""Lines without an end are cut between words, wherever a long text has to be cut."""

import itertools
import random

import pytest

from slm_core.corpus.ingest import large_file
from slm_core.corpus.ingest.ingest import ingest
from slm_core.corpus.ingest.read_files import InputStream
from slm_core.corpus.readers.registry import InputFile
from slm_core.corpus.text.passages import cut_text
from slm_core.profiling.sampling import sample
from slm_core.profiling.terms.words import words_of
from slm_core.tokenizers.encoded.encode_stream import sampled
from slm_core.workspace import open_workspace

WORDS = ("pump", "valve", "motor", "seal", "fan", "gasket", "rotor", "flange", "bearing")
LINE = " ".join(random.Random(1).choices(WORDS, k=100_000))


@pytest.fixture
def corpus(tmp_path, monkeypatch):
    """Read as a large file is, in several parts."""
    monkeypatch.setattr(large_file, "LARGE", 200_000)
    monkeypatch.setattr(large_file, "PIECE", 60_000)
    monkeypatch.setattr(large_file, "_SAMPLE", 40_000)
    monkeypatch.setattr(large_file, "LARGEST", 25_000)
    path = tmp_path / "line.txt"
    path.write_text(LINE)
    home = open_workspace(tmp_path / "home")
    return ingest(home, [InputStream(InputFile(path.name, path))], name="Line").corpus


def test_the_parts_of_a_large_file_end_between_words(corpus):
    parts = [passage.text for passage in corpus.passages()]
    assert "".join(parts) == LINE
    assert len(parts) > 20
    assert set(itertools.chain(*map(words_of, parts))) == set(WORDS)


@pytest.mark.parametrize("most", [200_000, 10_000_000])
def test_a_report_counts_no_halves_of_words(corpus, most):
    texts = sample(corpus, [len(LINE)], most=most)
    assert texts.is_whole == (most > len(LINE))
    assert set(itertools.chain(*map(words_of, texts.texts))) == set(WORDS)
    if texts.is_whole:
        assert sum(len(words_of(text)) for text in texts.texts) == 100_000


def test_a_tokenizer_learns_from_no_halves_of_words():
    pieces = list(sampled([LINE], total=len(LINE), most=len(LINE) // 4))
    assert len(pieces) > 1
    assert set(itertools.chain(*map(words_of, pieces))) == set(WORDS)


def test_a_line_is_cut_before_a_blank_and_a_word_without_blanks_anywhere():
    assert [part for part, _ in cut_text("one two three", longest=6)] == ["one", " two", " three"]
    assert [part for part, _ in cut_text("abcdefgh", longest=3)] == ["abc", "def", "gh"]
