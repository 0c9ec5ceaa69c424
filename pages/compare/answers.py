"""The same prompts, answered side by side through the model server."""

from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, field

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from pages.compare.sides import ComparedSide
from pages.ui.models import client_of
from pages.ui.session import workspace
from pages.ui.text.i18n import _, translate
from pages.ui.text.markdown import escape_markdown, muted
from slm_core.errors import ArgotError
from slm_core.generation.settings import GenerationSettings
from slm_core.messages import Message
from slm_core.training.checkpoints.checkpoint_paths import newest_step

_PROMPTS, _TEMPERATURE = "compare_prompts", "compare_temperature"
_ANSWERS, _SHOWN_FOR = "compare_answers", "compare_answers_of"
_MOST_PROMPTS, _A_ROW = 4, 4
"""Prompts that are answered by one click, and answers beside one another."""
_CHARACTERS, _TOKENS = 240, 70
"""Length of an answer, of a model of characters and of others, in tokens."""


@dataclass
class Answer:
    """What one side writes after one prompt."""

    run: str
    prompt: str
    settings: GenerationSettings
    text: str = ""
    problem: Message | None = None
    is_over: bool = field(default=False)


def draw_answers(sides: Sequence[ComparedSide]) -> None:
    """Prompts, a button, and what each writes."""
    able = [side for side in sides if newest_step(side.first.run.folder) is not None]
    if not able:
        return
    st.markdown("**" + _("The same words, continued by each") + "**")
    if _PROMPTS not in st.session_state:
        st.session_state[_PROMPTS] = sides[0].first.config.samples.seed_text
    left, right = st.columns([3, 1], vertical_alignment="bottom")
    left.text_area(_("Seed texts, one a line"), key=_PROMPTS, height=80, persist_state="session")
    right.slider(_("Temperature"), 0.0, 2.0, 0.8, 0.05, key=_TEMPERATURE, persist_state="session")
    st.button(
        _("Let each write"),
        icon=":material/edit_note:",
        key="compare_write",
        on_click=_ask,
        args=(able,),
    )
    asked: Sequence[Answer] = st.session_state.get(_ANSWERS, ())
    if st.session_state.get(_SHOWN_FOR) == [side.first.run.id for side in able]:
        _draw(able, asked)


def _ask(sides: Sequence[ComparedSide]) -> None:
    lines = [line.strip() for line in (st.session_state[_PROMPTS] or "").splitlines()]
    prompts = [line for line in lines if line][:_MOST_PROMPTS] or [""]
    heat = float(st.session_state[_TEMPERATURE])
    st.session_state[_ANSWERS] = tuple(
        Answer(side.first.run.id, prompt, _settings(side, heat))
        for prompt in prompts
        for side in sides
    )
    st.session_state[_SHOWN_FOR] = [side.first.run.id for side in sides]


def _settings(side: ComparedSide, heat: float) -> GenerationSettings:
    by_characters = side.first.config.tokenizer.kind == "char"
    return GenerationSettings(temperature=heat, length=_CHARACTERS if by_characters else _TOKENS)


def _draw(sides: Sequence[ComparedSide], answers: Sequence[Answer]) -> None:
    """All of them, and then, one after the other, those that are not written yet."""
    sheets: list[tuple[Answer, DeltaGenerator]] = []
    for first in range(0, len(answers), len(sides)):
        row = answers[first : first + len(sides)]
        for start in range(0, len(row), _A_ROW):
            part = row[start : start + _A_ROW]
            for place, (answer, column) in enumerate(
                zip(part, st.columns(len(part)), strict=True), start
            ):
                key = f"compare_answer_{first + place}"
                with column.container(border=True, height="stretch", key=key):
                    st.caption(escape_markdown(sides[place].name))
                    sheets.append((answer, st.empty()))
    for answer, sheet in sheets:
        _draw_text(answer, sheet)
    for answer, sheet in sheets:
        if not answer.is_over:
            _write(answer, sheet)


def _write(answer: Answer, sheet: DeltaGenerator) -> None:
    """Whatever ends this run of the script closes the stream, and what was written is kept."""
    client = client_of(workspace())
    answer.is_over = True
    try:
        with closing(client.stream(answer.run, answer.prompt, answer.settings)) as stream:
            for chunk in stream:
                answer.text += chunk.text
                if chunk.text:
                    _draw_text(answer, sheet)
    except ArgotError as error:
        answer.problem = error.message
    _draw_text(answer, sheet)


def _draw_text(answer: Answer, sheet: DeltaGenerator) -> None:
    if answer.problem is not None:
        sheet.error(escape_markdown(translate(answer.problem)))
    elif answer.text or answer.is_over:
        seed = muted(answer.prompt) if answer.prompt else ""
        sheet.markdown(seed + escape_markdown(answer.text))
    else:
        sheet.caption(_("Writing …"))
