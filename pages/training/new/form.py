"""The form of a new run: text, minutes, and beside them what to expect."""

from contextlib import suppress
from dataclasses import dataclass, replace

import streamlit as st

from pages.training.asking import draw_start_button
from pages.training.choose_text import choose_text, draw_no_text
from pages.training.new.architecture import for_network
from pages.training.new.device import DEVICE, draw_device, draw_machine_note, machine_for
from pages.training.new.duplicate import draw_canary_notice, keep_differences, take_from_run
from pages.training.new.length import draw_length
from pages.training.new.preflight import draw_outlook
from pages.training.new.speed_test import stop_trial
from pages.training.new.start_from import draw_start, editable_fields, preset_fields, with_start
from pages.training.new.tokenizer import (
    TERMS,
    available_kinds,
    draw_terms,
    draw_tokens,
)
from pages.ui.navigation import go_to, link_to
from pages.ui.session import corpora, corpus_names, training_slots, workspace
from pages.ui.text.formatting import count, in_a_row, listed
from pages.ui.text.i18n import _, ngettext
from pages.ui.text.markdown import escape_markdown
from pages.ui.widgets.forms import NOT_SET, Changes, draw_field, draw_settings, label_of
from pages.ui.widgets.problem import keep_problem
from slm_core.corpus.store import Corpus
from slm_core.errors import ArgotError
from slm_core.messages import Message
from slm_core.runs.config import RunConfig
from slm_core.runs.fine_tuning.setup import check_start
from slm_core.runs.launching.create import check_fits
from slm_core.runs.launching.once import start_run_once
from slm_core.runs.launching.queue import waiting
from slm_core.runs.run import open_run


@dataclass(frozen=True)
class _FormResult:
    """What the form says: the settings, or why they cannot be."""

    base: RunConfig
    """Before anything was changed by hand."""
    config: RunConfig | None
    problem: Message | str = ""
    wanted: RunConfig | None = None
    """What was asked for, also where it cannot be; None where it is no configuration at all."""


def show_form() -> None:
    """Draw the form; starting leads to the run's own address."""
    with st.container(horizontal=True, vertical_alignment="center", key="train_title"):
        st.title(_("Train a model"), anchor=False, width="stretch")
        link_to("training", _("Race several networks"), icon=":material/flag:", race="new")
        link_to("training", _("Try many settings"), icon=":material/tune:", sweep="new")
    known = corpora(workspace())
    if not known:
        draw_no_text(
            _(
                "A model learns from text, and there is none here yet. Bring yours, or take a "
                "sample."
            ),
            page="train",
        )
        return
    take_from_run(changes())
    draw_canary_notice(changes())
    form, outlook = st.columns([3, 2], gap="medium")
    with form.container(border=True, key="train_form", height="stretch"):
        corpus = _draw_corpus(known)
        start = draw_start()
        if start is not None and start.entry.config.corpus == corpus.id:
            _draw_estimates()
        preset, problem = draw_length(changes())
        own_tokenizer = start is None or start.tokenizer == "new"
        kind = draw_tokens(preset, corpus, changes()) if own_tokenizer else None
        machine = machine_for(corpus, changes().get(DEVICE, "auto"))
        base = with_start(preset.config(corpus.card, machine, tokenizer=kind), start, corpus)
        asked = _apply(base, corpus)
        if problem:
            asked = replace(asked, config=None, problem=problem, wanted=None)
        _draw_words(asked, corpus)
    with outlook.container(border=True, key="train_outlook", height="stretch"):
        if asked.wanted is None:  # what would be told is of settings that nobody asked for
            st.markdown("**" + _("What will happen") + "**")
            st.caption(_("Shown once the settings are allowed."))
        else:
            draw_outlook(asked.wanted, asked.base, corpus, changes(), problem=asked.problem)
        st.space("stretch")
        _draw_start(asked)
    _draw_more(asked)


def _draw_corpus(known: list[Corpus]) -> Corpus:
    ids = {corpus.id for corpus in known}
    asked = st.query_params.get("corpus")
    if asked and asked not in ids:
        st.error(
            _("There is no corpus called {name} here. Choose one below.").format(
                name=escape_markdown(asked)
            )
        )
    elif asked and st.session_state.get("train_corpus_asked") != asked:
        st.session_state["train_corpus"] = st.session_state["train_corpus_asked"] = asked
        _forget_seed()
    if not asked:
        _take_another_text(known)
    return choose_text(known, page="train", label=_corpus_words, on_change=_forget_seed)


