"""The speed of a run estimated from earlier runs on this machine. Free of torch."""

import socket
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

from slm_core.errors import ArgotError, SettingsError
from slm_core.hardware.machine import Machine, as_used
from slm_core.models.settings import LstmSettings
from slm_core.runs.config import RunConfig
from slm_core.runs.planning.compute import resolve_machine_settings
from slm_core.runs.planning.defaults import weights_at_work
from slm_core.runs.run import Facts, Run, list_runs
from slm_core.runs.status import RunStatus
from slm_core.training.settings import BudgetSettings, MachineSettings
from slm_core.workspace import Workspace

_LOOKED_AT = 12
"""Earlier runs to learn from, newest first."""
_OTHER_ARCHITECTURE = 20.0
"""Makes a run of another architecture less like this one than a run of 20 times its size: a
Transformer of as many weights takes twice as long as an LSTM."""
LEARNING = 0.92
"""Share of a run's time that goes into steps; validation, samples and records take the rest."""
_BOOKKEEPING = 0.0008
"""Seconds beside each step: its record, and looking for requests. A step of the small networks of
small texts takes 3 ms, so without this they came 5 to 27 % slower than promised."""
_START = 1.2
"""Seconds of a budget before its first step: tokens, the first validation and the first sample."""
_FEWEST_WEIGHTS, _FEWEST_SECONDS = 200_000, 5.0
"""Of a run that tells how fast the machine is: in a smaller or shorter one other things take up the
time."""


@dataclass(frozen=True)
class MeasuredRun:
    """An earlier run that trained here long enough to tell something."""

    run: Run
    config: RunConfig
    parameters: int
    characters_per_token: float
    speed: float
    """Tokens a second, all that a run does beside learning included."""
    tokens: int
    """That it has read."""
    device: str = "cpu"
    """Where it computed in fact: cpu or cuda."""
    weights_a_second: float | None = None
    """That it learned with; None where it was too small or too short to tell that of a machine, or
    of another kind than is recommended."""


@dataclass(frozen=True)
class Estimate:
    """What earlier runs tell. None where they do not."""

    tokens_per_second: float | None
    based_on: str = ""
    """Name of the run whose speed this is, scaled by the work."""


def known_runs(workspace: Workspace) -> list[MeasuredRun]:
    """The latest runs that trained on this machine, newest first."""
    found = []
    for run in list_runs(workspace)[:_LOOKED_AT]:
        try:
            config, facts, status = run.config(), run.facts(), run.status()
        except (ArgotError, TypeError, KeyError):
            continue  # a damaged run has nothing to teach
        if facts is None or status.host != socket.gethostname() or status.seconds < 2.0:
            continue
        known = MeasuredRun(
            run,
            config,
            facts.parameters,
            facts.characters_per_token,
            speed=status.tokens / status.seconds,
            tokens=status.tokens,
            device=facts.device,
            weights_a_second=_weights_a_second(config, facts, status),
        )
        found.append(known)
    return found


def estimate(
    known: Sequence[MeasuredRun], config: RunConfig, *, vocabulary_size: int, machine: Machine
) -> Estimate:
    """Expectations for `config`, its machine settled: speed of the most similar earlier run that
    computed as it will on `machine`, scaled by work."""
    parameters = config.model.parameters(vocabulary_size)
    alike = [one for one in known if _computed_alike(one, config.machine, machine)]
    similar = min(alike, key=lambda one: _distance(one, parameters, config), default=None)
    if similar is None or not similar.speed:
        return Estimate(None)
    return Estimate(similar.speed * similar.parameters / parameters, similar.config.name)


def speed_of_run(config: RunConfig, measured: float) -> float:
    """Tokens a second of a whole run whose steps alone make so many of them."""
    training, minutes = config.training, config.budget.minutes
    tokens = training.batch_size * training.sequence_length
    speed = LEARNING * tokens / (tokens / measured + _BOOKKEEPING)
    if minutes is None:
        return speed
    seconds = 60.0 * minutes
    return speed * seconds / (seconds + _START)


def characters_per_token(known: Sequence[MeasuredRun], config: RunConfig) -> float | None:
    """Of the same text, cut by the same tokenizer; None where no earlier run tells."""
    cut = (config.corpus, config.tokenizer)
    found = (one for one in known if (one.config.corpus, one.config.tokenizer) == cut)
    return next((one.characters_per_token for one in found), None)


def measured_throughput(
    machine: Machine,
    known: Sequence[MeasuredRun],
    *,
    device: str = "auto",
    slots: int | None = None,
) -> Machine:
    """The machine as a run uses it whose machine.device this is, with the speed of earlier ones.

    That is the fastest of those that computed alike, where `slots` runs share the machine: others
    shared it with more. Where there is none it stays unknown.
    """
    used = as_used(machine, device)
    with suppress(SettingsError):  # a device that is not there: what creates the run says so
        chosen = MachineSettings(device=device)
        asked = RunConfig(corpus="", name="", budget=BudgetSettings(steps=1), machine=chosen)
        wanted = resolve_machine_settings(asked, machine, slots=slots)
        alike = [one.weights_a_second for one in known if _computed_alike(one, wanted, machine)]
        speeds = [speed for speed in alike if speed is not None]
        return replace(used, weights_a_second=max(speeds)) if speeds else used
    return used


def _weights_a_second(config: RunConfig, facts: Facts, status: RunStatus) -> float | None:
    model, weights = config.model, weights_at_work(config.model, facts.vocabulary_size)
    is_usual = (model.kind, model.output) == (LstmSettings.kind, LstmSettings.output)
    is_enough = weights >= _FEWEST_WEIGHTS and status.seconds >= _FEWEST_SECONDS
    if not (is_usual and is_enough and status.state == "finished"):
        return None
    return weights * status.tokens / status.seconds


def _computed_alike(known: MeasuredRun, wanted: MachineSettings, machine: Machine) -> bool:
    """Whether it was on such a device, as precise, and with as many threads and processes."""
    was, on_gpu = known.config.machine, bool(as_used(machine, wanted.device).gpus)
    if known.device != ("cuda" if on_gpu else "cpu"):
        return False
    threads = on_gpu or was.threads == wanted.threads
    return threads and (was.precision, was.processes) == (wanted.precision, wanted.processes)


def _distance(known: MeasuredRun, parameters: int, config: RunConfig) -> float:
    """How unlike an earlier run is: by architecture, then by the ratio of its work to ours."""
    other = 0.0 if known.config.model.kind == config.model.kind else _OTHER_ARCHITECTURE
    larger = max(known.parameters, parameters) / max(1, min(known.parameters, parameters))
    batch = known.config.training.batch_size / config.training.batch_size
    return other + larger + 0.5 * max(batch, 1 / batch)
