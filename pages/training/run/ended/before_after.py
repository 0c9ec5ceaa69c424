"""Scores before and after fine-tuning: both models on both texts."""

import streamlit as st

from pages.charts.slopes import Slope, slope_chart
from pages.training.run.snapshot import RunSnapshot
from pages.ui.navigation import link_to
from pages.ui.run_index import run_names, run_summaries
from pages.ui.text.formatting import count, in_a_row, listed, percent
from pages.ui.text.i18n import _, translate
from pages.ui.text.markdown import escape_markdown
from slm_core.errors import ArgotError
from slm_core.runs.run import open_run
from slm_core.runs.transfer_scores import CorpusScore, TransferScores, read_before_after

_STILL = 0.005
"""A change by less than this share is none that anybody would notice."""
_MUCH = 0.1
"""What is forgotten, as a share, from which on it is worth a word of advice."""


def draw_before_after(view: RunSnapshot) -> None:
    """A sentence and a chart, for a run that started from an earlier one."""
    start = view.config.start
    if start is None:
        return
    with st.container(border=True, key="train_before_after"):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown("**" + _("Before and after") + "**", width="stretch")
            _draw_link(view, start.run)
        compared = read_before_after(view.run)
        if compared is None or compared.new.after is None:
            st.caption(_("What it learned and what it forgot is measured when the run ends."))
            return
        st.markdown(in_words(compared))
        _draw_slopes(compared)
        st.caption(_caption(view, compared))


def in_words(compared: TransferScores) -> str:
    """What became better, what is forgotten, and what helps against that."""
    words = [_new_words(compared.new)]
    if compared.earlier.corpus != compared.new.corpus:
        words.append(_earlier_words(compared.earlier))
    return in_a_row(words)


def _new_words(text: CorpusScore) -> str:
    name, change = _name(text), text.change or 0.0
    by = percent(abs(change), digits=0)
    if change < -_STILL:
        return _("Text like **{name}** needs {by} fewer bits than before.").format(name=name, by=by)
    if change > _STILL:
        return _(
            "Text like **{name}** needs {by} more bits than before: training on it has not "
            "made the model better. A lower learning rate may help."
        ).format(name=name, by=by)
    return _("Text like **{name}** needs as many bits as before.").format(name=name)


def _earlier_words(text: CorpusScore) -> str:
    name, change = _name(text), text.change
    if change is None:
        if text.problem:
            return _("How much it has forgotten of its first text is unknown: {problem}").format(
                problem=escape_markdown(translate(text.problem))
            )
        return _("How much it has forgotten of its first text is unknown.")
    by = percent(abs(change), digits=0)
    if change < -_STILL:
        return _(
            "It has forgotten nothing of its first text, **{name}**, which needs {by} fewer "
            "bits, too."
        ).format(name=name, by=by)
    if change <= _STILL:
        return _("It has forgotten nothing of its first text, **{name}**.").format(name=name)
    words = _(
        "Its first text, **{name}**, needs {by} more bits: it has forgotten that much."
    ).format(name=name, by=by)
    if change < _MUCH:
        return words
    return in_a_row((words, _("A lower learning rate or less time forgets less.")))


def _draw_slopes(compared: TransferScores) -> None:
    texts = {_("new text"): compared.new}
    if compared.earlier.corpus != compared.new.corpus:
        texts[_("first text")] = compared.earlier
    slopes = [
        Slope(listed((_change(text), label)), text.before, text.after)
        for label, text in texts.items()
        if text.before is not None and text.after is not None
    ]
    if slopes:
        unit = _("bits per byte")
        ends = (_("before"), _("after"))
        st.caption(unit)
        slope_chart(slopes, ends, key="train_slopes", alt=in_words(compared), unit=unit)


def _caption(view: RunSnapshot, compared: TransferScores) -> str:
    words = _(
        "Before: the earlier run's model. After: this run's best weights. Each on at most {n} "
        "characters of the texts' validation parts. Lower is better."
    ).format(n=count(compared.most_characters))
    if compared.carried is None or compared.shared_tokens is None or view.facts is None:
        return words
    return (
        words
        + " "
        + _(
            "{n} of its {all} tokens are carried over from the earlier tokenizer; with them it "
            "began at {bits}."
        ).format(
            n=count(compared.shared_tokens),
            all=count(view.facts.vocabulary_size),
            bits=_number(compared.carried),
        )
    )


def _draw_link(view: RunSnapshot, earlier: str) -> None:
    try:
        name = open_run(view.run.workspace, earlier).config().name
    except ArgotError:
        st.caption(_("The run it started from was deleted."))
        return
    names = run_names(run_summaries(view.run.workspace))
    label = _("started from “{name}”").format(name=escape_markdown(names.get(earlier, name)))
    link_to("training", label, icon=":material/start:", run=earlier)


def _name(text: CorpusScore) -> str:
    return escape_markdown(text.name) or _("a deleted corpus")


def _number(bits: float | None) -> str:
    return "–" if bits is None else f"{bits:.3f}"


def _change(text: CorpusScore) -> str:
    return "–" if text.change is None else percent(text.change, sign="+").replace("-", "−")
