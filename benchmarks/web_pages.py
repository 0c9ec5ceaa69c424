"""Invented web pages of many layouts, with passages that are their text and others that are not."""

import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

_SENTENCES = {
    "en": """
        the night baker, a grey heron, the harbour master, our neighbour, the chess club,
        the school cook, an old tram driver, the new librarian, one of the gardeners
        mended the clock, counted the jars twice, asked for a longer rope, forgot the keys again,
        painted the fence green, walked home in the rain, kept the receipt, borrowed a ladder
        before breakfast, after the storm, on the third of May, without a word, with some regret,
        for the second time, when nobody looked, as usual, in the long winter, at the very end
    """,
    "zh": """
        面包师, 老电车司机, 图书管理员, 邻居, 渡船船员, 园丁, 象棋社, 学校厨师
        在早饭之前, 在暴风雨之后, 在五月三日, 一句话也没说, 第二次, 没有人看见的时候
        修好了钟, 数了两遍罐子, 要了一根更长的绳子, 把篱笆漆成绿色, 又忘了钥匙, 借了一把梯子
    """,
}
"""Who, what and when of each language, in the order of a sentence; a list may go on in a line
more after a comma."""


def _grammar(text: str) -> list[list[str]]:
    lists = re.sub(r",\s*\n", ", ", text).strip().split("\n")
    return [[part.strip() for part in line.split(",")] for line in lists]


_GRAMMARS = {language: _grammar(text) for language, text in _SENTENCES.items()}


@dataclass
class Page:
    """A page in the making."""

    rng: random.Random
    language: str
    wanted: list[str] = field(default_factory=list)
    unwanted: list[str] = field(default_factory=list)
    _number: int = 0

    def sentence(self) -> str:
        """A sentence that is on the page once."""
        self._number += 1
        said = [self.rng.choice(parts) for parts in _GRAMMARS[self.language]]
        if self.language == "zh":
            return f"{''.join(said)}，这是第{self._number}次。"
        return f"{' '.join(said).capitalize()}, for reason {self._number}."

    def text(self, sentences: int) -> str:
        """A wanted passage of so many sentences."""
        joint = "" if self.language == "zh" else " "
        passage = joint.join(self.sentence() for _ in range(sentences))
        self.wanted.append(passage)
        return passage

    def phrase(self) -> str:
        """A few wanted words: a heading, an item, a cell."""
        self._number += 1
        who = self.rng.choice(_GRAMMARS[self.language][0])
        words = (
            f"第{self._number}项：{who}" if self.language == "zh" else f"{who} no {self._number}"
        )
        self.wanted.append(words)
        return words

    def other(self, words: str) -> str:
        """A passage that is not the page's text."""
        self._number += 1
        passage = f"{words} {self._number}"
        self.unwanted.append(passage)
        return passage

    def link(self, words: str) -> str:
        """An unwanted link."""
        return f'<a href="/{self._number}">{self.other(words)}</a>'

    def paragraphs(self, least: int, most: int) -> str:
        """Wanted paragraphs."""
        count = self.rng.randint(least, most)
        return "".join(f"<p>{self.text(self.rng.randint(1, 4))}</p>\n" for _ in range(count))

    def menu(self) -> str:
        """A menu at the top, in one of three ways of writing it."""
        links = "".join(f"<li>{self.link(f'Section {name}')}</li>" for name in "ABCDEF")
        return self.rng.choice(
            (
                f"<nav><ul>{links}</ul></nav>",
                f'<div class="main-menu"><ul>{links}</ul></div>',
                f'<div id="top"><ul>{links}</ul></div>',
            )
        )

    def foot(self) -> str:
        """A footer with links, an address and rights."""
        links = " | ".join(self.link(name) for name in ("Imprint", "Privacy", "Contact"))
        text = self.other("All rights reserved by Quay Street Media, number")
        return self.rng.choice(
            (
                f"<footer><p>{links}</p><p>{text}</p></footer>",
                f'<div class="footer"><p>{links}</p><p>{text}</p></div>',
            )
        )

    def cookies(self) -> str:
        """A notice about cookies, of sentences as a text has them."""
        text = self.other(
            "We and our partners use cookies to make this page better for you. You can change your "
            "choice at any time. Notice"
        )
        return f'<div class="cookie-banner"><p>{text}</p><button>OK</button></div>'

    def teasers(self) -> str:
        """Other articles, each with a linked title and a few words."""
        made = "".join(
            f'<div class="teaser"><h3>{self.link("Read about the harbour")}</h3></div>'
            for _ in range(4)
        )
        return f'<div class="related"><h2>{self.other("More stories")}</h2>{made}</div>'

    def comments(self) -> str:
        """What readers wrote below."""
        said = [self.other("I was there too and saw it otherwise, said") for _ in range(3)]
        made = "".join(f'<li class="comment"><p>{text}</p></li>' for text in said)
        return f'<div id="comments"><h3>{self.other("Comments")}</h3><ol>{made}</ol></div>'


Layout = Callable[[Page], str]


def _article(page: Page) -> str:
    body = f"<article><h1>{page.phrase()}</h1>{page.paragraphs(4, 9)}</article>"
    return page.menu() + page.cookies() + body + page.teasers() + page.foot()


def _short(page: Page) -> str:
    body = f'<div class="content"><h1>{page.phrase()}</h1><p>{page.text(2)}</p></div>'
    return page.menu() + body + page.foot()


