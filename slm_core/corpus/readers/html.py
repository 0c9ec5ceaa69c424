"""Web pages: their text without menus and footers, or all of it where that would lose some."""

from trafilatura import extract

from slm_core.corpus.readers.document import ReaderOutput, ReadOptions
from slm_core.corpus.readers.html_text import page_lines, parse_html
from slm_core.corpus.readers.page_article import article_lines
from slm_core.corpus.readers.xml_tools import Element, decode_marked_up, walk
from slm_core.errors import CorpusError
from slm_core.messages import msg

LARGEST = 32_000_000
"""Bytes of a page; its tree takes many times as much memory."""

_LONGEST = 2_000_000  # characters above which a page is no article
_MOST_TAGS = 100_000  # above which trafilatura takes a minute and a gigabyte
_MOST_LINES = 3_000  # above which its second way, by short lines among long ones, takes minutes
_DEEPEST = 200  # nested elements; trafilatura recurses


def read_html(data: bytes, options: ReadOptions) -> ReaderOutput:
    """The page's text as one document, a paragraph a line. Raises CorpusError."""
    if len(data) > LARGEST:
        raise CorpusError(
            msg(
                "This page has {data:,.0f} MB; up to {largest} MB are read. Save its "
                "text as plain text, and add that.",
                data=len(data) / 1e6,
                largest=LARGEST // 1_000_000,
            )
        )
    decoded = decode_marked_up(data, encoding=options.encoding)
    root = parse_html(decoded.text)
    lines = [] if root is None else list(page_lines(root))
    found = "" if root is None else _article(decoded.text, root, len(lines))
    kept, is_told_apart = article_lines(lines, found)
    text = "\n".join(kept)
    how = (
        msg("web page without menus and footers")
        if is_told_apart
        else msg("web page, all its text")
    )
    if not text:
        raise CorpusError(
            msg(
                "There is no text in this page. If you see text in a browser, a program "
                "wrote it: select it there, copy it, and paste it."
            )
        )
    return ReaderOutput(
        documents=[text],
        read_as=how,
        encoding=decoded.encoding,
        confidence=decoded.confidence,
        note=decoded.note,
        left_out=list(decoded.damage),
    )


def _article(text: str, root: Element, lines: int) -> str:
    """What trafilatura finds; "" where it finds nothing or could not bear the page."""
    if len(text) > _LONGEST or text.count("<") > _MOST_TAGS or _depth(root) > _DEEPEST:
        return ""
    article = extract(
        text,
        fast=lines > _MOST_LINES,
        include_comments=False,
        include_tables=True,
        include_formatting=False,
    )
    return article or ""


def _depth(root: Element) -> int:
    depth = deepest = 0
    for event, _, _ in walk(root):
        depth += 1 if event == "start" else -1
        deepest = max(deepest, depth)
    return deepest
