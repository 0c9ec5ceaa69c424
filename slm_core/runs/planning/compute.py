"""How a run will compute on this machine: threads, copies of the network, precision.

Decided when the run is asked for and written into its config.json, so that it goes on in the same
way whenever it is taken up again. Free of torch; the figures are in benchmarks/README.md.
"""

from dataclasses import replace

from slm_core.errors import CorpusError, SettingsError
from slm_core.hardware.machine import Machine, threads_for_a_run
from slm_core.messages import msg
from slm_core.runs.config import RunConfig
from slm_core.training.settings import MachineSettings

_LARGEST_SHARED = 512
"""Units of a layer up to which one copy of the network for each thread is faster than all threads
at one matrix."""
_LARGEST_WIDE = 768
"""The same for an LSTM in bfloat16 (`slm_core.models.layers.lstm_bf16`)."""


def resolve_machine_settings(
    config: RunConfig, machine: Machine, *, slots: int | None = None
) -> MachineSettings:
    """The machine's settings with every choice made that was left to us; `slots` runs share it.

    Raises SettingsError where the machine cannot compute as somebody chose.
    """
    check_device(config, machine)
    chosen = config.machine
    least = max(threads_for_a_run(slots), chosen.replicas)
    chosen = replace(chosen, threads=chosen.threads or least)
    if chosen.device != "cpu" and machine.gpus:
        return chosen
    if chosen.precision == "bfloat16" and not machine.bfloat16:
        raise SettingsError(
            msg(
                "machine.precision is bfloat16, but this machine's CPU has no instructions for "
                "it and would be many times slower. Set machine.precision=auto."
            )
        )
    if chosen.precision == "auto":
        precision = "bfloat16" if machine.bfloat16 else "float32"
        chosen = replace(chosen, precision=precision)
    return replace(chosen, replicas=chosen.replicas or _replicas(config, chosen))


def on_cpu(config: RunConfig, machine: Machine) -> RunConfig:
    """`config` as a processor computes it best. Raises SettingsError where it cannot."""
    config = replace(config, machine=replace(config.machine, device="cpu"))
    return replace(config, machine=resolve_machine_settings(config, machine))


def check_device(config: RunConfig, machine: Machine) -> None:
    """Refuse a device that is not there, and more processes than there are GPUs.

    Raises SettingsError, naming the GPUs there are.
    """
    chosen, count = config.machine, config.machine.processes
    if chosen.device == "cpu" or (chosen.device == "auto" and count == 1):
        return
    here = ", ".join(f"{gpu.device} ({gpu.name})" for gpu in machine.gpus)
    if not here and count > 1:
        raise SettingsError(
            msg(
                "machine.processes is {count}, and each needs a GPU of its own, but "
                "nvidia-smi finds no NVIDIA GPU on this machine. Set machine.processes=1.",
                count=count,
            )
        )
    if not here:
        raise SettingsError(
            msg(
                "machine.device is {device}, but nvidia-smi finds no NVIDIA GPU on this "
                "machine. Set machine.device=auto.",
                device=chosen.device,
            )
        )
    if ":" in chosen.device and chosen.device not in {gpu.device for gpu in machine.gpus}:
        raise SettingsError(
            msg(
                "machine.device is {device}; this machine has {here}.",
                device=chosen.device,
                here=here,
            )
        )
    if count > len(machine.gpus):
        raise SettingsError(
            msg(
                "machine.processes is {count}, and each needs a GPU of its own; this "
                "machine has {here}. Set machine.processes={gpus} at the most.",
                count=count,
                here=here,
                gpus=len(machine.gpus),
            )
        )


def _replicas(config: RunConfig, machine: MachineSettings) -> int:
    """One for each thread where each is left with a batch worth reading, else one."""
    processes, threads = machine.processes, machine.threads
    streams = config.training.batch_size // processes // config.training.accumulation
    wide = config.model.kind in {"lstm", "awd-lstm"} and machine.precision == "bfloat16"
    shared = config.model.hidden_size <= (_LARGEST_WIDE if wide else _LARGEST_SHARED)
    return max(1, min(threads // processes, streams)) if shared else 1


def check_batch_fits(config: RunConfig, tokens: int, *, counted: str) -> None:
    """Refuse a training part of `tokens` that cannot fill one batch. Raises CorpusError, and
    SettingsError on one that its processes cannot share."""
    training, processes = config.training, config.machine.processes
    if training.batch_size < processes:
        raise SettingsError(
            msg(
                "A batch of {batch_size} cannot be shared by machine.processes "
                "({processes}). Set training.batch_size={processes} or more.",
                batch_size=training.batch_size,
                processes=processes,
            )
        )
    needed = training.batch_size * training.sequence_length
    if tokens > needed:
        return
    fitting = max(1, tokens // (2 * training.sequence_length))
    length = max(1, min(training.sequence_length, tokens // 4))
    remedy = f"training.batch_size={fitting}"
    if length < training.sequence_length:
        remedy = msg("{remedy} and training.sequence_length={length}", remedy=remedy, length=length)
    raise CorpusError(
        msg(
            "The training part has {counted} {tokens:,} tokens, fewer than one batch "
            "of {batch_size} × {sequence_length} = {needed:,}. Add text, or set "
            "{remedy}.",
            counted=counted,
            tokens=tokens,
            batch_size=training.batch_size,
            sequence_length=training.sequence_length,
            needed=needed,
            remedy=remedy,
        )
    )
