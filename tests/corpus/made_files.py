"""Small files of many formats, and hostile ones, made on the spot."""

import bz2
import gzip
import io
import lzma
import zipfile
import zlib
from collections.abc import Iterable, Mapping, Sequence

_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_SLIDE = "http://schemas.openxmlformats.org/presentationml/2006/main"
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"
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


def _office_file(
    main: str, content: str, parts: Mapping[str, tuple[str, str, str]], more: Mapping[str, str]
) -> bytes:
    """An Office Open XML file: parts by name with id, kind and content; others as they are."""
    folder = main.split("/", maxsplit=1)[0]
    relations = "".join(
        f'<Relationship Id="{identity}" Type="{_RELATION}/{kind}" Target="/{folder}/{name}"/>'
        for name, (identity, kind, _) in parts.items()
    )
    first = f'<Relationship Id="m" Type="{_RELATION}/officeDocument" Target="{main}"/>'
    listed = main.replace("/", "/_rels/") + ".rels"
    return zipped(
        [
            ("[Content_Types].xml", "<Types/>"),
            ("_rels/.rels", f"<Relationships>{first}</Relationships>"),
            (main, content),
            (listed, f"<Relationships>{relations}</Relationships>"),
            *((f"{folder}/{name}", part) for name, (_, _, part) in parts.items()),
            *more.items(),
        ]
    )


def xlsx(sheets: Mapping[str, str], *, strings: Sequence[str] = (), hidden: str = "") -> bytes:
    """A workbook; the rows of sheets as XML by name, a string by its place among `strings`."""
    names = "".join(
        f'<sheet name="{name}" sheetId="{at + 7}" r:id="r{at}"'
        + (' state="hidden"/>' if name == hidden else "/>")
        for at, name in enumerate(sheets)
    )
    parts = {
        f"worksheets/sheet{at}.xml": (
            f"r{at}",
            "worksheet",
            f'<worksheet xmlns="{_SHEET}"><sheetData>{rows}</sheetData></worksheet>',
        )
        for at, rows in enumerate(sheets.values())
    }
    shared = "".join(f"<si>{text}</si>" for text in strings)
    parts["sharedStrings.xml"] = ("s", "sharedStrings", f'<sst xmlns="{_SHEET}">{shared}</sst>')
    parts["styles.xml"] = (
        "t",
        "styles",
        f'<styleSheet xmlns="{_SHEET}"><numFmts><numFmt numFmtId="170" formatCode="dd/mm/yyyy"/>'
        '</numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="170"/></cellXfs>'
        "</styleSheet>",
    )
    content = (
        f'<workbook xmlns="{_SHEET}" xmlns:r="{_RELATION}"><workbookPr/><sheets>{names}</sheets>'
        "</workbook>"
    )
    return _office_file("xl/workbook.xml", content, parts, {})


def row(*cells: str) -> str:
    """A row of a workbook's sheet, its texts in the cells themselves."""
    inline = (f'<c t="inlineStr"><is><t>{cell}</t></is></c>' for cell in cells)
    return f"<row>{''.join(inline)}</row>"


def pptx(slides: Sequence[str], *, notes: str = "") -> bytes:
    """A presentation of these slides; notes are the first one's."""

    def part(body: str, kind: str = "sld") -> str:
        return (
            f'<p:{kind} xmlns:p="{_SLIDE}" xmlns:a="{_DRAWING}"><p:cSld>{body}</p:cSld></p:{kind}>'
        )

    parts = {
        f"slides/slide{at}.xml": (f"r{at}", "slide", part(slide)) for at, slide in enumerate(slides)
    }
    order = "".join(f'<p:sldId id="{at + 256}" r:id="r{at}"/>' for at in range(len(slides)))
    relation = f'<Relationship Id="n" Type="{_RELATION}/notesSlide" Target="../notes/notes0.xml"/>'
    more = {
        "ppt/slides/_rels/slide0.xml.rels": f"<Relationships>{relation}</Relationships>",
        "ppt/notes/notes0.xml": part(notes, "notes"),
    }
    content = (
        f'<p:presentation xmlns:p="{_SLIDE}" xmlns:r="{_RELATION}"><p:sldIdLst>{order}'
        "</p:sldIdLst></p:presentation>"
    )
    return _office_file("ppt/presentation.xml", content, parts, more if notes else {})


def shape(*paragraphs: str, kind: str = "body") -> str:
    """A shape with text on a slide."""
    lines = "".join(f"<a:p><a:r><a:t>{text}</a:t></a:r></a:p>" for text in paragraphs)
    return (
        f'<p:sp><p:nvSpPr><p:nvPr><p:ph type="{kind}"/></p:nvPr></p:nvSpPr>'
        f"<p:txBody>{lines}</p:txBody></p:sp>"
    )


