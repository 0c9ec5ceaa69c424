"""Pages of a corpus from any place: all of it in order, short documents together, long ones cut."""

import pytest

from slm_core.corpus.browse import START, PageCursor, cursor_at, read_page
from slm_core.corpus.store import Corpus, CorpusSummary, new_corpus
from slm_core.errors import CorpusError
from slm_core.workspace import open_workspace
from tests.tiny import text_of

SHORT = [f"Note {n}: {text_of(60, seed=n)}" for n in range(200)]
LONG = text_of(90_000)
CHINESE = "泵轴承过热，已更换密封圈。" * 2_000


def corpus_of(tmp_path, documents) -> Corpus:
    with new_corpus(open_workspace(tmp_path)) as making:
        for text in documents:
            making.writer.add(text, "made")
        return making.finish(CorpusSummary("Made"))


def leaves(corpus, most=1_200):
    place = START
    while place is not None:
        leaf = read_page(corpus, place, most=most)
        yield leaf
        place = leaf.next


@pytest.mark.parametrize("documents", [SHORT, [LONG], [LONG, *SHORT, CHINESE, "end"]])
def test_leaves_one_after_the_other_are_the_whole_corpus(tmp_path, documents):
    corpus = corpus_of(tmp_path, documents)
    found = list(leaves(corpus))
    assert "".join(text for leaf in found for text in leaf.texts) == "".join(documents)
    assert all(leaf.characters <= 1_200 for leaf in found)
    shares = [leaf.share for leaf in found]
    assert shares == sorted(shares)
    assert shares[0] == 0.0
    assert shares[-1] > 0.9


def test_a_leaf_of_short_lines_ends_after_so_many_of_them(tmp_path):
    corpus = corpus_of(tmp_path, ["a\nb\n" * 300, *(["one"] * 50), LONG])
    found, place = [], START
    while place is not None:
        leaf = read_page(corpus, place, lines=18)
        found += leaf.texts
        assert sum(text.count("\n") + 1 for text in leaf.texts) <= 20
        place = leaf.next
    assert "".join(found) == "".join(corpus.documents())


def test_short_documents_stand_together_and_whole(tmp_path):
    corpus = corpus_of(tmp_path, SHORT)
    first = read_page(corpus)
    assert len(first.texts) > 5
    assert list(first.texts[:-1]) == SHORT[: len(first.texts) - 1]


@pytest.mark.parametrize("share", [0.0, 0.3, 0.5, 0.999, 1.0, 2.0, -1.0])
def test_any_share_of_the_way_is_a_place_to_read_from(tmp_path, share):
    for documents in (SHORT, [LONG], [CHINESE]):
        corpus = corpus_of(tmp_path, documents)
        leaf = read_page(corpus, cursor_at(corpus, share))
        assert leaf.texts
        assert leaf.texts[0] in "\0".join(documents)
        assert abs(leaf.share - min(1.0, max(0.0, share))) < 0.05


def test_a_jump_lands_where_a_line_begins(tmp_path):
    corpus = corpus_of(tmp_path, [LONG])
    begins = read_page(corpus, cursor_at(corpus, 0.5)).texts[0]
    place = LONG.index(begins)
    assert place > 0
    assert LONG[place - 1] == "\n"


def test_a_place_within_a_line_is_taken_to_its_beginning(tmp_path):
    corpus = corpus_of(tmp_path, SHORT)
    assert read_page(corpus, PageCursor(25)).texts == read_page(corpus).texts


def test_a_damaged_corpus_says_so(tmp_path):
    corpus = corpus_of(tmp_path, SHORT)
    (corpus.folder / "documents.jsonl").write_text('{"text": "The pump"}\n{"te')
    with pytest.raises(CorpusError, match="cannot be read"):
        read_page(corpus)
    with pytest.raises(CorpusError, match="cannot be read"):
        cursor_at(corpus, 1.0)
