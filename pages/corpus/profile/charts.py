"""The charts of a corpus report, each in a card with its title, its unit and how to read it."""

from collections.abc import Generator
from contextlib import contextmanager

import streamlit as st

from pages.charts.bars import Bar, horizontal_bars, vertical_bars
from pages.charts.chart import Axis
from pages.charts.curves import Curves, Line, curves_chart
from pages.corpus.profile.labels import general_name, tokenizer_name
from pages.ui.text.formatting import count, listed, percent
from pages.ui.text.i18n import _
from slm_core.profiling.profile import CorpusProfile, LengthBin

_TERMS = 12
"""Words in a chart of words."""


@contextmanager
def card(title: str, unit: str, caption: str, *, key: str) -> Generator[None]:
    """The frame of a chart: what it shows above it, and below it which shapes are good."""
    with st.container(border=True, height="stretch", gap="xsmall", key=key):
        st.markdown(f"**{title}** :gray[{unit}]" if unit else f"**{title}**")
        yield
        st.caption(caption)


def draw_tokens(report: CorpusProfile) -> None:
    """The text under each tokenizer."""
    caption = _(
        "The fewer tokens, the more text a model sees at once and the faster it learns, as "
        "long as each token occurs often. Which tokenizer suits this text is said above."
    )
    bars = [
        Bar(
            tokenizer_name(one.kind, one.vocabulary_size),
            one.tokens,
            _("{tokens} tokens of {bytes} bytes, {unknown} unknown").format(
                tokens=count(one.tokens),
                bytes=f"{one.bytes_per_token:.2f}",
                unknown=percent(one.unknown_share),
            ),
        )
        for one in report.tokens
    ]
    with card(_("How many tokens it is"), "", caption, key="report_tokens"):
        most = max(report.tokens, key=lambda one: one.tokens)
        least = min(report.tokens, key=lambda one: one.tokens)
        alt = _("Tokens by tokenizer: from {most} ({most_name}) down to {least} ({least_name})")
        horizontal_bars(
            bars,
            Axis(_("tokens"), "whole"),
            key="report_tokens_chart",
            alt=alt.format(
                most=count(most.tokens),
                most_name=tokenizer_name(most.kind, most.vocabulary_size),
                least=count(least.tokens),
                least_name=tokenizer_name(least.kind, least.vocabulary_size),
            ),
        )


def draw_growth(report: CorpusProfile) -> None:
    """Heaps."""
    growth = report.growth
    caption = _(
        "Good: the curve flattens, because words occur again. A straight line means that there "
        "are always new words, which a word model cannot know. Grey is Heaps’ law with β = "
        "{beta}."
    ).format(beta=f"{growth.beta:.2f}")
    with card(_("Growth of the vocabulary"), _("different words"), caption, key="report_growth"):
        curves_chart(
            Curves(
                x=Axis(_("words read"), "whole"),
                y=Axis(_("different words"), "whole"),
                lines=[
                    Line(_("your text"), "primary", growth.words, growth.different),
                    Line(_("Heaps’ law"), "gray", growth.words, growth.fitted),
                ],
            ),
            key="report_growth_chart",
            alt=_("After {words} words, {different} different ones; growth exponent {beta}").format(
                words=count(growth.words[-1] if growth.words else 0),
                different=count(growth.different[-1] if growth.different else 0),
                beta=f"{growth.beta:.2f}",
            ),
        )


def draw_ranks(report: CorpusProfile) -> None:
    """Zipf."""
    ranks = report.ranks
    caption = _(
        "Good: it falls about as straight as the grey line, Zipf’s law with exponent {exponent}. "
        "A flat start is boilerplate that repeats; an early end, a small vocabulary."
    ).format(exponent=f"{ranks.exponent:.2f}")
    title = _("How often the n-th most frequent word occurs")
    with card(title, _("times"), caption, key="report_ranks"):
        curves_chart(
            Curves(
                x=Axis(_("rank n"), decades=True),
                y=Axis(_("times"), decades=True),
                lines=[
                    Line(_("your text"), "primary", ranks.ranks, ranks.counts),
                    Line(_("Zipf’s law"), "gray", ranks.ranks, ranks.fitted),
                ],
            ),
            key="report_ranks_chart",
            alt=_("From {first} times for the most frequent word down; exponent {exponent}").format(
                first=count(ranks.counts[0] if ranks.counts else 0),
                exponent=f"{ranks.exponent:.2f}",
            ),
        )


