"""Previews of a recipe in a worker process: the libraries behind some steps take 100 MB there."""

import threading
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

from slm_core.corpus.cleaning.chunk import Document
from slm_core.corpus.cleaning.recipe import Recipe, StepPreview, preview
from slm_core.corpus.cleaning.step import CleaningStep
from slm_core.corpus.cleaning.steps.duplicates import NearDuplicates
from slm_core.corpus.cleaning.steps.filters import LanguageFilter
from slm_core.corpus.cleaning.steps.mask_pii import Privacy
from slm_core.corpus.cleaning.steps.mojibake import Mojibake
from slm_core.corpus.cleaning.steps.stemming import Lemmatise, Stem
from slm_core.corpus.cleaning.steps.stop_words import StopWords
from slm_core.corpus.cleaning.steps.tokenise import Tokenise
from slm_core.corpus.cleaning.suggest import paged_files, script_of_texts
from slm_core.corpus.pii.people import people_among
from slm_core.corpus.text.chinese import Script
from slm_core.errors import ArgotError
from slm_core.messages import msg
from slm_core.processes.pool import FailureTexts, WorkerPool

_TIMEOUT = 20.0  # seconds
_TEXTS = {
    "en": "The old pump was running hot again; nobody in the café had heard of it. cafÃ©\n",
    "zh": "病人主訴頭痛三天，伴發熱，无咳嗽。ÖÐÎÄÖÐÎÄ\n",
}
_FAILURES = FailureTexts(
    slow=msg(
        "The preview took longer than {seconds} seconds and was given up. Take out the step that "
        "was changed last, or make its settings narrower."
    ),
    ended=msg(
        "The preview ended twice without an answer: a step needs more memory than there is, or "
        "is broken. Take out the step that was changed last."
    ),
    failed=msg("The preview failed: {error}. Take out the last step."),
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
    script: Script | None
    """What it is written in where it is Chinese."""
    paged: tuple[str, ...] = ()
    """Names of files with page numbers or headers in their text."""


def preview_recipe(
    pool: WorkerPool,
    recipe: Recipe,
    texts: Sequence[str | Document],
    *,
    names: tuple[str, ...] = (),
    timeout: float = _TIMEOUT,
) -> Previewed:
    """What each step does to the texts, which may say what files they are of.

    `names` are the values of columns headed as names of people.

    Raises ArgotError, as where it takes too long.
    """
    if not recipe.steps:
        return Previewed((), tuple(text if isinstance(text, str) else text.text for text in texts))
    return pool.run_one(_preview, recipe, texts, names, timeout=timeout, texts=_FAILURES)


def inspect_sample(pool: WorkerPool, texts: Sequence[str | Document]) -> CorpusPreview:
    """What is to be noticed about these texts, which may say what files they are of.

    Raises ArgotError, as where it takes too long.
    """
    return pool.run_one(_inspect, texts, timeout=_TIMEOUT, texts=_FAILURES)


def load_ahead(pool: WorkerPool, language: str, *, seldom: bool = False) -> None:
    """Load, without waiting for it, what steps need for texts in this language.

    With `seldom`, also what few steps need.
    """

    def load() -> None:
        with suppress(ArgotError):  # whoever needs it will hear of it then
            pool.run_one(_load, language, seldom, timeout=_TIMEOUT, texts=_FAILURES)

    threading.Thread(target=load, daemon=True).start()


def _preview(recipe: Recipe, texts: Sequence[str | Document], names: tuple[str, ...]) -> Previewed:
    people: tuple[str, ...] = ()
    if names and any(step.seeks_people for step in recipe.steps):
        plain = (text if isinstance(text, str) else text.text for text in texts)
        people = people_among(names, plain)
    shown = preview(recipe, texts, people=people)
    return Previewed(tuple(replace(step, texts=()) for step in shown), shown[-1].texts)


def _inspect(texts: Sequence[str | Document]) -> CorpusPreview:
    mend = Mojibake()
    plain = [text if isinstance(text, str) else text.text for text in texts]
    return CorpusPreview(
        misread=sum(mend.apply(text)[1] for text in plain),
        script=script_of_texts(plain),
        paged=paged_files(texts),
    )


def _load(language: str, seldom: bool) -> None:
    steps: tuple[CleaningStep, ...] = (Mojibake(), NearDuplicates(), Tokenise(), StopWords())
    if seldom:
        steps = (Privacy(), Stem("en"), Lemmatise("en"), LanguageFilter("de"))
    preview(Recipe(steps), [_TEXTS["zh" if language == "zh" else "en"] * 3])
