"""What stands beside a document's text, or is set apart within it."""

import pytest

from slm_core.corpus.readers.document import InputFile, ReadOptions, ReadResult
from slm_core.corpus.readers.registry import read_source
from tests.corpus.known_documents import known_documents
from tests.corpus.known_text import content
from tests.corpus.made_files import docx, paragraph, zipped

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def read(name: str, data: bytes, **options: bool) -> ReadResult:
    return read_source(InputFile(name, data), options=ReadOptions(**options))


@pytest.mark.parametrize("name", ["a.docx", "a.odt", "a.rtf", "a.epub"])
def test_notes_are_left_out_and_told_or_come_after_the_text(name: str) -> None:
    (known,) = [known for known in known_documents(4) if known.name == name]
    told = content(4)
    comments = [] if name == "a.epub" else [told.comment]
    without = read(name, known.data)
    remarks = [*map(str, without.left_out)]
    assert "Footnotes were left out" in remarks
    assert ("Comments were left out" in remarks) == bool(comments)
    assert told.note not in without.documents[0]
    with_notes = read(name, known.data, notes=True)
    assert with_notes.documents[0] == "\n".join([*without.documents, told.note, *comments])
    assert not {"Footnotes were left out", "Comments were left out"} & {
        str(remark) for remark in with_notes.left_out
    }


def embedding(name: str, data: bytes) -> bytes:
    """A Word document in which a part is embedded between two paragraphs."""
    body = f'{paragraph("Above")}<w:altChunk xmlns:r="{RELATIONS}" r:id="c1"/>{paragraph("Below")}'
    document = f'<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>'
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="c1" Type="{RELATIONS}/aFChunk" Target="{name}"/></Relationships>'
    )
    return zipped(
        [
            ("[Content_Types].xml", "<Types/>"),
            ("word/document.xml", document),
            ("word/_rels/document.xml.rels", relations),
            (f"word/{name}", data),
        ]
    )


MAILED = (
    b'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="x"\r\n\r\n--x\r\n'
    b"Content-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
    b"<p>In=C3=A9s came</p>\r\n--x--\r\n"
)


@pytest.mark.parametrize(
    ("name", "data", "text"),
    [
        ("a.html", b"<p>In\xc3\xa9s came</p>", "Inés came"),
        ("a.mht", MAILED, "Inés came"),
        ("a.rtf", rb"{\rtf1 In\'e9s came}", "Inés came"),
        ("a.docx", docx(paragraph("Inés came")), "Inés came"),
        ("a.txt", "Inés came".encode(), "Inés came"),
    ],
)
def test_what_is_embedded_in_a_word_document_comes_in_its_place(
    name: str, data: bytes, text: str
) -> None:
    result = read("a.docx", embedding(name, data))
    assert result.documents == [f"Above\n{text}\nBelow"]
    assert [*map(str, result.left_out)] == []


def test_what_cannot_be_read_of_it_is_told() -> None:
    inner = embedding("b.html", b"<p>deep</p>")
    for name, data, reason in (
        ("a.bin", b"\0\1", "Its format is not read."),
        ("a.docx", inner, "It is embedded in an embedded document."),
    ):
        result = read("a.docx", embedding(name, data))
        told = [*map(str, result.left_out)]
        if name == "a.docx":
            assert result.documents == ["Above\nAbove\nBelow\nBelow"]
        else:
            assert result.documents == ["Above\nBelow"]
            assert told == [f"a document embedded in it: {reason}"]


def test_a_star_within_an_rtf_group_silences_nothing() -> None:
    assert read("a.rtf", rb"{\rtf1 one {two\* three \b four} five}").documents == [
        "one two three four five"
    ]
    assert read("a.rtf", rb"{\rtf1 one{\*\unknown two} three}").documents == ["one three"]
    box = rb"{\shp{\*\shpinst\shpleft1{\sp{\sn x}{\sv 1}}{\shptxt boxed\par}}}"
    assert read("a.rtf", rb"{\rtf1 one\par " + box + rb" two}").documents == ["one\nboxed\ntwo"]


@pytest.mark.parametrize(
    ("page", "text"),
    [
        ('<p><span class="dropcap">T</span>he tram</p>', "The tram"),
        ('<p class="drop-cap">T</p>\n<p>he tram</p>', "The tram"),
        ('<p><span class="dropcap">A</span> tram</p>', "A tram"),
        ('<h3 class="initial">A</h3><p>Apple, pear and plum.</p>', "A\nApple, pear and plum."),
        ("<p>T</p><p>he tram</p>", "T\nhe tram"),
    ],
)
def test_a_letter_set_apart_is_part_of_its_word_where_it_says_so(page: str, text: str) -> None:
    assert read("a.html", page.encode()).documents == [text]


def test_captions_that_roll_or_grow_are_read_once_and_refrains_as_they_are() -> None:
    def vtt(*cues: str) -> bytes:
        timed = (f"00:0{n}.000 --> 00:0{n}.900\n{cue}\n" for n, cue in enumerate(cues, 1))
        return ("WEBVTT\n\n" + "\n".join(timed)).encode()

    rolling = read("a.vtt", vtt("one two", "one two\nthree", "three\nfour five", "four five\nsix"))
    assert rolling.documents == ["one two\nthree\nfour five\nsix"]
    assert [*map(str, rolling.left_out)] == ["3 lines that rolling captions show again"]
    growing = read("a.vtt", vtt("one", "one two", "one two three", "four", "four five"))
    assert growing.documents == ["one two three\nfour five"]
    song = read("a.vtt", vtt("la la", "la la", "the tram", "the tram is late", "no", "no", "yes"))
    assert song.documents == ["la la\nla la\nthe tram\nthe tram is late\nno\nno\nyes"]
