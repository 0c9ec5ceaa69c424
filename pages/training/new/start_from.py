"""The choice of the model to start with: a new one, or an earlier run's (fine-tuning)."""

from dataclasses import dataclass

import streamlit as st

from pages.ui.navigation import go_to
from pages.ui.run_index import RunSummary, run_names, run_summaries
from pages.ui.session import corpora, workspace
from pages.ui.text.formatting import moment
from pages.ui.text.i18n import _
from pages.ui.text.markdown import escape_markdown
from pages.ui.text.same_names import with_ids
from pages.ui.widgets.choice import choose_one
from pages.ui.widgets.forms import Changes
from slm_core.corpus.store import Corpus
from slm_core.runs.config import Cutting, RunConfig
from slm_core.runs.fine_tuning.setup import DROPOUTS, fine_tuned
from slm_core.runs.planning.rules import ENOUGH_CHARACTERS
from slm_core.settings_schema import fields_of
from slm_core.training.checkpoints.checkpoint_paths import newest_step

_MOST = 50
"""Runs to choose from, the newest; one that was asked for is always among them."""
_NOTHING = ""


@dataclass(frozen=True)
class StartingPoint:
    """An earlier run, and how the new text is to be cut."""

    entry: RunSummary
    tokenizer: Cutting


def draw_start() -> StartingPoint | None:
    """The choice, and what it means. Nothing is drawn before there is a run to start from."""
    known = _known()
    _take_from_address(known)
    if not known:
        return None
    words = with_ids({run: _entry_words(entry) for run, entry in known.items()})
    chosen = st.selectbox(
        _("Start with"),
        [_NOTHING, *known],
        format_func=lambda run: words[run] if run else _("A new model"),
        key="train_from",
        persist_state="session",
        help=_(
            "An earlier run's model is trained further on this text (fine-tuning). This suits "
            "a text that is small, or like the first one: with enough text of another field it "
            "saved no steps over a new model where we measured it. It forgets some of its "
            "first text; how much is shown when it ends."
        ),
    )
    if not chosen:
        return None
    names: dict[Cutting, str] = {"same": _("its own"), "new": _("new ones, for this text")}
    cutting = choose_one(
        _("Tokens"),
        names,
        key="train_from_tokenizer",
        help=_(
            "The tokens in which the model reads and writes. Its own suit a text like its "
            "first; new ones suit another language or field, and tokens that both have keep "
            "what was learned."
        ),
    )
    st.caption(
        _("The network is that of the earlier run; only its dropout probabilities can be changed.")
    )
    return StartingPoint(known[chosen], cutting)


def draw_better_start(corpus: Corpus) -> None:
    """For a text that is small: a click to start with a model of a larger text in its language,
    or, where nobody trained one yet, the way to the samples."""
    others = {one.id: one for one in corpora(workspace()) if one.id != corpus.id}
    for entry in _known().values():
        first = others.get(entry.config.corpus)
        if first is None or first.card.language != corpus.card.language:
            continue
        if first.card.counts.characters < ENOUGH_CHARACTERS:
            continue
        name = escape_markdown(run_names([*_known().values()])[entry.run.id])
        st.button(
            _("Start with the model of “{name}”").format(name=name),
            key="train_better_start",
            type="tertiary",
            icon=":material/build:",
            on_click=_start_with,
            args=(entry.run.id,),
        )
        return
    if st.button(
        _("Train on a sample first"),
        key="train_sample_first",
        type="tertiary",
        icon=":material/home:",
    ):
        go_to("home")


def _start_with(run: str) -> None:
    st.session_state["train_from"] = run


def with_start(base: RunConfig, start: StartingPoint | None, corpus: Corpus) -> RunConfig:
    """`base`, as chosen for the text, made to start there."""
    if start is None:
        return base
    return fine_tuned(base, start.entry.run, corpus.card, tokenizer=start.tokenizer)


def preset_fields(config: RunConfig) -> frozenset[str]:
    """Settings that nobody can change, since they are those of the run it starts from."""
    if config.start is None:
        return frozenset()
    parts = [config.model, *([config.tokenizer] if config.start.tokenizer == "same" else [])]
    infos = [info for part in parts for info in fields_of(type(part)).values()]
    return frozenset(info.path for info in infos if info.name not in DROPOUTS)


def editable_fields(config: RunConfig, changes: Changes) -> Changes:
    """The changes but for those of settings that are given; they wait until they can be used.

    Nor is anything used that only another network has.
    """
    if config.start is None:
        return changes
    fixed = preset_fields(config)
    own = {info.path for info in fields_of(type(config.model)).values()}
    return {
        path: text
        for path, text in changes.items()
        if path not in fixed and (path in own or not path.startswith("model."))
    }


def _known() -> dict[str, RunSummary]:
    """Runs with a model to start from: the newest, and of the older ones those asked for."""
    asked = {st.query_params.get("start"), st.session_state.get("train_from")}
    offered = [
        entry
        for place, entry in enumerate(run_summaries(workspace()))
        if place < _MOST or entry.run.id in asked
    ]
    return {entry.run.id: entry for entry in offered if newest_step(entry.run.folder) is not None}


def _take_from_address(known: dict[str, RunSummary]) -> None:
    asked = st.query_params.get("start")
    if asked and asked not in known:
        st.error(
            _("There is no run called {name} here with a model to start with.").format(
                name=escape_markdown(asked)
            )
        )
    elif asked and st.session_state.get("train_from_asked") != asked:
        st.session_state["train_from"] = st.session_state["train_from_asked"] = asked
    if st.session_state.get("train_from", _NOTHING) not in known:
        st.session_state["train_from"] = _NOTHING


def _entry_words(entry: RunSummary) -> str:
    words = [entry.title, moment(entry.asked)]
    if entry.final is not None:
        bits = f"{entry.final.bits_per_byte:.2f}"
        words.insert(1, _("{bits} bits per byte").format(bits=bits))
    return " · ".join(words)
