"""Which runs are listed, and in what order: what was sought, the corpus, the column sorted by."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import streamlit as st

from pages.ui.run_index import RunSummary, corpus_name
from slm_core.runs.run import Run

SortColumn = Literal["name", "bits", "right", "size", "when"]
_ORDER, _PART = "runs_order", "part"

A_PAGE = 25
"""Rows drawn at once."""


@dataclass(frozen=True)
class Sought:
    """What somebody looks for."""

    words: str = ""
    corpus: str = ""
    """Id of the only corpus whose runs are wanted, "" for all."""
    by_corpus: bool = False
    """Whether runs of one corpus stand together."""


def order() -> tuple[SortColumn, bool]:
    """By which column rows are sorted, and whether the largest comes first."""
    return st.session_state.get(_ORDER, ("when", True))


def sort_by(column: SortColumn) -> None:
    """Sort by this column; in the other direction where it was so already."""
    now, down = order()
    fresh = column in ("right", "when", "size")  # the best, the newest, the largest first
    st.session_state[_ORDER] = (column, not down if now == column else fresh)
    first_page()


def first_page() -> None:
    """Begin at the first row again: other rows are listed now."""
    st.query_params.pop(_PART, None)


def page_number(pages: int) -> int:
    """The page of the list in the address, from 1."""
    text = st.query_params.get(_PART, "1")
    number = int(text) if text.isdecimal() and len(text) < 9 else 1
    return min(pages, max(1, number))


def listed_runs(
    seen: Sequence[RunSummary], sought: Sought, names: Mapping[str, str]
) -> list[RunSummary]:
    """The runs that have every word that is sought, in the order that was chosen.

    Of a run's id only the whole of it is found: parts of it, such as the time in it, nobody sees in
    its row. `names` are those of the corpora, by their ids.
    """
    words = sought.words.casefold().split()
    found = [
        entry
        for entry in seen
        if (not sought.corpus or entry.config.corpus == sought.corpus)
        and (not words or _has_all(entry, names, words))
    ]
    column, down = order()
    key = _KEYS[column]
    # Those without a value stand last either way.
    valued = [entry for entry in found if not _is_unknown(key(entry)[0])]
    rest = [entry for entry in found if _is_unknown(key(entry)[0])]
    found = sorted(valued, key=key, reverse=down) + rest
    if sought.by_corpus:
        found.sort(key=lambda entry: _corpus_key(entry, names))
    return found


def _is_unknown(value: object) -> bool:
    return isinstance(value, float) and math.isnan(value)


def _corpus_key(entry: RunSummary, names: Mapping[str, str]) -> tuple[bool, str, str]:
    """By the corpus's name; those of which the corpus was deleted stand last."""
    corpus = entry.config.corpus
    return corpus not in names, names.get(corpus, ""), corpus


def neighbours(seen: Sequence[RunSummary]) -> dict[Run, RunSummary]:
    """For each run the one that was asked for before it on the same corpus, where there is one.

    `seen` are the newest first.
    """
    newer: dict[str, Run] = {}
    found: dict[Run, RunSummary] = {}
    for entry in seen:
        if entry.config.corpus in newer:
            found[newer[entry.config.corpus]] = entry
        newer[entry.config.corpus] = entry.run
    return found


def _text_of(entry: RunSummary, names: Mapping[str, str]) -> str:
    labels = entry.labels
    parts = (
        entry.title,
        corpus_name(entry, dict(names)),
        *(f"#{tag}" for tag in labels.tags),
        labels.note,
    )
    return "\n".join(parts).casefold()


def _has_all(entry: RunSummary, names: Mapping[str, str], words: Sequence[str]) -> bool:
    text, own = _text_of(entry, names), entry.run.id.casefold()
    return all(word in text or word == own for word in words)


def _score(entry: RunSummary, name: Literal["bits_per_byte", "accuracy"]) -> float:
    return getattr(entry.final, name) if entry.final else math.nan


_KEYS: dict[SortColumn, Callable[[RunSummary], tuple[Any, ...]]] = {
    "name": lambda entry: (entry.title.casefold(), entry.asked),
    "bits": lambda entry: (_score(entry, "bits_per_byte"), entry.asked),
    "right": lambda entry: (_score(entry, "accuracy"), entry.asked),
    "size": lambda entry: (entry.parameters or math.nan, entry.asked),
    "when": lambda entry: (entry.asked, entry.run.id),
}
