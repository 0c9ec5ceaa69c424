"""Text generation in this session: asked for, streamed, stopped, kept over page switches."""

from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import streamlit as st

from pages.ui.run_index import RunSummary, run_summaries
from slm_core.errors import ArgotError
from slm_core.generation.settings import GenerationSettings
from slm_core.messages import Message
from slm_core.runs.run import Run
from slm_core.serving.client import Client
from slm_core.serving.schema import CompletionSummary
from slm_core.training.checkpoint_paths import newest_step
from slm_core.workspace import Workspace

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


def writing_of(run: Run) -> Generation | None:
    """The text last asked of this run in this session."""
    known = st.session_state.get(_WRITING)
    return known if known is not None and known.run_id == run.id else None


def ask_for_text(writing: Generation) -> None:
    """Let this be the session's text; `run_generation` writes it."""
    st.session_state[_WRITING] = writing


def stop_writing() -> None:
    """Let the text stay as it is."""
    known = st.session_state.get(_WRITING)
    if known is not None and known.goes_on:
        known.stage = "stopped"


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


def runs_with_model(workspace: Workspace) -> list[RunSummary]:
    """Runs that can write, newest first: those with a checkpoint."""
    known = run_summaries(workspace)
    return [entry for entry in known if newest_step(entry.run.folder) is not None]


def client_of(workspace: Workspace) -> Client:
    """The way to the models, shared by all sessions."""
    return _client(str(workspace.root))


@st.cache_resource(max_entries=4, show_spinner=False)
def _client(root: str) -> Client:
    return Client(Workspace(Path(root)))
