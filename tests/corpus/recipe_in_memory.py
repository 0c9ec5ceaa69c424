"""A recipe applied to texts in memory, one step after the other: what the pipeline has to equal."""

from collections.abc import Iterable
from dataclasses import dataclass

from slm_core.corpus.cleaning.recipe import Recipe, run_step
from slm_core.corpus.cleaning.step import StepStats


@dataclass(frozen=True)
class Cleaned:
    """The texts after all steps, and what each step did."""

    texts: list[str]
    stats: list[StepStats]
    recipe: Recipe
    """With the languages that were found."""


def cleaned(recipe: Recipe, texts: Iterable[str]) -> Cleaned:
    """The texts after all steps of the recipe."""
    now = list(texts)
    recipe = recipe.resolve_for(now)
    stats = [StepStats(step.section) for step in recipe.steps]
    for step, counted in zip(recipe.steps, stats, strict=True):
        now = list(run_step(step, now, counted))
    return Cleaned(now, stats, recipe)
