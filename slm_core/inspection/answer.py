"""Answers to all that can be asked about the inside of a run's model; loads torch."""

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from slm_core.inspection import requests as ask
from slm_core.inspection.attribution.explain import explain
from slm_core.inspection.embedding_map import analogy, embedding_map
from slm_core.inspection.held_out import HeldOutText, held_out_text
from slm_core.inspection.layer_predictions import layer_predictions
from slm_core.inspection.memory_reach import memory_reach
from slm_core.inspection.nearest_passages import (
    TrainingStates,
    nearest_passages,
    training_states,
)
from slm_core.inspection.requests import Question, View
from slm_core.inspection.traces import attention_view, gate_saturation, trace_view
from slm_core.inspection.units.unit_effect import unit_effect
from slm_core.inspection.units.unit_search import (
    Activity,
    search_units,
    tokens_to_read,
    unit_activity,
)
from slm_core.runs.load_model import RunModel, load_run_model
from slm_core.runs.run import Run
from slm_core.training.checkpoints.checkpoint_paths import newest_step


class Inspected:
    """A run's model, and what was read with it, so that the next question need not."""

    def __init__(self, source: RunModel) -> None:
        self.source = source
        self._held: HeldOutText | None = None
        self._activity: list[Activity] | None = None
        self._states: TrainingStates | None = None

    def held(self) -> HeldOutText:
        """Held-out text, as much as the model reads in some seconds. Raises CorpusError."""
        if self._held is None:
            self._held = held_out_text(self.source, most=tokens_to_read(self.source.model))
        return self._held

    def activity(self) -> list[Activity]:
        """The memory of every unit over that text. Raises RunError, CorpusError."""
        if self._activity is None:
            self._activity = unit_activity(self.source.model, self.held())
        return self._activity

    def states(self) -> TrainingStates:
        """The model's states over its training text. Raises CorpusError."""
        if self._states is None:
            self._states = training_states(self.source)
        return self._states


_ANSWERS: dict[type, Callable[[Inspected, Any], Any]] = {
    ask.AskTrace: lambda seen, asked: trace_view(seen.source, asked),
    ask.AskGates: lambda seen, asked: gate_saturation(seen.source, seen.held()),
    ask.AskAttention: lambda seen, asked: attention_view(seen.source, asked.text),
    ask.AskLayers: lambda seen, asked: layer_predictions(seen.source, asked.text),
    ask.AskUnits: lambda seen, asked: search_units(seen.activity(), seen.held(), asked.wanted),
    ask.AskEffect: lambda seen, asked: unit_effect(seen.source, seen.held(), asked),
    ask.AskReach: lambda seen, asked: memory_reach(seen.source.model, seen.held()),
    ask.AskWhy: lambda seen, asked: explain(seen.source, asked),
    ask.AskMap: lambda seen, asked: embedding_map(seen.source, asked),
    ask.AskAnalogy: lambda seen, asked: analogy(seen.source, asked),
    ask.AskPassages: lambda seen, asked: nearest_passages(seen.source, seen.states(), asked.text),
}
"""What answers each kind of question."""


def answer(run: Run, asked: Question[View]) -> View:
    """What was asked about the run's newest model. Raises ArgotError with a sentence."""
    return _ANSWERS[type(asked)](_inspected(run, newest_step(run.folder)), asked)


@lru_cache(maxsize=2)
def _inspected(run: Run, step: int | None) -> Inspected:
    """Kept for the two runs looked into last; `step` tells a newer checkpoint from an older."""
    return Inspected(load_run_model(run))
