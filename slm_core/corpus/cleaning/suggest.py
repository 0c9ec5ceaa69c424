"""Which ready-made recipe suits a text, by the formats of its files and its language."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePath
from typing import Literal

from slm_core.corpus.cleaning.chunk import Document
from slm_core.corpus.cleaning.recipe import READY_MADE, Recipe
from slm_core.corpus.cleaning.step import CleaningStep
from slm_core.corpus.cleaning.steps.boilerplate import Boilerplate
from slm_core.corpus.cleaning.steps.join_lines import JoinLines
from slm_core.corpus.cleaning.steps.unicode import Unicode
from slm_core.corpus.cleaning.steps.whitespace import Whitespace
from slm_core.corpus.text.chinese import Script, script_of
from slm_core.corpus.text.page_lines import has_pages
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
_LOOKED_AT, _MOST_TEXTS = 20_000, 200
"""Characters, and texts, by which it is told what Chinese is written in."""


@dataclass(frozen=True)
class RecipeSuggestion:
    """A recipe to begin with."""

    recipe: Recipe
    origin: str
    """The ready-made recipe it is, or is nearly."""
    reason: Literal["light", "indented", "pdf", "chinese", "both scripts", "mixed"]
    has_pages: bool = False
    """Whether it also removes page numbers and headers, which some of the files have as text."""

    @property
    def about(self) -> Message:
        """What it does to the text."""
        if self.has_pages:
            rest = replace(self, has_pages=False).about
            return msg("Page numbers, headers and footers removed. {rest}", rest=rest)
        if self.reason == "indented":
            return msg("Blanks tidied but indentation kept, duplicate documents removed.")
        if self.reason == "mixed":
            return msg("Each file is cleaned as its kind needs. {rest}", rest=ABOUT[self.origin])
        if self.reason == "both scripts":
            return msg(
                "The text mixes simplified and traditional characters: all become simplified, with "
                "the mainland's words. Full-width letters and digits become ordinary ones, blanks "
                "are tidied, duplicates removed."
            )
        return ABOUT[self.origin]


def suggest_recipe(
    files: Iterable[tuple[str, int]],
    language: str,
    *,
    script: Script | None,
    paged: Collection[str] = (),
) -> RecipeSuggestion:
    """A careful recipe for the text of these files, each its name and its size in characters.

    `script` says what a Chinese text is written in; `paged` names the files that have page numbers
    or headers as lines of their text, as `paged_files` finds them.
    """
    sizes = [(name.lower(), size) for name, size in files]
    found = _by_form(sizes, language, script)
    return _without_pages(found, sizes, paged) if paged else found


def paged_files(texts: Iterable[str | Document]) -> tuple[str, ...]:
    """The files, by name, in whose text page numbers or headers stand; of a text alone, ""."""
    documents = (Document(text) if isinstance(text, str) else text for text in texts)
    return tuple(dict.fromkeys(one.source for one in documents if has_pages(one.text)))


def _without_pages(
    found: RecipeSuggestion, sizes: Sequence[tuple[str, int]], paged: Collection[str]
) -> RecipeSuggestion:
    """With page numbers and headers removed, before blanks are tidied; where files with other
    endings are among them, only in those with the same ending."""
    if any(isinstance(step, Boilerplate) and not step.files for step in found.recipe.steps):
        return found
    endings = {PurePath(name.lower()).suffix for name in paged}
    others = {PurePath(name).suffix for name, _size in sizes} - endings
    known = endings <= {PurePath(name).suffix for name, _size in sizes}
    step = Boilerplate(files=", ".join(sorted(endings)) if others and known else "")
    steps = list(found.recipe.steps)
    places = [at for at, one in enumerate(steps) if isinstance(one, Whitespace)]
    steps.insert(places[0] if places else 0, step)
    return replace(found, recipe=replace(found.recipe, steps=tuple(steps)), has_pages=True)


def _by_form(
    sizes: Sequence[tuple[str, int]], language: str, script: Script | None
) -> RecipeSuggestion:
    """What the formats of the files and their language ask for."""
    chinese = language == "zh" and script in ("simplified", "mixed")
    origin = "Chinese" if chinese else "light"
    mixed = _by_kind(READY_MADE[origin], sizes)
    if mixed is not None:
        return RecipeSuggestion(mixed, origin, "mixed")
    if _share(sizes, *_PAGED) > 0.5:
        return RecipeSuggestion(READY_MADE["PDF text"], "PDF text", "pdf")
    if origin == "Chinese":
        reason = "both scripts" if script == "mixed" else "chinese"
        return RecipeSuggestion(READY_MADE["Chinese"], "Chinese", reason)
    light = READY_MADE["light"]
    if _share(sizes, *_INDENTED) > 0.5:
        steps = tuple(
            Whitespace(keep_indentation=True) if isinstance(step, Whitespace) else step
            for step in light.steps
        )
        return RecipeSuggestion(replace(light, steps=steps), "light", "indented")
    return RecipeSuggestion(light, "light", "light")


def script_of_texts(texts: Sequence[str]) -> Script | None:
    """What Chinese texts are written in, by some of each of the first; None for other texts."""
    looked_at = texts[:_MOST_TEXTS]
    share = _LOOKED_AT // max(1, len(looked_at))
    return script_of("".join(text[:share] for text in looked_at))


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


def _share(sizes: Sequence[tuple[str, int]], *endings: str) -> float:
    """The share of characters that come from files with these endings."""
    total = sum(size for _name, size in sizes)
    those = sum(size for name, size in sizes if name.endswith(endings))
    return those / total if total else 0.0
