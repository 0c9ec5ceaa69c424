"""Who won: win rates with intervals, which text was whose, and the votes as a file."""

import pandas as pd
import streamlit as st
from streamlit.elements.lib.column_config_utils import ColumnConfigMappingInput

from pages.charts.bars import Bar, horizontal_bars
from pages.charts.chart import Axis
from pages.ui.text.formatting import count, in_a_row, percent
from pages.ui.text.i18n import _, ngettext, translate
from pages.ui.text.markdown import bold, escape_markdown
from slm_core.evaluation.ratings.rating_set import RatingSet, shown_names
from slm_core.evaluation.ratings.standings import (
    REAL_TEXT,
    Standing,
    rating_standings,
    rating_verdict,
)
from slm_core.messages import Message


def draw_results(ratings: RatingSet) -> None:
    """A sentence, a chart, a table, and files."""
    names = list(shown_names(ratings.record, real=translate(REAL_TEXT)))
    found = rating_standings(ratings)
    votes = len(ratings.votes())
    judged = ngettext("{n} pair judged.", "{n} pairs judged.", votes).format(n=count(votes))
    st.markdown(in_a_row((judged, _sentence(ratings, found))))
    horizontal_bars(
        [Bar(names[one.place], one.win_rate) for one in found],
        Axis(_("Expected wins against any of the others"), "percent"),
        key="rating_chart",
        alt=_("How often each would win, best first"),
    )
    st.dataframe(
        pd.DataFrame([_row(one, names) for one in found]),
        hide_index=True,
        key="rating_table",
        alt=_("Wins, comparisons and intervals of each"),
        column_config=_columns(),
    )
    st.caption(
        _(
            "Expected wins are estimated from all pairs together, as if each met the others "
            "equally often; won is what was counted in the pairs judged."
        )
    )
    st.download_button(
        _("Download the votes (CSV)"),
        lambda: ratings.to_csv().encode("utf-8-sig", errors="replace"),  # for Excel
        file_name=f"{ratings.id}.csv",
        mime="text/csv",
        icon=":material/download:",
        key="rating_csv",
        on_click="ignore",
    )


def _columns() -> ColumnConfigMappingInput:
    """What each column of the table is called, and what it means."""
    return {
        "name": st.column_config.TextColumn(_("Who")),
        "rate": st.column_config.TextColumn(
            _("Expected wins"),
            help=_(
                "Estimated from all pairs together (Bradley–Terry): how often it would win "
                "if it met each of the others equally often. So it differs from what it won "
                "of the pairs it happened to be in; of few pairs it is nearer to one half."
            ),
        ),
        "between": st.column_config.TextColumn(
            _("95 % interval"),
            help=_("Over votes drawn anew from those that were given"),
        ),
        "wins": st.column_config.TextColumn(_("Won; alike counts half")),
        "votes": st.column_config.NumberColumn(_("Comparisons")),
    }


def _row(one: Standing, names: list[str]) -> dict[str, object]:
    between = one.interval
    return {
        "name": names[one.place],
        "rate": percent(one.win_rate, digits=0),
        "between": "–"
        if between is None
        else f"{percent(between.low, digits=0)} – {percent(between.high, digits=0)}",
        "wins": f"{one.wins:g}",
        "votes": one.votes,
    }


def _sentence(ratings: RatingSet, found: list[Standing]) -> str:
    verdict = rating_verdict(ratings, found)
    values = {
        name: escape_markdown(translate(value)) if isinstance(value, Message) else value
        for name, value in verdict.values.items()
    }
    return translate(bold(verdict.with_values(values), "first"))
