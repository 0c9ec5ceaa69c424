"""What came of labelling texts: how good the labels are beside both floors, and each text."""

import streamlit as st

from pages.charts.chart import Axis
from pages.charts.matrix import MOST_LABELS, matrix_chart
from pages.charts.roc import MOST_CURVES, Roc, roc_chart
from pages.score_text.sort import EXAMPLES
from pages.ui.navigation import link_to
from pages.ui.text.formatting import count, in_a_row, percent
from pages.ui.text.i18n import _, ngettext, translate
from pages.ui.text.markdown import escape_markdown
from slm_core.evaluation.classification.jobs.kept_labels import LabelReport, labels_csv
from slm_core.evaluation.classification.judge_runs import JudgedLabels
from slm_core.evaluation.classification.label_floors import LabelFloor, beats_words
from slm_core.evaluation.classification.label_scores import LabelScore

_MOST = 200
"""Texts in the table; the file to download has all."""


def draw_labels(report: LabelReport) -> None:
    """The report of texts that were labelled."""
    title = EXAMPLES[report.example][0] if report.example in EXAMPLES else None
    st.subheader(translate(title) if title else escape_markdown(report.name), anchor=False)
    if report.judged is not None:
        _draw_judged(report, report.judged)
    if report.scores:
        link_to(
            "score_text",
            _("Show each text token by token"),
            icon=":material/format_ink_highlighter:",
            scores=report.scores,
        )
    with st.container(border=True, gap="xsmall", key="score_text_labelled"):
        _draw_texts(report)


def _draw_judged(report: LabelReport, judged: JudgedLabels) -> None:
    st.markdown(in_a_row(_sentences(report, judged)))
    scores = judged.scores
    cards = (
        (_("Accuracy"), percent(scores.accuracy), _("Share of texts with the right label.")),
        (
            _("Precision of labels"),
            f"{scores.precision:.3f}",
            _("Of a label's guesses, how many are right."),
        ),
        (_("Recall"), f"{scores.recall:.3f}", _("Of a label's texts, how many are found.")),
        ("F1", f"{scores.f1:.3f}", _("Harmonic mean of precision and recall, mean over labels.")),
        ("AUC", f"{scores.area:.3f}", _("Area under the ROC curve; 0.5 is chance.")),
        *_calibration(judged),
    )
    with st.grid(len(cards), min_column_width=120, key="score_text_cards"):
        for name, value, meaning in cards:
            with st.container(border=True):
                st.metric(name, value, help=meaning)
    _draw_floors(judged)
    left, right = st.columns(2, gap="small")
    with left.container(border=True, key="score_text_confusion"):
        _draw_confusion(judged)
    with right.container(border=True, key="score_text_roc"):
        _draw_roc(judged)
    with st.container(border=True, gap="xsmall", key="score_text_by_label"):
        st.markdown("**" + _("By label") + "**")
        _draw_by_label(judged.scores.by_label)


def _calibration(judged: JudgedLabels) -> list[tuple[str, str, str]]:
    """How far probabilities are from the truth, where a probability was given."""
    if judged.threshold_only:
        return []
    about = _(
        "Calibration error: by how much the probabilities and the share of right labels differ."
    )
    return [(_("Calibration"), percent(judged.scores.calibration_error), about)]


def _sentences(report: LabelReport, judged: JudgedLabels) -> list[str]:
    said = [escape_markdown(translate(beats_words(judged.scores, judged.floors)))]
    if report.learned:
        said.append(
            ngettext(
                "{n} text was learned from.", "{n} texts were learned from.", report.learned
            ).format(n=count(report.learned))
        )
    if report.held_out:
        said.append(_("The texts were held out of training."))
    if judged.threshold_only:
        said.append(
            _(
                "Naive Bayes was taught with labelled texts of both kinds, nine tenths of these; "
                "the model has seen no label."
            )
        )
    if judged.networks is not None:
        said.append(
            _("The networks alone, without counted words, put {share} right.").format(
                share=percent(judged.networks.accuracy)
            )
        )
    return said


