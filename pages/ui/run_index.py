"""A summary of every run of the workspace, cheap enough to read every two seconds."""

import os
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

import streamlit as st

from pages.ui.session import metrics_follower
from pages.ui.text.formatting import moment
from pages.ui.text.i18n import _
from pages.ui.text.same_names import Named, distinct_names, with_ids
from slm_core.errors import ArgotError
from slm_core.metrics.scores import Score
from slm_core.records import Damaged
from slm_core.runs.config import RunConfig
from slm_core.runs.labels import FILE as LABELS
from slm_core.runs.labels import RunLabels
from slm_core.runs.run import Run
from slm_core.runs.status import RunStatus, read_status
from slm_core.training.checkpoints.checkpoint_paths import newest_step
from slm_core.workspace import Workspace, names_in


@dataclass(frozen=True)
class RunSummary:
    """One run as lists show it."""

    run: Run
    config: RunConfig
    status: RunStatus
    asked: float
    """When the run was first asked for, in seconds since 1970."""
    final: Score | None = None
    """Of the best weights on the whole validation part, once the run has ended."""
    labels: RunLabels = field(default_factory=RunLabels)
    parameters: int | None = None
    """None before the trainer has made the network."""

    @property
    def title(self) -> str:
        """Its name and its kind of network."""
        return f"{self.config.name} · {self.config.model.title}"


_Changed = tuple[int, int]
"""When status and labels were written last."""


@dataclass
class _Shelf:
    """What was read before: a run's name changes rarely, and so does an ended run's status."""

    entries: dict[str, tuple[_Changed, RunSummary]] = field(default_factory=dict)
    damaged: tuple[Damaged, ...] = ()
    lock: threading.Lock = field(default_factory=threading.Lock)


def run_summaries(workspace: Workspace) -> list[RunSummary]:
    """All runs that can be read, the newest first."""
    shelf = _looked_at(workspace)
    seen = [entry for _changed, entry in shelf.entries.values()]
    return sorted(seen, key=lambda entry: (entry.asked, entry.run.id), reverse=True)


def damaged_runs(workspace: Workspace) -> tuple[Damaged, ...]:
    """All runs that are there and cannot be read, each with the reason."""
    return _looked_at(workspace).damaged


def runs_with_model(workspace: Workspace) -> list[RunSummary]:
    """Runs that can write and be judged, the newest first: those with a checkpoint."""
    known = run_summaries(workspace)
    return [entry for entry in known if newest_step(entry.run.folder) is not None]


def run_titles(known: Sequence[RunSummary]) -> dict[str, str]:
    """What each is called in a list to choose from, by its id: no two alike, since a browser names
    its choice by that."""
    return with_ids({entry.run.id: f"{entry.title} · {moment(entry.asked)}" for entry in known})


def run_names(known: Sequence[RunSummary]) -> dict[str, str]:
    """What each is called elsewhere, by its id: where several share a name, with their times."""
    return distinct_names(Named(entry.run.id, entry.title, entry.asked) for entry in known)


def newest_score(entry: RunSummary, name: Literal["bits_per_byte", "accuracy"]) -> float | None:
    """How good it is: its final score, before that its newest check, None before the first."""
    if entry.final:
        return getattr(entry.final, name)
    with metrics_follower(entry.run) as follower:
        return follower.validation.last(name)


def in_progress(seen: list[RunSummary]) -> list[RunSummary]:
    """The runs that hold a slot or pause, the oldest first."""
    busy = [entry for entry in seen if entry.status.is_active and entry.status.state != "queued"]
    return busy[::-1]


def in_queue(seen: list[RunSummary]) -> list[RunSummary]:
    """The runs that wait for a slot, in the order of their turn."""
    waiting = [entry for entry in seen if entry.status.state == "queued"]
    return sorted(waiting, key=lambda entry: entry.status.asked)


def corpus_name(entry: RunSummary, names: dict[str, str]) -> str:
    """What the run learned from, also where that has been deleted."""
    return names.get(entry.config.corpus, _("a deleted corpus"))


def _looked_at(workspace: Workspace) -> "_Shelf":
    """The shelf as of now."""
    shelf = _shelf(str(workspace.root))
    with shelf.lock:
        entries, damaged, runs = {}, [], str(workspace.runs)
        for name in names_in(workspace.runs):
            changed = (_written(f"{runs}/{name}/status.json"), _written(f"{runs}/{name}/{LABELS}"))
            known = shelf.entries.get(name)
            if known and known[0] == changed and known[1].status.is_over:
                entries[name] = known
                continue
            try:
                found = _entry(workspace, name, known, changed)
            except ArgotError as error:
                damaged.append(Damaged(name, error.message))
                continue
            if found is not None:
                entries[name] = changed, found
        shelf.entries, shelf.damaged = entries, tuple(damaged)
    return shelf


def _entry(
    workspace: Workspace, name: str, known: tuple[_Changed, RunSummary] | None, changed: _Changed
) -> RunSummary | None:
    """None where that is no run. Raises an ArgotError where it is a damaged one."""
    folder = workspace.runs / name
    if not folder.is_dir():
        return None
    if known and known[0][1] == changed[1]:
        seen = known[1]
        run, config, labels, asked = seen.run, seen.config, seen.labels, seen.asked
    else:
        run = Run(workspace, name)
        run.check()
        try:
            config, labels = run.config(), run.labels()
            asked = (folder / "config.json").stat().st_mtime
        except OSError:  # deleted at this moment
            return None
    status = read_status(folder)
    final = run.score() if status.state in ("finished", "stopped") else None
    parameters = known[1].parameters if known else None
    if parameters is None and status.step:
        facts = run.facts()
        parameters = facts.parameters if facts else None
    return RunSummary(run, config, status, asked, final, labels, parameters)


def _written(path: str) -> int:
    """Nanoseconds since 1970, 0 where there is none."""
    try:
        return os.stat(path).st_mtime_ns  # noqa: PTH116 a Path costs more than the look
    except OSError:
        return 0


@st.cache_resource(max_entries=4, show_spinner=False)
def _shelf(root: str) -> _Shelf:
    return _Shelf()
