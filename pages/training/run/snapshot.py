"""The state of a run at one moment, as its page shows it: read from its folder, cheaply."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Literal

import streamlit as st

from pages.ui.session import metrics_follower
from slm_core.errors import ArgotError, RunError
from slm_core.evaluation.coach import Trend, trend_in
from slm_core.evaluation.coaching.advise import Advice, advise
from slm_core.evaluation.specimen import Specimen, specimen_of
from slm_core.runs.config import RunConfig
from slm_core.runs.curve import Curve, Points, smoothed
from slm_core.runs.labels import FILE as LABELS
from slm_core.runs.run import Event, Facts, Run, Score, WrittenSample, average_speed
from slm_core.runs.status import RunStatus
from slm_core.settings_schema import from_dict
from slm_core.training.settings import BudgetSettings

Kind = Literal["train", "validation"]
Along = Literal["step", "seconds", "tokens"]

_SPANS: dict[Kind, int] = {"train": 100, "validation": 50}
"""Most spans of a curve, each drawn as its two extremes, or as one mean where it is smoothed. A
chart here is 400 pixels wide, and every point costs the browser at every update."""


@dataclass(frozen=True)
class RunSnapshot:
    """What stands still while one drawing of the page is made."""

    run: Run
    config: RunConfig
    status: RunStatus
    facts: Facts | None
    checks: tuple[dict[str, float], ...]
    """The last two validations, newest last."""
    speed: float | None
    """Tokens a second at the newest step."""
    score: Score | None
    """Of the best weights on the whole validation part, once the run has ended."""

    @property
    def title(self) -> str:
        """Its name and its kind of network."""
        return f"{self.config.name} · {self.config.model.title}"

    @property
    def average(self) -> float:
        """Tokens a second over the whole run, the training of the tokenizer left out."""
        return average_speed(self.status, self.facts)

    @property
    def check(self) -> dict[str, float] | None:
        """The newest validation."""
        return self.checks[-1] if self.checks else None

    @property
    def trend(self) -> Trend:
        """What its curves do at their end."""
        with metrics_follower(self.run) as follower:
            return _trend(self.run, len(follower.validation))

    @property
    def advice(self) -> Advice | None:
        """What the coach says of a run that has ended; None of one that it has nothing to look
        at of."""
        return advice_of(self)

    def change(self, name: str) -> float | None:
        """By how much a measure changed from the last validation but one to the last."""
        return self.checks[1][name] - self.checks[0][name] if len(self.checks) > 1 else None


def load_snapshot(run: Run) -> RunSnapshot:
    """The run as of now. Raises SettingsError where its config.json is damaged."""
    with metrics_follower(run) as follower:
        columns = follower.validation.columns
        count = len(follower.validation)
        checks = tuple(
            {name: column[index] for name, column in columns.items()}
            for index in range(max(0, count - 2), count)
        )
        speed = follower.train.last("tokens_per_second")
    status = run.status()
    score = score_of(run) if status.is_over else None
    return RunSnapshot(run, _config(run), status, _facts(run), checks, speed, score)


def reload_or_rerun(run: Run) -> RunSnapshot:
    """The same in the middle of a page: if somebody deletes the run, the page begins anew."""
    try:
        return load_snapshot(run)
    except FileNotFoundError:
        st.rerun()


def score_of(run: Run, part: str = "validation") -> Score | None:
    """The score on a whole part; None where it is not known, or damaged, as the page says above."""
    with suppress(RunError):
        return run.score(part)


def events_of(run: Run) -> Sequence[Event]:
    """What happened, oldest first."""
    return _events(run, _size(run, "events.jsonl"))


@dataclass(frozen=True)
class Phase:
    """The budget being spent now: the first one, or one added by training on."""

    budget: BudgetSettings
    step: int = 0
    seconds: float = 0.0
    """Where it begins."""


def phase_of(run: Run, config: RunConfig) -> Phase:
    """The newest budget of a run."""
    for event in reversed(events_of(run)):
        if event.kind == "extended" and isinstance(event.details.get("budget"), dict):
            budget = from_dict(BudgetSettings, event.details["budget"])
            return Phase(budget, event.step, event.seconds)
    return Phase(config.budget)


def samples_of(run: Run) -> Sequence[WrittenSample]:
    """What the model wrote, oldest first."""
    return _samples(run, _size(run, "samples.jsonl"))


def specimen(run: Run) -> Specimen:
    """A sentence that it wrote beside a real one, as of its newest sample."""
    return _specimen(run, _size(run, "samples.jsonl"))


def curve(run: Run, kind: Kind, column: str, *, along: Along, smooth: bool = False) -> Points:
    """A column for a chart: its extremes, or its means smoothed; at most 200 points."""
    with metrics_follower(run) as follower:
        series = follower.train if kind == "train" else follower.validation
        fresh = Curve(column, spans=_SPANS[kind])
        thinned = _curves(str(run.folder)).setdefault((kind, column), fresh)
        thinned.catch_up(series)
        if not smooth:
            return thinned.extremes(series, along)
        xs, ys = thinned.means(series, along)
    return xs, smoothed(ys)


def records_per_point(run: Run) -> int:
    """How many steps one point of the training curve stands for."""
    thinned = _curves(str(run.folder)).get(("train", "loss"))
    return thinned.records_per_point if thinned else 1


def _size(run: Run, name: str) -> int:
    path = run.folder / name
    return path.stat().st_size if path.exists() else 0


def _config(run: Run) -> RunConfig:
    labels = run.folder / LABELS
    named = labels.stat().st_mtime_ns if labels.exists() else 0
    return _config_at(run, (run.folder / "config.json").stat().st_mtime_ns, named)


def _facts(run: Run) -> Facts | None:
    path = run.folder / "facts.json"
    with suppress(RunError):  # damaged: the page says so above
        return _facts_at(run, path.stat().st_mtime_ns) if path.exists() else None


@st.cache_resource(max_entries=32, show_spinner=False)
def _config_at(run: Run, changed: int, named: int) -> RunConfig:
    return run.config()


@st.cache_resource(max_entries=32, show_spinner=False)
def _facts_at(run: Run, changed: int) -> Facts | None:
    return run.facts()


@st.cache_resource(max_entries=16, show_spinner=False)
def _events(run: Run, size: int) -> list[Event]:
    return run.events()


@st.cache_resource(max_entries=16, show_spinner=False)
def _samples(run: Run, size: int) -> list[WrittenSample]:
    return run.samples()


@st.cache_resource(max_entries=16, show_spinner=False)
def _curves(folder: str) -> dict[tuple[Kind, str], Curve]:
    return {}


@st.cache_resource(max_entries=16, show_spinner=False)
def _specimen(run: Run, size: int) -> Specimen:
    return specimen_of(run)


def advice_of(view: RunSnapshot) -> Advice | None:
    """The coach's findings on a run that has ended, found once for each end of it and for what
    was found out about its text since."""
    if view.status.is_active:
        return None
    about = view.run.workspace.corpus_cache(view.config.corpus)
    changed = about.stat().st_mtime_ns if about.is_dir() else 0
    with suppress(ArgotError):  # damaged: the page says so above
        return _advice(view.run, view.status.state, _size(view.run, "metrics.jsonl"), changed)
    return None


@st.cache_resource(max_entries=32, show_spinner=False)
def _advice(run: Run, state: str, size: int, changed: int) -> Advice:
    with metrics_follower(run) as follower:
        return advise(run, follower)


@st.cache_resource(max_entries=32, show_spinner=False)
def _trend(run: Run, checks: int) -> Trend:
    """Found once for each validation: it reads all training losses."""
    with metrics_follower(run) as follower:
        return trend_in(follower)
