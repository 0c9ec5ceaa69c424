"""Details of a report for experts: the numbers behind the charts, and the report as JSON."""

from collections.abc import Callable, Mapping, Sequence

import orjson
import pandas as pd
import streamlit as st

from pages.corpus.profile.labels import general_name
from pages.ui.text.formatting import count, duration, percent
from pages.ui.text.i18n import _
from pages.ui.text.markdown import escape_markdown
from pages.ui.text.token_kinds import token_kind
from pages.ui.widgets.choice import choose_one
from slm_core.profiling.profile import CorpusProfile


def draw_details(report: CorpusProfile) -> None:
    """An expander; what is in it is drawn only while it is open."""
    title = _("The numbers behind it: tokens · laws · terms · topics · as a file")
    more = st.expander(title, key="report_more", on_change="rerun")
    if not more.open:
        return
    parts: Mapping[str, tuple[str, Callable[[CorpusProfile], None]]] = {
        "tokens": (_("Tokens"), _draw_tokens),
        "laws": (_("Laws"), _draw_laws),
        "terms": (_("Terms"), _draw_terms),
        "topics": (_("Topics"), _draw_topics),
        "file": (_("As a file"), _draw_file),
    }
    with more:
        chosen = choose_one(
            _("Show"),
            {name: title for name, (title, _draw) in parts.items()},
            key="report_more_part",
            label_visibility="collapsed",
        )
        parts[chosen][1](report)


def _draw_tokens(report: CorpusProfile) -> None:
    rows = [
        {
            _("A token is"): token_kind(one.kind).name,
            _("Vocabulary"): count(one.vocabulary_size),
            _("Tokens in the text"): count(one.tokens),
            _("Bytes per token"): f"{one.bytes_per_token:.2f}",
            _("Characters per token"): f"{one.characters_per_token:.2f}",
            _("Unknown"): percent(one.unknown_share, digits=2),
        }
        for one in report.tokens
    ]
    _table(rows, key="tokens", alt=_("The text under each tokenizer"))


def _draw_laws(report: CorpusProfile) -> None:
    st.markdown(
        _(
            "Heaps: V = {k} · n^β with β = {beta}. Zipf: f = {c} · r^−s with s = {exponent}. "
            "Fitted in logarithms."
        ).format(
            k=f"{report.growth.k:.3g}",
            beta=f"{report.growth.beta:.3f}",
            c=f"{report.ranks.c:,.0f}",
            exponent=f"{report.ranks.exponent:.3f}",
        )
    )
    lengths = report.lengths
    st.markdown(
        _(
            "Documents: shortest {shortest}, median {median}, mean {mean}, longest {longest} "
            "characters."
        ).format(
            shortest=count(lengths.shortest),
            median=count(lengths.median),
            mean=f"{lengths.mean:,.1f}",
            longest=count(lengths.longest),
        )
    )
    st.caption(_("Made in {time}.").format(time=duration(max(1, report.seconds))))


def _draw_terms(report: CorpusProfile) -> None:
    left, right = st.columns(2)
    with left:
        rows = [
            {
                _("Term"): one.word,
                _("Times"): count(one.count),
                _("In a million words"): count(one.per_million),
            }
            for one in report.top_terms
        ]
        _table(rows, key="terms", alt=_("Frequent terms"))
    with right:
        rows = [
            {
                _("Typical of your field"): one.word,
                _("Here, in a million"): count(one.per_million),
                _("Elsewhere"): f"{one.elsewhere:,.1f}",
                _("Significance (z)"): f"{one.z:.1f}",
            }
            for one in report.marking_terms
        ]
        _table(rows, key="marking", alt=_("Words typical of your field"))
        if report.general:
            st.caption(_("Elsewhere: {name}.").format(name=general_name(report.general)))


def _draw_topics(report: CorpusProfile) -> None:
    for topic in report.topics.topics:
        share = percent(topic.share, digits=0)
        st.markdown(f"**{share}** · {escape_markdown(', '.join(topic.terms))}")
        st.caption(escape_markdown(topic.excerpt))


def _draw_file(report: CorpusProfile) -> None:
    st.download_button(
        _("Download the report (JSON)"),
        orjson.dumps(report.to_json(with_words=False), option=orjson.OPT_INDENT_2),
        file_name=f"{report.corpus}-report.json",
        mime="application/json",
        icon=":material/download:",
        key="report_download",
        on_click="ignore",
    )
    st.caption(_("The same as `corpus report … --json` on the command line."))


def _table(rows: Sequence[Mapping[str, str]], *, key: str, alt: str) -> None:
    if not rows:
        st.caption(_("Nothing to list."))
        return
    st.dataframe(pd.DataFrame(list(rows)), hide_index=True, key=f"report_table_{key}", alt=alt)
