"""The command `machine`: what this machine can train with."""

from dataclasses import asdict, replace

from slm_core.cli.options import AsJson
from slm_core.cli.output.terminal import answer
from slm_core.hardware.machine import Gpu, Machine, describe_machine, look_for_gpus, slots


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
    fast = ", ".join(found.instructions) or "neither AVX2 nor AVX-512 nor bfloat16 that it tells of"
    lines = [
        f"processor  {found.cores} cores; instructions: {fast}",
        f"memory     {found.memory_bytes / 1e9:.1f} GB",
        *(f"{gpu.device:<9}  {_words(gpu)}" for gpu in found.gpus),
    ]
    if not found.gpus:
        lines.append("GPU        none from NVIDIA: training runs on the processor")
    if len(found.gpus) > 1:
        lines.append(f"           --set machine.processes={len(found.gpus)} trains one run on all")
    return [*lines, f"runs       {at_once} at once; ARGOT_SLOTS or --slots change that"]


def _words(gpu: Gpu) -> str:
    free, total = gpu.free_bytes / 1e9, gpu.memory_bytes / 1e9
    return f"{gpu.name}, {free:.1f} of {total:.1f} GB free"
