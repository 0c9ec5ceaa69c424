"""Which lines of a web page are its text, and which stand around it: menus, footers, notices.

trafilatura finds the article; it leaves out lists in tables, short pages and half of many others.
So the lines it found say where on the page the text is, and what stands there with them and is
neither a menu nor named as something else belongs to it. Where it found little of the page's prose,
all the prose outside of what is named as something else is the text: a book in one page has no
article, and all of it is wanted.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from slm_core.corpus.readers.html_text import PageLine
from slm_core.corpus.readers.xml_tools import Element, local_name

_ENOUGH = 0.3  # of the page's prose must be in what was found
_SHORT, _ENOUGH_OF_SHORT = 700, 0.8  # characters of prose on a short page; share of them
_CERTAIN = 3_000  # characters of prose from which what was found is the text of its page
_PROSE = 80  # characters from which a line of a page is prose and no menu or button
_WIDE_PROSE = 30  # the same where a letter is a word, as in Chinese
_LINKED = 0.5  # share of a line in links from which it is a menu's
_MOST_OF_IT = 0.85  # share of the found text that the element around it has
_LONG = 50  # characters from which a linked line in the article is part of it
_WORDS = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]|[^\W\u3040-\u30ff\u3400-\u9fff]+")
_RUN = 4  # words that make a place in a text known again
_SAME = 0.5  # share of a line's runs of words that are in the article, where it is part of it
_COVERED = 0.7  # share of the article that is to be found again on the page
_TRUSTED = 500  # characters from which trafilatura's text is taken for the page's article
_LEAST = 0.1  # of a page's prose that its text has at least
_SMALL = 300  # characters of a page of which all is text that is not named as something else
_WIDE = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_AROUND = frozenset(["nav", "footer", "aside", "form", "menu", "dialog", "figcaption"])
_ROLE_NAMES = "navigation contentinfo complementary search banner dialog alertdialog menu menubar"
_AROUND_ROLES = frozenset(_ROLE_NAMES.split())
_AROUND_WORDS = r"""
    nav(?:igation|bar)? (?:main|side|top|sub)?-?menu breadcrumbs? footer foot side-?bar cookies?
    consent gdpr ccpa banner shar(?:e|es|ing) social sociable related(?:_?(?:links|posts?|content))?
    recommend(?:ed|ations?)? read-?more more-?(?:stories|news|articles|posts) see-?also newsletter
    subscri(?:be|ption) sign-?up login promo(?:tion)? sponsor(?:ed|s)? advert(?:isement|s)? ads?
    popup modal overlay paginat(?:ion|or) pager skip-?links? toolbar widgets? tag-?(?:list|cloud)
    tags? comments? comment-?list disqus respond copyright legal byline vcard
    authors? author-?(?:box|bio|info|card)\w* likes? third-party[\w-]* placeholder
    credits? caption(?:-text)? legend (?:image|img)[_-]?(?:annotation|desc\w*|wrap)
    post-?meta(?:data)?
    print-?only screen-?reader(?:-text)? visually-?hidden sr-only
