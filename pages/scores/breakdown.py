"""Where it is good and where not: by place, frequency, source, topic and document."""

from collections.abc import Sequence

import streamlit as st

from pages.charts.bars import Bar, horizontal_bars
from pages.charts.chart import Axis
from pages.ui.text.formatting import count, percent
from pages.ui.text.i18n import _
from pages.ui.text.markdown import escape_markdown
from slm_core.evaluation.breakdown.records import DocumentScore, Group
from slm_core.evaluation.report import EvaluationReport


def draw_breakdown(report: EvaluationReport) -> None:
    """Charts of the groups there are, and the documents, one click further."""
    found = report.breakdown
    if found is None:
        return
    bytes_, tokens = _("bits per byte"), _("bits per token")
    several = report.evaluation.documents > 1
    where = _("bytes from the beginning of the document") if several else _("part of the text")
    charts = [
        (_("By place"), where, bytes_, found.positions, "place"),
        (
            _("By frequency"),
            _("times in the training text"),
            tokens,
            found.frequencies,
            "frequency",
        ),
        (_("By file"), "", bytes_, found.sources, "source"),
        (_("By topic"), _("terms of the topic"), bytes_, found.topics, "topic"),
    ]
    there = [chart for chart in charts if chart[3]]
    if not there and not found.documents:
        return
    with st.expander(_("Where it is good and where not"), key="scores_breakdown"):
        for first in range(0, len(there), 2):
            for column, chart in zip(
                st.columns(2, gap="small"), there[first : first + 2], strict=False
            ):
                with column:
                    _draw_groups(*chart)
        if found.documents:
            _draw_documents(found.documents)


def _draw_groups(title: str, along: str, unit: str, groups: Sequence[Group], key: str) -> None:
    bars = [
        Bar(
            group.label,
            group.bits,
            _("{bits} {unit}; right {right} of {n} times").format(
                bits=f"{group.bits:.2f}",
                unit=unit,
                right=percent(group.accuracy),
                n=count(group.predictions),
            ),
        )
        for group in groups
    ]
    best, worst = min(bars, key=lambda bar: bar.value), max(bars, key=lambda bar: bar.value)
    with st.container(border=True, height="stretch", gap="xsmall", key=f"scores_by_{key}"):
        st.markdown(f"**{title}**" + (f" :gray[{along}]" if along else ""))
        horizontal_bars(
            bars,
            Axis(unit),
            key=f"scores_by_{key}_chart",
            alt=_("Best: {best}, {low}; worst: {worst}, {high}").format(
                best=best.name, low=f"{best.value:.2f}", worst=worst.name, high=f"{worst.value:.2f}"
            ),
        )
        st.caption(
            _("Best: {best} ({low}). Hardest: {worst} ({high}).").format(
                best=escape_markdown(best.name),
                low=f"{best.value:.2f}",
                worst=escape_markdown(worst.name),
                high=f"{worst.value:.2f}",
            )
        )


def _draw_documents(documents: Sequence[DocumentScore]) -> None:
    st.markdown("**" + _("Documents, the hardest first") + "**")
    files = {_("file"): [one.source for one in documents]}
    st.dataframe(
        {
            _("beginning"): [one.beginning for one in documents],
            **(files if any(one.source for one in documents) else {}),
            _("bytes"): [one.bytes for one in documents],
            _("bits per byte"): [round(one.bits_per_byte, 3) for one in documents],
        },
        hide_index=True,
        key="scores_documents",
        alt=_("Documents with their bits per byte"),
    )
