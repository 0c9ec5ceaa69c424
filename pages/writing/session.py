"""Text generation in this session: asked for, streamed, stopped, kept over page switches."""

from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import Literal

import streamlit as st

from pages.ui.run_index import RunSummary, newest_score
from slm_core.corpus.store import Corpus
from slm_core.errors import ArgotError
from slm_core.generation.settings import GenerationSettings
from slm_core.messages import Message
from slm_core.runs.run import Run
from slm_core.serving.client import Client
from slm_core.serving.schema import CompletionSummary

Stage = Literal["asked", "writing", "done", "stopped", "failed"]

_WRITING = "write_writing"


@dataclass
class Generation:
    """A text, from the asking to its end."""

    run_id: str
    prompt: str
    settings: GenerationSettings
    stage: Stage = "asked"
    text: str = ""
    summary: CompletionSummary | None = None
    problem: Message | str = ""
    """For a failed one: what happened, in a sentence."""

    @property
    def goes_on(self) -> bool:
        """Whether it is still to be written, or being written."""
        return self.stage in ("asked", "writing")


def writings_of(run: Run) -> list[Generation]:
    """The texts last asked of this run in this session: one, or several at once."""
    known: Sequence[Generation] = st.session_state.get(_WRITING, ())
    return [writing for writing in known if writing.run_id == run.id]


def ask_for_texts(*writings: Generation) -> None:
    """Let these be the session's texts; `run_generation` writes each."""
    st.session_state[_WRITING] = writings


def stop_writing() -> None:
    """Let the texts stay as they are; those that are not begun are given up."""
    known: Sequence[Generation] = st.session_state.get(_WRITING, ())
    begun = [writing for writing in known if writing.stage != "asked" or writing is known[0]]
    for writing in begun:
        if writing.goes_on:
            writing.stage = "stopped"
    st.session_state[_WRITING] = tuple(begun)


def run_generation(writing: Generation, client: Client, draw: Callable[[Generation], None]) -> None:
    """Write the text, drawing it whenever there is more of it.

    Whatever ends this run of the script, such as a click on stop, closes the stream, and with it
    the server stops; what was written so far is kept.
    """
    writing.stage = "writing"
    try:
        with closing(client.stream(writing.run_id, writing.prompt, writing.settings)) as stream:
            for chunk in stream:
                writing.text += chunk.text
                writing.summary = chunk.summary
                draw(writing)
        writing.stage = "done"
    except ArgotError as error:
        writing.stage, writing.problem = "failed", error.message
    finally:
        if writing.goes_on:
            writing.stage = "stopped"


def best_model(known: Sequence[RunSummary], corpora: Sequence[Corpus]) -> RunSummary:
    """The run to begin with: of the newest corpus with a scored run, the one with the fewest bits
    per byte; the newest of all where none has a score.

    `known` is not empty; `corpora` are the newest first.
    """
    for corpus in corpora:
        of_corpus = [entry for entry in known if entry.config.corpus == corpus.id]
        scored = [
            (bits, place)
            for place, entry in enumerate(of_corpus)
            if (bits := newest_score(entry, "bits_per_byte")) is not None
        ]
        if scored:
            return of_corpus[min(scored)[1]]
    return known[0]
