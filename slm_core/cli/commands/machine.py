"""The command `machine`: what this machine can train with."""

from dataclasses import asdict, replace

from slm_core.cli.options import AsJson
from slm_core.cli.output.terminal import answer, in_a_row, padded, told
from slm_core.hardware.machine import Gpu, Machine, describe_machine, look_for_gpus, slots
from slm_core.messages import Message, msg, plural


def machine(as_json: AsJson = False) -> None:
    """Show cores, memory and NVIDIA GPUs, and how many runs train at once."""
    found = replace(describe_machine(), gpus=look_for_gpus())
    at_once = slots()
    values = asdict(found)
    del values["weights_a_second"]  # which the runs of a workspace tell, and here is none
    gpus = [{"device": gpu.device, **asdict(gpu)} for gpu in found.gpus]
    answer(
        {**values, "gpus": gpus, "slots": at_once},
        text="\n".join(_lines(found, at_once)),
        as_json=as_json,
    )


def _lines(found: Machine, at_once: int) -> list[str]:
    fast: str | Message = in_a_row(found.instructions)
    fast = fast or msg("neither AVX2 nor AVX-512 nor bfloat16 that it tells of")
    cores = plural(
        "{n} core; instructions: {fast}",
        "{n} cores; instructions: {fast}",
        n=found.cores,
        fast=fast,
    )
    rows: list[tuple[str | Message, Message]] = [
        (msg("CPU"), cores),
        (msg("memory"), msg("{size:.1f} GB", size=found.memory_bytes / 1e9)),
        *((gpu.device, _words(gpu)) for gpu in found.gpus),
    ]
    if not found.gpus:
        rows.append(("GPU", msg("none from NVIDIA: training runs on the CPU")))
    if len(found.gpus) > 1:
        count = len(found.gpus)
        rows.append(("", msg("--set machine.processes={n} trains one run on all", n=count)))
    rows.append((msg("runs"), msg("{n} at once; ARGOT_SLOTS or --slots change that", n=at_once)))
    return [f"{padded(head, 9)}  {told(words)}" for head, words in rows]


def _words(gpu: Gpu) -> Message:
    return msg(
        "{name}, {free:.1f} of {total:.1f} GB free",
        name=gpu.name,
        free=gpu.free_bytes / 1e9,
        total=gpu.memory_bytes / 1e9,
    )
