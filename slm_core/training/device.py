"""The device and precision of a run: the CPU, or an NVIDIA GPU."""

import os

import torch

from slm_core.errors import SettingsError
from slm_core.messages import msg

_BFLOAT16 = ("avx512_bf16", "amx_bf16", "bf16")
"""What torch calls a processor's instructions for it."""


def resolve_device(asked: str, *, rank: int = 0) -> torch.device:
    """The device for "cpu", "cuda:1", "cuda" or "auto", which takes a GPU where there is one.

    Of several processes each takes the GPU with its `rank`. Raises SettingsError where a GPU is
    asked for and there is none.
    """
    count = torch.cuda.device_count() if torch.cuda.is_available() else 0
    if asked == "cpu" or (asked == "auto" and not count):
        return torch.device("cpu")
    number = asked.partition(":")[2]
    index = int(number) if number else rank
    if not count:
        raise SettingsError(
            msg(
                "machine.device is {asked}, but PyTorch finds no NVIDIA GPU here. Choose auto "
                "or cpu.",
                asked=asked,
            )
        )
    if index >= count:
        raise SettingsError(
            msg(
                "This run needs the NVIDIA GPU cuda:{index}, but PyTorch finds only {count} "
                "here, from cuda:0 to cuda:{count_2}. Choose another machine.device, or "
                "machine.processes={count} at the most.",
                index=index,
                count=count,
                count_2=count - 1,
            )
        )
    return torch.device("cuda", index)


def activate_device(device: torch.device) -> None:
    """From now on this process computes there by default, and draws from its generator."""
    if device.type == "cuda":
        torch.cuda.set_device(device)


def uses_mixed_precision(asked: str, device: torch.device) -> bool:
    """Whether to compute in bfloat16 what can bear it, for "float32", "bfloat16" or "auto".

    "auto" is float32 on a processor: what is faster there depends on the network, and whoever
    asks for the run decides. Raises SettingsError where bfloat16 is asked for and the device has
    none of its own: without instructions for it a processor is many times slower than in float32.
    """
    if device.type == "cuda":
        is_supported = torch.cuda.is_bf16_supported(including_emulation=False)
    else:
        is_supported = any(torch.cpu.get_capabilities().get(name) for name in _BFLOAT16)
        if asked == "auto":
            return False
    if asked == "bfloat16" and not is_supported:
        raise SettingsError(
            msg(
                "machine.precision is bfloat16, but this run's device, {type}, does not "
                "support it. Set machine.precision=auto.",
                type=device.type,
            )
        )
    return is_supported and asked != "float32"


def use_deterministic_algorithms() -> None:
    """From now on this process uses only what gives the same numbers each time.

    Before anything was computed on a GPU: cuBLAS reads its variable once.
    """
    os.environ.setdefault("CUBLAS_WORKSPACE_CONFIG", ":4096:8")
    torch.use_deterministic_algorithms(True)
