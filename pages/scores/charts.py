"""The two charts at the top: what else predicts this text, and whether it knows how sure it is."""

import streamlit as st

from pages.charts.bars import Bar, horizontal_bars
from pages.charts.chart import Axis
from pages.charts.curves import Curves, Line, curves_chart
from pages.ui.run_index import run_summaries
from pages.ui.session import workspace
from pages.ui.text.formatting import in_a_row, percent
from pages.ui.text.i18n import _, translate
from slm_core.evaluation.explained import within
from slm_core.evaluation.report import EvaluationReport, Floors
from slm_core.evaluation.summary import scaling_words
from slm_core.metrics.scores import merged_bins
from slm_core.runs.run import Run

_FEWEST = 50
"""Predictions of a point of the calibration curve: fewer are right or wrong by chance."""


def draw_floors(run: Run, report: EvaluationReport) -> None:
    """Bits per byte beside what costs nothing."""
    found = report.evaluation
    bits = found.score.bits_per_byte
    bars = [] if found.floors is None else _floors(found.floors)
    bars.append(Bar(_("this model · {n}").format(n=f"{bits:.2f}"), bits))
    best = _best_run(run, report)
    if best is not None and best < bits:
        bars.append(Bar(_("your best run · {n}").format(n=f"{best:.2f}"), best))
    bars.sort(key=lambda bar: -bar.value)
    with st.container(border=True, height="stretch", gap="xsmall", key="scores_floors"):
        st.markdown(_("**Bits per byte** :gray[beside what costs nothing; lower is better]"))
        horizontal_bars(
            bars,
            Axis(""),
            key="scores_floors_chart",
            alt=_("Bits per byte: this model {bits}; {others}").format(
                bits=f"{bits:.2f}", others=" · ".join(bar.name for bar in bars if bar.is_floor)
            ),
        )
        over = _("over documents") if found.by_documents else _("over blocks of the text")
        if found.interval is None:
            st.caption(_("The text is too small for an interval: luck plays a part in this score."))
        else:
            st.caption(
                _("This model: {interval}, {over}.").format(
                    interval=translate(within(found.interval)), over=over
                )
            )


def draw_calibration(report: EvaluationReport) -> None:
    """How often it is right when it says so."""
    found = report.evaluation
    bins = merged_bins(found.calibration, fewest=_FEWEST)
    says, right = [one.confidence for one in bins], [one.accuracy for one in bins]
    with st.container(border=True, height="stretch", gap="xsmall", key="scores_calibration"):
        st.markdown(_("**When it says 70 %, is it right 70 %?** :gray[calibration]"))
        curves_chart(
            Curves(
                x=Axis(_("it says"), "percent"),
                y=Axis(_("it is right"), "percent"),
                lines=[
                    Line(_("this model"), "primary", says, right),
                    Line(_("ideal"), "orange", says, says),
                ],
            ),
            key="scores_calibration_chart",
            alt=_("It is off by {error} on average").format(error=percent(found.calibration_error)),
        )
        st.caption(_calibration_words(report))


def _calibration_words(report: EvaluationReport) -> str:
    found = report.evaluation
    points = _("Off by {points} points on average (expected calibration error).").format(
        points=f"{100 * found.calibration_error:.1f}"
    )
    scaling = scaling_words(found)
    each = _("Each point stands for {n} predictions or more.").format(n=_FEWEST)
    return in_a_row([points, *([] if scaling is None else [translate(scaling)]), each])


def _floors(floors: Floors) -> list[Bar]:
    named = (
        (_("pure chance"), floors.uniform),
        (_("by frequency"), floors.unigram),
        (_("zstd, best"), floors.zstd),
        (_("xz, best"), floors.xz),
        (_("Kneser–Ney, 5 words"), floors.kneser_ney_words),
        (_("Kneser–Ney, 6 characters"), floors.kneser_ney_characters),
    )
    return [Bar(f"{name} · {value:.2f}", value, is_floor=True) for name, value in named]


def _best_run(run: Run, report: EvaluationReport) -> float | None:
    """The fewest bits of another run on the same corpus and split, on its validation text."""
    if report.judged.kind != "validation":
        return None
    config = run.config()
    scores = [
        entry.final.bits_per_byte
        for entry in run_summaries(workspace())
        if entry.final is not None
        and entry.run.id != run.id
        and entry.config.corpus == config.corpus
        and entry.config.split == config.split
    ]
    return min(scores, default=None)
