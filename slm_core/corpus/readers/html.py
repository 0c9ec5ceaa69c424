"""Web pages: the article without menus and footers, or all text where that would lose it.

trafilatura finds the article. Whether it found enough is measured against the prose of the
page: a book in one page has no article, and all of it is wanted.
"""

import re

from trafilatura import extract

from slm_core.corpus.readers.document import ReaderOutput, ReadOptions
from slm_core.corpus.readers.html_text import NEVER, html_text, parse_html
from slm_core.corpus.readers.xml_tools import Element, decode_marked_up, walk
from slm_core.errors import CorpusError
from slm_core.messages import msg

LARGEST = 32_000_000
"""Bytes of a page; its tree takes many times as much memory."""

_LONGEST = 2_000_000  # characters above which a page is no article
_MOST_TAGS = 100_000  # above which trafilatura takes a minute and a gigabyte
_DEEPEST = 200  # nested elements; trafilatura recurses
_ENOUGH = 0.8  # of the page's prose must be in what trafilatura found
_PROSE = 80  # characters from which a line of a page is prose and no menu or button
_AROUND = NEVER | frozenset(["nav", "header", "footer", "aside", "form", "menu", "dialog"])
_LETTERS = re.compile(r"\w")


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
    everything = "" if root is None else html_text(root, skip=_AROUND)
    article = None if root is None else _article(decoded.text, root)
    if article is not None and _prose(article) >= _ENOUGH * _prose(everything):
        text, how = article, msg("web page without menus and footers")
    else:
        text = everything or ("" if root is None else html_text(root))
        how = msg("web page, all its text")
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


def _prose(text: str) -> int:
    return sum(len(line) for line in text.split("\n") if len(line) >= _PROSE) or len(text)


def _article(text: str, root: Element) -> str | None:
    if len(text) > _LONGEST or text.count("<") > _MOST_TAGS or _depth(root) > _DEEPEST:
        return None
    article = extract(text, include_comments=False, include_tables=True, include_formatting=False)
    return article.strip() if article and _LETTERS.search(article) else None


def _depth(root: Element) -> int:
    depth = deepest = 0
    for event, _, _ in walk(root):
        depth += 1 if event == "start" else -1
        deepest = max(deepest, depth)
    return deepest
