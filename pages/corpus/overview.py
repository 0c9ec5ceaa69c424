"""The overview of a saved corpus: assessment, preview, numbers, sources."""

import itertools
from collections.abc import Iterator, Mapping

import pandas as pd
import streamlit as st

from pages.corpus.adding.files import left_out_in_words
from pages.corpus.cleaning.labels import done_in_words
from pages.corpus.facts import draw_documents, draw_numbers, draw_verdict
from pages.corpus.profile.assessment import draw_amount
from pages.corpus.profile.data import known_report
from pages.corpus.subject import draw_subject
from pages.corpus.uncleaned import draw_uncleaned
from pages.ui.navigation import link_to
from pages.ui.text.cleaning_steps import step_title
from pages.ui.text.formatting import count
from pages.ui.text.i18n import _, ngettext, translate
from pages.ui.text.markdown import escape_markdown
from pages.ui.widgets.glossary import draw_glossary
from slm_core.corpus.cleaning.step import StepStats
from slm_core.corpus.split import PARTS, SplitSettings, split_corpus
from slm_core.corpus.store import Corpus, open_corpus
from slm_core.corpus.text.statistics import QuickStats, quick_stats
from slm_core.errors import ArgotError
from slm_core.workspace import Workspace

_FILES = 12
"""Rows of the table of files before it scrolls."""
_SENTENCES = 6
"""Sentences on what was left out, before the rest is one click away."""
_PASSAGES = 8
"""Passages read for the beginnings of documents."""
_LARGE = 20_000_000
"""Characters from which the split is not reckoned out for its shares: they are as asked for."""
_COUNTS = (
    "documents_in",
    "documents_out",
    "documents_changed",
    "changes",
    "characters_in",
    "characters_out",
)


def draw_overview(workspace: Workspace, corpus: Corpus) -> None:
    """All of it. Raises CorpusError where the text is damaged."""
    counts = corpus.card.counts
    seen, shares = _counted(corpus)
    report = known_report(workspace, corpus.id)
    if report is None:
        draw_verdict(counts.characters, seen)
    else:
        with st.container(border=True, gap="xsmall", key="corpus_verdict"):
            draw_amount(
                report.verdict,
                characters=report.characters,
                different=report.different_characters,
            )
    for warning in corpus.card.warnings:
        st.markdown(f":orange[:material/warning:] {escape_markdown(translate(warning))}")
    left, right = st.columns([1.7, 1], gap="medium")
    with left:
        draw_documents(_beginnings(corpus))
    with right:
        st.subheader(_("In numbers"), anchor=False)
        draw_numbers(counts.documents, counts.characters, corpus.card.language, seen)
        st.caption(shares)
        draw_subject(corpus)
    _draw_glossary(corpus)
    _draw_sources(corpus)
    _draw_recipe(workspace, corpus)


def _draw_glossary(corpus: Corpus) -> None:
    """An expander; what is in it is read only while it is open."""
    more = st.expander(
        _("Glossary"), icon=":material/dictionary:", key="corpus_terms", on_change="rerun"
    )
    if more.open:
        with more:
            st.caption(_("For what every model of this corpus writes, in the API too."))
            draw_glossary(corpus.folder, page="corpus", place=corpus.id)


def _draw_sources(corpus: Corpus) -> None:
    st.subheader(_("Where it came from"), anchor=False)
    rows = [
        {
            "file": source.file,
            "read_as": translate(source.read_as),
            "encoding": source.encoding,
            "size": f"{source.size / 1000:,.0f} kB",
        }
        for source in corpus.card.sources
    ]
    st.dataframe(
        pd.DataFrame(rows),
        hide_index=True,
        height="content" if len(rows) <= _FILES else 35 * (_FILES + 1),
        key="corpus_sources",
        alt=_("Files of this corpus"),
        column_config={
            "file": st.column_config.TextColumn(_("File")),
            "read_as": st.column_config.TextColumn(_("Read as")),
            "encoding": st.column_config.TextColumn(_("Encoding")),
            "size": st.column_config.TextColumn(_("Size"), alignment="right"),
        },
    )
    if corpus.card.more_sources:
        more = corpus.card.more_sources
        words = ngettext("and {n} more file", "and {n} more files", more)
        st.caption(words.format(n=count(more)))
    _draw_left_out(corpus)


