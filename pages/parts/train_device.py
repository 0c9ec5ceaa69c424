"""Where a run computes: the processor, or one of the machine's GPUs."""

from dataclasses import replace

import streamlit as st

from pages.parts.forms import Changes, Words, draw_field, label_of
from pages.parts.language import _, ngettext
from pages.parts.state import gpus
from slm_core.fields import FieldInfo
from slm_core.runs.machine import Gpu, describe_machine

DEVICE = "machine.device"


def draw_device(info: FieldInfo, value: object, changes: Changes, *, page: str) -> None:
    """The machine's devices with their memory to choose from, `value` among them."""
    found = gpus()
    first = found[0].name if found else _("processor")
    names = {
        "auto": _("automatic: {device}").format(device=first),
        "cpu": _("processor, {cores}").format(cores=_cores()),
        **{gpu.device: _gpu_words(gpu) for gpu in found},
    }
    for asked in (str(value), changes.get(DEVICE, "auto")):
        names.setdefault(asked, asked)  # a GPU that is gone, or "cuda"
    words = Words(label_of(DEVICE), names.__getitem__)
    draw_field(replace(info, choices=tuple(names)), value, changes, page=page, words=words)


def draw_machine_note() -> None:
    """What there is no choice about, where there is no GPU."""
    if not gpus():
        st.caption(
            _("This machine has no NVIDIA GPU: training runs on its processor, {cores}.").format(
                cores=_cores()
            )
        )


def _cores() -> str:
    count = describe_machine().cores
    return ngettext("{n} core", "{n} cores", count).format(n=count)


def _gpu_words(gpu: Gpu) -> str:
    free, total = gpu.free_bytes / 1e9, gpu.memory_bytes / 1e9
    memory = _("{free} of {total} GB free").format(free=f"{free:.0f}", total=f"{total:.0f}")
    return f"{gpu.index}: {gpu.name} · {memory}"
