"""The recipe being edited for a draft: its steps, their settings, and undo.

What the steps do to the text is in `preview`.
"""

import itertools
from dataclasses import dataclass, field

from pages.ui.widgets.forms import Changes
from slm_core.corpus.cleaning.recipe import READY_MADE, Recipe
from slm_core.corpus.cleaning.registry import STEPS
from slm_core.corpus.cleaning.step import CleaningStep
from slm_core.errors import SettingsError
from slm_core.messages import Message
from slm_core.settings_schema import fields_of, from_dict

_REMEMBERED = 50
"""Changes that can be taken back."""


@dataclass
class DraftStep:
    """A step, and what its form says that is not in it yet."""

    number: int
    """Stays with it wherever it is moved."""
    step: CleaningStep
    changes: Changes = field(default_factory=dict)
    problem: Message | str = ""
    """The sentence why the form's changes cannot be; the step is as it was before them."""


@dataclass(frozen=True)
class _Past:
    steps: tuple[tuple[int, CleaningStep], ...]
    name: str
    origin: str


@dataclass
class RecipeDraft:
    """Steps in order, under the name of what they began as."""

    steps: list[DraftStep] = field(default_factory=list)
    name: str = ""
    """As somebody called it; "" for the name of its origin."""
    origin: str = "as it is"
    """The ready-made recipe it began as, or the id of a corpus, or "" where it came from a file."""
    is_touched: bool = False
    """Whether somebody decided on it; until then the text decides."""
    problem: Message | str = ""
    """Why the last file that was given is no recipe."""
    _numbers: itertools.count = field(default_factory=lambda: itertools.count(1))
    _past: list[_Past] = field(default_factory=list)

    def recipe(self) -> Recipe:
        """What is done to the texts."""
        steps = tuple(edited.step for edited in self.steps)
        name = self.name or (self.origin if self.origin in READY_MADE else "")
        return Recipe(steps, name)

    @property
    def can_undo(self) -> bool:
        """Whether something was done that can be taken back."""
        return bool(self._past)

    def suggest(self, recipe: Recipe, origin: str) -> None:
        """What the text itself asks for, as long as nobody decided."""
        if self.is_touched or (self.origin == origin and self.recipe().steps == recipe.steps):
            return
        self._fill(recipe, origin)
        self._past = [_Past((), "", "as it is")] if recipe.steps else []

    def load(self, recipe: Recipe, origin: str) -> None:
        """Another recipe in the place of this one."""
        self._remember()
        self._fill(recipe, origin)

    def add(self, section: str) -> DraftStep:
        """A new step, where people usually want it. Gives it back."""
        self._remember()
        order = list(STEPS)
        rank = order.index(section)
        before = [at for at, one in enumerate(self.steps) if order.index(one.step.section) <= rank]
        added = DraftStep(next(self._numbers), STEPS[section]())
        self.steps.insert(before[-1] + 1 if before else 0, added)
        return added

    def remove(self, number: int) -> None:
        """Take a step out."""
        self._remember()
        self.steps = [edited for edited in self.steps if edited.number != number]

    def move(self, number: int, by: int) -> None:
        """A step one place up (-1) or down (1)."""
        place = next(at for at, edited in enumerate(self.steps) if edited.number == number)
        to = place + by
        if 0 <= to < len(self.steps):
            self._remember()
            self.steps.insert(to, self.steps.pop(place))

    def rename(self, name: str) -> None:
        """Call it something; "" for what it began as."""
        self.name = " ".join(name.split())

    def validate(self) -> None:
        """Put what forms say into their steps, or say why that cannot be."""
        for edited in self.steps:
            if edited.changes:
                self._settle(edited)
            else:
                edited.problem = ""

    def undo(self) -> None:
        """As it was before the last change."""
        if not self._past:
            return
        past = self._past.pop()
        self.is_touched = True
        self.steps = [DraftStep(number, step) for number, step in past.steps]
        self.name, self.origin = past.name, past.origin

    def _settle(self, edited: DraftStep) -> None:
        infos = fields_of(type(edited.step))
        values: dict[str, object] = {name: getattr(edited.step, name) for name in infos}
        try:
            for path, text in edited.changes.items():
                name = path.partition(".")[2]
                values[name] = infos[name].parse(text)
            step = from_dict(type(edited.step), values)
        except SettingsError as error:
            edited.problem = error.message
            return
        if step != edited.step:
            self._remember()
        edited.step, edited.problem = step, ""
        edited.changes.clear()

    def _fill(self, recipe: Recipe, origin: str) -> None:
        self.steps = [DraftStep(next(self._numbers), step) for step in recipe.steps]
        self.name = "" if origin else recipe.name
        self.origin, self.problem = origin, ""

    def _remember(self) -> None:
        self.is_touched = True
        steps = tuple((edited.number, edited.step) for edited in self.steps)
        self._past = [*self._past, _Past(steps, self.name, self.origin)][-_REMEMBERED:]
