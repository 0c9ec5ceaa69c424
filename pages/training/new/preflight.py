"""The expectations of a run before it starts, as sentences."""

import streamlit as st

from pages.training.new.architecture import draw_notes
from pages.training.new.speed_test import draw_trial
from pages.training.new.suggestions import draw_advice
from pages.ui.forms import Changes
from pages.ui.session import training_slots, workspace
from pages.ui.text.formatting import count, duration
from pages.ui.text.i18n import _, ngettext, translate
from pages.ui.text.markdown import escape_markdown
from pages.ui.text.token_kinds import token_kind
from slm_core.corpus.store import Corpus
from slm_core.errors import ArgotError
from slm_core.hardware.machine import describe_machine
from slm_core.messages import Message
from slm_core.runs.config import RunConfig
from slm_core.runs.preflight.preflight import Preflight, preflight


def draw_outlook(
    config: RunConfig,
    base: RunConfig,
    corpus: Corpus,
    changes: Changes,
    *,
    problem: Message | str = "",
) -> None:
    """The network, its tokens, how often it will read the text, the score to expect; and what
    should be thought about, with a button that mends it in `changes`, which are those to `base`.

    `problem` is why it cannot be, where it cannot."""
    st.markdown("**" + _("What will happen") + "**")
    try:
        expected = preflight(
            workspace(), config, corpus, machine=describe_machine(), slots=training_slots()
        )
    except ArgotError as error:
        st.error(translate(error.message))
        return
    for line in (
        _network_words(config, expected),
        _token_words(config),
        _reading_words(config, expected),
        _score_words(expected),
    ):
        st.markdown(line)
    draw_notes(config)
    draw_trial(config, measured=expected.speed.source == "trial", problem=problem)
    draw_advice(expected.advice, base, changes)


def _network_words(config: RunConfig, expected: Preflight) -> str:
    model = config.model
    layers = ngettext("one layer", "{n} layers", model.layers).format(n=model.layers)
    return _(
        "Its network: **{kind}** with {size} units in {layers}, about {parameters} parameters "
        "in {memory} of memory."
    ).format(
        kind=model.title,
        size=count(model.hidden_size),
        layers=layers,
        parameters=count(float(f"{expected.parameters:.2g}")),
        memory=_memory(expected.memory_needed),
    )


def _memory(size: float) -> str:
    return f"{size / 1e9:.1f} GB" if size >= 1e9 else f"{float(f'{size / 1e6:.2g}'):.0f} MB"


def _token_words(config: RunConfig) -> str:
    tokenizer = config.tokenizer
    labels = token_kind(tokenizer.kind)
    return labels.reading.format(size=count(tokenizer.vocabulary_size))


def _reading_words(config: RunConfig, expected: Preflight) -> str:
    times = expected.readings
    shown = count(times) if times >= 9.5 else f"{times:.1f}"
    words = _("It will read {share} % of the text **about {n} times**").format(
        share=f"{config.split.train:g}", n=shown
    )
    if expected.seconds_per_epoch >= 1.0:
        words += _(", each in {time}").format(time=duration(expected.seconds_per_epoch))
    if config.budget.minutes is None:
        words += _(", which takes about {time}").format(time=duration(expected.seconds))
    return _("{reading}: {speed}").format(reading=words, speed=_speed_words(expected))


def _speed_words(expected: Preflight) -> str:
    speed = expected.speed
    words = {
        "trial": _("{speed} tokens a second, measured on this machine."),
        "run": _("{speed} tokens a second, estimated from your earlier run “{run}”."),
        "typical": _("{speed} tokens a second, estimated from machines like this one."),
    }
    rounded = float(f"{speed.tokens_per_second:.2g}")
    shown = count(rounded) if rounded >= 1.0 else f"{rounded:g}"
    return words[speed.source].format(speed=shown, run=escape_markdown(speed.based_on))


def _score_words(expected: Preflight) -> str:
    band = expected.band
    if band is None:
        return _("The rest, {what}, is kept for validation.").format(
            what=_("text it never learns from")
        )
    words = {
        "runs": _(
            "It should reach **{low} to {high} bits per byte** (less is better), estimated "
            "from similar runs on this text."
        ),
        "counting": _(
            "It should reach **{low} to {high} bits per byte** (less is better), estimated "
            "from how predictable this text is."
        ),
    }
    return words[band.source].format(low=f"{band.low:.2f}", high=f"{band.high:.2f}")
