"""The sidebar below the navigation: the run in progress, the machine, the language."""

import time

import streamlit as st

from pages.ui.browser.behaviour import draw_behaviour
from pages.ui.damage import in_sentences
from pages.ui.navigation import link_to
from pages.ui.run_index import (
    RunSummary,
    damaged_runs,
    in_progress,
    in_queue,
    newest_score,
    run_names,
    run_summaries,
)
from pages.ui.session import training_slots, workspace
from pages.ui.text.formatting import duration, percent
from pages.ui.text.i18n import _, choose_language, ngettext, translate
from pages.ui.text.markdown import escape_markdown
from pages.ui.text.run_labels import state_label
from slm_core.hardware.machine import Machine, describe_machine

_BUSY, _BESIDE, _IDLE = 2.0, 5.0, 10.0
"""Seconds between two looks while something trains, beside a page that shows a run by itself (every
drawing takes time from the trainer), and while nothing is at work."""

_MOST = 3
"""Runs shown at once."""

_NEWS = 600.0
"""Seconds for which a run that ended is still shown, where nothing else is at work."""


def draw_sidebar() -> None:
    """Draw it all; only the run in progress is drawn again by itself."""
    with st.sidebar:
        busy = any(entry.status.is_active for entry in run_summaries(workspace()))
        every = _IDLE if not busy else _BESIDE if "run" in st.query_params else _BUSY
        st.fragment(in_sentences(_draw_work), run_every=every)()
        with st.container(gap="xxsmall"):
            st.caption(_machine())
            choose_language()
            draw_behaviour()


def _draw_work() -> None:
    seen = run_summaries(workspace())
    busy, waiting = in_progress(seen), in_queue(seen)
    shown = busy[:_MOST] or waiting[:1] or _just_ended(seen)
    titles = run_names(shown)
    for entry in shown:
        _draw_entry(entry, titles[entry.run.id])
    words = []
    if len(busy) > len(shown):
        words.append(_("{n} more in progress").format(n=len(busy) - len(shown)))
    waits = len([entry for entry in waiting if entry not in shown])
    if waits:
        words.append(_queue_words(waits))
    damaged = len(damaged_runs(workspace()))
    if damaged:
        said = ngettext("{n} run cannot be read", "{n} runs cannot be read", damaged)
        words.append(said.format(n=damaged))
    if words:
        st.caption(" · ".join(words))


def _just_ended(seen: list[RunSummary]) -> list[RunSummary]:
    """The run that ended last, while that is still news."""
    since = time.time() - _NEWS
    return [entry for entry in seen if entry.status.is_over and entry.status.heartbeat > since][:1]


def _draw_entry(entry: RunSummary, title: str) -> None:
    label, icon, _shade = state_label(entry.status)
    with st.container(border=True, gap="xxsmall", key=f"sidebar_{entry.run.id}"):
        link_to("training", f"**{escape_markdown(title)}**", icon=icon, run=entry.run.id)
        progress, score = _progress(entry), _score(entry)
        # What a run is doing while it starts says more than that it starts, and says that too.
        starts = entry.status.state == "starting" and entry.status.doing and not entry.status.step
        words = progress if starts else " · ".join(filter(None, (label, progress)))
        if entry.status.is_active:
            st.progress(min(1.0, max(0.0, entry.status.fraction)), text=words)
            st.caption(score or _("no score yet"))
        else:
            st.caption(" · ".join(filter(None, (words, score))))


def _progress(entry: RunSummary) -> str:
    """How far the run is, such as "37 s of 60 s"; nothing for one that has ended."""
    status = entry.status
    if status.is_over:
        return ""
    if status.state == "queued":
        return _("waits for its turn") if in_progress(run_summaries(workspace())) else ""
    if not status.step:
        return translate(status.doing) if status.doing else _("getting ready")
    if status.seconds_left is None:
        return percent(status.fraction, digits=0)
    whole = duration(status.seconds + status.seconds_left)
    return _("{done} of {whole}").format(done=duration(status.seconds), whole=whole)


def _score(entry: RunSummary) -> str:
    bits = newest_score(entry, "bits_per_byte")
    if bits is None:
        return ""
    words = _("final {bits:.2f} bits per byte") if entry.final else _("{bits:.2f} bits per byte")
    return words.format(bits=bits)


def _queue_words(count: int) -> str:
    most = training_slots()
    waits = ngettext("{n} run waits", "{n} runs wait", count).format(n=count)
    trains = ngettext("{n} trains at a time", "{n} train at a time", most).format(n=most)
    return f"{waits} · {trains}"


def _gpus(machine: Machine) -> str:
    if not machine.gpus:
        return _("no GPU found")
    return " · ".join(f"{gpu.name}, {gpu.memory_bytes / 1e9:.0f} GB" for gpu in machine.gpus)


def _machine() -> str:
    machine = describe_machine()
    cores = ngettext("{n} core", "{n} cores", machine.cores).format(n=machine.cores)
    memory = f"{machine.memory_bytes / 1e9:.0f} GB"
    return f"{cores} · {memory} · {_gpus(machine)}"
