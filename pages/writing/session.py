"""Text generation in this session: asked for, streamed, stopped, kept over page switches."""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import Literal

import streamlit as st

from pages.ui.run_index import RunSummary, newest_score
from slm_core.corpus.store import Corpus
from slm_core.errors import ArgotError
from slm_core.generation.control.control import FREE, Control
from slm_core.generation.settings import GenerationSettings
from slm_core.messages import Message
from slm_core.runs.model_name import ModelName
from slm_core.runs.run import Run
from slm_core.serving.client import Client
from slm_core.serving.completions.completion_request import MOST_EACH, Wanted, seed_after
from slm_core.serving.schema import CompletionSummary

Stage = Literal["asked", "writing", "done", "stopped", "failed"]

_WRITING, _HISTORY = "write_writing", "write_history"
_MOST_KEPT = 100
"""Texts of a session that can be looked at again."""
_DRAW_EVERY = 0.25
"""Seconds between two drawings of a text, where several are written at once."""


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
    control: Control = FREE
    stop: tuple[str, ...] = ()
    title: str = ""
    """What tells it from those beside it, if anything."""
    step: int | None = None
    """Of the checkpoint that writes it; None for the best of the newest."""
    asked: float = field(default_factory=time.time)
    """When, in seconds since 1970."""

    @property
    def goes_on(self) -> bool:
        """Whether it is still to be written, or being written."""
        return self.stage in ("asked", "writing")

    @property
    def model(self) -> str:
        """What writes it, by the name that the model server knows it by."""
        return str(ModelName(self.run_id, self.step))

    def again(self) -> "Generation":
        """The same, to be written once more."""
        return Generation(
            self.run_id,
            self.prompt,
            self.settings,
            control=self.control,
            stop=self.stop,
            step=self.step,
        )


def writings_of(run: Run) -> list[Generation]:
    """The texts last asked of this run in this session: one or several at once, the first by this
    run and the others perhaps by models beside it."""
    known: Sequence[Generation] = st.session_state.get(_WRITING, ())
    return [*known] if known and known[0].run_id == run.id else []


def written_before() -> list[Generation]:
    """The texts of this session, the newest first."""
    return st.session_state.setdefault(_HISTORY, [])


def ask_for_texts(*writings: Generation) -> None:
    """Let these be the session's texts; `run_generations` writes them."""
    st.session_state[_WRITING] = writings


def stop_writing() -> None:
    """Let the texts stay as they are; those that are not begun are given up."""
    known: Sequence[Generation] = st.session_state.get(_WRITING, ())
    begun = [writing for writing in known if writing.stage != "asked" or writing is known[0]]
    for writing in begun:
        if writing.goes_on:
            writing.stage = "stopped"
    st.session_state[_WRITING] = tuple(begun)


def run_generations(
    writings: Sequence[Generation], client: Client, draw: Callable[[Generation], None]
) -> None:
    """Write the texts, drawing each whenever there is more of it; those that differ in their seed
    alone side by side.

    Whatever ends this run of the script, such as a click on stop, closes the stream, and with it
    the server stops; what was written so far is kept.
    """
    for batch in _batches(writings):
        for writing in batch:
            writing.stage = "writing"
        try:
            _write(batch, client, draw)
        except ArgotError as error:
            for writing in batch:
                if writing.goes_on:
                    writing.stage, writing.problem = "failed", error.message
        finally:
            for writing in batch:
                if writing.goes_on:
                    writing.stage = "stopped"
            _remember(batch)


def _write(batch: Sequence[Generation], client: Client, draw: Callable[[Generation], None]) -> None:
    first = batch[0]
    wanted = Wanted(texts=len(batch), stop=first.stop, control=first.control)
    pause = _DRAW_EVERY if len(batch) > 1 else 0.0
    drawn = dict.fromkeys(range(len(batch)), 0.0)
    with closing(client.stream(first.model, first.prompt, first.settings, wanted)) as stream:
        for chunk in stream:
            writing = batch[chunk.index]
            writing.text += chunk.text
            writing.summary = writing.summary or chunk.summary
            if writing.summary is not None:
                writing.stage = "done"
            elif time.monotonic() - drawn[chunk.index] < pause:
                continue
            draw(writing)
            drawn[chunk.index] = time.monotonic()


def _batches(writings: Sequence[Generation]) -> Iterator[list[Generation]]:
    """Neighbours that differ in their seed alone, which counts up: one request writes them."""
    numbered = enumerate(writings)
    for _, together in groupby(numbered, lambda pair: _kind(pair[0], pair[1])):
        batch = [writing for _, writing in together]
        for start in range(0, len(batch), MOST_EACH):
            yield batch[start : start + MOST_EACH]


def _kind(number: int, writing: Generation) -> tuple[object, ...]:
    begins = seed_after(writing.settings.seed, -number)
    settings = replace(writing.settings, seed=begins)
    return writing.model, writing.prompt, settings, writing.control, writing.stop


def _remember(batch: Sequence[Generation]) -> None:
    known = written_before()
    known[:0] = [writing for writing in reversed(batch) if writing.text]
    del known[_MOST_KEPT:]


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
