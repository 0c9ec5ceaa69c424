"""Previews of recipes in a process of their own, so that whoever asks stays small and answers.

The libraries behind some steps take 100 MB; here they are loaded once, by whoever asks first, and
go again when nobody has asked for a while. Knows no pages.
"""

import threading
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass

from slm_core.corpus.cleaning.recipe import Recipe, StepPreview
from slm_core.corpus.cleaning.step import StepStats
from slm_core.corpus.text.diff_excerpts import Change
from slm_core.errors import CorpusError
from slm_core.processes.side_process import SideProcess, Troubles

_COUNTS = (
    "documents_in",
    "documents_out",
    "documents_changed",
    "changes",
    "characters_in",
    "characters_out",
)


@dataclass(frozen=True)
class Previewed:
    """What a recipe did to a sample."""

    steps: tuple[StepPreview, ...]
    after: tuple[str, ...]
    """The sample when all steps are done."""


@dataclass(frozen=True)
class CorpusPreview:
    """What was noticed about a sample."""

    misread: int
    """Lines that look as if they had been read in a wrong encoding."""
    is_simplified: bool
    """Whether it is Chinese in simplified characters, nearly all of it."""


_TROUBLES = Troubles(
    slow="The preview took longer than {seconds} seconds and was given up. Take out the step that "
    "was changed last, or make its settings narrower.",
    ended="The preview ended twice without an answer: a step needs more memory than there is, or "
    "is broken. Take out the step that was changed last.",
    failed="The preview failed: {error}. Take out the last step.",
)


class Previewer(SideProcess):
    """One process, started when it is first needed; any thread may ask."""

    def __init__(self, *, patience: float = 20.0, idle: float = 300.0) -> None:
        module = "slm_core.corpus.cleaning.preview_worker"
        super().__init__(module, _TROUBLES, patience=patience, idle=idle)

    def preview(self, recipe: Recipe, texts: Sequence[str]) -> Previewed:
        """What each step does to the texts. Raises CorpusError where it takes too long."""
        if not recipe.steps:
            return Previewed((), tuple(texts))
        answer = self._ask({"recipe": recipe.steps_json(), "texts": list(texts)})
        settled = Recipe.from_json(answer["recipe"])
        steps = tuple(
            StepPreview(step, _tally(step.section, told), _changes(told))
            for step, told in zip(settled.steps, _objects(answer["steps"]), strict=True)
        )
        return Previewed(steps, tuple(map(str, _list(answer["after"]))))

    def look(self, texts: Sequence[str]) -> CorpusPreview:
        """What is to be noticed about these texts. Raises CorpusError where it takes too long."""
        answer = self._ask({"look": list(texts)})
        return CorpusPreview(int(str(answer["misread"])), bool(answer["is_simplified"]))

    def load(self, language: str, *, seldom: bool = False) -> None:
        """Load, without waiting for it, what steps need for texts in this language.

        With `seldom`, also what few steps need.
        """
        request = {"load": language, "seldom": seldom}
        threading.Thread(target=self._load, args=(request,), daemon=True).start()

    def _load(self, request: Mapping[str, object]) -> None:
        with suppress(CorpusError):  # whoever needs it will hear of it then
            self._ask(request)


def _tally(section: str, told: Mapping[str, object]) -> StepStats:
    counts = dict(zip(_COUNTS, _list(told["tally"]), strict=True))
    return StepStats(section, **counts)  # ty: ignore[invalid-argument-type]


def _changes(told: Mapping[str, object]) -> tuple[Change, ...]:
    return tuple(Change(*pair) for pair in _list(told["changes"]))  # ty: ignore[not-iterable]


def parse_answer(preview: StepPreview) -> dict[str, object]:
    """A step's preview as the process tells it."""
    return {
        "tally": [getattr(preview.tally, name) for name in _COUNTS],
        "changes": [[change.before, change.after] for change in preview.changes],
    }


def _objects(value: object) -> list[Mapping[str, object]]:
    return [item for item in _list(value) if isinstance(item, dict)]


def _list(value: object) -> list[object]:
    assert isinstance(value, list)
    return value
