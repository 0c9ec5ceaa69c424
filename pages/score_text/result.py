"""What came of it: a sentence a model, and the documents in a table, the most surprising first."""

import streamlit as st

from pages.ui.text.formatting import count, in_a_row, percent
from pages.ui.text.i18n import _, ngettext, translate
from pages.ui.text.markdown import escape_markdown
from pages.ui.widgets.tables import Cell, LinkedRow, RowColumn, RowTarget, draw_linked_rows
from slm_core.evaluation.surprisal.kept_scores import ranked_csv
from slm_core.evaluation.surprisal.records import (
    AnomalyThreshold,
    RunSurprisal,
    SurprisalReport,
)

_MOST = 200
"""Documents in the table; the file to download has all."""
_LONGEST = 18  # characters of a run's name in the table


def shown_document(report: SurprisalReport, chosen: str) -> int:
    """The place of the document in the address, else that of the most surprising one."""
    if chosen.isdecimal() and 0 < int(chosen) <= report.count:
        return int(chosen) - 1
    documents = report.runs[0].documents
    return max(range(report.count), key=lambda place: documents[place].bits_per_byte)


def draw_result(report: SurprisalReport, scores: str, place: int) -> None:
    """Sentences on the whole text, and the table where there are several documents."""
    st.subheader(escape_markdown(report.name), anchor=False)
    for run in report.runs:
        st.markdown(_verdict(run))
    if report.count == 1 and len(report.runs) > 1:
        best = report.runs[report.most_natural(0)]
        st.markdown(_("Most natural for **{run}**.").format(run=escape_markdown(best.name)))
    if report.left_out:
        st.caption(
            ngettext(
                "{n} document without text was left out.",
                "{n} documents without text were left out.",
                report.left_out,
            ).format(n=count(report.left_out))
        )
    if report.count < 2:
        _draw_download(report)
        return
    with st.container(border=True, gap="xsmall", key="score_text_documents"):
        st.markdown("**" + _("Documents, the most surprising first") + "**")
        _draw_table(report, scores, place)
        _draw_download(report)


def _verdict(run: RunSurprisal) -> str:
    """How surprising the text is for one model, in sentences."""
    said = [
        _("**{run}** needs {bits} bits for each byte of it (lower: less surprising).").format(
            run=escape_markdown(run.name), bits=f"{run.bits_per_byte:.2f}"
        )
    ]
    if run.threshold is None:
        if run.without_threshold is not None and len(run.documents) > 1:
            said.append(escape_markdown(translate(run.without_threshold)))
        return in_a_row(said)
    odd = sum(map(run.is_odd, run.documents))
    if len(run.documents) == 1:
        said.append(_verdict_on_one(run.threshold, odd=bool(odd)))
        return in_a_row(said)
    said.append(
        ngettext(
            "{odd} of {n} document is odd: above {threshold} bits per byte, which {share} of "
            "{held} documents held back in training exceed.",
            "{odd} of {n} documents are odd: above {threshold} bits per byte, which {share} of "
            "{held} documents held back in training exceed.",
            len(run.documents),
        ).format(
            odd=count(odd),
            n=count(len(run.documents)),
            threshold=f"{run.threshold.bits_per_byte:.2f}",
            share=percent(run.threshold.false_alarms, digits=0),
            held=count(run.threshold.held_out),
        )
    )
    return in_a_row(said)


def _verdict_on_one(threshold: AnomalyThreshold, *, odd: bool) -> str:
    sentence = (
        _("It is odd: {share} of {held} documents held back in training exceed {threshold}.")
        if odd
        else _(
            "It is usual: odd begins at {threshold}, which {share} of {held} documents held back "
            "in training exceed."
        )
    )
    return sentence.format(
        share=percent(threshold.false_alarms, digits=0),
        held=count(threshold.held_out),
        threshold=f"{threshold.bits_per_byte:.2f}",
    )


def _short(name: str) -> str:
    """The end of a long name, which tells runs of one classifier apart."""
    return name if len(name) <= _LONGEST else f"…{name[1 - _LONGEST :]}"


def _draw_table(report: SurprisalReport, scores: str, place: int) -> None:
    first = report.runs[0]
    several = len(report.runs) > 1
    columns = [RowColumn(_("Document"), "excerpt")]
    columns += [
        RowColumn(
            _short(run.name) if several else _("Bits per byte"),
            "number",
            _("Bits per byte under {run}. Lower is less surprising").format(run=run.name),
        )
        for run in report.runs
    ]
    if several:
        columns.append(RowColumn(_("Most natural for"), "text", _("The model with fewest bits")))
    if first.threshold is not None:
        columns.append(
            RowColumn(
                _("Judged"),
                "light",
                _("By {run}; beside it the share of usual documents that are as surprising").format(
                    run=first.name
                ),
            )
        )
    ranked = sorted(range(report.count), key=lambda at: -first.documents[at].bits_per_byte)
    draw_linked_rows(
        columns,
        [LinkedRow(f"{scores}.{at + 1}", _cells(report, at)) for at in ranked[:_MOST]],
        RowTarget("score_text", "scores", _("Shows the document token by token")),
        key="score_text_table",
        alt=_("The documents with their surprise"),
    )
    if report.count > _MOST:
        st.caption(
            _("The {n} most surprising of {all}; the file has all of them.").format(
                n=count(_MOST), all=count(report.count)
            )
        )


def _cells(report: SurprisalReport, at: int) -> list[Cell]:
    first = report.runs[0]
    document = first.documents[at]
    cells = [Cell(f"{at + 1} · {document.beginning}", float(at))]
    for run in report.runs:
        bits = run.documents[at].bits_per_byte
        cells.append(Cell(f"{bits:.2f}", bits))
    if len(report.runs) > 1:
        cells.append(Cell(_short(report.runs[report.most_natural(at)].name)))
    if first.threshold is not None:
        odd = first.is_odd(document)
        typical = document.typicality
        detail = "" if typical is None else percent(typical, digits=0)
        cells.append(Cell(_("odd") if odd else _("usual"), "poor" if odd else "good", detail))
    return cells


def _draw_download(report: SurprisalReport) -> None:
    st.download_button(
        _("Download the ranked table (CSV)"),
        data=lambda: ranked_csv(report).encode("utf-8-sig"),
        file_name="scores.csv",
        mime="text/csv",
        icon=":material/download:",
        key="score_text_csv",
        on_click="ignore",
    )
