"""Packed files are read as what they hold, and any file that is text, whatever it is called."""

import bz2
import gzip
import lzma
import os
from pathlib import Path

import pytest

from slm_core.corpus.readers.document import InputFile, ReadResult
from slm_core.corpus.readers.registry import read_source
from slm_core.errors import CorpusError
from tests.corpus.made_files import SMALL, zipped

PACKED = {".gz": gzip.compress, ".bz2": bz2.compress, ".xz": lzma.compress}


def read(name: str, data: bytes) -> ReadResult:
    return read_source(InputFile(name, data))


@pytest.mark.parametrize("ending", PACKED)
@pytest.mark.parametrize("inner", [".csv", ".jsonl", ".docx", ".md", ""])
def test_a_packed_file_is_read_as_what_it_holds(ending: str, inner: str) -> None:
    content = SMALL[inner or ".txt"]
    plain, packed = read(f"a{inner}", content), read(f"a{inner}{ending}", PACKED[ending](content))
    assert packed.documents == plain.documents
    assert (packed.read_as, packed.encoding) == (plain.read_as, plain.encoding)
    assert packed.name == f"a{inner}{ending}"


@pytest.mark.parametrize("ending", PACKED)
def test_a_packed_file_in_parts_is_whole_and_one_cut_off_is_told(ending: str) -> None:
    pack = PACKED[ending]
    noise = os.urandom(40_000).hex().encode()
    assert read(f"a.txt{ending}", pack(b"One\n") + pack(b"Two\n")).documents == ["One\nTwo\n"]
    assert read(f"a.txt{ending}", pack(noise) + b"\0" * 512).documents == [noise.decode()]
    for data in (pack(noise)[:-40], pack(noise)[:500], b"no packed file", b"\x1f\x8b"):
        with pytest.raises(CorpusError, match=rf"^a\.txt{ending}: It is broken or cut off"):
            read(f"a.txt{ending}", data)
    with pytest.raises(CorpusError, match="an archive in it"):
        read(f"a.zip{ending}", pack(zipped([("a.txt", "a")])))


@pytest.mark.parametrize("name", ["a.weird", "a.2024", "a.py", "a.NFO", "README.en"])
def test_a_plain_text_is_read_whatever_it_is_called(name: str) -> None:
    for text in ("Ein paar schöne Wörter.\n", "# words\nprint('水泵')\n"):
        assert read(name, text.encode()).documents == [text]
    assert read(name, "Wörter mit Gewicht, größer als zuvor.".encode("utf-16")).encoding == "UTF-16"


@pytest.mark.parametrize(
    "data",
    [
        b"\x89PNG\r\n\x1a\n" + os.urandom(300),
        b"RIFF" + os.urandom(400),
        b"MZ" + bytes(range(256)) * 8,
        os.urandom(2_000),
    ],
)
def test_what_is_no_text_is_refused_in_a_sentence(data: bytes) -> None:
    with pytest.raises(CorpusError, match=r"^a\.xyz: .*\.xyz are read where they are plain text\."):
        read("a.xyz", data)


@pytest.mark.parametrize("ending", ["log", "markdown", "rst", "tex"])
def test_reported_texts_are_read_whatever_their_ending(real_data: Path, ending: str) -> None:
    path = real_data / f"reported/plain_text.{ending}"
    assert read(path.name, path.read_bytes()).documents == [path.read_text(encoding="utf-8")]
