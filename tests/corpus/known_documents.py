"""The same known text in each format that is read, with what a reader may lose or add."""

import base64
import html
import json
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import count

from tests.corpus.known_text import Content, content
from tests.corpus.made_files import (
    docx,
    epub,
    fb2,
    ods,
    ods_row,
    odt,
    pdf,
    pptx,
    row,
    shape,
    xlsx,
)


@dataclass(frozen=True)
class Known:
    """A file, what its text says, and what in it is no text."""

    name: str
    data: bytes
    text: str


def _html(c: Content) -> str:
    paragraphs = "".join(f"<p>{text}</p>\n" for text in c.paragraphs)
    runs = f"<p>{c.runs[0]}<b>{c.runs[1]}</b><i>{c.runs[2]}</i>{c.runs[3]}</p>"
    items = "<ul>" + "".join(f"<li>{item}</li>" for item in c.items) + "</ul>"
    listed = "<ul>" + "".join(f"<li>{item}</li>" for item in c.cell_items) + "</ul>"
    inside = "".join(f"<p>{text}</p>" for text in c.cell_paragraphs)
    inner = "<table><tr>" + "".join(f"<td>{text}</td>" for text in c.inner) + "</tr></table>"
    table = f"<table><tr><td>{listed}</td><td>{inside}</td><td>{inner}</td></tr></table>"
    ruby = "".join(
        f"<ruby>{base}<rp>(</rp><rt>{read}</rt><rp>)</rp></ruby>" for base, read in c.ruby
    )
    drop = f'<p><span class="dropcap">{c.cap}</span>{c.rest}</p>'
    return f"<h1>{c.heading}</h1>{drop}{paragraphs}{runs}{items}{table}<p>{ruby}</p>"


def known_html(c: Content) -> bytes:
    """A page with a menu and a footer."""
    around = f"<nav><a href='/'>{c.above.split()[0]}</a></nav>"
    foot = f"<footer>{c.above.split()[1]}</footer>"
    return f"<html><body>{around}<main>{_html(c)}</main>{foot}</body></html>".encode()


def known_epub(c: Content) -> bytes:
    """A book with a footnote."""
    note = f'<aside epub:type="footnote"><p>{c.note}</p></aside>'
    mark = '<p><a epub:type="noteref" href="#n">mark</a></p>'
    page = (
        '<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops">'
        f"<body>{_html(c)}{mark}{note}</body></html>"
    )
    return epub({"one": page}, spine=["one"])


def known_docx(c: Content) -> bytes:
    """A Word document with header, footnote, comment, lists in cells and a drop capital."""

    def run(text: str) -> str:
        return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'

    def paragraph(text: str, properties: str = "") -> str:
        return f"<w:p><w:pPr>{properties}</w:pPr>{run(text)}</w:p>"

    numbered = "<w:numPr/>"
    cells = (
        "".join(paragraph(item, numbered) for item in c.cell_items),
        "".join(paragraph(text) for text in c.cell_paragraphs),
        _word_table([paragraph(text) for text in c.inner]) + "<w:p/>",
    )
    ruby = "".join(
        f"<w:r><w:ruby><w:rt>{run(read)}</w:rt><w:rubyBase>{run(base)}</w:rubyBase></w:ruby></w:r>"
        for base, read in c.ruby
    )
    body = (
        paragraph(c.heading)
        + paragraph(c.cap, '<w:framePr w:dropCap="drop"/>')
        + paragraph(c.rest)
        + "".join(map(paragraph, c.paragraphs))
        + f"<w:p>{''.join(map(run, c.runs))}</w:p>"
        + "".join(paragraph(item, numbered) for item in c.items)
        + _word_table(cells)
        + f"<w:p>{ruby}</w:p>"
    )
    return docx(body, header1=c.above, footnotes=c.note, comments=c.comment)


