"""Archives: every file in them by itself, whatever its name; and none of them a danger."""

import zipfile
from pathlib import Path

import pytest

from slm_core.corpus.readers import archive
from slm_core.corpus.readers.document import InputFile, ReadError, ReadResult
from slm_core.corpus.readers.registry import read_each
from tests.corpus.made_files import zipped


def refusals(results: list[ReadResult | ReadError]) -> list[str]:
    return [str(result.message) for result in results if isinstance(result, ReadError)]


def test_one_bad_file_never_spoils_the_rest() -> None:
    data = zipped(
        [
            ("a.txt", "first words"),
            ("bad.docx", "no document"),
            ("photo.jpg", b"\xff\xd8\xff"),
            ("empty.txt", ""),
            ("folder/t.csv", "id,text\n1,second words\n"),
        ]
    )
    results = list(read_each(InputFile("all.zip", data)))
    read = [result for result in results if isinstance(result, ReadResult)]
    assert [(one.name, one.documents, one.inside) for one in read] == [
        ("a.txt", ["first words"], "all.zip"),
        ("t.csv", ["second words"], "all.zip"),
    ]
    bad, photo, empty = refusals(results)
    assert bad.startswith("bad.docx: It is broken or cut off.")
    assert photo.startswith("photo.jpg: Files ending in .jpg are read where they are plain text.")
    assert empty.startswith("empty.txt: The file is empty.")


def test_names_lead_nowhere_and_show_nothing_false(tmp_path: Path) -> None:
    outside = tmp_path / "outside.txt"
    names = [
        f"../../..{outside}",
        str(outside),
        "C:\\Windows\\x.txt",
        "😀 notes.txt",
        "gpj\u202etxt.txt",
        "a/b/../c.txt",
    ]
    results = list(read_each(InputFile("all.zip", zipped((name, "words") for name in names))))
    assert [result.name for result in results] == [
        "outside.txt",
        "outside.txt",
        "x.txt",
        "😀 notes.txt",
        "gpjtxt.txt",
        "c.txt",
    ]
    assert all(isinstance(result, ReadResult) for result in results)
    assert list(tmp_path.iterdir()) == []


def test_names_from_old_chinese_machines_are_read() -> None:
    name = "病历记录和检查报告"
    data = zipped([("xxxxxxxxxxxxxxxxxx.txt", "文字")])
    data = data.replace(b"x" * 18, name.encode("gb18030"))
    assert next(iter(read_each(InputFile("a.zip", data)))).name == f"{name}.txt"


def test_hidden_files_are_passed_over_and_counted() -> None:
    hidden = ["__MACOSX/._a.txt", ".git/config", "folder/.DS_Store", "Thumbs.db"]
    data = zipped([*((name, "x") for name in hidden), ("a.txt", "words")])
    results = list(read_each(InputFile("a.zip", data)))
    assert len(results) == 2
    assert refusals(results) == [
        "a.zip: 4 hidden files were passed over, such as those macOS adds."
    ]


def test_archives_in_archives_are_read_to_a_depth() -> None:
    third = zipped([("deep.txt", "too deep")])
    second = zipped([("c.txt", "third"), ("third.zip", third)])
    first = zipped([("b.txt", "second"), ("second.zip", second)])
    results = list(
        read_each(InputFile("a.zip", zipped([("a.txt", "first"), ("first.zip", first)])))
    )
    read = [result for result in results if isinstance(result, ReadResult)]
    assert [result.documents for result in read] == [["first"], ["second"], ["third"]]
    (message,) = refusals(results)
    assert message.startswith("third.zip: Archives are nested more than 2 deep")


def test_a_file_too_many_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "MOST_FILES", 3)
    results = list(read_each(InputFile("a.zip", zipped((f"{n}.txt", "words") for n in range(5)))))
    assert len(results) == 4
    assert "2 files were left out: up to 3 files of an archive are read" in refusals(results)[0]


def test_an_encrypted_file_says_so() -> None:
    data = bytearray(zipped([("a.txt", "words"), ("b.txt", "more")], method=zipfile.ZIP_STORED))
    data[6] |= 1  # the flag, before the content
    data[data.index(b"PK\x01\x02") + 8] |= 1  # and in the list of members
    results = list(read_each(InputFile("a.zip", bytes(data))))
    assert refusals(results)[0].startswith("a.txt: It is encrypted with a password.")
    assert isinstance(results[1], ReadResult)


def test_what_is_empty_or_broken_says_so() -> None:
    assert refusals(list(read_each(InputFile("a.zip", zipped([]))))) == [
        "a.zip: There are no files in it. Add one with texts in it."
    ]
    for data in (b"", b"PK", b"words", zipped([("a.txt", "words")])[:-30]):
        assert "broken or cut off" in refusals(list(read_each(InputFile("a.zip", data))))[0]
    assert (
        "cannot be read: No such file"
        in refusals(list(read_each(InputFile("a.zip", Path("/no.zip")))))[0]
    )


def test_headers_that_lie_about_sizes_change_nothing() -> None:
    data = zipped([("a.txt", b"a" * 30_000_000)])
    entry = data.index(b"PK\x01\x02")
    small = (5).to_bytes(4, "little")
    lying = data[: entry + 24] + small + data[entry + 28 :]
    (message,) = refusals(list(read_each(InputFile("a.zip", lying))))
    assert message.startswith("a.txt: It is ")


def test_a_bomb_is_stopped_by_its_ratio_and_by_its_total() -> None:
    one = zipped([("a.txt", b"a" * 30_000_000)])
    assert "packed more than 200 times" in refusals(list(read_each(InputFile("a.zip", one))))[0]
    many = zipped((f"{n}.txt", b"abcd" * 450_000) for n in range(30))  # each too small to notice
    results = list(read_each(InputFile("a.zip", many)))
    assert sum(one.size for one in results if isinstance(one, ReadResult)) < 20_000_000
    assert "unpacks to more than 100 times its size" in refusals(results)[-1]
