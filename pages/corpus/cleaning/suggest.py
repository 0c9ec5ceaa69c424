"""Which recipe a text is given to begin with, and the sentence why. Knows no widgets."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from pages.corpus.draft_item import DraftFile
from slm_core.corpus.cleaning.preview import CorpusPreview
from slm_core.corpus.cleaning.recipe import READY_MADE, Recipe
from slm_core.corpus.cleaning.steps.whitespace import Whitespace

Why = Literal["light", "indented", "pdf", "chinese"]

_INDENTED = (".md", ".ipynb")


@dataclass(frozen=True)
class RecipeSuggestion:
    """A recipe to begin with."""

    recipe: Recipe
    origin: str
    """The ready-made recipe it is, or is nearly."""
    why: Why


def suggested(items: Sequence[DraftFile], language: str, looked: CorpusPreview) -> RecipeSuggestion:
    """A careful recipe for these texts, by their formats and their language."""
    if _share(items, ".pdf") > 0.5:
        return RecipeSuggestion(READY_MADE["PDF text"], "PDF text", "pdf")
    if language == "zh" and looked.is_simplified:
        return RecipeSuggestion(READY_MADE["Chinese"], "Chinese", "chinese")
    light = READY_MADE["light"]
    if _share(items, *_INDENTED) > 0.5:
        steps = tuple(
            Whitespace(keep_indentation=True) if isinstance(step, Whitespace) else step
            for step in light.steps
        )
        return RecipeSuggestion(replace(light, steps=steps), "light", "indented")
    return RecipeSuggestion(light, "light", "light")


def _share(items: Sequence[DraftFile], *endings: str) -> float:
    """The share of characters that come from files with these endings."""
    rows = [row for item in items for row in item.rows]
    total = sum(row.characters for row in rows)
    those = sum(row.characters for row in rows if row.name.lower().endswith(endings))
    return those / total if total else 0.0
