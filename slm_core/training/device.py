"""Where a run computes, and how: the processor, or an NVIDIA graphics card."""

import os

import torch

from slm_core.errors import SettingsError


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

    Raises SettingsError where bfloat16 is asked for and the device has none for us.
    """
    has = device.type == "cuda" and torch.cuda.is_bf16_supported(including_emulation=False)
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
