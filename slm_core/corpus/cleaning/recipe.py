"""A recipe: an ordered list of cleaning steps, read from JSON and written to it."""

import dataclasses
import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import orjson

from slm_core.corpus.cleaning.chunk import Document
from slm_core.corpus.cleaning.registry import STEPS
from slm_core.corpus.cleaning.step import CleaningStep, StepStats, StreamStep, TextStep
from slm_core.corpus.cleaning.steps.boilerplate import Boilerplate
from slm_core.corpus.cleaning.steps.case_and_punctuation import Lowercase
from slm_core.corpus.cleaning.steps.chinese_script import ChineseScript
from slm_core.corpus.cleaning.steps.duplicates import ExactDuplicates, NearDuplicates
from slm_core.corpus.cleaning.steps.filters import LengthFilter
from slm_core.corpus.cleaning.steps.join_lines import JoinLines
from slm_core.corpus.cleaning.steps.mask_numbers_urls import MaskUrls
from slm_core.corpus.cleaning.steps.mojibake import Mojibake
from slm_core.corpus.cleaning.steps.stop_words import StopWords
from slm_core.corpus.cleaning.steps.tokenise import Tokenise
from slm_core.corpus.cleaning.steps.unicode import Unicode
from slm_core.corpus.cleaning.steps.whitespace import Whitespace
from slm_core.corpus.readers.json_lines import json_fault
from slm_core.corpus.text.diff_excerpts import MOST, Change, excerpts
from slm_core.corpus.text.language import language_of
from slm_core.errors import SettingsError
from slm_core.messages import Message, msg
from slm_core.settings_schema import fields_of, from_dict
from slm_core.workspace import content_hash

AUTO = "auto"
"""What a step's language is until it is known which the texts are in."""
SAMPLE = 200_000
"""Bytes that a preview looks at; what goes beyond is left aside."""
SAMPLE_DOCUMENTS = 2_000
"""Documents that it looks at: some steps take most of their time for each."""


@dataclass(frozen=True)
class Recipe:
    """Cleaning steps in the order in which they are done."""

    steps: tuple[CleaningStep, ...] = ()
    name: str = ""
    """As people call it; changes nothing of what it does."""

    def to_json(self) -> dict[str, object]:
        """What a recipe's file holds."""
        return {"name": self.name, "steps": self.steps_json()}

    def steps_json(self) -> list[dict[str, object]]:
        """The steps with all their settings, as a corpus's card keeps them."""
        return [step_json(step) for step in self.steps]

    @classmethod
    def from_json(cls, values: object) -> "Recipe":
        """A recipe from what `to_json` or `steps_json` gave, or from a text file with either.

        Raises SettingsError where it is none.
        """
        if isinstance(values, (str, bytes)):
            values = _parsed(values)
        name = ""
        if isinstance(values, Mapping):
            name = str(values.get("name") or "")
            values = values.get("steps")
        if not isinstance(values, Sequence) or isinstance(values, (str, bytes)):
            raise SettingsError(
                msg(
                    'A recipe is a list of steps such as [{{"step": "unicode", "form": '
                    '"NFC"}}], or an object with "name" and "steps". This is neither; export '
                    "one to see how it looks."
                )
            )
        steps = tuple(_step(value, place) for place, value in enumerate(values, 1))
        return cls(steps, name)

    def hash(self, upto: int | None = None) -> str:
        """Of what the first `upto` steps do, or all: equal hashes give equal texts."""
        done = [(step_json(step), step.version) for step in self.steps[:upto]]
        return content_hash(orjson.dumps(done))

    def resolved(self, language: str) -> "Recipe":
        """This recipe for texts in `language`, where its steps leave that open."""
        if language == "und":
            return self
        steps = tuple(_settled(step, language) for step in self.steps)
        return dataclasses.replace(self, steps=steps)

    def resolve_for(self, texts: Iterable[str]) -> "Recipe":
        """This recipe for the language that most of `texts` are in."""
        if all(getattr(step, "language", "") != AUTO for step in self.steps):
            return self
        return self.resolved(language_of(texts))

    def stages(self) -> list[tuple[TextStep, ...] | StreamStep]:
        """The steps by how they can be run: text steps that follow one another go together."""
        stages: list[tuple[TextStep, ...] | StreamStep] = []
        for kind, steps in itertools.groupby(self.steps, lambda step: isinstance(step, TextStep)):
            if kind:
                stages.append(tuple(step for step in steps if isinstance(step, TextStep)))
            else:
                stages.extend(step for step in steps if isinstance(step, StreamStep))
        return stages

    @property
    def warnings(self) -> tuple[Message, ...]:
        """What people should know before they train a model on the result, each once."""
        return tuple(dict.fromkeys(step.warning for step in self.steps if step.warning))


@dataclass(frozen=True)
class StepPreview:
    """What one step did to the sample."""

    step: CleaningStep
    tally: StepStats
    changes: tuple[Change, ...]
    """A few of the places, in their order."""
    texts: tuple[str, ...] = ()
    """The sample as the step leaves it."""


def preview(
    recipe: Recipe, texts: Sequence[str | Document], *, people: tuple[str, ...] = ()
) -> list[StepPreview]:
    """What each step does to the texts that the steps before it leave of the sample.

    Documents say which files they came from, for steps that are only for some; `people` are known
    by name.
    """
    sample = [text if isinstance(text, Document) else Document(text) for text in texts]
    cut = sample_of(document.text for document in sample)
    now = [document._replace(text=text) for document, text in zip(sample, cut, strict=False)]
    previews = []
    for step in recipe.resolve_for([document.text for document in now]).steps:
        changed: list[tuple[str, str | None]] = []

        def watch(before: str, after: str | None, changed: list = changed) -> None:
            if len(changed) < MOST:
                changed.append((before, after))

        tally = StepStats(step.section, watch=watch)
        now = list(run_documents(step.knowing(people), now, tally))
        tally.watch = None
        texts_now = tuple(document.text for document in now)
        previews.append(StepPreview(step, tally, tuple(excerpts(changed)), texts_now))
    return previews


