"""What earlier runs on this machine tell of one that is to come. Free of torch."""

import socket
from collections.abc import Sequence
from dataclasses import dataclass

from slm_core.errors import ArgotError
from slm_core.runs.config import RunConfig
from slm_core.runs.run import Run, list_runs
from slm_core.workspace import Workspace

_LOOKED_AT = 12
"""Earlier runs to learn from, newest first."""
_OTHER_ARCHITECTURE = 20.0
"""Makes a run of another architecture less like this one than a run of 20 times its size: a
Transformer of as many weights takes twice as long as an LSTM."""


@dataclass(frozen=True)
class Known:
    """An earlier run that trained here long enough to tell something."""

    run: Run
    config: RunConfig
    parameters: int
    characters_per_token: float
    speed: float
    """Tokens a second, all that a run does beside learning included."""
    tokens: int
    """That it has read."""


@dataclass(frozen=True)
class Estimate:
    """What earlier runs tell. None where they do not."""

    tokens_per_second: float | None
    based_on: str = ""
    """Name of the run whose speed this is, scaled by the work."""
    characters_per_token: float | None = None
    """Of the same text, cut by the same tokenizer."""


def known_runs(workspace: Workspace) -> list[Known]:
    """The latest runs that trained on this machine, newest first."""
    found = []
    for run in list_runs(workspace)[:_LOOKED_AT]:
        try:
            config, facts, status = run.config(), run.facts(), run.status()
        except (ArgotError, TypeError, KeyError):
            continue  # a damaged run has nothing to teach
        if facts is None or status.host != socket.gethostname() or status.seconds < 2.0:
            continue
        speed = status.tokens / status.seconds
        characters = facts.characters_per_token
        found.append(Known(run, config, facts.parameters, characters, speed, status.tokens))
    return found


def estimate(known: Sequence[Known], config: RunConfig, *, vocabulary_size: int) -> Estimate:
    """Expectations for `config`: speed of the most similar earlier run here, scaled by work."""
    parameters = config.model.parameters(vocabulary_size)
    similar = min(known, key=lambda one: _distance(one, parameters, config), default=None)
    alike = [
        one
        for one in known
        if one.config.corpus == config.corpus and one.config.tokenizer == config.tokenizer
    ]
    characters = alike[0].characters_per_token if alike else None
    if similar is None or not similar.speed:
        return Estimate(None, characters_per_token=characters)
    speed = similar.speed * similar.parameters / parameters
    return Estimate(speed, similar.config.name, characters)


def _distance(known: Known, parameters: int, config: RunConfig) -> float:
    """How unlike an earlier run is: by architecture, then by the ratio of its work to ours."""
    other = 0.0 if known.config.model.kind == config.model.kind else _OTHER_ARCHITECTURE
    larger = max(known.parameters, parameters) / max(1, min(known.parameters, parameters))
    batch = known.config.training.batch_size / config.training.batch_size
    return other + larger + 0.5 * max(batch, 1 / batch)