def draw_lengths(report: CorpusProfile) -> None:
    """How long the documents are."""
    lengths = report.lengths
    if report.documents == 1:
        caption = _(
            "It is one document, so it is split in order: the beginning is for training, the "
            "end for validation. If it holds many texts, give them as a table or as separate "
            "files."
        )
        with card(_("How long documents are"), "", caption, key="report_lengths"):
            return
    caption = _(
        "Good: one peak. A second one far to the right is another kind of text; very short "
        "documents on the left are often headings or empty forms. Half are longer than "
        "{median} characters."
    ).format(median=count(lengths.median))
    with card(_("How long documents are"), _("documents"), caption, key="report_lengths"):
        vertical_bars(
            [Bar(_bin_name(one), one.documents, _bin_note(one)) for one in lengths.bins],
            Axis(_("documents"), "whole"),
            along=_("characters"),
            key="report_lengths_chart",
            alt=_(
                "Documents by length: from {shortest} to {longest} characters, half of them "
                "longer than {median}"
            ).format(
                shortest=count(lengths.shortest),
                longest=count(lengths.longest),
                median=count(lengths.median),
            ),
        )


def draw_terms(report: CorpusProfile) -> None:
    """The frequent words."""
    terms = report.top_terms[:_TERMS]
    caption = _(
        "What the text is about, without stop words. A term you do not expect here, such as a "
        "page header, should be removed by cleaning."
    )
    with card(_("Frequent terms"), "", caption, key="report_terms"):
        if not terms:
            st.caption(_("No word occurs often enough."))
            return
        horizontal_bars(
            [Bar(one.word, one.count) for one in terms],
            Axis(_("times"), "whole"),
            key="report_terms_chart",
            alt=_("The most frequent: {words}").format(
                words=listed(f"{one.word} ({count(one.count)})" for one in terms[:5])
            ),
        )


def draw_marking(report: CorpusProfile) -> None:
    """The words that mark the domain."""
    terms = report.marking_terms[:_TERMS]
    name = general_name(report.general)
    caption = _(
        "The most significant words first (log-odds against {general}). The orange mark is how "
        "often the word occurs there."
    ).format(general=name)
    title = _("Words typical of your field")
    if not report.general:
        caption = _("There is no table of general language for this one to compare with.")
    with card(title, "", caption, key="report_marking"):
        if not terms:
            return
        bars = []
        for one in terms:
            note = _("{here} in a million words, {there} in {general}").format(
                here=count(one.per_million), there=f"{one.elsewhere:,.4g}", general=name
            )
            bars.append(Bar(one.word, one.per_million, note, compared=one.elsewhere))
        horizontal_bars(
            bars,
            Axis(_("times in a million words")),
            key="report_marking_chart",
            alt=_("Compared with {general}, its most typical words are {words}").format(
                general=name, words=listed(one.word for one in terms[:5])
            ),
        )


def draw_topics(report: CorpusProfile) -> None:
    """What topics there are."""
    topics = report.topics
    caption = _(
        "Good: bars of similar length. The model will hardly write about a topic with little "
        "text. Evenness is {evenness} of 1; {passages} passages were grouped by the words they "
        "share."
    ).format(evenness=f"{topics.evenness:.2f}", passages=count(topics.passages))
    with card(_("What it is about"), _("share of the text"), caption, key="report_topics"):
        if not topics.topics:
            st.caption(_("There are too few passages to tell topics apart."))
            return
        horizontal_bars(
            [Bar(" · ".join(one.terms[:3]), one.share) for one in topics.topics],
            Axis(_("share of the text"), "percent"),
            key="report_topics_chart",
            alt=_("{n} topics; the largest, {terms}, has {share}").format(
                n=len(topics.topics),
                terms=listed(topics.topics[0].terms[:3]),
                share=percent(topics.topics[0].share, digits=0),
            ),
        )


def _bin_name(one: LengthBin) -> str:
    return f"{_short(one.low)}–{_short(one.high)}"


def _short(number: int) -> str:
    """Narrow enough to stand under a bar: 1,500 is 1.5k."""
    for size, sign in ((1_000_000, "M"), (1_000, "k")):
        if number >= size:
            return f"{number / size:g}{sign}"
    return str(number)


def _bin_note(one: LengthBin) -> str:
    return _("{low} to {high} characters: {n} documents").format(
        low=count(one.low), high=count(one.high), n=count(one.documents)
    )