def _take_another_text(known: list[Corpus]) -> None:
    """Than that of the run in the address, once: fine-tuning is for another."""
    start = st.query_params.get("start")
    if not start or st.session_state.get("train_corpus_for") == start:
        return
    st.session_state["train_corpus_for"] = start
    with suppress(ArgotError):  # no such run: what draws the choice of runs says so
        own = open_run(workspace(), start).config().corpus
        others = [corpus.id for corpus in known if corpus.id != own]
        if others:
            st.session_state["train_corpus"] = others[0]
            _forget_seed()


def _draw_estimates() -> None:
    with st.container(gap="xxsmall"):
        st.caption(
            _(
                "It was trained on this text already. Fine-tuning trains it on another one: "
                "choose it."
            )
        )
        with st.container(horizontal=True):
            link_to("corpus", _("Bring text"), icon=":material/menu_book:")
            link_to("home", _("Take a sample"), icon=":material/home:")


def _corpus_words(corpus: Corpus) -> str:
    letters = _("{n} characters").format(n=count(corpus.card.counts.characters))
    return f"{corpus_names(workspace())[corpus.id]} · {letters}"


def changes() -> Changes:
    """What was changed by hand in this session, by the path of the setting."""
    return st.session_state.setdefault("train_changes", {})


def _forget_seed() -> None:
    """Another text suggests other words to go on from."""
    changes().pop("samples.seed_text", None)


def _apply(base: RunConfig, corpus: Corpus) -> _FormResult:
    base = replace(base, corpus=corpus.id, name=_name(corpus))
    try:
        base = for_network(base, changes()) if base.start is None else base
        keep_differences(base, changes())
        wanted = base.with_settings(editable_fields(base, available_kinds(base, changes())))
    except ArgotError as error:
        return _FormResult(base, None, error.message)
    try:
        check_fits(wanted, corpus)
        check_start(workspace(), wanted)
    except ArgotError as error:
        return _FormResult(base, None, error.message, wanted)
    return _FormResult(base, wanted, wanted=wanted)


def _name(corpus: Corpus) -> str:
    typed = (st.session_state.get("train_name") or "").strip()
    return typed[:80] or corpus.card.name


def _draw_words(asked: _FormResult, corpus: Corpus) -> None:
    """Seed text and name."""
    field = asked.base.field("samples.seed_text")
    draw_field(field, asked.base.samples.seed_text, changes(), page="train")
    st.text_input(
        _("Name"),
        key="train_name",
        max_chars=80,
        placeholder=corpus.card.name,
        persist_state="session",
        help=_("What this run is called in lists and in its address."),
    )


def _draw_start(asked: _FormResult) -> None:
    queued = len(waiting(workspace()))
    at_once = training_slots()
    words = ngettext(
        "This machine trains one run at a time.", "This machine trains {n} runs at a time.", at_once
    ).format(n=at_once)
    if queued:
        behind = ngettext("One waits.", "{n} wait.", queued).format(n=queued)
        words = in_a_row((words, behind))
    st.caption(words)
    pressed = draw_start_button(
        _("Start training"),
        page="train",
        problem=asked.problem,
        ready=asked.config is not None,
    )
    if pressed and asked.config:
        _start(asked.config)


def _start(config: RunConfig) -> None:
    stop_trial()
    try:
        run = start_run_once(workspace(), config, slots=training_slots())
    except ArgotError as error:
        keep_problem("train", error.message)
        st.rerun()
    go_to("training", run=run.id)


def _draw_more(asked: _FormResult) -> None:
    # The same title always: another one would be another expander, and a closed one.
    more = st.expander(
        _("All settings"), icon=":material/tune:", key="train_more_settings", on_change="rerun"
    )
    if not more.open:
        return
    with more:
        changed = [
            path
            for path, text in editable_fields(asked.base, changes()).items()
            if path != "samples.seed_text" and text != NOT_SET
        ]
        with st.container(horizontal=True, vertical_alignment="center"):
            st.caption(
                _("Changed by hand: {names}.").format(names=listed(map(label_of, changed)))
                if changed
                else _("All as chosen for this text and this time.")
            )
            st.button(
                _("Back to the automatic settings"),
                key="train_reset",
                on_click=_forget_all,
                disabled=not changed,
            )
        fixed = preset_fields(asked.base)
        if TERMS not in fixed:
            draw_terms(asked.base, changes())
        draw_settings(
            asked.base,
            changes(),
            page="train",
            skip=("samples.seed_text", TERMS, *fixed),
            otherwise={DEVICE: draw_device},
        )
        draw_machine_note()


def _forget_all() -> None:
    changes().clear()
