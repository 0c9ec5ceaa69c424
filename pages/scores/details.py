"""The other scores: four cards, and one click further all of them with their sentences."""

import orjson
import streamlit as st

from pages.ui.text.formatting import percent
from pages.ui.text.i18n import _, translate
from pages.ui.text.markdown import escape_markdown
from slm_core.evaluation.explained import ExplainedScore, Topic, explain
from slm_core.evaluation.report import EvaluationReport

_SHOWN = 6
"""Continuations beside the real ones."""


def draw_cards(report: EvaluationReport) -> None:
    """What people ask for by name, each with its sentence behind the question mark."""
    found, written = report.evaluation, report.continuations
    by_class = {one.kind: one.averages.f1 for one in found.classes}
    sentences = {one.name.template: translate(one.meaning) for one in explain(report)}
    cards = [
        (
            _("Perplexity"),
            f"{found.score.perplexity:.1f}",
            _("per token"),
            sentences.get("perplexity", ""),
        ),
        (
            _("F1 over next tokens"),
            f"{found.averages.f1:.2f}",
            _("macro; frequent {frequent}, rare {rare}").format(
                frequent=_two(by_class.get("frequent")), rare=_two(by_class.get("rare"))
            ),
            sentences.get("F1", ""),
        ),
    ]
    if written is not None:
        cards += [
            (
                "BLEU · chrF",
                f"{written.bleu:.1f} · {written.chrf:.0f}",
                _("says little of open text"),
                sentences.get("BLEU", ""),
            ),
            (
                _("Repeats itself"),
                percent(written.repetition),
                _("real text {n}").format(n=percent(written.repetition_real)),
                sentences.get("repetition", ""),
            ),
        ]
    with st.grid(len(cards), min_column_width=190, key="scores_cards"):
        for name, value, below, meaning in cards:
            with st.container(border=True, height="stretch", gap="xsmall"):
                st.metric(name, value, help=meaning)
                st.caption(below)


def draw_details(report: EvaluationReport) -> None:
    """All scores in tables, what it wrote beside what followed, and the numbers to take away."""
    scores = explain(report)
    titles: dict[Topic, str] = {
        "prediction": _("Prediction"),
        "classes": _("Precision and recall, by class of token"),
        "confidence": _("Confidence"),
        "writing": _("Writing"),
    }
    with st.expander(_("All scores, each with what it means"), key="scores_all"):
        for topic, title in titles.items():
            rows = [one for one in scores if one.topic == topic]
            if rows:
                st.markdown(f"**{title}**")
                _draw_scores(rows, title)
        st.download_button(
            _("All of it as JSON"),
            lambda: orjson.dumps(report, default=_plain, option=orjson.OPT_INDENT_2),
            file_name=f"{report.run}-{report.judged.file}.json",
            mime="application/json",
            icon=":material/download:",
            key="scores_json",
        )
    if report.continuations is not None:
        with st.expander(_("What it wrote beside what really followed"), key="scores_examples"):
            _draw_examples(report)


def _draw_scores(rows: list[ExplainedScore], title: str) -> None:
    st.table(
        {
            _("score"): [translate(one.name) for one in rows],
            _("value"): [one.value for one in rows],
            _("beside"): [escape_markdown(translate(one.beside)) for one in rows],
            _("what it means"): [escape_markdown(translate(one.meaning)) for one in rows],
        },
        hide_index=True,
        alt=title,
    )


def _draw_examples(report: EvaluationReport) -> None:
    if report.continuations is None:
        return
    for one in report.continuations.examples[:_SHOWN]:
        st.caption(escape_markdown("… " + " ".join(one.prompt.split())))
        pairs = ((_("It wrote"), one.written), (_("Really followed"), one.real))
        for column, (title, text) in zip(st.columns(2), pairs, strict=True):
            with column:
                st.markdown(f":gray[{title}]")
                st.markdown(f"> {escape_markdown(' '.join(text.split()))}")


def _two(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}"


def _plain(value: object) -> object:
    return str(value)
