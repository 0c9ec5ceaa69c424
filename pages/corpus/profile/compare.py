"""Two corpora compared: their numbers, their typical words, their curves."""

from collections.abc import Mapping, Sequence

import pandas as pd
import streamlit as st

from pages.charts.bars import Bar, horizontal_bars
from pages.charts.chart import Axis, Colour
from pages.charts.curves import Curves, Line, curves_chart
from pages.corpus.profile.assessment import draw_enough
from pages.corpus.profile.charts import card
from pages.ui.text.formatting import count, listed, percent
from pages.ui.text.i18n import _
from pages.ui.text.markdown import escape_markdown
from slm_core.profiling.compare import Comparison, ComparisonRow
from slm_core.profiling.profile import CorpusProfile, Marking

_TERMS = 12
_FRACTIONS = frozenset({"growth of the vocabulary (beta)", "rank exponent", "evenness of topics"})

Pair = tuple[CorpusProfile, CorpusProfile]


def draw_comparison(reports: Pair, found: Comparison) -> None:
    """The finding in words, then the numbers, then the charts."""
    _draw_finding(found)
    for column, report in zip(st.columns(2, gap="small"), reports, strict=True):
        with column.container(border=True, height="stretch", gap="xsmall"):
            st.markdown(f"**{escape_markdown(report.name)}**")
            draw_enough(report.verdict)
    _draw_rows(found)
    left, right = st.columns(2, gap="small")
    with left:
        _draw_marks(found.first, found.second, found.first_terms, "first")
    with right:
        _draw_marks(found.second, found.first, found.second_terms, "second")
    left, right = st.columns(2, gap="small")
    with left:
        _draw_growth(reports)
    with right:
        _draw_ranks(reports)


def _draw_finding(found: Comparison) -> None:
    with st.container(border=True, gap="xsmall", key="compare_finding"):
        st.markdown(
            _("They share **{share}** of their different words.").format(
                share=percent(found.shared_words, digits=0)
            )
        )
        for first, second, share in (
            (found.first, found.second, found.first_in_second),
            (found.second, found.first, found.second_in_first),
        ):
            st.markdown(
                _(
                    "**{share}** of the words of “{first}” never occur in “{second}”: a word "
                    "model trained on “{second}” would not know them."
                ).format(
                    first=escape_markdown(first),
                    second=escape_markdown(second),
                    share=percent(share),
                )
            )


def _draw_rows(found: Comparison) -> None:
    # Columns by place: the two corpora may have the same name.
    rows = [
        {
            "what": _row_name(row.name),
            "first": _written(row, row.first),
            "second": _written(row, row.second),
        }
        for row in found.rows
    ]
    st.dataframe(
        pd.DataFrame(rows),
        hide_index=True,
        height="content",
        key="compare_rows",
        alt=_("The numbers of both corpora side by side"),
        column_config={
            "what": st.column_config.TextColumn(_("Number")),
            "first": st.column_config.TextColumn(found.first, alignment="right"),
            "second": st.column_config.TextColumn(found.second, alignment="right"),
        },
    )


def _draw_marks(name: str, other: str, terms: Sequence[Marking], key: str) -> None:
    title = _("Words typical of {name}").format(name=escape_markdown(name))
    caption = _(
        "The most significant words first (log-odds). The orange mark is how often {other} has it."
    )
    with card(title, "", caption.format(other=escape_markdown(other)), key=f"compare_{key}"):
        if not terms:
            st.caption(_("No word is significantly more frequent here."))
            return
        horizontal_bars(
            [Bar(one.word, one.per_million, compared=one.elsewhere) for one in terms[:_TERMS]],
            Axis(_("times in a million words")),
            key=f"compare_{key}_chart",
            alt=_("Compared with {other}, the most typical words of {name} are {words}").format(
                other=other, name=name, words=listed(one.word for one in terms[:5])
            ),
        )


def _draw_growth(reports: Pair) -> None:
    caption = _("The steeper, the more different words there are to learn.")
    with card(_("Growth of the vocabulary"), _("different words"), caption, key="compare_growth"):
        betas = [f"{report.growth.beta:.2f}" for report in reports]
        curves_chart(
            Curves(
                x=Axis(_("words read")),
                y=Axis(_("different words")),
                lines=[
                    Line(name, colour, report.growth.words, report.growth.different)
                    for name, colour, report in _named(reports)
                ],
            ),
            key="compare_growth_chart",
            alt=_("Growth exponents {first} and {second}").format(first=betas[0], second=betas[1]),
        )


def _draw_ranks(reports: Pair) -> None:
    caption = _("The text whose line is higher at the left uses its most frequent words more.")
    title = _("How often the n-th most frequent word occurs")
    with card(title, _("in a million words"), caption, key="compare_ranks"):
        curves_chart(
            Curves(
                x=Axis(_("rank n"), decades=True),
                y=Axis(_("times"), decades=True),
                lines=[
                    Line(name, colour, report.ranks.ranks, _per_million(report))
                    for name, colour, report in _named(reports)
                ],
            ),
            key="compare_ranks_chart",
            alt=_("Rank exponents {first} and {second}").format(
                first=f"{reports[0].ranks.exponent:.2f}", second=f"{reports[1].ranks.exponent:.2f}"
            ),
        )


def _named(reports: Pair) -> list[tuple[str, Colour, CorpusProfile]]:
    names = [report.name for report in reports]
    if names[0] == names[1]:
        names = [f"{name} ({number})" for number, name in enumerate(names, 1)]
    return [(names[0], "primary", reports[0]), (names[1], "violet", reports[1])]


def _per_million(report: CorpusProfile) -> list[float]:
    share = min(1.0, report.sampled_characters / max(1, report.characters))
    counted = max(1.0, report.words * share)
    return [1e6 * times / counted for times in report.ranks.counts]


def _written(row: ComparisonRow, value: float) -> str:
    if row.is_share:
        return percent(value)
    return f"{value:.2f}" if row.name in _FRACTIONS else count(value)


def _row_name(name: str) -> str:
    names: Mapping[str, str] = {
        "documents": _("Documents"),
        "characters": _("Characters"),
        "words": _("Words"),
        "different words": _("Distinct words"),
        "different characters": _("Distinct characters"),
        "words that occur once": _("Words that occur once"),
        "median length": _("Characters in a document (median)"),
        "growth of the vocabulary (beta)": _("Growth of the vocabulary (Heaps’ β)"),
        "rank exponent": _("Zipf’s exponent"),
        "unknown words in validation": _("Words new in the validation part"),
        "exact duplicates": _("Exact duplicates"),
        "near duplicates": _("Near-duplicates"),
        "evenness of topics": _("Evenness of topics (of 1)"),
        "personal data": _("Pieces of personal data"),
    }
    return names.get(name, name)
