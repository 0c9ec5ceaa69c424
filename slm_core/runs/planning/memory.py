"""How much memory a run needs, roughly, and settings that need less. Free of torch."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace

from slm_core.errors import SettingsError
from slm_core.hardware.machine import Machine
from slm_core.messages import Message, joined, msg
from slm_core.models.layers.logits import logits_chunk_size
from slm_core.models.settings import ModelSettings
from slm_core.runs.config import RunConfig
from slm_core.settings_schema import setting_name

_BYTES = 4
"""Of a number in float32."""
_COPIES = 5
"""Of every weight: itself, gradient, two moments and the best; two more where weights are
averaged: their mean, and themselves while it is judged."""
_FLOATS_PER_UNIT = 25
"""Numbers kept for each token, layer and unit until its gradient is known. Measured as the growth
of a process: 6 (RNN) to 25 (Transformer)."""
_LOGITS = 4
"""Times that a piece of logits stands in memory."""
_SHARE = 0.6
"""Of the machine's memory that a run may plan with; the rest is for what it reads and others."""
_MUCH = 0.4
"""Of the memory: a run that vanished with so much may have been ended for it."""
_PROCESS = 350_000_000
"""Bytes that a trainer takes before it has a model: torch, most of it. Measured: 360 to 390 MB
with a small one."""
_SMALLEST = 8
"""Units below which a smaller network is no advice."""


def needed_bytes(config: RunConfig) -> int:
    """Memory for the weights and one step, for a vocabulary as large as allowed."""
    return _weights(config) + _step(config)


def check_memory(config: RunConfig, machine: Machine) -> None:
    """Refuse a model or a batch for which the machine has no room. Raises SettingsError."""
    memory, needed = memory_of(machine, config.machine.device), needed_bytes(config)
    parameters = config.model.parameters(config.tokenizer.vocabulary_size)
    if _weights(config) > _SHARE * memory:
        raise SettingsError(
            msg(
                "This model has {parameters:,} parameters and needs about {needed:,.1f} GB to "
                "train; this machine has {memory:,.1f} GB. {remedy}",
                parameters=parameters,
                needed=needed / 1e9,
                memory=memory / 1e9,
                remedy=_remedy(config, memory),
            )
        )
    if needed > memory:  # not its share: what a step takes is an estimate
        training = config.training
        raise SettingsError(
            msg(
                "A batch of {batch_size} × {sequence_length} tokens needs about {needed:,.1f} "
                "GB to train on; this machine has {memory:,.1f} GB. Set {smaller}.",
                batch_size=training.batch_size,
                sequence_length=training.sequence_length,
                needed=_step(config) / 1e9,
                memory=memory / 1e9,
                smaller=_written(smaller(config, memory)),
            )
        )


def _remedy(config: RunConfig, memory: int) -> Message:
    found = smaller(config, memory)
    model = config.model
    if not found or needed_bytes(_with(config, found)) > _SHARE * memory:
        return msg(
            "Make model.hidden_size ({hidden_size}) or model.layers ({layers}) smaller.",
            hidden_size=model.hidden_size,
            layers=model.layers,
        )
    return msg("Set {found}.", found=_written(found))


def _with(config: RunConfig, found: Mapping[str, int]) -> RunConfig:
    return config.with_settings({path: str(value) for path, value in found.items()})


def check_race_memory(configs: Sequence[RunConfig], machine: Machine) -> None:
    """Refuse runs that take turns, all of them staying in memory, where it has no room for all.

    Raises SettingsError.
    """
    memory = memory_of(machine, configs[0].machine.device)
    needed = sum(_PROCESS + needed_bytes(config) for config in configs)
    if needed > memory:
        raise SettingsError(
            msg(
                "{configs} runs that take turns stay in memory together and need about "
                "{needed:,.1f} GB; this machine has {memory:,.1f} GB. Race with fewer "
                "networks, or with smaller ones.",
                configs=len(configs),
                needed=needed / 1e9,
                memory=memory / 1e9,
            )
        )


def out_of_memory(config: RunConfig, machine: Machine) -> Message:
    """What to tell of a run that found no memory, with settings that should fit."""
    training, memory = config.training, memory_of(machine, config.machine.device)
    found = _written(smaller(config, memory))
    advice = (
        msg("Start again with {found}", found=found)
        if found
        else msg("Choose a smaller text or another machine")
    )
    return msg(
        "There was not enough memory for this run: a batch of {batch_size} × "
        "{sequence_length} tokens through {layers} × {hidden_size} units. "
        "{advice}, or end other programs first.",
        batch_size=training.batch_size,
        sequence_length=training.sequence_length,
        layers=config.model.layers,
        hidden_size=config.model.hidden_size,
        advice=advice,
    )


