"""Every kind of file becomes documents, and every bad one a sentence."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from slm_core.corpus.readers.document import InputFile, ReaderOutput, ReadOptions, ReadResult
from slm_core.corpus.readers.registry import (
    ENDINGS,
    READERS,
    FileFormat,
    endings_by_kind,
    file_kind,
    read_source,
)
from slm_core.errors import CorpusError
from slm_core.messages import msg


def read(name: str, data: bytes | str, **options: str) -> ReadResult:
    content = data.encode() if isinstance(data, str) else data
    return read_source(InputFile(name, content), options=ReadOptions(**options))


def test_a_text_is_one_document_kept_as_it_is() -> None:
    result = read("notes.txt", "  First line.\r\n\r\nSecond line.\n")
    assert result.documents == ["  First line.\n\nSecond line.\n"]
    assert (result.name, str(result.read_as), result.encoding) == ("notes.txt", "text", "UTF-8")
    assert result.columns == []
    assert result.size == 30
    assert len(result.sha256) == 64


def test_a_pasted_text_has_no_ending_and_is_plain() -> None:
    assert read("Pasted text", "Some words").documents == ["Some words"]


def test_a_path_is_read_from_the_disk(tmp_path: Path) -> None:
    path = tmp_path / "a.MD"
    path.write_text("# Title\n")
    assert read_source(InputFile("a.MD", path)).documents == ["# Title\n"]
    with pytest.raises(CorpusError, match="cannot be read: No such file"):
        read_source(InputFile("b.txt", tmp_path / "b.txt"))
    with pytest.raises(CorpusError, match="cannot be read: Is a directory"):
        read_source(InputFile("c.txt", tmp_path))


def test_the_longest_column_is_the_text_unless_another_is_chosen() -> None:
    data = "id,note,title\n1,a much longer note,short\n2,another long note,brief\n"
    result = read("t.csv", data)
    assert result.documents == ["a much longer note", "another long note"]
    assert str(result.read_as) == 'column "note"'
    assert [column.name for column in result.columns] == ["id", "note", "title"]
    assert result.columns[1].mean_length == 17.5
    assert read("t.csv", data, column="title").documents == ["short", "brief"]
    assert str(read("t.csv", data, column=" TITLE ").read_as) == 'column "title"'
    with pytest.raises(CorpusError, match=r'no column "x" in it\. Choose one of "id", "note"'):
        read("t.csv", data, column="x")


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found(delimiter: str) -> None:
    rows = [["name", "text"], ["a", "Hello, you; there"], ["b", "two\nlines"], ["c", 'a "quote"']]
    quoted = "\n".join(
        delimiter.join(f'"{c.replace(chr(34), chr(34) * 2)}"' for c in r) for r in rows
    )
    result = read("t.csv", quoted)
    assert result.documents == ["Hello, you; there", "two\nlines", 'a "quote"']
    assert [*map(str, result.left_out)] == []


def test_excels_own_delimiter_line_is_obeyed() -> None:
    assert read("t.csv", "sep=;\nid;text\n1;one, two\n").documents == ["one, two"]


def test_backslash_quotes_are_understood() -> None:
    data = 'id,text\n1,"he said \\"no\\", and left"\n'
    assert read("t.csv", data).documents == ['he said "no", and left']


def test_a_table_without_header_loses_no_row() -> None:
    result = read("t.csv", "1,How do I pay?\n2,Where is my card?\n")
    assert result.documents == ["How do I pay?", "Where is my card?"]
    assert str(result.read_as) == 'column "column 2"'
    repeated = read("t.csv", "card,lost it\npay,late again\ncard,found it\n")
    assert len(repeated.documents) == 3


def test_one_column_of_prose_is_not_cut_at_its_commas() -> None:
    result = read("t.csv", "text\nHello, I am fine\nWell, no, not me\nYes\n")
    assert result.documents == ["Hello, I am fine", "Well, no, not me", "Yes"]


def test_ragged_rows_come_in_and_are_told() -> None:
    data = "id,kind,text\n1,a,fine\n2\n3,b,one, two and three\n4,c,last\n5,c,more\n6,c,end\n"
    result = read("t.csv", data)
    assert result.documents == ["fine", "one, two and three", "last", "more", "end"]
    assert str(result.left_out[0]) == "1 row without text"
    assert "2 rows have more or fewer cells than the 3 columns" in str(result.left_out[1])
    assert str(result.left_out[1]).endswith("line 3 and 4")


def test_an_open_quotation_mark_is_told() -> None:
    data = 'id,text\n1,fine\n2,"never closed\nswallowed\nswallowed too\n'
    result = read("t.csv", data)
    assert result.documents == ["fine", "never closed\nswallowed\nswallowed too"]
    assert "opened on line 3 is never closed" in str(result.left_out[-1])


def test_unnamed_and_repeated_columns_get_names() -> None:
    result = read("t.csv", ",note,note\n1,long text,x\n2,long text again,y\n")
    assert [column.name for column in result.columns] == ["column 1", "note", "note (3)"]


def test_json_lines_take_the_longest_field_with_dotted_names() -> None:
    lines = [
        {"id": 1, "meta": {"title": "T"}, "messages": [{"role": "u", "content": "Hello there"}]},
        {"id": 2, "meta": {"title": "U"}, "messages": [{"content": "One"}, {"content": "two"}]},
    ]
    data = "\n".join(map(json.dumps, lines))
    result = read("t.jsonl", data)
    assert result.documents == ["Hello there", "One\ntwo"]
    assert str(result.read_as) == 'field "messages.content"'
    assert {column.name for column in result.columns} == {
        "meta.title",
        "messages.role",
        "messages.content",
    }
    assert read("t.jsonl", data, column="meta.title").documents == ["T", "U"]


def test_broken_json_lines_are_counted_and_named() -> None:
    data = '{"text": "one"}\n{"text": \n\nnot json\n[1, 2]\n{"text": " "}\n{"text": "two"}\n'
    result = read("t.jsonl", data)
    assert result.documents == ["one", "two"]
    assert [*map(str, result.left_out)] == [
        "2 lines are not JSON: line 2 and 4",
        "1 line is neither an object nor a string: line 5",
        "1 line without text",
    ]


def test_lone_surrogates_and_nan_in_json_are_survived() -> None:
    result = read("t.jsonl", '{"text": "a \\ud800 b", "n": NaN}\n"a string"\n', column="text")
    assert result.documents == ["a \ufffd b"]
    assert [*map(str, result.left_out)] == ["1 line without text"]


BAD = {
    "empty": ("a.txt", b"", "The file is empty"),
    "blanks": ("a.txt", b" \n\t \r\n", "only blanks"),
    "blank table": ("a.csv", b"\n\n", "only blanks"),
    "mark only": ("a.txt", b"\xef\xbb\xbf", "only blanks"),
    "header only": ("a.csv", b"id,text\n", "no rows"),
    "empty cells": ("a.csv", b"id,text\n,\n,\n", "no rows"),
    "no json": ("a.jsonl", b"plain words\n", "Write one object a line"),
    "no text in json": ("a.jsonl", b'{"n": 1}\n', "No line in it has text"),
    "deep json": ("a.jsonl", b"[" * 100_000, "Write one object a line"),
    "binary": ("a.txt", bytes(range(256)) * 20, "not text"),
    "ending": ("a.xyz", bytes(range(256)) * 20, "Files ending in .xyz are read where they are"),
    "wide": ("a.csv", b"a b," * 20_000, "20,001 columns"),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_input_is_told_with_the_files_name(name: str) -> None:
    file, data, message = BAD[name]
    with pytest.raises(CorpusError, match=message) as caught:
        read(file, data)
    assert str(caught.value).startswith(f"{file}: ")


@pytest.mark.parametrize(
    ("given_name", "shown"),
    [
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\Users\\me\\notes.txt", "notes.txt"),
        ("a\u202etxt.md", "atxt.md"),
        ("病历.txt", "病历.txt"),
        ("..", "text"),
        ("", "text"),
        ("x" * 300 + ".csv", "x" * 80 + "…" + "x" * 26 + ".csv"),
    ],
)
def test_names_are_shown_without_folders_and_tricks(given_name: str, shown: str) -> None:
    assert read(given_name, "word\n").name == shown


def test_ten_megabytes_on_one_line_are_no_trouble() -> None:
    line = "words without end " * 600_000
    assert read("a.txt", line).characters == len(line)
    assert read("a.csv", f'id,text\n1,"{line}"\n').characters == len(line.strip())
    assert read("a.jsonl", json.dumps({"text": line})).characters == len(line.strip())


def test_real_tables_and_lines_are_read_right(real_data: Path) -> None:
    banking = read_source(InputFile("t.csv", real_data / "customer_banking77/train.csv"))
    assert len(banking.documents) == 10_003
    assert str(banking.read_as) == 'column "text"'
    assert banking.documents[0] == "I am still waiting on my card?"
    assert [*map(str, banking.left_out)] == []

    path = real_data / "zh_medical_gb18030/neike_5000-6000.gb18030.csv"
    medical = read_source(InputFile(path.name, path))
    assert (medical.encoding, str(medical.read_as)) == ("GB18030", 'column "answer"')
    assert [column.name for column in medical.columns] == ["department", "title", "ask", "answer"]
    assert len(medical.documents) > 7_000
    assert medical.documents[0].startswith("高血压病人可以口服党参的。")

    gsm = read_source(InputFile("t.jsonl", real_data / "formats/gsm8k_test.jsonl"))
    assert len(gsm.documents) == 1_319
    assert str(gsm.read_as) == 'field "answer"'
    assert [column.name for column in gsm.columns] == ["question", "answer"]


def test_real_text_is_kept_to_the_character(real_data: Path) -> None:
    for file, characters in (
        ("tinyshakespeare/input.txt", 1_115_394),
        ("wikitext-2/valid.txt", 1_120_192),
    ):
        assert read_source(InputFile(Path(file).name, real_data / file)).characters == characters


TEXTISH = st.text(alphabet=st.sampled_from(list('ab ,;"\n\t\r\\|{}[]:0é中\0\x1f')), max_size=300)


@settings(max_examples=150, deadline=None)
@given(
    suffix=st.sampled_from([".txt", ".md", ".csv", ".jsonl"]),
    data=st.one_of(
        st.binary(max_size=300),
        TEXTISH.map(str.encode),
        TEXTISH.map(lambda text: text.encode("utf-16")),
        TEXTISH.map(lambda text: text.encode("gb18030")),
    ),
)
def test_any_bytes_become_documents_or_a_sentence(suffix: str, data: bytes) -> None:
    assert suffix in ENDINGS
    try:
        result = read(f"any{suffix}", data)
    except CorpusError as error:
        assert str(error).startswith(f"any{suffix}: ")
        return
    assert result.documents
    for text in result.documents:
        assert text.strip()
        assert "\0" not in text and "\r" not in text
        text.encode()


def test_a_reader_more_is_one_line_in_the_table(monkeypatch: pytest.MonkeyPatch) -> None:
    def read_shout(data: bytes, options: ReadOptions) -> ReaderOutput:
        return ReaderOutput([data.decode().upper()], msg("LaTeX"), "UTF-8")

    assert read("a.shout", b"words").documents == ["words"]
    monkeypatch.setitem(READERS, ".shout", FileFormat("text", read_shout))
    assert read("a.shout", b"words").documents == ["WORDS"]
    assert file_kind("A.SHOUT") == "text"
    assert "shout" in endings_by_kind()["text"]


def test_every_ending_has_a_kind() -> None:
    kinds = endings_by_kind()
    assert sorted(f".{ending}" for names in kinds.values() for ending in names) == sorted(ENDINGS)
    assert (file_kind("notes"), file_kind("a.zip"), file_kind("a.png")) == (
        "text",
        "archives",
        None,
    )
