"""The plain numbers of a report: size, duplicates, words new in the validation part."""

import streamlit as st

from pages.charts.bars import Bar, horizontal_bars
from pages.charts.chart import Axis
from pages.corpus.profile.charts import card
from pages.ui.text.formatting import count, listed, percent
from pages.ui.text.i18n import _
from pages.ui.text.language_names import language_name
from pages.ui.text.markdown import escape_markdown
from slm_core.profiling.profile import CorpusProfile

_LANGUAGES = 6


def draw_size(report: CorpusProfile) -> None:
    """Documents, words and signs."""
    with st.grid(3, min_column_width=130, key="report_size"):
        st.metric(_("Documents"), count(report.documents), border=True)
        st.metric(_("Words"), count(report.words), border=True)
        st.metric(_("Distinct words"), count(report.different_words), border=True)
        st.metric(_("Characters"), count(report.characters), border=True)
        st.metric(_("Distinct characters"), count(report.different_characters), border=True)
        st.metric(
            _("Occur only once"),
            percent(report.words_once / max(1, report.different_words), digits=0),
            border=True,
            help=_("Share of the different words. What occurs once cannot be learned."),
        )
    if not report.is_whole:
        st.caption(
            _("Words and tokens were counted in an even sample of {n} characters.").format(
                n=count(report.sampled_characters)
            )
        )


def draw_small_cards(report: CorpusProfile) -> None:
    """Duplicates, languages, and what only the validation part has."""
    with st.grid(3, min_column_width=260):
        _draw_repeats(report)
        _draw_languages(report)
        _draw_unknown(report)


def _draw_repeats(report: CorpusProfile) -> None:
    repeats = report.repeats
    title = _("Duplicates among documents")
    if repeats.of == "paragraphs":
        title = _("Duplicates among paragraphs")
    caption = _(
        "Good: below 5 %. Duplicates are memorised, and make the score look better than it is. "
        "A recipe’s duplicate steps remove them; {n} were compared."
    ).format(n=count(repeats.compared))
    with card(title, "", caption, key="report_repeats"), st.grid(3, min_column_width=90):
        st.metric(_("exact"), percent(repeats.exact_share))
        st.metric(_("near or exact"), percent(repeats.near_share))
        st.metric(
            _("in lines"),
            percent(repeats.lines_share),
            help=_("Share of the text in lines that repeat an earlier line letter for letter."),
        )


def _draw_languages(report: CorpusProfile) -> None:
    shares = report.languages[:_LANGUAGES]
    caption = _(
        "Good: nearly all of it is in one language. A small model has room for one language."
    )
    with card(_("Languages"), _("share of the text"), caption, key="report_languages"):
        if not shares:
            st.metric(language_name(report.language), "–")
            return
        if len(shares) == 1:
            st.metric(language_name(shares[0].language), percent(shares[0].share, digits=0))
            return
        first = shares[0]
        horizontal_bars(
            [Bar(language_name(one.language), one.share) for one in shares],
            Axis("", "percent"),
            key="report_languages_chart",
            alt=_("{language} has {share} of the text").format(
                language=language_name(first.language), share=percent(first.share, digits=0)
            ),
        )


def _draw_unknown(report: CorpusProfile) -> None:
    unknown = report.unknown
    caption = _(
        "Good: below 5 % of words. These words of the validation part never occur before it: a "
        "word model cannot know them."
    )
    with card(_("New in the validation part"), "", caption, key="report_unknown"):
        with st.grid(2, min_column_width=90):
            st.metric(_("of its words"), percent(unknown.words))
            st.metric(_("of its characters"), percent(unknown.characters, digits=2))
        if unknown.word_examples:
            words = listed(unknown.word_examples[:6])
            st.caption(_("Such as {words}.").format(words=escape_markdown(words)))