def _word_table(cells: Sequence[str]) -> str:
    row = "".join(f"<w:tc>{cell}</w:tc>" for cell in cells)
    return f"<w:tbl><w:tr>{row}</w:tr></w:tbl>"


def known_odt(c: Content) -> bytes:
    """An OpenDocument text with the same."""

    def paragraph(text: str) -> str:
        return f"<text:p>{text}</text:p>"

    def listed(items: Sequence[str]) -> str:
        inside = "".join(f"<text:list-item>{paragraph(item)}</text:list-item>" for item in items)
        return f"<text:list>{inside}</text:list>"

    def table(cells: Sequence[str]) -> str:
        inside = "".join(f"<table:table-cell>{cell}</table:table-cell>" for cell in cells)
        return f"<table:table><table:table-row>{inside}</table:table-row></table:table>"

    note = f"<text:note><text:note-body>{paragraph(c.note)}</text:note-body></text:note>"
    comment = f"<office:annotation>{paragraph(c.comment)}</office:annotation>"
    runs = "".join(f"<text:span>{run}</text:span>" for run in c.runs)
    runs = runs.replace(" </text:span>", "<text:s/></text:span>")
    ruby = "".join(
        f"<text:ruby><text:ruby-base>{base}</text:ruby-base><text:ruby-text>{read}"
        "</text:ruby-text></text:ruby>"
        for base, read in c.ruby
    )
    cells = (
        listed(c.cell_items),
        "".join(map(paragraph, c.cell_paragraphs)),
        table([paragraph(text) for text in c.inner]),
    )
    first, *others = c.paragraphs
    body = (
        f"<text:h>{c.heading}</text:h>{paragraph(c.cap + c.rest)}{paragraph(first + note)}"
        f"{''.join(map(paragraph, others))}<text:p>{runs}{comment}</text:p>{listed(c.items)}"
        f"{table(cells)}<text:p>{ruby}</text:p>"
    )
    return odt(body)


def known_rtf(c: Content) -> bytes:
    """A rich text; it has no nested tables, and ruby is a field in it, so both are paragraphs."""
    cells = [r"\line ".join(c.cell_items), r"\par ".join(c.cell_paragraphs), *c.inner]
    bases = "".join(rf"\u{ord(base) - 65536 * (ord(base) > 32767)}?" for base, _ in c.ruby)
    lines = [
        c.heading,
        r"\pard\dropcapli2\dropcapt1 " + c.cap + r"\par\pard " + c.rest,
        *c.paragraphs[:-1],
        c.paragraphs[-1]
        + r"{\footnote\pard "
        + c.note
        + r"}{\*\annotation\pard "
        + c.comment
        + "}",
        c.runs[0] + "{\\b " + c.runs[1] + "}{\\i " + c.runs[2] + "}" + c.runs[3],
        *(r"{\pntext\'b7\tab}" + item for item in c.items),
        r"\trowd " + "".join(cell + r"\cell " for cell in cells) + r"\row",
        bases,
    ]
    head = r"{\fonttbl{\f0 Times;}}{\header " + c.above + r"}{\*\generator nobody;}"
    return (r"{\rtf1\ansi " + head + "\\par\n".join(lines) + "}").encode()


def _columns(c: Content) -> str:
    return "\n".join((c.heading, *c.paragraphs, "".join(c.runs), *c.items))


def known_csv(c: Content, delimiter: str = ",") -> bytes:
    """A table with a title, codes longer than its text, and a mark that is not closed."""
    rng, lines = random.Random(c.heading), _columns(c).split("\n")
    rows = []
    for text in lines:
        code = f"{rng.getrandbits(256):064x}"
        address = f"https://shop.example/{rng.random()}/{rng.random()}/{rng.random()}/view"
        rows.append(delimiter.join((code, address, text)))
    rows[3] = delimiter.join((*rows[3].split(delimiter)[:2], '"' + lines[3]))
    names = delimiter.join(("hash", "url", "note"))
    return "\n".join((c.above.title(), "Made on 2024-03-01", "", names, *rows, "")).encode()


