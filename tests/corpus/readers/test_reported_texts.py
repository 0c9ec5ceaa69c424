"""Files that people reported, in which text was lost or added without a word."""

from pathlib import Path

from slm_core.corpus.cleaning.recipe import READY_MADE
from slm_core.corpus.readers.document import InputFile, ReadOptions, ReadResult
from slm_core.corpus.readers.registry import read_source
from tests.corpus.recipe_in_memory import cleaned


def read(real_data: Path, name: str, **options: str) -> ReadResult:
    source = InputFile(name, real_data / "reported" / name)
    return read_source(source, options=ReadOptions(**options))


def test_a_talk_that_is_a_tree_comes_in_whole_and_in_order(real_data: Path) -> None:
    documents = read(real_data, "chat_tree.json").documents
    assert len(documents) == 3
    for number, document in enumerate(documents):
        turns = [line.split(":")[0] for line in document.split("\n")]
        assert turns == [f"Turn {turn} of talk {number}" for turn in range(6)]


def test_a_message_in_pieces_is_one_text(real_data: Path) -> None:
    documents = read(real_data, "telegram_formatted.json").documents
    assert documents[0] == ("Meet me at quay 0 before breakfast, or read the old notice, as usual.")
    assert all("\n" not in document for document in documents)


def test_a_list_in_a_table_comes_in(real_data: Path) -> None:
    (document,) = read(real_data, "list_in_table.html").documents
    for row in ("Monday\tten to six", "Tuesday\tclosed for baking", "Wednesday\tnoon to nine"):
        assert row in document
    assert "Menu" not in document


def test_readings_stay_out_of_words(real_data: Path) -> None:
    (document,) = read(real_data, "ruby.html").documents
    line = "雨の夜、パン屋は鍵を忘れて、歩いて帰った。"
    assert document.split("\n") == [line] * 12


def test_a_blank_line_after_times_loses_no_cue(real_data: Path) -> None:
    (document,) = read(real_data, "blank_line_after_times.srt").documents
    lines = document.split("\n")
    assert len(lines) == 12
    assert lines[0] == "The night baker kept the receipt with some regret."


def test_the_column_of_text_is_found_by_what_it_is_made_of(real_data: Path) -> None:
    for name, column in (
        ("column_hash_longer_than_text.csv", "comment"),
        ("column_url_longer_than_text.csv", "review"),
    ):
        assert read(real_data, name).read_as.values["name"] == column


def test_lines_above_a_header_are_no_rows(real_data: Path) -> None:
    result = read(real_data, "lines_above_the_header.csv")
    assert (len(result.documents), str(result.read_as)) == (12, 'column "note"')
    assert result.documents[0].startswith("The new librarian sang through the fog")
    assert [*map(str, result.left_out)] == ["2 lines above the table"]


def test_two_columns_drawn_by_row_are_read_one_after_the_other(real_data: Path) -> None:
    (document,) = read(real_data, "two_columns_drawn_by_row.pdf").documents
    lines = document.split("\n")
    assert len(lines) == 36
    left = " ".join(lines[:6])
    assert lines[:18] == lines[:6] * 3 and lines[18:] == lines[18:24] * 3
    assert left.startswith("The committee met on Friday to weigh the harbour plan, which had been")
    assert " ".join(lines[18:24]).startswith("Later that week the mayor wrote a letter of thanks")


def test_words_divided_at_line_ends_keep_the_hyphens_they_have(real_data: Path) -> None:
    (document,) = read(real_data, "hyphens_at_line_ends.pdf").documents
    (text,) = cleaned(READY_MADE["PDF text"], [document]).texts
    for word in ("government", "understood", "harbour", "well-known", "twenty-five"):
        assert word in text


def test_a_drop_capital_is_part_of_its_word(real_data: Path) -> None:
    (document,) = read(real_data, "drop_cap.docx").documents
    assert document.startswith("The tram depot waited by the door before breakfast.\n")
