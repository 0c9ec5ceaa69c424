"""Headers and footers of printed pages are neither documents nor sentences to quote."""

from slm_core.corpus.readers.document import InputFile, ReadOptions
from slm_core.corpus.readers.registry import read_source
from slm_core.corpus.text.division.boundaries import split_documents
from slm_core.corpus.text.division.suggest_boundary import suggest_boundary
from slm_core.corpus.text.page_lines import page_shapes, quotable
from slm_core.corpus.text.seed import suggested_seed

HEADER = "St Brigid Ward 4 - CONFIDENTIAL"
NOTES = [
    f"2024-03-{day % 28 + 1:02} Patient {day} slept well, no pain reported." for day in range(370)
]


def pages() -> str:
    """Ten notes a page, with a header and a footer."""
    return "\n".join(
        "\n".join([HEADER, *NOTES[10 * page : 10 * page + 10], f"Page {page + 1} of 37"])
        for page in range(37)
    )


def test_pages_of_notes_are_as_many_documents_as_there_are_notes() -> None:
    found = suggest_boundary(pages())
    assert found is not None
    assert (found.boundary, found.documents) == ("line", len(NOTES))
    assert split_documents(pages(), "line") == NOTES
    reading = read_source(
        InputFile("ward.txt", pages().encode()), options=ReadOptions(documents="line")
    )
    assert reading.documents == NOTES
    assert "74 lines that are page numbers, headers and footers" in map(str, reading.left_out)


def test_what_repeats_is_not_quoted() -> None:
    assert HEADER not in quotable(pages())
    assert "Page" not in quotable(pages())
    assert quotable(pages()).split("\n") == NOTES
    assert HEADER not in suggested_seed(quotable(pages()[:4000]))
    assert quotable("Yes.\n" * 9) == "Yes.\n" * 9, "there is nothing else"


def test_a_refrain_is_no_header_of_a_page() -> None:
    song = "\n".join(
        f"Verse {number} of it goes on\nOh, the pump, the pump!" for number in "abcdef"
    )
    assert page_shapes(song) == frozenset()
    assert split_documents(song, "line").count("Oh, the pump, the pump!") == 6