def _draw_floors(judged: JudgedLabels) -> None:
    """The models beside both floors."""
    scores, floors = judged.scores, judged.floors
    rows: list[tuple[str, LabelFloor]] = [
        (_("These models"), LabelFloor(scores.accuracy, scores.f1)),
        (_("Naive Bayes over words"), floors.naive_bayes),
        (_("Always the most frequent label"), floors.commonest),
    ]
    st.dataframe(
        {
            " ": [name for name, _floor in rows],
            _("Accuracy"): [percent(floor.accuracy) for _name, floor in rows],
            "F1": [f"{floor.f1:.3f}" for _name, floor in rows],
        },
        hide_index=True,
        key="score_text_floors",
    )


def _draw_confusion(judged: JudgedLabels) -> None:
    st.markdown("**" + _("Confusion matrix") + "**")
    labels = [one.label for one in judged.scores.by_label]
    if len(labels) > MOST_LABELS:
        st.caption(
            _("{n} labels have no room here; the table below has them.").format(n=len(labels))
        )
        return
    matrix_chart(
        labels,
        judged.scores.confusion,
        (_("Right label"), _("Label given")),
        key="score_text_confusion_chart",
        alt=_("How many texts of each label got which label"),
    )


def _draw_roc(judged: JudgedLabels) -> None:
    st.markdown("**" + _("ROC curve") + "**")
    known = [one for one in judged.scores.by_label if one.roc is not None]
    # Of two labels the curves say the same; of many, those that are told apart worst.
    shown = known[:1] if len(known) == 2 else sorted(known, key=_area)[:MOST_CURVES]
    roc_chart(
        [Roc(one.label, one.roc.false_alarms, one.roc.found) for one in shown if one.roc],
        (Axis(_("False alarms"), "percent"), Axis(_("Share found"), "percent")),
        key="score_text_roc_chart",
        alt=_("Texts found against false alarms, by label"),
    )
    if len(known) == 2:
        st.caption(
            _("For the label “{label}”. Dashed: chance.").format(
                label=escape_markdown(shown[0].label)
            )
        )
    elif len(known) > len(shown):
        st.caption(
            _("The {n} labels that are told apart worst. Dashed: chance.").format(n=len(shown))
        )
    else:
        st.caption(_("Dashed: chance."))


def _area(one: LabelScore) -> float:
    return one.roc.area if one.roc else 1.0


def _draw_by_label(scores: tuple[LabelScore, ...]) -> None:
    st.dataframe(
        {
            _("Label"): [one.label for one in scores],
            _("Texts"): [one.texts for one in scores],
            _("Precision of labels"): [round(one.precision, 3) for one in scores],
            _("Recall"): [round(one.recall, 3) for one in scores],
            "F1": [round(one.f1, 3) for one in scores],
            "AUC": [round(one.roc.area, 3) if one.roc else None for one in scores],
        },
        hide_index=True,
        key="score_text_by_label_table",
    )


def _draw_texts(report: LabelReport) -> None:
    judged = report.judged is not None
    places = report.by_doubt() if judged else list(range(len(report.texts)))
    title = _("Texts, the wrong labels first") if judged else _("Texts and their labels")
    st.markdown("**" + title + "**")
    shown = [report.texts[place] for place in places[:_MOST]]
    columns: dict[str, list[object]] = {
        _("Beginning of the text"): [" ".join(one.text.split()) for one in shown],
        _("Label given"): [one.label for one in shown],
    }
    if judged:
        columns[_("Right label")] = [one.right for one in shown]
    if any(one.probability is not None for one in shown):
        columns[_("Probability")] = [
            "" if one.probability is None else percent(one.probability, digits=0) for one in shown
        ]
    st.dataframe(columns, hide_index=True, key="score_text_labelled_table")
    if len(report.texts) > _MOST:
        st.caption(
            ngettext(
                "{most} of {n} text; the file has all of them.",
                "{most} of {n} texts; the file has all of them.",
                len(report.texts),
            ).format(most=_MOST, n=count(len(report.texts)))
        )
    st.download_button(
        _("Download the labels (CSV)"),
        data=lambda: labels_csv(report).encode("utf-8-sig"),
        file_name="labels.csv",
        mime="text/csv",
        icon=":material/download:",
        key="score_text_labels_csv",
        on_click="ignore",
    )