"""
"""What classes and ids of surroundings are called, in words or parts of words with hyphens."""
_AROUND_NAMES = re.compile(
    rf"(?:^|[\s_-])(?:{'|'.join(_AROUND_WORDS.split())})(?:$|[\s_-])", re.IGNORECASE
)
_CALLS = re.compile(
    r"read (?:also|more|next)\b|see also\b|related (?:articles?|stories|posts|links)"
    r"|explore further|view comments|leave a (?:comment|reply)|(?:photo |image )?credits?:"
    r"|permalink|©|suggested citation|mehr zum thema"
    r"|weitere (?:themen|artikel)\b|lesen sie auch"
    r"|(?:titel)?bild:|foto:|(?:à )?lire aussi|crédits photos?|sur le même sujet"
    r"|permalien|pour lire la suite"
    r"|czytaj (?:też|także|więcej)|zobacz też|lea también|leggi anche"
    r"|延伸阅读|相关(?:阅读|文章|链接|新闻)|推荐阅读|责任编辑"
    r"|图片来源|版权(?:所有|声明)|分享到|[上下]一篇",
    re.IGNORECASE,
)
"""What a short line begins with that leads elsewhere or says whose something is."""
_CALL_LENGTH = 80  # characters of a line up to which such words make it no part of a text
_SITE_NAMES = re.compile(
    r"(?:^|[\s_-])(?:masthead|site-?(?:header|name|title|branding|description)"
    r"|blog-?(?:title|description))(?:$|[\s_-])",
    re.IGNORECASE,
)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_TEXT = ("article", "main")
_NEVER_AROUND = frozenset(("html", "body", *_TEXT))
_MOST_OF_PAGE = 0.6  # of a page's text is never what stands around it
_ARTICLE_WITHIN = 0.3  # of the article's text is never in what stands around it
_HIDDEN_NAMES = frozenset(("hidden", "is-hidden", "d-none"))
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_CELLS_AND_ITEMS = frozenset(("li", "td", "th", "tr", "dt", "dd", "pre"))
_IN_TEXT_NAMES = "p li td th dt dd pre blockquote h1 h2 h3 h4 h5 h6 tr"
_IN_TEXT = frozenset(_IN_TEXT_NAMES.split())
"""Elements whose lines, among those of a text, belong to it however short they are."""


def article_lines(lines: Sequence[PageLine], found: str) -> tuple[list[str], bool]:
    """The lines of a page that are its text, and whether those around it were told apart.

    `found` is the article as trafilatura has it, or "".
    """
    known = _KnownText(found)
    shares = [known.share(line.text) for line in lines]
    place = _place([line for line, share in zip(lines, shares, strict=True) if share >= _SAME])
    inside = set() if place is None else {place, *place.iterdescendants()}
    core = [
        share >= _SAME and (line.element in inside or len(line.text) >= _LONG)
        for line, share in zip(lines, shares, strict=True)
    ]
    surroundings = _Surroundings(lines, core)
    outside = [surroundings.hold(line.element) or _calls(line.text) for line in lines]
    core = [is_core and not is_out for is_core, is_out in zip(core, outside, strict=True)]
    own = [
        not is_out and line.linked <= _LINKED * len(line.text)
        for line, is_out in zip(lines, outside, strict=True)
    ]
    kept = _filled(lines, core, own, inside)
    kept = _enough(lines, kept, own)
    text = [line.text for line, keep in zip(lines, kept, strict=True) if keep]
    if len(found) >= _TRUSTED and _KnownText("\n".join(text)).share(found) < _COVERED:
        return found.split("\n"), True  # it lies where no page shows it, as in a noscript
    return (text, True) if text else ([line.text for line in lines], False)


def _enough(lines: Sequence[PageLine], kept: list[bool], own: Sequence[bool]) -> list[bool]:
    """What was kept, or more where that is little of the page: a book in one page, a page of a few
    lines, or one whose text is all named as something else."""
    of_own = _prose_of(lines, own)
    if _size_of(lines, own) < _SMALL or (
        _prose_of(lines, kept) < min(_ENOUGH * of_own, _CERTAIN)
        or (of_own < _SHORT and _prose_of(lines, kept) < _ENOUGH_OF_SHORT * of_own)
        if of_own
        else _size_of(lines, kept) < _ENOUGH * _size_of(lines, own)
    ):
        kept = [is_own or keep for is_own, keep in zip(own, kept, strict=True)]
    unlinked = [line.linked <= _LINKED * len(line.text) for line in lines]
    if _size_of(lines, kept) < _LEAST * _prose_of(lines, unlinked):
        kept = [
            keep or (is_text and _prose(line.text) > 0)
            for line, keep, is_text in zip(lines, kept, unlinked, strict=True)
        ]
    return kept


def _filled(
    lines: Sequence[PageLine], core: Sequence[bool], own: Sequence[bool], inside: set[Element]
) -> list[bool]:
    """The lines found and those that belong to them: prose in the same place or between them and
    the heading above, and items, cells, headings and short paragraphs among them."""
    kept = [
        is_core or (is_own and line.element in inside and _prose(line.text) > 0)
        for line, is_core, is_own in zip(lines, core, own, strict=True)
    ]
    if not any(kept):
        return kept
    first = kept.index(True)
    last = len(kept) - 1 - kept[::-1].index(True)
    for at, line in enumerate(lines):
        if own[at] and line.element in inside:
            among = _IN_TEXT if first < at < last else _CELLS_AND_ITEMS
            kept[at] = kept[at] or local_name(line.element) in among
    for at in range(last, first - 1, -1):  # headings of what is not in the text, such as "See also"
        if not core[at] and not (at < last and kept[at + 1]) and _heading(lines[at].element):
            kept[at] = False
    above = [_heading(line.element) for line in lines[: first + 1]]
    begin = next((at for at in range(first, -1, -1) if above[at] == "h1"), None)
    if begin is None:
        begin = next((at + 1 for at in range(first - 1, -1, -1) if not above[at]), first)
    for at in range(begin, first):
        kept[at] = (
            not _in_site_head(lines[at].element)
            if above[at]
            else own[at] and _prose(lines[at].text) > 0
        )
    return kept


def _calls(line: str) -> bool:
    """Whether a line leads elsewhere, or says whose a picture is."""
    return len(line) <= _CALL_LENGTH and _CALLS.match(line.strip()) is not None


def _heading(element: Element) -> str:
    """The name of the heading that it is or is in; "" outside of headings."""
    names = map(local_name, (element, *element.iterancestors()))
    return next((name for name in names if name in _HEADINGS), "")


def _in_site_head(element: Element) -> bool:
    return any(_is_site_head(part) for part in (element, *element.iterancestors()))


def _weights(lines: Sequence[PageLine]) -> Counter[Element]:
    """Characters in each element."""
    weights: Counter[Element] = Counter()
    for line in lines:
        for part in (line.element, *line.element.iterancestors()):
            weights[part] += len(line.text)
    return weights


class _KnownText:
    """A text, to look up in how much of another it has; letters count where words have no blanks
    between them."""

    def __init__(self, text: str) -> None:
        self._lines = {tuple(_words(line)) for line in text.split("\n")}
        self._runs = set(_runs(_words(text)))

    def share(self, other: str) -> float:
        """Share, from 0 to 1, of the other's runs of words that are in this one."""
        words = _words(other)
        if len(words) < _RUN:
            return float(bool(words) and tuple(words) in self._lines)
        runs = list(_runs(words))
        return sum(run in self._runs for run in runs) / len(runs)


