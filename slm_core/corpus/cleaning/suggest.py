"""Which ready-made recipe suits a text, by the formats of its files and its language."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from slm_core.corpus.cleaning.recipe import READY_MADE, Recipe
from slm_core.corpus.cleaning.step import CleaningStep
from slm_core.corpus.cleaning.steps.boilerplate import Boilerplate
from slm_core.corpus.cleaning.steps.chinese_script import ChineseScript
from slm_core.corpus.cleaning.steps.join_lines import JoinLines
from slm_core.corpus.cleaning.steps.unicode import Unicode
from slm_core.corpus.cleaning.steps.whitespace import Whitespace
from slm_core.messages import Message, msg

ABOUT: dict[str, Message] = {
    "as it is": msg("Nothing is cleaned."),
    "light": msg("Unicode normalised, blanks tidied, duplicate documents removed."),
    "PDF text": msg(
        "Page numbers and headers removed, broken lines joined, blanks tidied, duplicates removed."
    ),
    "web pages": msg(
        "Misread letters repaired, headers and footers removed, addresses masked, duplicates and "
        "near-duplicates removed."
    ),
    "the article's": msg(
        "Punctuation, capital letters and stop words removed; the order of the words stays."
    ),
    "Chinese": msg(
        "Full-width letters and digits become ordinary ones, all characters simplified, blanks "
        "tidied, duplicates removed."
    ),
}
"""What the ready-made recipes do."""
_INDENTED = (".md", ".ipynb")
_PAGED = (".pdf",)
_SEVERAL = 0.02
"""Share of the characters from which on a kind of file is cleaned in its own way."""
_LOOKED_AT = 20_000
"""Characters by which it is told whether a text is simplified Chinese."""
_FEW = 0.01
"""Share of characters that may be others in a text of simplified ones."""


@dataclass(frozen=True)
class RecipeSuggestion:
    """A recipe to begin with."""

    recipe: Recipe
    origin: str
    """The ready-made recipe it is, or is nearly."""
    reason: Literal["light", "indented", "pdf", "chinese", "mixed"]

    @property
    def about(self) -> Message:
        """What it does to the text."""
        if self.reason == "indented":
            return msg("Blanks tidied but indentation kept, duplicate documents removed.")
        if self.reason == "mixed":
            return msg("Each file is cleaned as its kind needs. {rest}", rest=ABOUT[self.origin])
        return ABOUT[self.origin]


def suggest_recipe(
    files: Iterable[tuple[str, int]], language: str, *, is_simplified: bool
) -> RecipeSuggestion:
    """A careful recipe for the text of these files, each its name and its size in characters.

    `is_simplified` says of a Chinese text whether it is in simplified characters.
    """
    sizes = [(name.lower(), size) for name, size in files]
    origin = "Chinese" if language == "zh" and is_simplified else "light"
    mixed = _by_kind(READY_MADE[origin], sizes)
    if mixed is not None:
        return RecipeSuggestion(mixed, origin, "mixed")
    if _share(sizes, *_PAGED) > 0.5:
        return RecipeSuggestion(READY_MADE["PDF text"], "PDF text", "pdf")
    if origin == "Chinese":
        return RecipeSuggestion(READY_MADE["Chinese"], "Chinese", "chinese")
    light = READY_MADE["light"]
    if _share(sizes, *_INDENTED) > 0.5:
        steps = tuple(
            Whitespace(keep_indentation=True) if isinstance(step, Whitespace) else step
            for step in light.steps
        )
        return RecipeSuggestion(replace(light, steps=steps), "light", "indented")
    return RecipeSuggestion(light, "light", "light")


def _by_kind(recipe: Recipe, sizes: Sequence[tuple[str, int]]) -> Recipe | None:
    """The recipe with what pages and indented files need added for those alone; None where the
    files are of one kind."""
    paged, indented = _share(sizes, *_PAGED), _share(sizes, *_INDENTED)
    if all(share < _SEVERAL or share > 1 - _SEVERAL for share in (paged, indented)):
        return None
    steps: list[CleaningStep] = []
    for step in recipe.steps:
        if isinstance(step, Whitespace) and paged >= _SEVERAL:
            pages = ", ".join(_PAGED)
            steps += [Boilerplate(files=pages), JoinLines(files=pages)]
        if isinstance(step, Whitespace) and indented >= _SEVERAL:
            endings = ", ".join(_INDENTED)
            steps.append(Whitespace(keep_indentation=True, files=endings))
            steps.append(replace(step, files=f"not {endings}"))
        elif isinstance(step, Unicode) and paged >= _SEVERAL:
            steps.append(replace(step, ligatures=True))
        else:
            steps.append(step)
    return replace(recipe, steps=tuple(steps))


def in_simplified_characters(texts: Sequence[str]) -> bool:
    """Whether the beginning of a Chinese text is in simplified characters, nearly all of it."""
    head = "".join(text[:_LOOKED_AT] for text in texts[:20])[:_LOOKED_AT]
    changes = ChineseScript().apply(head)[1]
    return changes < _FEW * max(1, len(head))


def _share(sizes: Sequence[tuple[str, int]], *endings: str) -> float:
    """The share of characters that come from files with these endings."""
    total = sum(size for _name, size in sizes)
    those = sum(size for name, size in sizes if name.endswith(endings))
    return those / total if total else 0.0
