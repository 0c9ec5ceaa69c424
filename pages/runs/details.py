"""What a row shows of a run beyond its summary: read once, and again when its files change."""

import math
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import streamlit as st

from pages.ui.run_index import RunSummary, newest_score
from pages.ui.session import metrics_follower
from slm_core.errors import ArgotError
from slm_core.evaluation.coach import Level
from slm_core.evaluation.comparison.document_scores import FOLDER, read_document_scores
from slm_core.evaluation.level import level_of
from slm_core.metrics.scores import Interval
from slm_core.runs.metrics import MetricsFollower
from slm_core.runs.run import Run

_POINTS = 40
"""Of a learning curve."""
_REPORT, _SCORES = "report/validation.json", f"{FOLDER}/validation.json"


@dataclass(frozen=True)
class RunDetails:
    """One run as its row shows it."""

    curve: tuple[float, ...]
    """Validation losses, thinned."""
    bits_per_byte: float | None
    accuracy: float | None
    interval: Interval | None
    """Of bits per byte; None where nobody has scored it document by document."""
    level: Level | None
    """None before the run has ended with a score."""


def details_of(entry: RunSummary) -> RunDetails:
    """The details as of now."""
    if entry.status.is_active:
        with metrics_follower(entry.run) as follower:
            curve = _thinned(follower)
        return RunDetails(
            curve,
            newest_score(entry, "bits_per_byte"),
            newest_score(entry, "accuracy"),
            None,
            None,
        )
    folder = entry.run.folder
    files = [folder / name for name in ("metrics.jsonl", "samples.jsonl", _REPORT, _SCORES)]
    files.append(entry.run.workspace.corpus_cache(entry.config.corpus))  # what is known of its text
    return _ended(str(folder), repr([*map(_state, files)]), entry.run)


def _state(path: Path) -> tuple[int, int]:
    """Another value as soon as the file is another."""
    try:
        seen = path.stat()
    except OSError:
        return 0, 0
    return seen.st_mtime_ns, seen.st_size


@st.cache_resource(max_entries=2000, show_spinner=False)
def _ended(folder: str, changed: str, _run: Run) -> RunDetails:
    """Of a run that is over: kept by its folder and when its files were `changed`."""
    run, follower = _run, MetricsFollower(Path(folder) / "metrics.jsonl")
    follower.catch_up()
    final, level = None, None
    with suppress(ArgotError):  # damaged meanwhile: its row says so next time
        final = run.score()
        level = level_of(run, final, run.facts()) if final else None
    checks = follower.validation
    scored = read_document_scores(run, "validation")
    return RunDetails(
        _thinned(follower),
        final.bits_per_byte if final else checks.last("bits_per_byte"),
        final.accuracy if final else checks.last("accuracy"),
        scored.interval if scored else None,
        level,
    )


def _thinned(follower: MetricsFollower) -> tuple[float, ...]:
    series = follower.validation
    losses = (series.columns["loss"][place] for place in series.thinned("loss", points=_POINTS))
    return tuple(loss for loss in losses if math.isfinite(loss))
