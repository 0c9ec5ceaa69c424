"""What each format gives, on small files made for one question each."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from slm_core.corpus.readers.document import InputFile, ReadOptions, ReadResult
from slm_core.corpus.readers.registry import READERS, read_source
from slm_core.errors import CorpusError
from tests.corpus.made_files import SMALL, docx, epub, odt, paragraph, pdf, zipped

ROOT = Path(__file__).parents[3]


def read(name: str, data: bytes | str, **options: str) -> ReadResult:
    content = data.encode() if isinstance(data, str) else data
    return read_source(InputFile(name, content), options=ReadOptions(**options))


@pytest.mark.parametrize("ending", READERS)
def test_every_format_gives_words(ending: str) -> None:
    result = read(f"a{ending}", SMALL[ending])
    assert "few" in " ".join(result.documents)
    assert [*map(str, result.left_out)] == []
    assert str(result.read_as) and result.encoding


@pytest.mark.parametrize(
    ("text", "documents", "read_as"),
    [
        ('[{"a": "x", "b": "longer"}, {"b": "y"}]', ["longer", "y"], 'field "b"'),
        ('["one", "two"]', ["one", "two"], 'field "line"'),
        ('{"text": ["a", "bb"], "label": [1, 2]}', ["a", "bb"], 'field "text"'),
        ('{"version": 1, "data": [{"t": "x"}]}', ["x"], 'field "t" of "data"'),
        ('{"data": {"train": [{"t": "z"}]}}', ["z"], 'field "t" of "data.train"'),
        ('{"k1": {"t": "x"}, "k2": {"t": "y"}}', ["x", "y"], 'field "t"'),
        ('{"title": "x", "text": "yy"}', ["yy"], 'field "text"'),
        ('[{"p": ["one", "two"]}, {"p": "x"}]', ["one\ntwo", "x"], 'field "p"'),
        ('{"t": "a"}\n{"t": "b"}\n', ["a", "b"], 'field "t"'),
    ],
)
def test_json_of_any_shape(text: str, documents: list[str], read_as: str) -> None:
    result = read("a.json", text)
    assert (result.documents, str(result.read_as)) == (documents, read_as)


def test_a_field_of_json_can_be_chosen() -> None:
    data = '[{"a": "x", "b": "longer"}, {"b": "y"}]'
    result = read("a.json", data, column="a")
    assert (result.documents, [*map(str, result.left_out)]) == (["x"], ["1 record without text"])
    with pytest.raises(CorpusError, match=r'no field "c" in it\. Choose one of "a", "b"'):
        read("a.json", data, column="c")


def test_a_page_keeps_its_article_and_loses_what_is_around_it() -> None:
    words = "Pumps move water from here to there, and they do so all day long without a break. "
    page = (
        "<html><head><title>T</title><style>p{}</style></head><body>"
        "<nav><a href='/'>Home</a><a href='/b'>About us</a></nav>"
        f"<article><h1>On pumps</h1><p>{words * 3}</p><p>{words * 2}</p></article>"
        "<footer>All rights reserved. Cookies.</footer><script>var x = 1</script></body></html>"
    )
    result = read("a.html", page)
    assert result.documents[0].startswith("On pumps\nPumps move")
    assert result.documents[0].count("Pumps") == 5
    assert not any(word in result.documents[0] for word in ("Home", "Cookies", "var x"))


def test_a_page_that_is_no_article_keeps_all_its_text() -> None:
    cells = "".join(f"<tr><td>Part {n}</td><td>{n * 7} mm</td></tr>" for n in range(30))
    words = "A long paragraph in an unusual place, which nobody takes for the page's article. " * 2
    asides = "".join(f"<div class='comment'><p>{n} {words}</p></div>" for n in range(40))
    result = read("a.html", f"<table>{cells}</table>{asides}<pre>  kept\n    as is</pre>")
    assert result.documents[0].count("unusual place") == 80
    assert read("b.html", "<pre>  kept\n    as is</pre>a<br>b").documents == [
        "  kept\n    as is\na\nb"
    ]


def test_a_page_is_read_in_the_encoding_it_declares_unless_it_is_not() -> None:
    page = "<meta charset={}><p>Привет, мир</p>"
    assert read("a.html", page.format("koi8-r").encode("koi8-r")).documents == ["Привет, мир"]
    found = read("a.html", page.format("windows-1251").encode("cp1251"))
    assert (found.documents, found.encoding) == (["Привет, мир"], "Windows-1251")
    assert read("a.html", page.format("latin-1").encode()).documents == ["Привет, мир"]
    xml = '<?xml version="1.0" encoding="GB2312"?>\n<a>高血压病人</a>'.encode("gb18030")
    assert read("a.xml", xml).documents == ["高血压病人"]
    chosen = read("a.xml", xml, encoding="GB18030")
    assert (chosen.documents, chosen.confidence) == (["高血压病人"], 1.0)


def test_word_paragraphs_lists_and_tables_come_in_order() -> None:
    cell = "<w:tc>{}</w:tc>".format
    table = (
        f"<w:tbl><w:tr>{cell(paragraph('a') + paragraph('b'))}{cell(paragraph('c'))}</w:tr></w:tbl>"
    )
    gone = (
        "<w:p><w:moveFrom><w:r><w:t>moved</w:t></w:r></w:moveFrom><w:del><w:r><w:delText>x"
        "</w:delText></w:r></w:del><w:r><w:t>kept</w:t></w:r></w:p>"
    )
    item = "<w:p><w:pPr><w:numPr/></w:pPr><w:r><w:t>item</w:t><w:tab/><w:t>one</w:t></w:r></w:p>"
    broken = "<w:p><w:r><w:t>up</w:t><w:br/><w:t>down</w:t></w:r></w:p>"
    result = read("a.docx", docx(paragraph("First") + table + item + broken + gone))
    assert result.documents == ["First\na b\tc\nitem\tone\nup\ndown\nkept"]
    beside = read("a.docx", docx(paragraph("x"), header1="top", footnotes="note", comments="hm"))
    assert beside.documents == ["x"]
    assert [*map(str, beside.left_out)] == [
        "Headers and footers were left out",
        "Footnotes were left out",
        "Comments were left out",
    ]


def test_what_is_no_word_document_says_what_it_is() -> None:
    with pytest.raises(CorpusError, match=r"ZIP file with another ending.*end in \.zip"):
        read("a.docx", zipped([("notes.txt", "words")]))
    with pytest.raises(CorpusError, match=r"locked with a password, or an old \.doc file"):
        read("a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    with pytest.raises(CorpusError, match=r"broken or cut off"):
        read("a.docx", b"words")
    with pytest.raises(CorpusError, match="There is no text in this document"):
        read("a.docx", docx("<w:p/>"))


def test_an_open_document_comes_in_order() -> None:
    body = (
        "<text:h>Title</text:h><text:p>A<text:s text:c='2'/>b<text:tab/>c<text:note><text:p>n"
        "</text:p></text:note>d</text:p><text:list><text:list-item><text:p>item</text:p>"
        "</text:list-item></text:list><table:table><table:table-row><table:table-cell><text:p>1"
        "</text:p></table:table-cell><table:table-cell><text:p>2</text:p></table:table-cell>"
        "</table:table-row></table:table><text:tracked-changes><text:p>old</text:p>"
        "</text:tracked-changes>"
    )
    result = read("a.odt", odt(body))
    assert result.documents == ["Title\nA b\tcd\nitem\n1\t2"]
    assert [*map(str, result.left_out)] == ["Footnotes were left out"]


def test_rich_text_reads_each_font_in_its_character_set() -> None:
    fonts = rb"{\fonttbl{\f0 Times;}{\f1\fcharset134 SimSun;}{\f2\fcharset204 Arial;}}"
    body = rb"\f1 \'c4\'e3\'ba\'c3 \f2 \'cf\'f0\plain  caf\'e9\par "
    rest = (
        rb"{\header top}\u8220?x\u8221? \u55357?\u56832?\trowd a\cell b\cell\row {\pict 00ff}end}"
    )
    result = read("a.rtf", rb"{\rtf1\ansi\ansicpg1252" + fonts + body + rest)
    assert result.documents == ["你好 Пр café\n“x” 😀a\tb\nend"]
    assert [*map(str, result.left_out)] == ["Headers were left out"]
    cut = read("a.rtf", rb"{\rtf1 words and mo")
    assert [*map(str, cut.left_out)] == [
        "the end: the file is cut off, and the text may end too early"
    ]


@pytest.mark.parametrize(
    ("beginning", "text"),
    [(rb"\ansi", "caf\u017d"), (rb"\mac", "café"), (rb"\pc", "caf\u00c4"), (rb"\pca", "caf\u00c4")],
)
def test_rich_text_says_in_one_word_what_its_bytes_are_in(beginning: bytes, text: str) -> None:
    assert read("a.rtf", rb"{\rtf1" + beginning + rb" caf\'8e}").documents == [text]


def test_a_book_comes_in_reading_order() -> None:
    chapters = {
        "b": "<html><head><title>no</title></head><body><p>Second&nbsp;one</p></body></html>",
        "a": "<html><body><h1>First</h1><p>with <i>inline</i>\n words</p></body></html>",
    }
    result = read("a.epub", epub(chapters, spine=["a", "b", "gone"]))
    assert result.documents == ["First\nwith inline words\n\nSecond\xa0one"]
    assert [*map(str, result.left_out)] == [
        "1 chapter is missing or damaged: gone.xhtml: It is listed, but not there. Fetch the book "
        "again."
    ]
    locked = (
        '<encryption><EncryptedData><EncryptionMethod Algorithm="http://www.w3.org/2001/04/'
        'xmlenc#aes128-cbc"/></EncryptedData></encryption>'
    )
    with pytest.raises(CorpusError, match="locked by its seller"):
        read("a.epub", epub(chapters, spine=["a"], encryption=locked))
    with pytest.raises(CorpusError, match="ZIP file with another ending"):
        read("a.epub", zipped([("notes.txt", "words")]))


def test_subtitles_lose_numbers_times_and_tags() -> None:
    srt = (
        "1\r\n00:00:01,000 --> 00:00:02,000\r\n{\\an8}<i>One</i>\r\nand two\r\n\r\n"
        "2\r\n00:00:03,000 --> 00:00:04,000\r\n1984 was a year\r\n3\r\n"
        "00:00:05,000 --> 00:00:06,000 X1:40\r\n2\r\n"
    )
    assert read("a.srt", srt).documents == ["One and two\n1984 was a year\n2"]
    vtt = (
        "WEBVTT - title\n\nNOTE hidden\n\nSTYLE\n::cue {}\n\nintro\n"
        "00:01.000 --> 00:02.000 align:end\n"
        "<v Ann>Salt &amp; <00:01.500><c.x>pepper</c></v>\n\n00:03.000 --> 00:04.000\n\n"
    )
    result = read("a.vtt", vtt)
    assert result.documents == ["Salt & pepper"]
    assert [*map(str, result.left_out)] == ["1 cue without words"]
    with pytest.raises(CorpusError, match="There are no subtitles in it"):
        read("a.srt", "Just words.\n")


def test_xml_lines_follow_its_elements() -> None:
    mixed = "<doc><head>Title</head><p>Some <b>bold</b> and\n <i>more</i>.</p><p>Next</p></doc>"
    assert read("a.xml", mixed).documents == ["Title\nSome bold and more.\nNext"]
    records = "<all>" + "".join(f"<r><q>Q{n}</q><a>A{n}</a></r>" for n in range(12)) + "</all>"
    result = read("a.xml", records)
    assert len(result.documents) == 12
    assert (result.documents[0], str(result.read_as)) == ("Q0\nA0", "records <r>")
    assert read("a.xml", "<a>caf&eacute; &unknown;</a>").documents == ["café &unknown;"]
    about = '<meta><x xmlns="http://purl.org/dc/terms/">1999</x></meta>'
    result = read("a.xml", f"<doc>{about} and<p>Text</p></doc>")
    assert (result.documents, [*map(str, result.left_out)]) == (
        ["and\nText"], ["what <meta> says of the file itself"],
    )  # fmt: skip
    assert read("a.xml", f"<doc>{about}<p/></doc>").documents == ["1999"]
    assert [*map(str, read("a.xml", "<doc><meta a='1'/><p>Text</p></doc>").left_out)] == []
    with pytest.raises(CorpusError, match=r"not complete XML: an element ends that did .*, line 3"):
        read("a.xml", "<?xml version='1.0'?>\n<a>\n<b></a>")


def test_a_notebook_of_an_old_version_is_read() -> None:
    cell = '{"cell_type": "code", "input": ["x = 1\\n", "y"], "outputs": [{}]}'
    result = read("a.ipynb", f'{{"worksheets": [{{"cells": [{cell}]}}]}}')
    assert (result.documents, [*map(str, result.left_out)]) == (["x = 1\ny"], ["1 output of code"])
    with pytest.raises(CorpusError, match="not a complete notebook"):
        read("a.ipynb", '{"cells": [')


def test_pages_of_a_pdf_stand_apart() -> None:
    result = read("a.pdf", pdf(b"BT /F1 12 Tf 72 700 Td (Hello  ) Tj ET", pages=3))
    assert result.documents == ["Hello\fHello\fHello"]
    assert str(result.read_as) == "text of 3 pages"
    with pytest.raises(CorpusError, match=r"no text in its 1 page: nothing on its pages is text"):
        read("a.pdf", pdf(b"0 0 m 9 9 l S"))
    with pytest.raises(CorpusError, match="does not begin as a PDF"):
        read("a.pdf", b"<html>not found</html>")


def test_arabic_in_a_pdf_keeps_the_order_and_the_shape_of_its_letters(tmp_path: Path) -> None:
    chromium = shutil.which("chromium")
    if chromium is None:
        pytest.skip("Chromium prints the PDF for this test.")
    arabic = "يولد جميع الناس أحرارا متساوين في الكرامة والحقوق."
    page = tmp_path / "a.html"
    # One font for letters and blanks: with the blank of another, pdfium sees a narrower gap.
    font = "<meta charset=utf-8><body style=\"font-family:'DejaVu Sans'\">"
    page.write_text(f"{font}<p dir=rtl>{arabic} 123</p><p>你好，世界</p>", "utf-8")
    flags = ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-quic"]
    flags += ["--disable-background-networking", f"--user-data-dir={tmp_path / 'profile'}"]
    target = tmp_path / "a.pdf"
    command = [chromium, *flags, f"--print-to-pdf={target}", "--no-pdf-header-footer", str(page)]
    subprocess.run(command, check=True, capture_output=True, timeout=60)
    assert read_source(InputFile("a.pdf", target)).documents == [f"{arabic} 123\n你好，世界"]


def test_a_document_with_the_ending_of_a_text_is_told_its_own() -> None:
    for ending in (".pdf", ".docx", ".rtf"):
        with pytest.raises(CorpusError, match=rf"not plain text\. Let its name end in .*{ending}"):
            read("a.txt", SMALL[ending])


def test_no_format_costs_anything_before_it_is_read() -> None:
    program = "import sys, slm_core.corpus.readers.registry; print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=ROOT
    )
    loaded = {name.split(".")[0] for name in done.stdout.split()}
    assert not loaded & {"lxml", "trafilatura", "pypdfium2", "zipfile"}
