"""What a run will be like, before it starts: size, memory, speed, length, score, and warnings.

Cheap enough for a page to ask at every click; what needs a few real steps is a trial (trial.py),
which is used where there was one. Free of torch.
"""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Literal

from slm_core.corpus.store import Corpus
from slm_core.corpus.text.scripts import WIDE_LANGUAGES
from slm_core.errors import ArgotError, RunError, SettingsError
from slm_core.hardware.machine import Machine, as_used
from slm_core.runs.config import RunConfig
from slm_core.runs.fine_tuning.tokenizer_fit import TokenizerFit, tokenizer_fit
from slm_core.runs.planning.compute import resolve_machine_settings
from slm_core.runs.planning.corpus_stats import corpus_stats
from slm_core.runs.planning.defaults import characters_a_token, typical_speed
from slm_core.runs.planning.expected_score import (
    ScoreRange,
    band_by_counting,
    band_by_runs,
    is_too_short,
)
from slm_core.runs.planning.memory import memory_of, needed_bytes
from slm_core.runs.planning.ngram_baseline import ngram_baseline_if_cached
from slm_core.runs.planning.rules import advice_on
from slm_core.runs.planning.speed import MeasuredRun, characters_per_token, estimate, known_runs
from slm_core.runs.planning.suggestions import Outlook, Suggestion
from slm_core.runs.preflight.speed_test import SpeedTest, cached_speed_test
from slm_core.workspace import Workspace

Source = Literal["trial", "run", "typical"]

_FEWEST_UNITS = 8
"""Of a network of which a score is promised; nobody measured a smaller one."""
_LEARNING = 0.92
"""Share of a run's time that goes into steps; validation, samples and records take the rest."""


@dataclass(frozen=True)
class Speed:
    """Tokens a second of a run, and how that is known."""

    tokens_per_second: float
    source: Source
    """trial: measured by steps with these very settings; run: reckoned from an earlier run on this
    machine; typical: of a machine like this, roughly."""
    based_on: str = ""
    """Name of the earlier run."""


@dataclass(frozen=True)
class Preflight:
    """What to expect. None where nothing tells."""

    parameters: int
    """Numbers to be learned."""
    vocabulary_size: int
    """Tokens there will be in fact, roughly where there was no trial."""
    memory_needed: int
    """Bytes."""
    memory: int
    """Bytes there are, on the device it would use."""
    train_tokens: float
    speed: Speed
    seconds_per_epoch: float
    """To read the training part once."""
    readings: float
    """Times the training part will be read."""
    seconds: float
    """Training time."""
    band: ScoreRange | None
    advice: tuple[Suggestion, ...]
    is_too_short: bool = False
    """Whether there is no band because so short a run was never measured."""


def preflight(
    workspace: Workspace,
    config: RunConfig,
    corpus: Corpus,
    *,
    machine: Machine,
    slots: int | None = None,
) -> Preflight:
    """What to expect of `config` on this corpus, where `slots` runs share the machine.

    Raises CorpusError where the corpus is damaged.
    """
    config = replace(config, corpus=corpus.id)
    known, trial = known_runs(workspace), cached_speed_test(workspace, config, slots=slots)
    seen = corpus_stats(corpus)
    vocabulary = seen.vocabulary_size(config.tokenizer, train=config.split.train / 100)
    vocabulary = trial.vocabulary_size if trial else vocabulary
    fit = _fit(workspace, config, corpus)
    per_token = _characters_per_token(known, trial or fit, config, corpus)
    tokens = _share(config) * corpus.card.counts.characters / per_token
    speed = _speed(known, trial, _settled(config, machine, slots), vocabulary, machine)
    readings, seconds = _length(config, tokens, speed.tokens_per_second)
    outlook = Outlook(
        glimpse=seen,
        tokens=tokens,
        bytes=_share(config) * corpus.card.counts.bytes,
        characters_per_token=per_token,
        vocabulary_size=vocabulary,
        readings=readings,
        machine=machine,
        wide=corpus.card.language in WIDE_LANGUAGES,
        unknown_share=fit.unknown_share if fit else 0.0,
    )
    advice = advice_on(config, outlook)
    band = None
    if _will_learn(config, advice, machine):
        band = _band(workspace, known, config, corpus, tokens_read=readings * tokens)
    return Preflight(
        parameters=config.model.parameters(vocabulary),
        vocabulary_size=vocabulary,
        memory_needed=needed_bytes(config),
        memory=memory_of(machine, config.machine.device),
        train_tokens=tokens,
        speed=speed,
        seconds_per_epoch=tokens / speed.tokens_per_second,
        readings=readings,
        seconds=seconds,
        band=band,
        advice=advice,
        is_too_short=band is None and is_too_short(config, tokens_read=readings * tokens),
    )