def sample_of(texts: Iterable[str]) -> Iterator[str]:
    """As much of the texts as a preview looks at."""
    room = SAMPLE
    for text in itertools.islice(texts, SAMPLE_DOCUMENTS):
        if room <= 0:
            return
        part = text[:room]
        data = part.encode("utf-8", errors="surrogatepass")
        yield part if len(data) <= room else data[:room].decode("utf-8", errors="ignore")
        room -= len(data)


def run_step(step: CleaningStep, texts: Iterable[str], tally: StepStats) -> Iterator[str]:
    """The texts after one step, as `run_documents` gives them."""
    return (document.text for document in run_documents(step, map(Document, texts), tally))


def run_documents(
    step: CleaningStep, documents: Iterable[Document], tally: StepStats
) -> Iterator[Document]:
    """The documents after one step, everything counted in `tally`.

    One of which the step leaves nothing but blanks is left out.
    """
    coming = _counted(documents, tally)
    if isinstance(step, StreamStep):
        going = step.run_where_wanted(coming, tally)
    else:
        assert isinstance(step, TextStep)
        going = _changed(step, coming, tally)
    for document in going:
        tally.add_output(document.text)
        yield document


def step_json(step: CleaningStep) -> dict[str, object]:
    """A step with all its settings, as JSON holds it; `files` only where it is not for all."""
    values = {name: getattr(step, name) for name in fields_of(type(step))}
    if not step.files:
        del values["files"]
    return {"step": step.section} | values


def change_part(step: TextStep, part: str, *, first: bool, last: bool) -> tuple[str, int]:
    """What `step.apply` does to a part of a long text, the blanks at its inner ends kept.

    So the parts join to what they were cut from: steps may strip the ends of what they get.
    """
    start = 0 if first else len(part) - len(part.lstrip())
    end = len(part) if last else max(start, len(part.rstrip()))
    after, changes = step.apply(part[start:end])
    return part[:start] + after + part[end:], changes


def _changed(step: TextStep, documents: Iterable[Document], tally: StepStats) -> Iterator[Document]:
    for document in documents:
        if not step.is_for(document.source):
            yield document
            continue
        after, changes = step.apply(document.text)
        if changes and (not after or after.isspace()):
            tally.dropped(document.text)
            continue
        if changes:
            tally.changed(document.text, after, changes)
        yield document._replace(text=after)


def _counted(documents: Iterable[Document], tally: StepStats) -> Iterator[Document]:
    for document in documents:
        tally.add_input(document.text)
        yield document


def _settled(step: CleaningStep, language: str) -> CleaningStep:
    if getattr(step, "language", "") != AUTO:
        return step
    choices = fields_of(type(step))["language"].choices
    chosen = language if language in choices else "none"
    return dataclasses.replace(step, language=chosen)


def _parsed(text: str | bytes) -> object:
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError as error:
        raise SettingsError(
            msg(
                "The recipe is no JSON: {error}. Export a recipe from the studio and change that.",
                error=json_fault(error),
            )
        ) from None


def _step(value: object, place: int) -> CleaningStep:
    if not isinstance(value, Mapping) or not isinstance(value.get("step"), str):
        raise SettingsError(
            msg(
                "Step {place} of the recipe is {value!r}; it must be an object such as "
                '{{"step": "unicode"}}.',
                place=place,
                value=str(value)[:60],
            )
        )
    settings = {str(key): item for key, item in value.items()}
    name = str(settings.pop("step"))
    if name not in STEPS:
        raise SettingsError(
            msg(
                "Step {place} of the recipe is {name!r}, which is no step. There are: {steps}.",
                place=place,
                name=name[:60],
                steps=", ".join(STEPS),
            )
        )
    try:
        return from_dict(STEPS[name], settings)
    except SettingsError as error:
        raise SettingsError(
            msg("Step {place} of the recipe: {error}", place=place, error=error)
        ) from None


def _named(name: str, *steps: CleaningStep) -> Recipe:
    return Recipe(steps, name)


READY_MADE: dict[str, Recipe] = {
    recipe.name: recipe
    for recipe in (
        _named("as it is"),
        _named("light", Unicode(), Whitespace(), ExactDuplicates()),
        _named(
            "PDF text",
            Unicode(ligatures=True),
            Boilerplate(),
            JoinLines(),
            Whitespace(),
            ExactDuplicates(),
        ),
        _named(
            "web pages",
            Mojibake(),
            Unicode(),
            Whitespace(),
            Boilerplate(page_numbers=False, headers=False),
            MaskUrls(),
            LengthFilter(),
            ExactDuplicates(of="paragraphs"),
            NearDuplicates(),
        ),
        _named("the article's", Tokenise(marks="out"), Lowercase(), StopWords()),
        _named(
            "Chinese",
            Unicode(half_width=True),
            ChineseScript(),
            Whitespace(),
            ExactDuplicates(),
        ),
    )
}
"""Recipes to begin with, by name."""

TITLES: dict[str, Message] = {
    "as it is": msg("The text as it is"),
    "light": msg("Light"),
    "PDF text": msg("PDF text"),
    "web pages": msg("Web pages"),
    "the article's": msg("Words only (as in tutorials)"),
    "Chinese": msg("Chinese"),
}
"""What people call them."""
