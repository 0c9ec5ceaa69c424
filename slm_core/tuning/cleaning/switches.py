"""Which cleaning steps of a corpus can be switched off, and why the others cannot."""

from collections.abc import Mapping
from dataclasses import dataclass

from slm_core.corpus.cleaning.recipe import Recipe
from slm_core.corpus.store import Corpus
from slm_core.corpus.uncleaned import MOST, find_uncleaned, steps_before
from slm_core.messages import Message, msg

CLEANING = "cleaning"
"""Begins the path of a cleaning step, such as cleaning.2.whitespace: the second of its recipe."""


@dataclass(frozen=True)
class CleaningSwitches:
    """The steps of one corpus."""

    paths: tuple[str, ...] = ()
    """Those that can be switched off, in their order."""
    reason: Message | None = None
    """Why there are none; None where there are."""


def cleaning_switches(corpus: Corpus) -> CleaningSwitches:
    """The steps that changed something in this text; the others are worth nothing in it, which
    nobody has to train for. Raises SettingsError where its recipe is of another version."""
    recipe = Recipe.from_json(corpus.card.recipe)
    if not recipe.steps:
        return _none(msg("The text was not cleaned, so there is no cleaning step to switch off."))
    kept = find_uncleaned(corpus)
    if kept is None:
        return _none(_why_not_kept(corpus, recipe))
    paths = [
        step_path(place, step.section)
        for place, step in enumerate(recipe.steps)
        if place >= kept.steps and _did_something(corpus, place)
    ]
    if not paths:
        return _none(
            msg("No cleaning step changed anything in this text, so none has to be switched off.")
        )
    return CleaningSwitches(tuple(paths))


def step_path(place: int, section: str) -> str:
    """How the step at this place of a recipe, counted from 0, is called."""
    return f"{CLEANING}.{place + 1}.{section}"


def is_cleaning(path: str) -> bool:
    """Whether this is the path of a cleaning step, and of no setting."""
    return path.partition(".")[0] == CLEANING


def step_of(path: str) -> str:
    """The step's name in a recipe, of its path."""
    return path.rpartition(".")[2]


def recipe_without(recipe: Recipe, path: str, done: int) -> tuple[Recipe, Recipe]:
    """What is still to be done to a text after the first `done` steps, without the step of this
    path, or all of it where that is of no step; and the steps done."""
    left = [
        step
        for place, step in enumerate(recipe.steps)
        if place >= done and step_path(place, step.section) != path
    ]
    return Recipe(tuple(left)), Recipe(recipe.steps[:done])


def _none(reason: Message) -> CleaningSwitches:
    return CleaningSwitches(reason=reason)


def _why_not_kept(corpus: Corpus, recipe: Recipe) -> Message:
    if corpus.card.parent is not None:
        return msg(
            "Cleaning steps cannot be switched off: the corpus extends another one, whose text "
            "came in as it was. Add all files together to try them."
        )
    if steps_before(recipe) is None:
        return msg(
            "Cleaning steps cannot be switched off: the text before the masking of personal data "
            "is never kept, and no step comes after it."
        )
    if corpus.card.counts.characters > MOST:
        return msg(
            "Cleaning steps cannot be switched off: of a text of more than {most:,} characters "
            "the one before cleaning is not kept.",
            most=MOST,
        )
    return msg(
        "Cleaning steps cannot be switched off: the text before cleaning was not kept with this "
        "corpus. Add the same files with the same steps again to keep it."
    )


def _did_something(corpus: Corpus, place: int) -> bool:
    tallies = corpus.card.tallies
    tally: Mapping[str, object] = tallies[place] if place < len(tallies) else {}
    return tally.get("changes") != 0