def ods(sheets: Mapping[str, str]) -> bytes:
    """An OpenDocument workbook; the rows of sheets as XML by name."""
    names = " ".join(f'xmlns:{name}="{_OFFICE}:{name}:1.0"' for name in ("office", "text", "table"))
    tables = "".join(
        f'<table:table table:name="{name}">{rows}</table:table>' for name, rows in sheets.items()
    )
    content = (
        f"<office:document-content {names}><office:body><office:spreadsheet>{tables}"
        "</office:spreadsheet></office:body></office:document-content>"
    )
    return zipped(
        [("mimetype", "application/vnd.oasis.opendocument.spreadsheet"), ("content.xml", content)]
    )


def ods_row(*cells: str, attributes: str = "") -> str:
    """A row of an OpenDocument sheet."""
    inner = "".join(
        f"<table:table-cell><text:p>{cell}</text:p></table:table-cell>" for cell in cells
    )
    return f"<table:table-row {attributes}>{inner}</table:table-row>"


def fb2(body: str, *, more: str = "", before: str = "") -> bytes:
    """A FictionBook with this body; what stands before it, and more behind it."""
    return (
        "<?xml version='1.0' encoding='utf-8'?>"
        f'<FictionBook xmlns="http://www.gribuser.ru/xml/fictionbook/2.0">{before}'
        f"<body>{body}</body>{more}</FictionBook>"
    ).encode()


_MAIL = b"Subject: Hello\nContent-Type: text/plain; charset=utf-8\n\nA few words\n"
_POSTMARK = b"From ann@example.org Fri Mar  1 09:12:33 2024\n"
_ASS = (
    b"[Script Info]\nTitle: x\n[Events]\n"
    b"Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text\n"
    b"Dialogue: 0,0:00:01.00,0:00:02.00,D,,0,0,0,,A few {\\i1}words{\\i0}\n"
)

SMALL: dict[str, bytes] = {
    ".txt": b"A few words.\n",
    ".md": b"# Title\n\nA few words.\n",
    ".markdown": b"# Title\n\nA few words.\n",
    ".mdx": b"import X from 'x'\n\nA few words.\n",
    ".rst": b"Title\n=====\n\nA few words.\n",
    ".org": b"* Title\nA few words.\n",
    ".adoc": b"= Title\n\nA few words.\n",
    ".text": b"A few words.\n",
    ".log": b"2024-03-01 09:12:33 INFO A few words\n",
    ".yaml": b"text: A few words\n",
    ".yml": b"text: A few words\n",
    ".tex": b"\\begin{document}\nA few \\emph{words} follow.\n\\end{document}\n",
    ".csv": b"id,text\n1,A few words\n2,and more\n",
    ".tsv": b"id\ttext\n1\tA few words\n2\tand more\n",
    ".xlsx": xlsx({"A": row("id", "text") + row("1", "A few words") + row("2", "and more")}),
    ".ods": ods({"A": ods_row("id", "text") + ods_row("1", "A few words")}),
    ".json": b'{"data": [{"text": "A few words", "n": 1}, {"text": "more"}]}',
    ".jsonl": b'{"text": "A few words"}\n{"text": "and more"}\n',
    ".ndjson": b'{"text": "A few words"}\n',
    ".html": b"<html><body><h1>Title</h1><p>A few words &amp; more.<br>End</p></body></html>",
    ".htm": b"<p>A few words",
    ".xhtml": b"<html xmlns='http://www.w3.org/1999/xhtml'><body><p>A few words</p></body></html>",
    ".mht": b"Subject: Hello\nContent-Type: text/html; charset=utf-8\n\n<p>A few words</p>\n",
    ".eml": _MAIL,
    ".mbox": _POSTMARK + _MAIL + b"\n" + _POSTMARK + _MAIL,
    ".xml": b"<?xml version='1.0'?><a><p>A few <b>bold</b> words</p><p>More &lt;</p></a>",
    ".pdf": pdf(b"BT /F1 12 Tf 72 700 Td (A few words) Tj ET"),
    ".docx": docx(paragraph("A few words") + paragraph("and more")),
    ".odt": odt("<text:p>A few<text:s/>words</text:p>"),
    ".pptx": pptx([shape("A few words", "and more")]),
    ".fb2": fb2("<section><p>A few words</p></section>"),
    ".rtf": b"{\\rtf1\\ansi A few {\\b bold} words\\par \\u20013?\\'e9}",
    ".epub": epub({"one": "<html><body><p>A few words</p></body></html>"}, spine=["one"]),
    ".ipynb": b'{"cells": [{"cell_type": "markdown", "source": ["A few words"]}]}',
    ".srt": b"1\n00:00:01,000 --> 00:00:02,000\nA few <i>words</i>\n\n",
    ".vtt": b"WEBVTT\n\n00:01.000 --> 00:02.000\n<v Ann>A few words\n",
    ".ass": _ASS,
    ".ssa": _ASS,
    ".gz": gzip.compress(b"A few words\n", mtime=0),
    ".bz2": bz2.compress(b"A few words\n"),
    ".xz": lzma.compress(b"A few words\n"),
    ".zip": zipped([("a.txt", "A few words\n"), ("b.csv", "id,text\n1,more words\n")]),
}
"""A sound file of every format that is read."""
