"""Tables as people have them: titles above, marks typed into texts, columns of codes."""

import base64
import random

import pytest

from slm_core.corpus.readers.column_meter import prose_length
from slm_core.corpus.readers.document import InputFile, ReadOptions, ReadResult
from slm_core.corpus.readers.registry import read_source


def read(name: str, data: str, **options: str) -> ReadResult:
    return read_source(InputFile(name, data.encode()), options=ReadOptions(**options))


TEXTS = ("The pump was loud again.", "Valve four leaks, says Ida.", "All quiet on the third day.")


@pytest.mark.parametrize(
    ("name", "data", "above"),
    [
        ("a.csv", 'Tickets\nMade by Ida\n\nid,note\n1,{0}\n2,"{1}"\n3,{2}\n', 2),
        ("a.csv", 'Tickets,\nid,note\n1,{0}\n2,"{1}"\n3,{2}\n', 1),
        ("a.csv", 'Tickets, spring\n\nid,note\n1,{0}\n2,"{1}"\n3,{2}\n', 1),
        ("a.csv", "# from 2024, by Ida\nid;day;note\n1;2;{0}\n2;3;{1}\n3;4;{2}\n", 1),
        ("a.tsv", "Tickets\nid\tday\tnote\n1\t2\t{0}\n2\t3\t{1}\n3\t4\t{2}\n", 1),
        ("a.tsv", "Tickets\n\n1\t2\t{0}\n2\t3\t{1}\n3\t4\t{2}\n", 1),
        ("a.tsv", "id\tday\tnote\n1\t2\t{0}\n2\t3\t{1}\n3\t4\t{2}\n", 0),
    ],
)
def test_what_stands_above_a_table_is_no_row(name: str, data: str, above: int) -> None:
    result = read(name, data.format(*TEXTS))
    assert result.documents == [*TEXTS]
    told = [str(remark) for remark in result.left_out]
    lines = "1 line above the table" if above == 1 else f"{above} lines above the table"
    assert told == ([lines] if above else [])


def test_sentences_under_a_heading_are_no_table() -> None:
    rows = ["Hello, I am fine", "Well, he is not", "Yes, quite so", "No, not me"]
    assert read("t.csv", "\n".join(["text", *rows])).documents == rows


@pytest.mark.parametrize("ending", [".csv", ".tsv"])
def test_a_quotation_mark_typed_into_a_text_swallows_no_row(ending: str) -> None:
    rows = [
        ["1", '"Ajar, she said'], ["2", "fine"], ["3", 'a 3" pipe'], ["4", '"quoted" twice'],
        ["5", "end"],
    ]  # fmt: skip
    delimiter = "," if ending == ".csv" else "\t"
    rows[0][1] = rows[0][1].replace(",", "") if ending == ".csv" else rows[0][1]
    data = "\n".join(delimiter.join(row) for row in [["id", "note"], *rows])
    documents = read(f"a{ending}", data).documents
    assert [text.replace('"', "") for text in documents] == [
        row[1].replace('"', "") for row in rows
    ]


@pytest.mark.parametrize("ending", [".csv", ".tsv"])
def test_a_text_of_several_lines_in_quotation_marks_is_one_row(ending: str) -> None:
    delimiter = "," if ending == ".csv" else "\t"
    cell = f'"First{delimiter} then\n\n""second"", and\nlast"'
    data = f"id{delimiter}note\n1{delimiter}{cell}\n2{delimiter}plain\n"
    documents = read(f"a{ending}", data).documents
    assert documents == [f'First{delimiter} then\n\n"second", and\nlast', "plain"]


def _codes(kind: str, n: int) -> str:
    rng = random.Random(n)
    return {
        "sha": f"{rng.getrandbits(512):0128x}",
        "uuid": "-".join(f"{rng.getrandbits(32):08x}" for _ in range(8)),
        "base64": base64.b64encode(rng.randbytes(90)).decode(),
        "address": f"https://shop.example/{rng.random()}/view?ref=mail&session={rng.random()}" * 2,
        "mail": f"someone.very.important.{n}@department.of.many.words.example.org; " * 2,
        "path": f"/home/ida/documents/of/many/years/and/months/and/days/report_{n}_final.txt",
        "place": " ".join(
            f"{rng.uniform(-90, 90):.8f},{rng.uniform(-180, 180):.8f}" for _ in "abcd"
        ),
        "date": " ".join(f"2024-03-{rng.randint(1, 28):02}T10:00:00.000+01:00" for _ in "abcd"),
        "id": f"ORDER_{rng.getrandbits(200)}_ITEM_{rng.getrandbits(90)}_X",
        "json": f'{{"name": "Ida of the harbour {n}", "place": "the long quay by the sea"}}',
        "label": ("a long name of a department of the town", "another name of a department")[n % 2],
        "same": "This message is confidential and meant for whom it is addressed to alone.",
        "browser": f"Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.{n} (KHTML, like Gecko) C/1",
        "mark-up": f"<div class='x y z'><span style='color: red'>{n}</span><br><br/></div>",
    }[kind]


KINDS = "sha uuid base64 address mail path place date id json label same browser mark-up"


@pytest.mark.parametrize("kind", KINDS.split())
@pytest.mark.parametrize("language", ["en", "zh", "ru"])
def test_a_longer_column_of_codes_is_not_the_text(kind: str, language: str) -> None:
    text = {
        "en": "Pump {} was loud, and then quiet.",
        "zh": "第{}台水泵今天声音很大，后来又安静了。",
        "ru": "Насос {} шумел, потом затих.",
    }[language]
    rows = [f"{_quoted(_codes(kind, n))},{_quoted(text.format(n))}" for n in range(60)]
    result = read("a.csv", "\n".join(["code,words", *rows]))
    assert str(result.read_as) == 'column "words"'
    assert result.documents[7] == text.format(7)


def _quoted(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"'


def test_where_no_column_is_prose_the_longest_is_read() -> None:
    rows = "\n".join(f"{n},https://shop.example/{n}" for n in range(9))
    assert str(read("a.csv", f"id,address\n{rows}").read_as) == 'column "address"'


def test_words_of_every_script_are_prose_and_codes_are_not() -> None:
    for text in ("A few words, here.", "今天下雨。", "хорошая погода", "สวัสดีชาวโลก", "यह हिन्दी है"):
        assert prose_length(text) >= 0.9 * len(text)
    for code in ("d41d8cd98f00b204e9800998ecf8427e", "48.8584, 2.2945", "user_name_42", "XKCDQRZT"):
        assert prose_length(code) == 0