def known_json(c: Content) -> bytes:
    """Messages in pieces, as chats are exported."""
    messages = [{"id": n, "text": text} for n, text in enumerate(_columns(c).split("\n"))]
    for message in messages[1::2]:
        first, rest = str(message["text"]).split(" ", 1)
        message["text"] = [f"{first} ", {"type": "bold", "text": rest[:4]}, rest[4:]]
    return json.dumps({"name": c.above, "messages": messages}).encode()


def known_tree(c: Content) -> bytes:
    """Talks as trees, one a line, each with a branch that was not shown last."""
    lines = []
    for text in _columns(c).split("\n"):
        words = text.split()
        numbers = count()
        nodes: dict[str, object] = {"r": {"parent": None, "children": ["0"], "message": None}}
        for word in words:
            n = next(numbers)
            nodes[str(n)] = {
                "parent": str(n - 1) if n else "r",
                "children": ["x", str(n + 1)] if n == 0 else [str(n + 1)][: n + 1 < len(words)],
                "message": {"author": {"role": "user"}, "content": {"parts": [word]}},
            }
        other = {"author": {"role": "user"}, "content": {"parts": [c.above]}}
        nodes["x"] = {"parent": "0", "children": [], "message": other}
        lines.append(
            json.dumps({"title": "", "current_node": str(len(words) - 1), "mapping": nodes})
        )
    return "\n".join(lines).encode()


def known_xml(c: Content) -> bytes:
    """Paragraphs with marked words."""
    lines = (f"<p>{html.escape(line)}</p>" for line in _columns(c).split("\n"))
    return f"<doc><meta>{c.above}</meta>{''.join(lines)}</doc>".encode()


def known_srt(c: Content) -> bytes:
    """Subtitles, some with a blank line after their times."""
    cues = (
        f"{n}\n00:00:{n:02},000 --> 00:00:{n:02},900\n{chr(10) * (n % 2)}{line}\n"
        for n, line in enumerate(_columns(c).split("\n"), 1)
    )
    return "\n".join(cues).encode()


def known_vtt(c: Content) -> bytes:
    """Captions that roll: each shows the line before it again."""
    cues = [f"WEBVTT\n\nNOTE {c.above}"]
    before = ""
    for n, line in enumerate(_columns(c).split("\n"), 1):
        first, *rest = line.split()
        timed = first + "".join(f"<00:00:{n:02}.100><c> {word}</c>" for word in rest)
        cues.append(f"00:00:{n:02}.000 --> 00:00:{n:02}.900 align:start\n{before} \n{timed}")
        cues.append(f"00:00:{n:02}.900 --> 00:00:{n:02}.910 align:start\n{line}\n ")
        before = line
    return "\n\n".join(cues).encode()


def known_notebook(c: Content) -> bytes:
    """A notebook whose output is no text."""
    cells = [{"cell_type": "markdown", "source": [f"{c.heading}\n", *c.paragraphs]}]
    code = {"cell_type": "code", "source": "".join(c.runs), "outputs": [{"text": [c.above]}]}
    return json.dumps({"cells": [*cells, code, *_items(c)]}).encode()


def _items(c: Content) -> Iterator[dict[str, object]]:
    for item in c.items:
        yield {"cell_type": "raw", "source": item}


def known_pdf(c: Content) -> bytes:
    """A page with a heading over two columns that were drawn row by row."""
    words = " ".join((*c.paragraphs, "".join(c.runs), *c.items)).split()
    lines: list[str] = [""]
    for word in words:
        if len(lines[-1]) + len(word) > 38:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    half = (len(lines) + 1) // 2
    drawn = [f"BT /F1 16 Tf 72 740 Td ({c.heading}) Tj ET"]
    for n in range(half):
        for x, at in ((72, n), (320, half + n)):
            if at < len(lines):
                drawn.append(f"BT /F1 11 Tf {x} {700 - 14 * n} Td ({lines[at]}) Tj ET")
    return pdf("\n".join(drawn).encode())


