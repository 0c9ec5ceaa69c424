"""The sampling settings of the Write page: two in sight, all of them one click away."""

from typing import Literal

import streamlit as st

from pages.ui.text.i18n import _
from pages.ui.widgets.choice import choose_one
from slm_core.generation.settings import MOST_TOKENS, GenerationSettings
from slm_core.serving.completions.completion_request import MOST_STOPS, seed_after
from slm_core.settings_schema import fields_of

Ending = Literal["tokens", "sentences", "end"]

_FIELDS = fields_of(GenerationSettings)
_DEFAULTS = GenerationSettings()


def draw_main_settings() -> None:
    """Temperature and length, side by side: all that a newcomer needs."""
    temperature, length = st.columns(2)
    with temperature:
        _slider("temperature", _("Temperature"), 2.0, 0.05)
    with length:
        _slider("length", _("Length"), 1000, 10, low=10)


def draw_all_settings() -> None:
    """The others, grouped by what they do."""
    with st.expander(_("All settings"), type="compact", icon=":material/tune:", key="write_more"):
        st.markdown("**" + _("Which tokens may come") + "**")
        columns = st.columns(4)
        with columns[0]:
            _slider("top_p", "Top-p", 1.0, 0.05, low=0.05)
        with columns[1]:
            _number("top_k", "Top-k", 1)
        with columns[2]:
            _slider("min_p", "Min-p", 1.0, 0.01)
        with columns[3]:
            _slider("typical_p", _("Typical"), 1.0, 0.05, low=0.05)
        st.markdown("**" + _("Against repetition") + "**")
        columns = st.columns(4)
        with columns[0]:
            _number("repetition_penalty", _("Repetition penalty"), 0.05)
        with columns[1]:
            _number("frequency_penalty", _("Frequency penalty"), 0.1)
        with columns[2]:
            _number("presence_penalty", _("Presence penalty"), 0.1)
        with columns[3]:
            _number("no_repeat_ngram", _("No-repeat n-gram"), 1)
        _draw_ending()
        st.markdown("**" + _("How it is chosen") + "**")
        columns = st.columns(3)
        with columns[0]:
            _number("beams", _("Beam search width"), 1)
        with columns[1]:
            _number("length_penalty", _("Length normalisation"), 0.1)
        with columns[2]:
            _number("seed", _("Random seed"), 1)


def _draw_ending() -> None:
    st.markdown("**" + _("Where it ends") + "**")
    left, middle, right = st.columns([5, 2, 5])
    with left:
        ending = choose_one(
            _("Ends after"),
            {
                "tokens": _("the length above"),
                "sentences": _("sentences"),
                "end": _("the end of the text"),
            },
            key="write_ending",
        )
    with middle:
        st.number_input(
            _("Sentences"),
            1,
            1000,
            3,
            key="write_sentences",
            disabled=ending != "sentences",
            help=_(_FIELDS["sentences"].help),
            persist_state="session",
        )
    with right:
        st.text_area(
            _("Stop before"),
            key="write_stop_strings",
            height=68,
            placeholder=_("One text a line"),
            help=_("The text ends before the first of these, at most {n}.").format(n=MOST_STOPS),
            persist_state="session",
        )


def temperature() -> float:
    """As the slider stands."""
    return st.session_state["write_temperature"]


def filters_chosen() -> GenerationSettings:
    """What decides on the next token, as the widgets stand."""
    names = ("temperature", "top_k", "top_p", "min_p", "typical_p")
    return GenerationSettings(**{name: st.session_state[f"write_{name}"] for name in names})


def chosen_settings() -> GenerationSettings:
    """What the widgets say, checked again here. Raises SettingsError."""
    chosen = {name: st.session_state[f"write_{name}"] for name in _FIELDS}
    ending: Ending = st.session_state.get("write_ending") or "tokens"
    if ending != "tokens":
        chosen["length"] = MOST_TOKENS
    if ending != "sentences":
        chosen["sentences"] = 0
    return GenerationSettings(**chosen)


def stop_strings() -> tuple[str, ...]:
    """The texts before which it ends."""
    return tuple(filter(None, (st.session_state.get("write_stop_strings") or "").splitlines()))


def show_settings(settings: GenerationSettings, stop: tuple[str, ...]) -> None:
    """Put these into the widgets. For callbacks, which come before them."""
    for name in _FIELDS:
        st.session_state[f"write_{name}"] = getattr(settings, name)
    st.session_state["write_sentences"] = max(1, settings.sentences)
    is_long = settings.length > 1000
    st.session_state["write_length"] = min(settings.length, 1000)
    ending: Ending = "sentences" if settings.sentences else "end" if is_long else "tokens"
    st.session_state["write_ending"] = ending
    st.session_state["write_stop_strings"] = "\n".join(stop)


def next_seed() -> None:
    """Count the random seed on, so that the next text is another one."""
    st.session_state["write_seed"] = seed_after(st.session_state.get("write_seed") or 0, 1)


def _slider(name: str, label: str, high: float, step: float, *, low: float = 0.0) -> None:
    kind = _FIELDS[name].kind
    st.slider(
        label,
        kind(low),
        kind(high),
        getattr(_DEFAULTS, name),
        kind(step),
        key=f"write_{name}",
        help=_(_FIELDS[name].help),
        persist_state="session",
    )


def _number(name: str, label: str, step: float) -> None:
    info = _FIELDS[name]
    low, high = info.low, info.high
    assert low is not None and high is not None, "every setting has bounds"
    st.number_input(
        label,
        info.kind(low),
        info.kind(high),
        getattr(_DEFAULTS, name),
        info.kind(step),
        key=f"write_{name}",
        help=_(info.help),
        persist_state="session",
    )
