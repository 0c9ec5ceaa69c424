"""The expectations of a run before it starts, as sentences."""

import streamlit as st

from pages.training.new.architecture import draw_notes
from pages.training.new.speed_test import draw_trial
from pages.training.new.start_from import draw_better_start
from pages.training.new.suggestions import draw_advice
from pages.ui.session import training_slots, workspace
from pages.ui.text.i18n import _, translate
from pages.ui.text.markdown import bold, escape_markdown, escaped
from pages.ui.widgets.forms import Changes
from slm_core.corpus.store import Corpus
from slm_core.errors import ArgotError
from slm_core.hardware.machine import describe_machine
from slm_core.messages import Message
from slm_core.runs.config import RunConfig
from slm_core.runs.preflight.outlook import outlook_messages
from slm_core.runs.preflight.preflight import preflight


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
        st.error(escape_markdown(translate(error.message)))
        return
    for message in outlook_messages(config, expected):
        st.markdown(_stressed(message))
    draw_notes(config)
    draw_trial(config, measured=expected.speed.source == "trial", problem=problem)
    draw_advice(expected.advice, base, changes)
    if any(one.kind == "amount" for one in expected.advice):
        draw_better_start(corpus)


def _stressed(message: Message) -> str:
    """The sentence with what matters most in bold; names in it are shown letter by letter."""
    return translate(bold(escaped(message, "run"), "kind", "times", "low", "high"))