def _blog(page: Page) -> str:
    tags = f'<div class="tags">{page.link("Tag")} {page.link("Tag")}</div>'
    post = f'<div class="post"><h2>{page.phrase()}</h2>{page.paragraphs(3, 6)}{tags}</div>'
    side = f'<div id="sidebar"><h3>{page.other("Archive")}</h3>{page.teasers()}</div>'
    return (
        page.menu()
        + f"<div class='wrap has-sidebar'>{post}{page.comments()}{side}</div>"
        + page.foot()
    )


def _forum(page: Page) -> str:
    posts = "".join(
        f'<div class="message"><div class="user-panel">{page.other("Member since 2019")}</div>'
        f'<div class="message-body"><p>{page.text(page.rng.randint(1, 3))}</p></div></div>'
        for _ in range(6)
    )
    return page.menu() + f"<h1>{page.phrase()}</h1>{posts}" + page.foot()


def _shop(page: Page) -> str:
    rows = "".join(f"<tr><td>{page.phrase()}</td><td>{page.phrase()}</td></tr>" for _ in range(5))
    body = (
        f'<main><h1>{page.phrase()}</h1><div class="description">{page.paragraphs(2, 3)}</div>'
        f"<table>{rows}</table></main>"
    )
    basket = f'<div class="promo">{page.other("Buy two, pay one, offer")}</div>'
    return page.menu() + basket + body + page.teasers() + page.foot()


def _recipe(page: Page) -> str:
    parts = "".join(f"<li>{page.phrase()}</li>" for _ in range(7))
    steps = "".join(f"<li>{page.text(1)}</li>" for _ in range(5))
    body = f"<h1>{page.phrase()}</h1><p>{page.text(2)}</p><ul>{parts}</ul><ol>{steps}</ol>"
    share = f'<div class="social-share">{page.link("Share on")} {page.link("Pin it")}</div>'
    return page.menu() + f"<div class='recipe'>{body}</div>{share}" + page.comments() + page.foot()


def _hours(page: Page) -> str:
    rows = "".join(
        f"<tr><td>{page.phrase()}</td><td><ul><li>{page.phrase()}</li></ul></td></tr>"
        for _ in range(6)
    )
    body = f"<main><h1>{page.phrase()}</h1><p>{page.text(3)}</p><table>{rows}</table></main>"
    return page.menu() + body + f"<p>{page.text(4)}</p>" + page.foot()


def _manual(page: Page) -> str:
    contents = "".join(f"<li>{page.link('Chapter')}</li>" for _ in range(12))
    sections = "".join(
        f"<h2>{page.phrase()}</h2>{page.paragraphs(1, 3)}<pre>run --number {page.phrase()}</pre>"
        for _ in range(4)
    )
    side = f'<div class="toc-sidebar" role="navigation"><ul>{contents}</ul></div>'
    return (
        page.menu()
        + f"<div class='row'>{side}<div class='doc'>{sections}</div></div>"
        + page.foot()
    )


def _questions(page: Page) -> str:
    asked = "".join(f"<dt>{page.phrase()}?</dt><dd>{page.text(2)}</dd>" for _ in range(6))
    return (
        page.menu() + f"<div id='faq'><h1>{page.phrase()}</h1><dl>{asked}</dl></div>" + page.foot()
    )


def _laid_out_by_tables(page: Page) -> str:
    links = "<br>".join(page.link("Page") for _ in range(6))
    text = page.paragraphs(4, 7)
    return (
        f"<table><tr><td colspan=2>{page.other('Welcome to the home page of')}</td></tr>"
        f"<tr><td width=150>{links}</td><td><h1>{page.phrase()}</h1>{text}</td></tr>"
        f"<tr><td colspan=2><small>{page.other('Last changed, version')}</small></td></tr></table>"
    )


def _book(page: Page) -> str:
    chapters = "".join(f"<h2>{page.phrase()}</h2>{page.paragraphs(6, 12)}" for _ in range(5))
    return f"<h1>{page.phrase()}</h1>{chapters}"


def _nameless(page: Page) -> str:
    links = " ".join(page.link("Link") for _ in range(8))
    body = "".join(f"<div class='c{n}'>{page.text(3)}</div>" for n in range(6))
    return f"<div class='a1'>{links}</div><div class='b2'>{body}</div><div class='z9'>{links}</div>"


LAYOUTS: dict[str, Layout] = {
    "article": _article,
    "short": _short,
    "blog": _blog,
    "forum": _forum,
    "shop": _shop,
    "recipe": _recipe,
    "hours": _hours,
    "manual": _manual,
    "questions": _questions,
    "tables": _laid_out_by_tables,
    "book": _book,
    "nameless": _nameless,
}


@dataclass(frozen=True)
class LabelledPage:
    """A page with passages that are to come out, and passages that are not."""

    name: str
    data: bytes
    wanted: tuple[str, ...]
    unwanted: tuple[str, ...]


def invented_pages() -> Iterator[LabelledPage]:
    """48 pages, a quarter of them in Chinese; the same ones each time."""
    for seed, language in enumerate(("en", "zh", "en", "en")):
        for name, layout in LAYOUTS.items():
            page = Page(random.Random(f"{seed} {name}"), language)
            body = layout(page)
            source = (
                f'<!doctype html><html lang="{language}"><head><meta charset="utf-8"><title>'
                f"{page.wanted[0]}</title></head><body>{body}</body></html>"
            )
            yield LabelledPage(
                f"{name} {seed}", source.encode(), tuple(page.wanted), tuple(page.unwanted)
            )
