"""Below the navigation, always: the run in progress, what the machine has, the language."""

import streamlit as st

from pages.parts.amounts import duration, percent
from pages.parts.language import _, choose_language, ngettext
from pages.parts.places import link_to
from pages.parts.plain import plain
from pages.parts.shelf import Entry, entries, in_progress, in_queue
from pages.parts.state import following, room, workspace
from pages.parts.train_head import state_words
from slm_core.runs.machine import describe_machine

_BUSY, _IDLE = 2.0, 10.0
"""Seconds between two looks while something trains, and while nothing does."""


def draw_sidebar() -> None:
    """Draw it all; only the run in progress is drawn again by itself."""
    with st.sidebar:
        busy = any(entry.status.is_active for entry in entries(workspace()))
        st.fragment(_draw_work, run_every=_BUSY if busy else _IDLE)()
        with st.container(gap="xxsmall"):
            st.caption(_machine())
            choose_language()


def _draw_work() -> None:
    seen = entries(workspace())
    busy, waiting = in_progress(seen), in_queue(seen)
    for entry in busy[:3]:
        _draw_entry(entry)
    if not busy and waiting:
        _draw_entry(waiting[0])
        waiting = waiting[1:]
    words = [_queue_words(len(waiting))] if waiting else []
    if len(busy) > 3:
        words.append(_("{n} more at work").format(n=len(busy) - 3))
    if words:
        st.caption(" · ".join(words))


def _draw_entry(entry: Entry) -> None:
    label, icon, shade = state_words(entry.status)
    with st.container(border=True, gap="xsmall", key=f"sidebar_{entry.run.id}"):
        with st.container(horizontal=True, gap=None, vertical_alignment="center"):
            st.badge(label, icon=icon, color=shade)
            link_to("train", plain(entry.title), icon="", run=entry.run.id)
        st.progress(min(1.0, max(0.0, entry.status.fraction)))
        st.caption(" · ".join(_facts(entry)))


def _facts(entry: Entry) -> list[str]:
    """How far the run is and how good, such as "37 s of 60 s", "1.12 bits per byte"."""
    status = entry.status
    if status.state == "queued":
        return [_("waits for its turn")]
    if not status.step:
        return [_(status.doing) if status.doing else _("getting ready")]
    if status.seconds_left is None:
        words = [percent(status.fraction, digits=0)]
    else:
        whole = duration(status.seconds + status.seconds_left)
        words = [_("{done} of {whole}").format(done=duration(status.seconds), whole=whole)]
    with following(entry.run) as follower:
        bits = follower.validation.last("bits_per_byte")
    if bits is not None:
        words.append(_("{bits:.2f} bits per byte").format(bits=bits))
    return words


def _queue_words(count: int) -> str:
    most = room()
    waits = ngettext("{n} run waits", "{n} runs wait", count).format(n=count)
    trains = ngettext("{n} trains at a time", "{n} train at a time", most).format(n=most)
    return f"{waits} · {trains}"


def _machine() -> str:
    machine = describe_machine()
    cores = ngettext("{n} core", "{n} cores", machine.cores).format(n=machine.cores)
    memory = f"{machine.memory_bytes / 1e9:.0f} GB"
    return f"{cores} · {memory} · {machine.gpu or _('no GPU found')}"
