"""Reports that were made, kept in memory without their long lists of words. Draws nothing."""

import dataclasses
from pathlib import Path

import streamlit as st

from slm_core.profiling.cache import cached_profile, profile_path
from slm_core.profiling.compare import Comparison, compare
from slm_core.profiling.profile import CorpusProfile
from slm_core.workspace import Workspace


def known_report(workspace: Workspace, corpus_id: str) -> CorpusProfile | None:
    """The report of a corpus, if it was made. Its `word_counts` are empty."""
    changed = _changed(profile_path(workspace, corpus_id))
    return _report(str(workspace.root), corpus_id, changed) if changed else None


def known_comparison(workspace: Workspace, first: str, second: str) -> Comparison | None:
    """Two corpora side by side, if both have their reports."""
    changed = tuple(_changed(profile_path(workspace, one)) for one in (first, second))
    return _comparison(str(workspace.root), (first, second), changed) if all(changed) else None


def _changed(path: Path) -> int:
    try:
        return path.stat().st_mtime_ns
    except OSError:
        return 0


@st.cache_resource(max_entries=8, show_spinner=False)
def _report(root: str, corpus_id: str, changed: int) -> CorpusProfile | None:
    report = cached_profile(Workspace(Path(root)), corpus_id)
    return dataclasses.replace(report, word_counts={}) if report else None


@st.cache_resource(max_entries=8, show_spinner=False)
def _comparison(root: str, ids: tuple[str, str], changed: tuple[int, ...]) -> Comparison | None:
    found = [cached_profile(Workspace(Path(root)), one) for one in ids]
    first, second = found
    return compare(first, second) if first and second else None
