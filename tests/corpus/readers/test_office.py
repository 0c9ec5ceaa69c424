"""Workbooks are read as tables, presentations slide by slide, with nothing lost unsaid."""

import pytest

from slm_core.corpus.readers.document import InputFile, ReadOptions, ReadResult
from slm_core.corpus.readers.registry import read_source
from slm_core.errors import CorpusError
from tests.corpus.made_files import docx, ods, ods_row, paragraph, pptx, row, shape, xlsx, zipped

NOTES = [f"Round {n}: the pump, “gate {n}”, was opened and closed." for n in range(6)]


def read(name: str, data: bytes, **options: str | bool) -> ReadResult:
    return read_source(InputFile(name, data), options=ReadOptions(**options))


def workbook(ending: str, sheets: dict[str, list[list[str]]]) -> bytes:
    if ending == ".xlsx":
        return xlsx({name: "".join(row(*r) for r in rows) for name, rows in sheets.items()})
    return ods({name: "".join(ods_row(*r) for r in rows) for name, rows in sheets.items()})


@pytest.mark.parametrize("ending", [".xlsx", ".ods"])
def test_each_sheet_is_a_table_with_or_without_a_header(ending: str) -> None:
    data = workbook(
        ending,
        {
            "Log": [["id", "note"], *([str(n), note] for n, note in enumerate(NOTES))],
            "无表头": [[f"第{n}行，水泵打开了。", str(n)] for n in range(3)],
            "Sums": [["1", "2"], ["3", "4"]],
            "Empty": [],
        },
    )
    result = read(f"a{ending}", data)
    assert result.documents == [*NOTES, *(f"第{n}行，水泵打开了。" for n in range(3))]
    assert str(result.read_as) == (
        'column "note" of sheet “Log”; column "column 1" of sheet “无表头”'
    )
    assert [*map(str, result.left_out)] == ["Sheet “Sums”: it has numbers only"]
    assert [column.name for column in result.columns] == ["id", "note", "column 1", "column 2"]


@pytest.mark.parametrize("ending", [".xlsx", ".ods"])
def test_columns_of_a_workbook_are_chosen_and_joined_as_those_of_a_table(ending: str) -> None:
    rows = [["question", "answer"], ["Where is {it}?", "On the quay."], ["When?", "At noon."]]
    data = workbook(ending, {"FAQ": rows, "Other": [["a", "b"], ["More words", "here and there"]]})
    result = read(f"a{ending}", data)
    assert [offered.value for offered in result.suggestions] == ["Q: {question}\nA: {answer}"]
    joined = read(f"a{ending}", data, template=result.suggestions[0].value)
    assert joined.documents == ["Q: Where is {it}?\nA: On the quay.", "Q: When?\nA: At noon."]
    assert 'Sheet “Other”: There is no column "question"' in str(joined.left_out[0])
    assert read(f"a{ending}", data, column="question").documents == ["Where is {it}?", "When?"]
    with pytest.raises(CorpusError, match='no column "x"'):
        read(f"a{ending}", data, column="x")


def test_cells_of_every_kind_come_in_as_they_are_shown() -> None:
    cells = (
        '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="C1" t="s"><v>1</v></c></row>'
        '<row r="2"><c r="A2" s="1"><v>45352</v></c><c r="B2" t="e"><v>#N/A</v></c>'
        '<c r="C2" t="s"><v>2</v></c></row>'
        '<row r="4"><c r="A4" s="2"><v>45352.5</v></c>'
        '<c r="C4" t="str"><v>Formula_x000D_</v></c></row>'
        '<row r="5"><c r="A5" t="b"><v>1</v></c><c r="C5"><v>3.5</v></c></row>'
    )
    strings = [
        "<t>when</t>",
        "<t>text</t>",
        "<r><t>雨の夜</t></r><r><t>、</t></r><rPh><t>よる</t></rPh>",
    ]
    data = xlsx({"A": cells, "B": row("secret words")}, strings=strings, hidden="B")
    result = read("a.xlsx", data, template="{when}|{text}")
    assert result.documents == ["2024-03-01|雨の夜、", "2024-03-01 12:00:00|Formula", "TRUE|3.5"]
    assert [*map(str, result.left_out)] == ["hidden sheets: B"]


def test_empty_rows_and_cells_that_repeat_take_no_room() -> None:
    many = '<table:table-cell table:number-columns-repeated="1000"/>'
    rows = ods_row("id", "text") + ods_row("1", "A few words")
    twice = ods_row("2", "and more", attributes='table:number-rows-repeated="2"')
    empty = f'<table:table-row table:number-rows-repeated="1048000">{many}</table:table-row>'
    assert (
        read("a.ods", ods({"A": rows + twice + empty})).documents
        == ["A few words"] + ["and more"] * 2
    )


def test_slides_come_in_order_and_notes_when_asked_for() -> None:
    table = "<a:tbl>" + 2 * (
        "<a:tr><a:tc><a:txBody><a:p><a:r><a:t>one</a:t></a:r></a:p></a:txBody></a:tc>"
        "<a:tc><a:txBody><a:p><a:r><a:t>two</a:t></a:r></a:p></a:txBody></a:tc></a:tr>"
    )
    slides = [
        shape("The depot", kind="title") + shape("A point", "Another") + shape("7", kind="sldNum"),
        "",
        f"{table}</a:tbl>",
    ]
    data = pptx(slides, notes=shape("Say this slowly") + shape("3", kind="sldNum"))
    result = read("a.pptx", data)
    assert result.documents == ["The depot\nA point\nAnother\n\none\ttwo\none\ttwo"]
    assert [*map(str, result.left_out)] == [
        "The speaker's notes were left out",
        "1 slide without text",
    ]
    assert "Another\nSay this slowly\n\none" in read("a.pptx", data, notes=True).documents[0]


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("a.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "locked with a password, or a file of an"),
        ("a.pptx", docx(paragraph("x")), "not a file of PowerPoint"),
        ("a.xlsx", zipped([("a.txt", "x")]), "not a file of Excel"),
        ("a.ods", zipped([("a.txt", "x")]), "not an OpenDocument workbook"),
        ("a.xlsx", xlsx({"A": ""}), "sheets are empty"),
        ("a.pptx", pptx([""]), "no text on its slides"),
        ("a.xlsx", xlsx({"A": "<row>"}), "not complete XML"),
        ("a.xlsx", b"PK\x03\x04cut off", "broken or cut off"),
    ],
)  # fmt: skip
def test_what_is_none_is_told(name: str, data: bytes, message: str) -> None:
    with pytest.raises(CorpusError, match=rf"^{name}: .*{message}"):
        read(name, data)