def known_text(c: Content) -> bytes:
    """Plain text."""
    return c.text.encode()


def _sheet(c: Content, as_row: Callable[..., str]) -> dict[str, str]:
    """A sheet with codes beside its text."""
    rng, lines = random.Random(c.heading), _columns(c).split("\n")
    rows = (as_row(f"{rng.getrandbits(256):064x}", line) for line in lines)
    return {"A": as_row("hash", "note") + "".join(rows)}


def known_slides(c: Content) -> bytes:
    """Two slides; the first has notes of its speaker."""
    lines = _columns(c).split("\n")
    return pptx([shape(*lines[:4]), shape(*lines[4:])])


def known_fb2(c: Content) -> bytes:
    """A book with a section."""
    paragraphs = "".join(f"<p>{line}</p>" for line in _columns(c).split("\n"))
    return fb2(f"<section>{paragraphs}</section>")


def known_ass(c: Content) -> bytes:
    """Subtitles with styles."""
    events = (
        f"Dialogue: 0,0:00:{n:02}.00,0:00:{n:02}.90,Default,,0,0,0,,{{\\i1}}{line}{{\\i0}}"
        for n, line in enumerate(_columns(c).split("\n"), 1)
    )
    head = "[Script Info]\n\n[Events]\nFormat: Layer, Start, End, Style, Name, MarginL, MarginR, "
    return (head + "MarginV, Effect, Text\n" + "\n".join(events) + "\n").encode()


def known_mail(c: Content) -> bytes:
    """A mail whose text is encoded."""
    body = base64.b64encode(_columns(c).encode()).decode()
    head = "From: ida@example.org\nSubject: \nContent-Type: text/plain; charset=utf-8\n"
    return f"{head}Content-Transfer-Encoding: base64\n\n{body}\n".encode()


def known_tex(c: Content) -> bytes:
    """LaTeX with commands and a comment."""
    first, *lines = _columns(c).split("\n")
    paragraphs = "\n\n".join(lines)
    head = "\\documentclass{article}\n\\begin{document}\n% " + c.above
    return f"{head}\n\\section{{{first}}}\n{paragraphs}\n\\end{{document}}\n".encode()


_FORMATS: dict[str, tuple[Callable[[Content], bytes], Callable[[Content], str]]] = {
    "a.txt": (known_text, lambda c: c.text),
    "a.html": (known_html, lambda c: c.text),
    "a.epub": (known_epub, lambda c: c.text),
    "a.docx": (known_docx, lambda c: c.text),
    "a.odt": (known_odt, lambda c: c.text),
    "a.rtf": (known_rtf, lambda c: c.text),
    "a.pdf": (known_pdf, _columns),
    "a.csv": (known_csv, _columns),
    "a.tsv": (lambda c: known_csv(c, "\t"), _columns),
    "a.json": (known_json, _columns),
    "a.jsonl": (known_tree, _columns),
    "a.xml": (known_xml, _columns),
    "a.srt": (known_srt, _columns),
    "a.vtt": (known_vtt, _columns),
    "a.xlsx": (lambda c: xlsx(_sheet(c, row)), _columns),
    "a.ods": (lambda c: ods(_sheet(c, ods_row)), _columns),
    "a.pptx": (known_slides, _columns),
    "a.fb2": (known_fb2, _columns),
    "a.ass": (known_ass, _columns),
    "a.eml": (known_mail, _columns),
    "a.tex": (known_tex, _columns),
    "a.ipynb": (known_notebook, _columns),
}


def known_documents(seed: int) -> Iterator[Known]:
    """The same content in every format, as far as the format can have it."""
    told = content(seed)
    for name, (make, text) in _FORMATS.items():
        yield Known(name, make(told), text(told))