def _words(text: str) -> list[str]:
    return _WORDS.findall(text.casefold())


def _runs(words: list[str]) -> Iterator[tuple[str, ...]]:
    return zip(*(words[start:] for start in range(_RUN)), strict=False)


class _Surroundings:
    """Elements that are named as what stands around a text."""

    def __init__(self, lines: Sequence[PageLine], core: Sequence[bool]) -> None:
        article = [line for line, is_core in zip(lines, core, strict=True) if is_core]
        self._weights = _weights(article or lines)
        self._most = (_ARTICLE_WITHIN if article else _MOST_OF_PAGE) * sum(
            len(line.text) for line in article or lines
        )
        self._known: dict[Element, bool] = {}

    def hold(self, element: Element) -> bool:
        """Whether an element is one of them or within one."""
        chain: list[Element] = []
        at: Element | None = element
        while at is not None and at not in self._known:
            chain.append(at)
            at = at.getparent()
        held = at is not None and self._known[at]
        for part in reversed(chain):
            held = held or self._is_one(part)
            self._known[part] = held
        return held

    def _is_one(self, element: Element) -> bool:
        if local_name(element) in _NEVER_AROUND:
            return False
        if _is_hidden(element):
            return True
        if self._weights[element] > self._most:
            return False  # a class such as has-sidebar, or a form around the whole page
        return _is_around(element)


def _is_hidden(element: Element) -> bool:
    style = element.get("style", "")
    named = element.get("class", "").split()
    return (
        element.get("hidden") is not None
        or not _HIDDEN_NAMES.isdisjoint(named)
        or bool(style and _HIDDEN.search(style))
    )


def _is_around(element: Element) -> bool:
    name = local_name(element)
    if name in _AROUND or element.get("role", "") in _AROUND_ROLES:
        return True
    if name == "header":
        return not any(True for _ in element.iterancestors(*_TEXT))
    if name in _HEADINGS:  # an id to jump to is made of the heading's words
        return "caption" in element.get("class", "")
    names = f"{element.get('class', '')} {element.get('id', '')}"
    return bool(_AROUND_NAMES.search(names)) or _is_site_head(element)


def _is_site_head(element: Element) -> bool:
    """Whether the name of the site stands there, and not that of the page."""
    names = f"{element.get('class', '')} {element.get('id', '')}"
    return element.get("id") == "header" or bool(_SITE_NAMES.search(names))


def _place(found: Sequence[PageLine]) -> Element | None:
    """The smallest element with nearly all of the text that was found."""
    weights = _weights(found)
    total = sum(len(line.text) for line in found)
    enough = [part for part, weight in weights.items() if weight >= _MOST_OF_IT * total]
    return max(enough, key=_depth, default=None)


def _depth(element: Element) -> int:
    return sum(1 for _ in element.iterancestors())


def _size_of(lines: Sequence[PageLine], chosen: Sequence[bool]) -> int:
    return sum(len(line.text) for line, is_in in zip(lines, chosen, strict=True) if is_in)


def _prose_of(lines: Sequence[PageLine], chosen: Sequence[bool]) -> int:
    return sum(_prose(line.text) for line, is_in in zip(lines, chosen, strict=True) if is_in)


def _prose(line: str) -> int:
    return len(line) if len(line) >= (_WIDE_PROSE if _WIDE.search(line) else _PROSE) else 0
