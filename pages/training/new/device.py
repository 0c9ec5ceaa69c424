"""The choice of device: the CPU, or one of the machine's GPUs."""

from dataclasses import replace

import streamlit as st

from pages.ui.session import gpus, training_slots, workspace
from pages.ui.text.formatting import in_a_row, listed
from pages.ui.text.i18n import _, ngettext
from pages.ui.widgets.forms import Changes, Words, draw_field, label_of
from slm_core.corpus.store import Corpus
from slm_core.hardware.machine import Gpu, Machine, describe_machine
from slm_core.runs.planning.speed import known_runs, measured_throughput
from slm_core.settings_schema import FieldInfo

DEVICE = "machine.device"
_SEEN = "train_machine_seen"


def machine_for(corpus: Corpus, device: str = "auto") -> Machine:
    """The machine as a run with this machine.device uses it, as fast as earlier runs found it.

    Those are asked once for each text and device that is chosen, and after `refresh_machine`: what
    was chosen by their speed must not change while somebody fills in a form.
    """
    asked = (corpus.id, device)
    kept: tuple[tuple[str, str], Machine] | None = st.session_state.get(_SEEN)
    if kept is None or kept[0] != asked:
        known = known_runs(workspace())
        kept = (
            asked,
            measured_throughput(describe_machine(), known, device=device, slots=training_slots()),
        )
        st.session_state[_SEEN] = kept
    return kept[1]


def refresh_machine() -> None:
    """Ask the earlier runs again when a form is next shown."""
    st.session_state.pop(_SEEN, None)


def draw_device(info: FieldInfo, value: object, changes: Changes, *, page: str) -> None:
    """The machine's devices with their memory to choose from, `value` among them."""
    found = gpus()
    first = found[0].name if found else _("CPU")
    names = {
        "auto": _("automatic: {device}").format(device=first),
        "cpu": _("CPU, {cores}").format(cores=_cores()),
        **{gpu.device: _gpu_words(gpu) for gpu in found},
    }
    for asked in (str(value), changes.get(DEVICE, "auto")):
        names.setdefault(asked, asked)  # a GPU that is gone, or "cuda"
    words = Words(label_of(DEVICE), names.__getitem__)
    draw_field(replace(info, choices=tuple(names)), value, changes, page=page, words=words)


def draw_machine_note() -> None:
    """What there is no choice about, where there is no GPU."""
    if gpus():
        return
    words = _("This machine has no NVIDIA GPU: training runs on its CPU, {cores}.").format(
        cores=_cores()
    )
    fast = describe_machine().instructions
    if fast:
        more = _("Instructions that speed it up: {names}.").format(names=listed(fast))
        words = in_a_row((words, more))
    st.caption(words)


def _cores() -> str:
    count = describe_machine().cores
    return ngettext("{n} core", "{n} cores", count).format(n=count)


def _gpu_words(gpu: Gpu) -> str:
    free, total = gpu.free_bytes / 1e9, gpu.memory_bytes / 1e9
    memory = _("{free} of {total} GB free").format(free=f"{free:.0f}", total=f"{total:.0f}")
    return f"{gpu.index}: {gpu.name} · {memory}"
