"""The parts of a split are all of the text, never overlap, and come near their shares."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slm_core.corpus.readers.document import InputFile
from slm_core.corpus.readers.registry import read_source
from slm_core.corpus.split import (
    PARTS,
    Split,
    SplitSettings,
    split_corpus,
    split_lengths,
    split_text,
)
from slm_core.corpus.store import Corpus, add_corpus
from slm_core.corpus.text.passages import DocumentSpan
from slm_core.errors import CorpusError, SettingsError
from slm_core.workspace import open_workspace


def parts_of(split: Split) -> list[tuple[DocumentSpan, ...]]:
    return [getattr(split, part) for part in PARTS]


def characters(pieces: tuple[DocumentSpan, ...]) -> int:
    return sum(piece.end - piece.start for piece in pieces)


def is_whole(split: Split, lengths: list[int]) -> bool:
    return all(
        p.start == 0 and p.end == lengths[p.document] for part in parts_of(split) for p in part
    )


SHARES = st.sampled_from(["80/10/10", "90/10/0", "50/25/25", "98/1/1", "33.3/33.3/33.4", "1/99/0"])


@given(
    lengths=st.lists(st.integers(1, 3_000), min_size=1, max_size=60).filter(lambda x: sum(x) > 400),
    shares=SHARES,
    seed=st.integers(0, 5),
)
def test_the_parts_tile_the_text_in_order(lengths: list[int], shares: str, seed: int) -> None:
    settings = SplitSettings.parse(shares, seed=seed)
    split = split_lengths(lengths, settings)
    seen = [bytearray(length) for length in lengths]
    for part, share in zip(parts_of(split), map(float, shares.split("/")), strict=True):
        assert list(part) == sorted(part, key=lambda piece: (piece.document, piece.start))
        for piece in part:
            assert piece.start < piece.end
            for at in range(piece.start, piece.end):
                seen[piece.document][at] += 1
        wanted = sum(lengths) * share / 100
        assert abs(characters(part) - wanted) <= max(1.0, wanted / 2)
    assert all(count == 1 for document in seen for count in document)
    assert split == split_lengths(lengths, settings)
    assert Split.from_json(json.loads(json.dumps(split.to_json()))) == split


def test_one_document_is_cut_in_order_at_whole_shares() -> None:
    split = split_lengths([1_115_394], SplitSettings.parse("90/10/0"))
    assert split.train == (DocumentSpan(0, 0, 1_003_854),)
    assert split.validation == (DocumentSpan(0, 1_003_854, 1_115_394),)
    assert split.test == ()
    split = split_lengths([1_001], SplitSettings())
    assert parts_of(split) == [
        (DocumentSpan(0, 0, 800),),
        (DocumentSpan(0, 800, 900),),
        (DocumentSpan(0, 900, 1_001),),
    ]


def test_many_documents_stay_whole_and_another_seed_chooses_others() -> None:
    lengths = [100 + number % 7 for number in range(200)]
    splits = [split_lengths(lengths, SplitSettings(seed=seed)) for seed in (0, 1)]
    for split in splits:
        assert is_whole(split, lengths)
        assert abs(characters(split.train) / sum(lengths) - 0.8) < 0.01
    assert splits[0] != splits[1]
    assert splits[0].train[0].document != splits[0].validation[0].document


def test_one_giant_among_many_goes_to_training_whole() -> None:
    lengths = [20] * 50 + [1_000]
    split = split_lengths(lengths, SplitSettings())
    assert is_whole(split, lengths)
    assert DocumentSpan(50, 0, 1_000) in split.train


def test_few_documents_are_cut_in_order() -> None:
    split = split_lengths([400, 400, 400, 400], SplitSettings())
    assert split.train == (
        DocumentSpan(0, 0, 400),
        DocumentSpan(1, 0, 400),
        DocumentSpan(2, 0, 400),
        DocumentSpan(3, 0, 80),
    )
    assert split.validation == (DocumentSpan(3, 80, 240),)
    assert split.test == (DocumentSpan(3, 240, 400),)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("90/20/0", "adds up to 110 percent"),
        ("0/50/50", "split.train is 0"),
        ("90/0/10", "split.validation is 0"),
        ("120/-10/-10", "split.train is 120"),
        ("nan/10/0", "finite"),
        ("90", "write percents"),
        ("a/b/c", "write percents"),
        ("70/10/10/10", "write percents"),
        ("", "write percents"),
    ],
)
def test_shares_that_cannot_be_are_refused(text: str, message: str) -> None:
    with pytest.raises(SettingsError, match=message):
        SplitSettings.parse(text)


def test_shares_are_written_as_they_are_read() -> None:
    for text in ("80/10/10", "90/10/0", "62.5/25/12.5"):
        assert str(SplitSettings.parse(text)) == text
    assert SplitSettings.parse("90/10") == SplitSettings.parse("90/10/0")
    assert str(SplitSettings()) == "80/10/10"


def test_a_share_too_small_for_a_character_is_told() -> None:
    with pytest.raises(CorpusError, match=r"0\.05 percent of 300 characters leave no text for val"):
        split_lengths([300], SplitSettings.parse("99.9/0.05/0.05"))


@pytest.mark.parametrize(
    "values", [{}, {"train": 1}, {"train": [[0, 1]]}, {"train": [["a", 0, 1]]}]
)
def test_a_damaged_split_is_told(values: dict[str, object]) -> None:
    with pytest.raises(CorpusError, match="split of a corpus is damaged"):
        Split.from_json({"validation": [], "test": [], **values})


@pytest.fixture
def corpus(tmp_path: Path) -> Corpus:
    rows = "".join(f'{{"text": "document number {number} of them, ok"}}\n' for number in range(40))
    result = read_source(InputFile("a.jsonl", rows.encode()))
    return add_corpus(open_workspace(tmp_path), [result], name="x")


def test_the_text_of_the_parts_is_the_corpus(corpus: Corpus) -> None:
    for shares in ("80/10/10", "98/1/1"):
        split = split_corpus(corpus, SplitSettings.parse(shares))
        parts = [list(split_text(corpus, part)) for part in parts_of(split)]
        assert sum(len(text) for part in parts for text in part) == corpus.card.counts.characters
        for pieces, texts in zip(parts_of(split), parts, strict=True):
            documents = list(corpus.documents())
            assert texts == [documents[p.document][p.start : p.end] for p in pieces]


def test_pieces_of_another_corpus_are_told(corpus: Corpus) -> None:
    assert list(split_text(corpus, [])) == []
    with pytest.raises(CorpusError, match="has no document 41"):
        list(split_text(corpus, [DocumentSpan(40, 0, 1)]))


def test_real_documents_stay_whole(real_data: Path, tmp_path: Path) -> None:
    result = read_source(InputFile("t.csv", real_data / "formats/banking77_test.csv"))
    corpus = add_corpus(open_workspace(tmp_path), [result], name="banking")
    split = split_corpus(corpus, SplitSettings())
    lengths = [len(text) for text in corpus.documents()]
    assert is_whole(split, lengths)
    shares = [characters(part) / sum(lengths) for part in parts_of(split)]
    assert shares == pytest.approx([0.8, 0.1, 0.1], abs=0.002)
