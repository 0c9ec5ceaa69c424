"""Session state and caches, in one place. Every cache is bounded."""

import os
import threading
from collections.abc import Generator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import NoReturn

import streamlit as st

from pages.ui.server.options import studio_options
from pages.ui.text.i18n import _, translate
from pages.ui.text.markdown import escape_markdown
from pages.ui.text.same_names import Named, distinct_names
from slm_core.corpus import subject
from slm_core.corpus.store import Corpus, belongs_to_ablation, look_at_corpora
from slm_core.corpus.text.subject_terms import Subject
from slm_core.errors import ArgotError
from slm_core.hardware.machine import Gpu, look_for_gpus, slots
from slm_core.processes.pool import WorkerPool
from slm_core.records import Damaged
from slm_core.runs.metrics import MetricsFollower
from slm_core.runs.run import Run
from slm_core.workspace import Workspace, open_workspace


def workspace() -> Workspace:
    """The workspace this server was started on. Where it cannot be used, the page says so and ends.

    From `streamlit run app.py -- --workspace DIR`, else ARGOT_HOME, else the user's data folder.
    """
    try:
        return open_chosen_workspace()
    except ArgotError as error:
        _refuse(error)


def open_chosen_workspace() -> Workspace:
    """The same, outside of a page. Raises WorkspaceError, SettingsError."""
    return _opened(studio_options().workspace or os.environ.get("ARGOT_HOME", ""))


@st.cache_resource(max_entries=8, show_spinner=False)
def _opened(folder: str) -> Workspace:
    return open_workspace(folder or None)


def training_slots() -> int:
    """How many runs may train at once. Where the number asked for is none, the page says so.

    From `streamlit run app.py -- --slots N`, else ARGOT_SLOTS, else what the machine sensibly has.
    """
    try:
        return slots(studio_options().slots)
    except ArgotError as error:
        _refuse(error)


def _refuse(error: ArgotError) -> NoReturn:
    st.title(_("The studio cannot start"), anchor=False)
    st.error(escape_markdown(translate(error.message)))
    st.stop()


def corpora(of: Workspace) -> list[Corpus]:
    """The corpora of a workspace, newest first; read again only when one came or went."""
    known = _corpora(str(of.root), _changed(of))[0]
    return [corpus for corpus in known if not belongs_to_ablation(of, corpus)]


def corpus_names(of: Workspace) -> dict[str, str]:
    """What each corpus is called, by its id: where several share a name, with their times; also the
    texts of ablations, which no list shows."""
    known = _corpora(str(of.root), _changed(of))[0]
    shown = [_named(one) for one in known if not belongs_to_ablation(of, one)]
    return {one.id: one.card.name for one in known} | distinct_names(shown)


def _named(corpus: Corpus) -> Named:
    return Named(corpus.id, corpus.card.name, corpus.card.made_at)


def damaged_corpora(of: Workspace) -> list[Damaged]:
    """The corpora that cannot be read, each with the reason."""
    return _corpora(str(of.root), _changed(of))[1]


def _changed(of: Workspace) -> tuple[int, ...]:
    """Another value as soon as a corpus comes, goes or is damaged."""
    files = [of.corpora, *of.corpora.glob("*/card.json"), *of.corpora.glob("*/documents.jsonl")]
    found = []
    for file in files:
        with suppress(OSError):  # it goes at this moment
            found += [file.stat().st_mtime_ns, file.stat().st_size]
    return tuple(found)


@st.cache_resource(max_entries=4, show_spinner=False)
def _corpora(root: str, changed: tuple[int, ...]) -> tuple[list[Corpus], list[Damaged]]:
    return look_at_corpora(Workspace(Path(root)))


def subject_found(corpus: Corpus) -> Subject:
    """What the text of a corpus is about, told once for all sessions. Raises CorpusError."""
    return _subject_found(str(corpus.folder), _corpus=corpus)


@st.cache_resource(max_entries=32, show_spinner=False)
def _subject_found(folder: str, _corpus: Corpus) -> Subject:
    return subject.subject_found(_corpus)


@st.cache_resource(ttl=10, max_entries=1, show_spinner=False)
def gpus() -> tuple[Gpu, ...]:
    """The machine's GPUs with the memory that was free within the last ten seconds."""
    return look_for_gpus()


@st.cache_resource(max_entries=1, show_spinner=False)
def workers() -> WorkerPool:
    """The process that loads what this one shall not, one for all sessions: what takes a moment,
    such as trying a recipe on a sample."""
    return WorkerPool(1, idle_seconds=300.0)


@st.cache_resource(max_entries=1, show_spinner=False)
def slow_workers() -> WorkerPool:
    """The same for what takes minutes, so that nobody's preview waits for it."""
    return WorkerPool(1, idle_seconds=20.0)


@st.cache_resource(max_entries=1, show_spinner=False)
def inspectors() -> WorkerPool:
    """The process that keeps a model in memory to look inside it, one for all sessions."""
    return WorkerPool(1, idle_seconds=300.0)


@dataclass(frozen=True)
class _Shared:
    follower: MetricsFollower
    lock: threading.RLock = field(default_factory=threading.RLock)


@contextmanager
def metrics_follower(run: Run) -> Generator[MetricsFollower]:
    """The run's curves as of now, kept still while the block reads them.

    All sessions share one follower a run, so a metrics file is read once and then only what was
    added; a block should read columns and leave, and draw afterwards.
    """
    shared = _shared(str(run.folder))
    with shared.lock:
        shared.follower.catch_up()
        yield shared.follower


@st.cache_resource(max_entries=16, show_spinner=False)
def _shared(folder: str) -> _Shared:
    return _Shared(MetricsFollower(Path(folder) / "metrics.jsonl"))