def _draw_left_out(corpus: Corpus) -> None:
    sentences = [
        left_out_in_words(source.file, source.left_out)
        for source in corpus.card.sources
        if source.left_out
    ]
    sentences += [escape_markdown(translate(sentence)) for sentence in corpus.card.refused]
    for sentence in sentences[:_SENTENCES]:
        st.caption(sentence)
    if len(sentences) > _SENTENCES:
        rest = sentences[_SENTENCES:]
        label = ngettext("{n} more was left out", "{n} more were left out", len(rest))
        with st.expander(label.format(n=count(len(rest))), key="corpus_left_out"):
            for sentence in rest:
                st.caption(sentence)


def _draw_recipe(workspace: Workspace, corpus: Corpus) -> None:
    card = corpus.card
    if not (card.recipe or card.parent or card.made_from):
        return
    st.subheader(_("How it was made"), anchor=False)
    if card.parent:
        _draw_origin(workspace, card.parent, _("It adds to {name}"))
    if card.made_from:
        _draw_origin(workspace, card.made_from, _("It is the text of {name}, cleaned once more"))
    for place, step in enumerate(card.recipe):
        section = str(step.get("step", ""))
        words = f"{place + 1}. **{step_title(section)}**"
        if place < len(card.tallies):
            words += f" :gray[· {done_in_words(_tally(section, card.tallies[place]))}]"
        st.markdown(words)
    draw_uncleaned(corpus)


def _draw_origin(workspace: Workspace, origin: str, label: str) -> None:
    try:
        name = open_corpus(workspace, origin).card.name
    except ArgotError:
        st.caption(_("It is made of a corpus that has been deleted; its text is in this one too."))
        return
    link_to(
        "corpus",
        label.format(name=escape_markdown(name)),
        icon=":material/account_tree:",
        corpus=origin,
    )


def _tally(section: str, values: Mapping[str, object]) -> StepStats:
    """What a card keeps of a step; what is no number counts as 0."""
    tally = StepStats(section)
    for name in _COUNTS:
        value = values.get(name)
        setattr(tally, name, value if isinstance(value, int) else 0)
    return tally


def _counted(corpus: Corpus) -> tuple[QuickStats, str]:
    """What can be counted, and what of the text is for what. Raises CorpusError."""
    seen, shares = _counted_once(str(corpus.folder), _corpus=corpus)
    names = {
        "train": _("{share} % for training"),
        "validation": _("{share} % for validation"),
        "test": _("{share} % for the final test"),
    }
    words = [names[part].format(share=round(shares[part])) for part in PARTS if shares[part]]
    return seen, " · ".join(words)


def _beginnings(corpus: Corpus) -> Iterator[str]:
    """The first documents, each as far as it lies in one piece, however long it is."""
    passages = itertools.islice(corpus.passages(), _PASSAGES)
    return (passage.text for passage in passages if passage.start == 0)


@st.cache_resource(max_entries=16, show_spinner=False)
def _counted_once(folder: str, _corpus: Corpus) -> tuple[QuickStats, dict[str, float]]:
    seen = quick_stats(passage.text for passage in _corpus.passages())
    wanted = SplitSettings()
    if _corpus.card.counts.characters > _LARGE:
        return seen, {part: getattr(wanted, part) for part in PARTS}
    split = split_corpus(_corpus, wanted)
    sizes = {part: sum(p.end - p.start for p in getattr(split, part)) for part in PARTS}
    total = sum(sizes.values()) or 1
    shares = {part: size * 100 / total for part, size in sizes.items()}
    return seen, shares