def _band(
    workspace: Workspace,
    known: Sequence[MeasuredRun],
    config: RunConfig,
    corpus: Corpus,
    *,
    tokens_read: float,
) -> ScoreRange | None:
    """By earlier runs like it; where there are none, of one from nothing, by counting."""
    band = band_by_runs(known, config, tokens_read=tokens_read)
    if band is not None or config.start is not None:
        return band
    counted = _counted(workspace, config, corpus)
    if not counted:
        return None
    size = _share(config) * corpus.card.counts.bytes
    return band_by_counting(config, counted, tokens_read=tokens_read, train_bytes=size)


def _will_learn(config: RunConfig, advice: Sequence[Suggestion], machine: Machine) -> bool:
    """Whether a score can be promised: not of a network that is there to show how none learns, nor
    of one for which there is no room."""
    odd = config.model.initialisation == "zero" or config.model.hidden_size < _FEWEST_UNITS
    fits = needed_bytes(config) <= memory_of(machine, config.machine.device)
    return fits and not odd and all(one.kind != "rate" for one in advice)


def _share(config: RunConfig) -> float:
    return config.split.train / 100.0


def _fit(workspace: Workspace, config: RunConfig, corpus: Corpus) -> TokenizerFit | None:
    """Of an earlier run's tokens, where it starts from one and keeps them."""
    if config.start is None or config.start.tokenizer == "new":
        return None
    with suppress(RunError):  # somebody deleted it; what creates the run says so
        return tokenizer_fit(workspace, config.start.run, corpus)


def _counted(workspace: Workspace, config: RunConfig, corpus: Corpus) -> float | None:
    with suppress(ArgotError):  # a part without text, a full disk: what creates the run says so
        return ngram_baseline_if_cached(workspace, corpus, config.split)


def _characters_per_token(
    known: Sequence[MeasuredRun],
    counted: SpeedTest | TokenizerFit | None,
    config: RunConfig,
    corpus: Corpus,
) -> float:
    if counted is not None:
        return counted.characters_per_token
    typical = characters_a_token(config.tokenizer.kind, corpus.card)
    return characters_per_token(known, config) or typical


def _settled(config: RunConfig, machine: Machine, slots: int | None) -> RunConfig:
    """`config` with the threads and the precision it would get; as it is where it cannot be."""
    with suppress(SettingsError):
        return replace(config, machine=resolve_machine_settings(config, machine, slots=slots))
    return config


def _speed(
    known: Sequence[MeasuredRun],
    trial: SpeedTest | None,
    config: RunConfig,
    vocabulary_size: int,
    machine: Machine,
) -> Speed:
    if trial is not None:
        return Speed(_LEARNING * trial.tokens_per_second, "trial")
    told = estimate(known, config, vocabulary_size=vocabulary_size, machine=machine)
    if told.tokens_per_second is not None:
        return Speed(told.tokens_per_second, "run", told.based_on)
    used = as_used(machine, config.machine.device)
    return Speed(_LEARNING * typical_speed(config.model, vocabulary_size, used), "typical")


def _length(config: RunConfig, tokens: float, speed: float) -> tuple[float, float]:
    """(readings of the training part, seconds)."""
    budget, training = config.budget, config.training
    if budget.minutes is not None:
        return 60.0 * budget.minutes * speed / max(1.0, tokens), 60.0 * budget.minutes
    a_step = training.batch_size * training.sequence_length
    readings = budget.epochs or (budget.steps or 0) * a_step / max(1.0, tokens)
    return readings, readings * tokens / speed
