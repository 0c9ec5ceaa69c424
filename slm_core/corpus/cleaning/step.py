"""The base classes of cleaning steps, and the statistics of what a step did."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby
from typing import ClassVar

from slm_core.corpus.cleaning.chunk import Document
from slm_core.corpus.cleaning.settings import StepSettings
from slm_core.messages import Message

Watch = Callable[[str, str | None], None]
"""Told the text before and after a change; after is None where the document was left out."""


@dataclass
class StepStats:
    """What one step did to the documents that went through it."""

    step: str
    documents_in: int = 0
    documents_out: int = 0
    documents_changed: int = 0
    changes: int = 0
    """Places changed, and documents left out."""
    characters_in: int = 0
    characters_out: int = 0
    watch: Watch | None = field(default=None, repr=False, compare=False)
    """Somebody who wants to see each change; never travels to another process."""

    def add(self, other: "StepStats") -> None:
        """Count in what the same step did to other documents."""
        self.documents_in += other.documents_in
        self.documents_out += other.documents_out
        self.documents_changed += other.documents_changed
        self.changes += other.changes
        self.characters_in += other.characters_in
        self.characters_out += other.characters_out

    def add_input(self, text: str) -> None:
        """A document came in."""
        self.documents_in += 1
        self.characters_in += len(text)

    def add_output(self, text: str) -> None:
        """A document went out."""
        self.documents_out += 1
        self.characters_out += len(text)

    def changed(self, before: str, after: str, changes: int = 1) -> None:
        """A document was changed in this many places."""
        self.documents_changed += 1
        self.changes += changes
        if self.watch is not None:
            self.watch(before, after)

    def dropped(self, text: str) -> None:
        """A document was left out."""
        self.changes += 1
        if self.watch is not None:
            self.watch(text, None)


class CleaningStep(StepSettings):
    """A cleaning step: a frozen dataclass whose fields are its settings.

    The first line of its docstring says what it does, for people.
    """

    section: ClassVar[str]
    """Its name in a recipe, such as unicode."""
    warning: ClassVar[Message | None] = None
    """Said to people where the step makes the text that a model writes ungrammatical."""
    version: ClassVar[int] = 1
    """Raise it when the step does something else than before: texts kept from before are then
    not taken for its work."""

    @classmethod
    def about(cls) -> str:
        """What it does, in a sentence."""
        return (cls.__doc__ or "").strip().splitlines()[0]

    @property
    def seeks_people(self) -> bool:
        """Whether it does more where people are known by name."""
        return False

    def knowing(self, people: tuple[str, ...]) -> "CleaningStep":
        """The same step where these people are known by name, from beside the text."""
        return self


class TextStep(CleaningStep, ABC):
    """A step that looks at one text at a time; it may run in any process, in any order."""

    @abstractmethod
    def apply(self, text: str) -> tuple[str, int]:
        """The text after the step, and in how many places it changed.

        No place means the same text, and the same text means no place. Never raises.
        """


class StreamStep(CleaningStep, ABC):
    """A step that looks at the documents together: it leaves some out or cuts them up."""

    @abstractmethod
    def run(
        self, documents: Iterator[Document], tally: StepStats, known: Iterable[str] = ()
    ) -> Iterator[Document]:
        """The documents after the step, in their order.

        `known` are the texts of the corpus that is extended: a step that looks back, as for
        duplicates, reads them first and gives none of them back. The step tells `tally` what it
        changed and dropped; what comes in and goes out is counted by whoever runs it. Documents
        that no longer fit in memory together must not be kept.
        """

    def run_where_wanted(
        self, documents: Iterator[Document], tally: StepStats, known: Iterable[str] = ()
    ) -> Iterator[Document]:
        """The same, with documents of files that it is not for left as they are, in their place."""
        if not self.files.strip():
            yield from self.run(documents, tally, known)
            return
        for wanted, group in groupby(documents, lambda document: self.is_for(document.source)):
            run = self.run if wanted else _untouched
            yield from run(group, tally, known)


def _untouched(
    documents: Iterator[Document], _tally: StepStats, _known: Iterable[str]
) -> Iterator[Document]:
    return documents
