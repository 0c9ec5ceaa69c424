"""Real files in some sixty encodings, and small ones that were read wrongly once."""

import codecs
from pathlib import Path

from slm_core.corpus.encodings.decode import DOUBTED, decode
from slm_core.corpus.encodings.names import encoding_name
from slm_core.corpus.readers.document import InputFile, ReadError, ReadOptions, ReadResult
from slm_core.corpus.readers.registry import read_each
from slm_core.errors import CorpusError

FEWEST_RIGHT, MOST_SURE_AND_WRONG = 0.99, 0.005
OVERRIDES = {
    "enc_iso8859_5_russian": "ISO-8859-5",
    "enc_mac_cyrillic": "mac_cyrillic",
    "enc_ibm855": "cp855",
    "enc_iso8859_2_czech": "ISO-8859-2",
    "enc_cp852_czech": "cp852",
    "enc_iso8859_6_arabic": "ISO-8859-6",
    "enc_johab": "johab",
    "enc_iso2022_kr": "iso-2022-kr",
}


def read(path: Path, encoding: str | None = None) -> ReadResult | ReadError:
    [result] = read_each(InputFile(path.name, path), options=ReadOptions(encoding=encoding))
    return result


def lines(text: str) -> list[str]:
    return [line.rstrip() for line in text.strip().splitlines()]


def codec_of(encoding: str) -> str:
    """Some names of the list end in a language."""
    while True:
        try:
            return codecs.lookup(encoding).name
        except LookupError:
            encoding = encoding.rpartition("-")[0]


def plain(text: str) -> str:
    same = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    return "".join(char for char in same if char >= " " or char in "\n\t")


def test_ninety_nine_of_a_hundred_real_files_are_read_right(real_data: Path) -> None:
    table = real_data / "encodings" / "LIST.tsv"
    encoding_name("UTF-8")  # which makes EUC-TW known to Python
    wrong, sure = [], []
    files = [line.split("\t") for line in table.read_text().splitlines()[1:]]
    for name, encoding in files:
        data = (table.parent / name).read_bytes()
        try:
            found = decode(data)
        except CorpusError as error:
            wrong.append(f"{name}: {error}")
            continue
        if plain(found.text) != plain(data.decode(codec_of(encoding))):
            wrong.append(f"{name}: {found.encoding}")
            sure += [name] if found.confidence >= DOUBTED else []
    assert len(wrong) <= (1 - FEWEST_RIGHT) * len(files), wrong
    assert len(sure) <= MOST_SURE_AND_WRONG * len(files), sure


def test_what_was_read_in_a_wrong_encoding_is_read_right(real_data: Path) -> None:
    folder = real_data / "reported"
    for name, encoding in OVERRIDES.items():
        expected = lines((folder / f"{name}.expected.txt").read_text(encoding="utf-8"))
        for chosen in (None, encoding):
            found = read(folder / f"{name}.txt", chosen)
            assert isinstance(found, ReadResult), (name, chosen, found)
            assert lines(found.documents[0]) == expected, (name, chosen, found.encoding)


def test_a_declaration_is_honoured(real_data: Path) -> None:
    path = real_data / "reported" / "enc_declared_iso8859_5.xml"
    found = read(path)
    assert isinstance(found, ReadResult)
    assert found.encoding == "ISO-8859-5"
    declared = path.read_bytes().decode("iso8859-5")
    assert all(line in declared for line in found.documents[0].splitlines())


def test_lines_in_another_encoding_than_utf8_are_read_by_it(real_data: Path) -> None:
    folder = real_data / "reported"
    data = (folder / "mixed_utf8_and_cp1252.log.txt").read_bytes()
    found = decode(data)
    assert lines(found.text) == lines((folder / "mixed_utf8_and_cp1252.expected.txt").read_text())
    assert "read as Windows-1252" in str(found.damage[0])
    found = decode((folder / "mixed_read_as_chinese.txt").read_bytes())
    assert found.encoding == "UTF-8"
    assert "Über die Brücke ging sie früh." in found.text
    assert found.text.rstrip().endswith("Schöne Grüße aus Köln.")


def test_damage_is_told_and_a_refusal_quotes_nothing(real_data: Path) -> None:
    folder = real_data / "reported"
    found = read(folder / "damaged.jsonl")
    assert isinstance(found, ReadResult)
    assert [str(remark) for remark in found.left_out] == ["1 line is not JSON: line 4"]
    refused = read(folder / "xml_error_shows_text.xml")
    assert isinstance(refused, ReadError)
    assert "line 2" in str(refused.message) or "line 4" in str(refused.message)
    assert "Ottilie" not in str(refused.message)
    assert "private" not in str(refused.message)
    assert "\n" not in str(refused.message)
