"""Where a run computes, and how: the processor, or an NVIDIA graphics card."""

import os

import torch

from slm_core.errors import SettingsError

_BFLOAT16 = ("avx512_bf16", "amx_bf16", "bf16")
"""What torch calls a processor's instructions for it."""


def chosen_device(asked: str) -> torch.device:
    """The device for "cpu", "cuda" or "auto", which takes the GPU where there is one.

    Raises SettingsError where a GPU is asked for and there is none.
    """
    available = torch.cuda.is_available()
    if asked == "cuda" and not available:
        raise SettingsError(
            "machine.device is cuda, but torch finds no NVIDIA GPU here. Choose auto or cpu."
        )
    return torch.device("cuda" if available and asked != "cpu" else "cpu")


def is_mixed(asked: str, device: torch.device) -> bool:
    """Whether to compute in bfloat16 what can bear it, for "float32", "bfloat16" or "auto".

    "auto" is float32 on a processor: what is faster there depends on the network, and whoever
    asks for the run decides. Raises SettingsError where bfloat16 is asked for and the device has
    none of its own: without instructions for it a processor is many times slower than in float32.
    """
    if device.type == "cuda":
        has = torch.cuda.is_bf16_supported(including_emulation=False)
    else:
        has = any(torch.cpu.get_capabilities().get(name) for name in _BFLOAT16)
        if asked == "auto":
            return False
    if asked == "bfloat16" and not has:
        raise SettingsError(
            f"machine.precision is bfloat16, but this run's device, {device.type}, cannot. "
            "Set machine.precision=auto."
        )
    return has and asked != "float32"


def compute_exactly() -> None:
    """From now on this process uses only what gives the same numbers each time.

    Before anything was computed on a GPU: cuBLAS reads its variable once.
    """
    os.environ.setdefault("CUBLAS_WORKSPACE_CONFIG", ":4096:8")
    torch.use_deterministic_algorithms(True)
