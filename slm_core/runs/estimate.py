"""What to expect of a run before it starts, from earlier runs on this machine. Free of torch."""

import socket
from dataclasses import dataclass

from slm_core.corpus.card import CorpusCard
from slm_core.errors import ArgotError
from slm_core.runs.config import RunConfig
from slm_core.runs.run import Run, list_runs
from slm_core.workspace import Workspace

_LOOKED_AT = 12
"""Earlier runs to learn from, newest first."""
_OTHER_ARCHITECTURE = 20.0
"""Makes a run of another architecture less like this one than a run of 20 times its size: a
Transformer of as many weights takes twice as long as an LSTM."""
_TYPICAL_CHARACTERS = {"bpe": 2.4, "char": 1.0, "word": 4.5, "segmented": 1.5}
"""Characters a token where no earlier run tells."""


@dataclass(frozen=True)
class Estimate:
    """What a run will probably be like. None where nothing earlier tells."""

    parameters: int
    """Numbers to be learned, for a vocabulary as large as allowed."""
    tokens_per_second: float | None
    readings: float | None
    """Times the training part will be read."""
    seconds: float | None
    """Training time."""
    bits_per_byte: float | None
    """What the latest comparable run on this corpus reached on the whole validation part."""
    based_on: str = ""
    """Name of the earlier run whose speed this is."""


def estimate(workspace: Workspace, config: RunConfig, card: CorpusCard) -> Estimate:
    """Expectations for `config`: speed of the most similar earlier run here, scaled by work."""
    parameters = config.model.parameters(config.tokenizer.vocabulary_size)
    earlier = _earlier(workspace)
    similar = min(earlier, key=lambda known: _distance(known, parameters, config), default=None)
    tokens = _train_tokens(config, card, earlier)
    speed = None
    if similar is not None and similar.speed:
        speed = similar.speed * similar.parameters / parameters
    readings, seconds = _length(config, tokens, speed)
    return Estimate(
        parameters=parameters,
        tokens_per_second=speed,
        readings=readings,
        seconds=seconds,
        bits_per_byte=_reached(earlier, config),
        based_on=similar.config.name if similar else "",
    )


@dataclass(frozen=True)
class _Known:
    run: Run
    config: RunConfig
    parameters: int
    characters_per_token: float
    speed: float


def _earlier(workspace: Workspace) -> list[_Known]:
    found = []
    for run in list_runs(workspace)[:_LOOKED_AT]:
        try:
            config, facts, status = run.config(), run.facts(), run.status()
        except (ArgotError, TypeError, KeyError):
            continue  # a damaged run has nothing to teach
        if facts is None or status.host != socket.gethostname() or status.seconds < 2.0:
            continue
        speed = status.tokens / status.seconds
        found.append(_Known(run, config, facts.parameters, facts.characters_per_token, speed))
    return found


def _distance(known: _Known, parameters: int, config: RunConfig) -> float:
    """How unlike an earlier run is: by architecture, then by the ratio of its work to ours."""
    other = 0.0 if known.config.model.kind == config.model.kind else _OTHER_ARCHITECTURE
    larger = max(known.parameters, parameters) / max(1, min(known.parameters, parameters))
    batch = known.config.training.batch_size / config.training.batch_size
    return other + larger + 0.5 * max(batch, 1 / batch)


def _train_tokens(config: RunConfig, card: CorpusCard, earlier: list[_Known]) -> float:
    per_token = _TYPICAL_CHARACTERS[config.tokenizer.kind]
    for known in earlier:
        if known.config.corpus == config.corpus and known.config.tokenizer == config.tokenizer:
            per_token = known.characters_per_token
            break
    return card.counts.characters * config.split.train / 100.0 / per_token


def _length(
    config: RunConfig, tokens: float, speed: float | None
) -> tuple[float | None, float | None]:
    """(readings of the training part, seconds)."""
    budget, training = config.budget, config.training
    if budget.minutes is not None:
        seconds = 60.0 * budget.minutes
        return (speed * seconds / tokens if speed else None), seconds
    steps_tokens = training.batch_size * training.sequence_length
    readings = budget.epochs if budget.epochs else (budget.steps or 0) * steps_tokens / tokens
    return readings, (readings * tokens / speed if speed else None)


def _reached(earlier: list[_Known], config: RunConfig) -> float | None:
    for known in earlier:
        if known.config.corpus == config.corpus and known.config.split == config.split:
            score = known.run.score()
            if score is not None:
                return score.bits_per_byte
    return None
