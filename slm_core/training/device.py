"""Where a run computes: the processor, or an NVIDIA graphics card."""

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
