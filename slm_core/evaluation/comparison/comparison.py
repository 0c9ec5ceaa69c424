"""What a comparison of runs found, and where it is kept: cache/comparisons/. Loads no torch and no
scipy: pages read what a job has found."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

from slm_core.errors import ArgotError, WorkspaceError
from slm_core.evaluation.comparison.document_scores import FOLDER, Part
from slm_core.messages import Message
from slm_core.metrics.scores import Interval
from slm_core.records import keep, read_record
from slm_core.runs.run import Run, score_file
from slm_core.storage import remove_folder
from slm_core.training.checkpoints.checkpoint_paths import newest_step
from slm_core.workspace import Workspace, content_hash, names_in

_KEPT = 200
"""Comparisons whose outcome is kept."""
_VERSION = "2"
"""Another one whenever the same scores would give another outcome."""

Winner = Literal["a", "b", "none"]


@dataclass(frozen=True)
class Difference:
    """Of the second, B, to the first, A."""

    bits_per_byte: float
    """B minus A: below nought, B is better."""
    interval: Interval | None
    """Of the difference between the configurations: which documents were drawn, and which seeds.
    None where the text is too small for one."""
    of_documents: Interval | None
    """Of the difference between these models alone, over documents."""
    winner: Winner
    """Whose configuration is better, where the interval leaves out nought."""
    seeds_drawn: bool = False
    """Whether the interval is a bootstrap over documents and seeds; else that over documents, with
    the usual and the known spread over seeds added."""


@dataclass(frozen=True)
class Side:
    """One run, or several of one configuration that differ in their seed alone."""

    runs: tuple[str, ...]
    bits_per_byte: float | None
    """The mean over its runs; None where one of them could not be scored."""
    interval: Interval | None
    """Over documents."""
    problem: Message | None = None
    """Why it could not be scored."""


@dataclass(frozen=True)
class SideBySide:
    """One side against the first, which is A."""

    second: int
    """Its place among the sides."""
    difference: Difference | None
    refusal: Message | None = None
    """Why there is no verdict."""


@dataclass(frozen=True)
class RunComparison:
    """Runs compared on one part of their corpus."""

    part: Part
    sides: tuple[Side, ...]
    pairs: tuple[SideBySide, ...]
    """Each side but the first, against the first."""
    by_documents: bool
    units: int
    """Documents, or blocks of the text, that the intervals are over."""
    seed_deviation: float
    """Standard deviation of bits per byte over seeds that the verdicts allow for."""
    seed_runs: int
    """How many runs that was measured from; 0 where the usual one was taken."""


def known_comparison(workspace: Workspace, runs: Sequence[Run], part: Part) -> RunComparison | None:
    """What was found when they were compared last; None where nothing was, where one of them has
    changed, or another run has ended since, which may tell more of the spread over seeds."""
    try:
        path = workspace.cache / _FOLDER / f"{_key(workspace, runs, part)}.json"
        return read_record(RunComparison, path)
    except ArgotError:  # damaged: it is made anew
        return None


def keep_comparison(workspace: Workspace, runs: Sequence[Run], found: RunComparison) -> None:
    """Keep it for `known_comparison`. A workspace that may only be read keeps none."""
    folder = workspace.cache / _FOLDER
    try:
        _make_room(folder)
        keep(folder / f"{_key(workspace, runs, found.part)}.json", asdict(found))
    except WorkspaceError:
        if not workspace.is_read_only():
            raise


_FOLDER = "comparisons"


def _make_room(folder: Path) -> None:
    """Drop all of them where they are many: each is made again in a moment."""
    if len(names_in(folder)) >= _KEPT:
        remove_folder(folder)


def _key(workspace: Workspace, runs: Sequence[Run], part: Part) -> str:
    """Another one as soon as a run has other scores, or any run of the workspace has a new one."""
    state = []
    for run in runs:
        changed = _changed(run.folder / FOLDER / f"{part}.json")
        state += [run.id, f"{changed} {newest_step(run.folder)}"]
    for name in sorted(names_in(workspace.runs)):
        state += [name, str(_changed(workspace.runs / name / score_file()))]
    return content_hash(_VERSION, part, *state)


def _changed(path: Path) -> int:
    """When it was written, 0 where it is not there."""
    try:
        return path.stat().st_mtime_ns
    except OSError:
        return 0
