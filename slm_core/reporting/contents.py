"""What a report says of a run: read from its folder, with nothing computed anew."""

import platform
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version

from slm_core.corpus.card import CorpusCard
from slm_core.corpus.store import open_corpus
from slm_core.errors import ArgotError
from slm_core.evaluation.coach import Verdict, floor_bits, verdict_of
from slm_core.evaluation.coaching.advise import findings_on
from slm_core.evaluation.report import EvaluationReport, list_reports
from slm_core.evaluation.specimen import specimen_of
from slm_core.hardware.machine import Machine, describe_machine
from slm_core.messages import Message
from slm_core.metrics.scores import Score
from slm_core.records import Damaged
from slm_core.runs.config import SECTIONS, RunConfig
from slm_core.runs.metrics import MetricsFollower
from slm_core.runs.relations.differences import differing_settings
from slm_core.runs.run import Facts, Run, WrittenSample
from slm_core.runs.status import RunStatus
from slm_core.settings_schema import fields_of

_PACKAGES = ("torch", "tokenizers", "numpy", "scipy", "sacrebleu")
"""Whose versions may change what a run gives."""


@dataclass(frozen=True)
class SettingRow:
    """One setting of a run."""

    path: str
    """Such as training.learning_rate."""
    value: str
    is_default: bool


@dataclass(frozen=True)
class RunContents:
    """All that is known of one run."""

    run: Run
    config: RunConfig
    status: RunStatus
    facts: Facts | None
    score: Score | None
    """Of the best weights on the whole validation part; None before the run has ended."""
    floor: float | None
    """Bits per byte of token frequencies alone, on the same part."""
    verdict: Verdict | None
    evaluations: Sequence[EvaluationReport]
    """Newest first."""
    damaged: Sequence[Damaged]
    """Evaluations that nobody can read."""
    metrics: MetricsFollower
    samples: Sequence[WrittenSample]
    """Oldest first."""
    card: CorpusCard | None
    """None where the corpus was deleted."""
    without_card: Message | None
    settings: Sequence[SettingRow]

    @property
    def command(self) -> str:
        """The command line that starts a run with the same settings on the same corpus."""
        parts = ["python -m slm_core train", self.config.corpus]
        start = self.config.start
        if start is not None:
            parts.append(f"--from {start.run}")
            parts += ["--new-tokenizer"] if start.tokenizer == "new" else []
        parts += ["--test"] if self.config.open_test else []
        parts += [f"--set {row.path}={_quoted(row.value)}" for row in self.settings]
        return " \\\n    ".join([" ".join(parts[:2]), *parts[2:]])


@dataclass(frozen=True)
class Environment:
    """Where a report was made."""

    system: str
    python: str
    machine: Machine
    packages: Mapping[str, str]


def contents_of(run: Run) -> RunContents:
    """Everything of one run. Raises SettingsError, RunError where its files are damaged."""
    config, facts, score = run.config(), run.facts(), run.score()
    metrics = metrics_of(run)
    evaluations, damaged = list_reports(run)
    card, reason = None, None
    try:
        card = open_corpus(run.workspace, config.corpus).card
    except ArgotError as error:
        reason = error.message
    return RunContents(
        run=run,
        config=config,
        status=run.status(),
        facts=facts,
        score=score,
        floor=floor_bits(facts) if facts else None,
        verdict=verdict_of(
            metrics,
            score=score,
            facts=facts,
            specimen=specimen_of(run),
            findings=findings_on(run, metrics),
        ),
        evaluations=evaluations,
        damaged=damaged,
        metrics=metrics,
        samples=run.samples(),
        card=card,
        without_card=reason,
        settings=_settings(config),
    )


def metrics_of(run: Run) -> MetricsFollower:
    """Its curves. Raises DamagedFileError where they cannot be read."""
    metrics = MetricsFollower(run.folder / "metrics.jsonl")
    metrics.catch_up()
    return metrics


def environment() -> Environment:
    """This machine, and the versions of what computes."""
    packages = {}
    for name in _PACKAGES:
        try:
            packages[name] = version(name)
        except PackageNotFoundError:
            continue
    return Environment(platform.platform(), platform.python_version(), describe_machine(), packages)


def differing(configs: Sequence[RunConfig]) -> list[tuple[str, list[str]]]:
    """(path, value in each) of the settings in which runs differ; "" where one has no such."""
    rows = differing_settings(configs)
    return [
        (row.path, ["" if one is None else _written(one) for one in row.values]) for row in rows
    ]


def _settings(config: RunConfig) -> list[SettingRow]:
    rows = []
    for section in SECTIONS:
        settings = getattr(config, section)
        for name, info in fields_of(type(settings)).items():
            value = getattr(settings, name)
            rows.append(SettingRow(info.path, _written(value), value == info.default))
    return rows


def _written(value: object) -> str:
    """As `--set` reads it."""
    if isinstance(value, tuple):
        return ",".join(f"{part:g}" if isinstance(part, float) else str(part) for part in value)
    if isinstance(value, float):
        return repr(value)
    return "none" if value is None else str(value)


def _quoted(value: str) -> str:
    """For a shell, in one line."""
    if value and all(sign.isalnum() or sign in "._,:/+-" for sign in value):
        return value
    return "'" + value.replace("'", "'\\''") + "'"