def perhaps_out_of_memory(config: RunConfig, machine: Machine) -> Message | None:
    """What to think of where a process vanished that wanted much of the memory; None of another.

    Linux ends a process for lack of memory without a word to it.
    """
    memory, needed = memory_of(machine, "cpu"), needed_bytes(config)
    found = _written(smaller(config, memory))
    if needed < _MUCH * memory or not found:
        return None
    return msg(
        "It needed about {needed:,.1f} GB of this machine's {memory:,.1f} GB: the system may "
        "have ended it for lack of memory. It needs less with {found}.",
        needed=needed / 1e9,
        memory=memory / 1e9,
        found=found,
    )


def smaller(config: RunConfig, memory: int) -> dict[str, int]:
    """Settings that need less than `config` does, and fit into `memory` bytes.

    Where a step takes much of it the batch gets smaller, then the sequences; else the network.
    """
    found: dict[str, int] = {}
    while not found or needed_bytes(config) > _SHARE * memory:
        step = _halved(config)
        if step is None:
            break
        config, change = step
        found |= change
    return found


def memory_of(machine: Machine, device: str) -> int:
    """Bytes of the device that a run would use: the graphics card's own where there is one."""
    if device == "cpu" or not machine.gpus:
        return machine.memory_bytes
    named = [gpu.memory_bytes for gpu in machine.gpus if gpu.device == device]
    return min(named or [gpu.memory_bytes for gpu in machine.gpus])


def _halved(config: RunConfig) -> tuple[RunConfig, dict[str, int]] | None:
    """The next smaller configuration, and what is different in it."""
    training, model = config.training, config.model
    if _step(config) > _weights(config) / 4:
        if training.batch_size > training.accumulation:
            size = max(training.accumulation, training.batch_size // 2)
            changed = replace(config, training=replace(training, batch_size=size))
            return changed, {"training.batch_size": size}
        if training.sequence_length > 1:
            length = training.sequence_length // 2
            changed = replace(config, training=replace(training, sequence_length=length))
            return changed, {"training.sequence_length": length}
    if model.hidden_size < 2 * _SMALLEST:
        return None
    try:
        half = _half_as_wide(model)
    except SettingsError:  # an odd number of units for its heads
        return None
    return replace(config, model=half), _differences(model, half)


def _half_as_wide(model: ModelSettings) -> ModelSettings:
    """The same network with half the units, and half the embedding where that hangs on them."""
    changes: dict[str, int] = {"hidden_size": model.hidden_size // 2}
    if model.tied_weights and hasattr(model, "embedding_size"):
        changes["embedding_size"] = model.input_size // 2
    return replace(model, **changes)


def _differences(before: ModelSettings, after: ModelSettings) -> dict[str, int]:
    names = [name for name in ("hidden_size", "embedding_size") if hasattr(after, name)]
    changed = [name for name in names if getattr(before, name) != getattr(after, name)]
    return {f"model.{name}": getattr(after, name) for name in changed}


def _weights(config: RunConfig) -> int:
    averaged = config.training.averaging != "none" or config.training.optimizer == "asgd"
    copies = _COPIES + 2 * averaged
    return config.model.parameters(config.tokenizer.vocabulary_size) * copies * _BYTES


def _step(config: RunConfig) -> int:
    training, model = config.training, config.model
    # Of several processes each has a GPU of its own; on a processor they share its memory.
    devices = config.machine.processes if config.machine.device != "cpu" else 1
    streams = math.ceil(training.batch_size / devices / training.accumulation)
    tokens = streams * training.sequence_length
    kept = tokens * (_FLOATS_PER_UNIT * model.layers * model.hidden_size + model.input_size)
    vocabulary = config.tokenizer.vocabulary_size
    return _BYTES * (kept + _LOGITS * logits_chunk_size(tokens, vocabulary) * vocabulary)


def _written(settings: dict[str, int]) -> Message | str:
    named = [
        msg("{name}={value}", name=setting_name(path), value=value)
        for path, value in settings.items()
    ]
    return joined(named) if named else ""
