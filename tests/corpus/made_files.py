"""Small files of many formats, and hostile ones, made on the spot."""

import io
import zipfile
import zlib
from collections.abc import Iterable, Sequence

_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_OFFICE = "urn:oasis:names:tc:opendocument:xmlns"


def zipped(
    files: Iterable[tuple[str, bytes | str]], *, method: int = zipfile.ZIP_DEFLATED
) -> bytes:
    """An archive."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, content in files:
            archive.writestr(name, content)
    return out.getvalue()


def docx(body: str, **parts: str) -> bytes:
    """A Word document with this body; other parts by their name under word/."""
    document = f'<w:document xmlns:w="{_WORD}"><w:body>{body}</w:body></w:document>'
    others = [
        (
            f"word/{name}.xml",
            f'<w:x xmlns:w="{_WORD}"><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:x>',
        )
        for name, text in parts.items()
    ]
    return zipped([("[Content_Types].xml", "<Types/>"), ("word/document.xml", document), *others])


def paragraph(text: str) -> str:
    """One of a Word document."""
    return f"<w:p><w:pPr><w:tabs><w:tab/></w:tabs></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def odt(body: str, *, styles: str = "") -> bytes:
    """An OpenDocument text with this body."""
    names = " ".join(f'xmlns:{name}="{_OFFICE}:{name}:1.0"' for name in ("office", "text", "table"))
    content = (
        f"<office:document-content {names}><office:body><office:text>{body}</office:text>"
        "</office:body></office:document-content>"
    )
    return zipped(
        [("mimetype", "application/vnd.oasis.opendocument.text"), ("content.xml", content)]
        + ([("styles.xml", f"<office:styles {names}>{styles}</office:styles>")] if styles else [])
    )


def epub(chapters: dict[str, str], *, spine: Sequence[str], encryption: str = "") -> bytes:
    """A book; chapters by the name of their file, spine in reading order."""
    items = "".join(
        f'<item id="{name}" href="{name}.xhtml" media-type="application/xhtml+xml"/>'
        for name in {*chapters, *spine}
    )
    order = "".join(f'<itemref idref="{name}"/>' for name in spine)
    files = [
        ("mimetype", "application/epub+zip"),
        (
            "META-INF/container.xml",
            '<container><rootfiles><rootfile full-path="OPS/book.opf"/></rootfiles></container>',
        ),
        (
            "OPS/book.opf",
            f"<package><manifest>{items}</manifest><spine>{order}</spine></package>",
        ),
        *((f"OPS/{name}.xhtml", text) for name, text in chapters.items()),
    ]
    if encryption:
        files.append(("META-INF/encryption.xml", encryption))
    return zipped(files)


def pdf(content: bytes, *, pages: int = 1) -> bytes:
    """A PDF that shows this content stream on each page."""
    stream = zlib.compress(content, 9)
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[" + b" 3 0 R" * pages + b"]/Count %d>>" % pages,
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R"
        b"/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d/Filter/FlateDecode>>stream\n" % len(stream) + stream + b"\nendstream",
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    out, places = b"%PDF-1.4\n", []
    for number, text in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n" % number + text + b"\nendobj\n"
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return (
        out
        + b"xref\n0 6\n0000000000 65535 f \n"
        + table
        + b"trailer<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % len(out)
    )


SMALL: dict[str, bytes] = {
    ".txt": b"A few words.\n",
    ".md": b"# Title\n\nA few words.\n",
    ".csv": b"id,text\n1,A few words\n2,and more\n",
    ".tsv": b"id\ttext\n1\tA few words\n2\tand more\n",
    ".json": b'{"data": [{"text": "A few words", "n": 1}, {"text": "more"}]}',
    ".jsonl": b'{"text": "A few words"}\n{"text": "and more"}\n',
    ".ndjson": b'{"text": "A few words"}\n',
    ".html": b"<html><body><h1>Title</h1><p>A few words &amp; more.<br>End</p></body></html>",
    ".htm": b"<p>A few words",
    ".xml": b"<?xml version='1.0'?><a><p>A few <b>bold</b> words</p><p>More &lt;</p></a>",
    ".pdf": pdf(b"BT /F1 12 Tf 72 700 Td (A few words) Tj ET"),
    ".docx": docx(paragraph("A few words") + paragraph("and more")),
    ".odt": odt("<text:p>A few<text:s/>words</text:p>"),
    ".rtf": b"{\\rtf1\\ansi A few {\\b bold} words\\par \\u20013?\\'e9}",
    ".epub": epub({"one": "<html><body><p>A few words</p></body></html>"}, spine=["one"]),
    ".ipynb": b'{"cells": [{"cell_type": "markdown", "source": ["A few words"]}]}',
    ".srt": b"1\n00:00:01,000 --> 00:00:02,000\nA few <i>words</i>\n\n",
    ".vtt": b"WEBVTT\n\n00:01.000 --> 00:02.000\n<v Ann>A few words\n",
    ".zip": zipped([("a.txt", "A few words\n"), ("b.csv", "id,text\n1,more words\n")]),
}
"""A sound file of every format that is read."""
