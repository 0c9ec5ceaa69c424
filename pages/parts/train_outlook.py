"""What a run will be like, in words, before anybody starts it."""

import streamlit as st

from pages.parts.amounts import count, duration
from pages.parts.language import _, ngettext
from pages.parts.plain import plain
from pages.parts.state import workspace
from pages.parts.train_network import draw_notes
from slm_core.corpus.store import Corpus
from slm_core.runs.config import RunConfig
from slm_core.runs.estimate import Estimate, estimate


def draw_outlook(config: RunConfig, corpus: Corpus) -> None:
    """The network, its tokens, how often it will read the text, the score to expect."""
    st.markdown("**" + _("What will happen") + "**")
    expected = estimate(workspace(), config, corpus.card)
    for line in (
        _network_words(config, expected),
        _token_words(config),
        _reading_words(config, expected),
        _score_words(expected),
    ):
        st.markdown(line)
    draw_notes(config)


def _network_words(config: RunConfig, expected: Estimate) -> str:
    model = config.model
    layers = ngettext("one layer", "{n} layers", model.layers).format(n=model.layers)
    return _(
        "Its network: **{kind}** of {size} units in {layers}, up to {parameters} numbers to learn."
    ).format(
        kind=model.title,
        size=count(model.hidden_size),
        layers=layers,
        parameters=count(float(f"{expected.parameters:.2g}")),
    )


def _token_words(config: RunConfig) -> str:
    tokenizer = config.tokenizer
    words = {
        "char": _("It reads and writes **character by character**."),
        "word": _("It reads and writes **word by word**, with at most {size} words."),
        "segmented": _(
            "It reads and writes **word by word**, as a dictionary cuts them, with at most {size} "
            "words and characters; rarer words it spells."
        ),
        "bpe": _("It reads and writes **pieces of words** (byte pairs), {size} of them."),
    }
    return words[tokenizer.kind].format(size=count(tokenizer.vocabulary_size))


def _reading_words(config: RunConfig, expected: Estimate) -> str:
    share = f"{config.split.train:g}"
    if expected.readings is None or expected.tokens_per_second is None:
        words = _("Its training part is {share} % of the text.").format(share=share)
        return words + " " + _("How fast this machine is shows with the first run.")
    times = expected.readings
    shown = count(times) if times >= 9.5 else f"{times:.1f}"
    words = _("It will read {share} % of the text **about {n} times**").format(share=share, n=shown)
    if config.budget.minutes is None and expected.seconds is not None:
        words += _(", which takes about {time}").format(time=duration(expected.seconds))
    return words + _(
        ": {speed} tokens a second, reckoned from “{run}”, which trained here."
    ).format(speed=count(float(f"{expected.tokens_per_second:.2g}")), run=plain(expected.based_on))


def _score_words(expected: Estimate) -> str:
    if expected.bits_per_byte is None:
        return _("The rest, {what}, is kept to check it with.").format(
            what=_("text it never learns from")
        )
    return _("The last run on this text reached {bits} bits per byte.").format(
        bits=f"{expected.bits_per_byte:.2f}"
    )
