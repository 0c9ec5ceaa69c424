"""The corpus being put together in this session: files as they landed, and what became of them.

Files stay here until they are saved or taken away, also while other pages are looked at.
"""

import itertools
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import streamlit as st

from slm_core.corpus.glance import Glance
from slm_core.corpus.read import ReadOptions, ReadResult, Source, read_source
from slm_core.errors import CorpusError

MOST_BYTES = 500_000_000
"""All files of a draft together: they are held in the server's memory."""


@dataclass
class Item:
    """One file or pasted text, and what reading it gave: a result, or the sentence why not."""

    number: int
    source: Source
    options: ReadOptions = field(default_factory=ReadOptions)
    result: ReadResult | None = None
    problem: str = ""

    @property
    def size(self) -> int:
        """Bytes."""
        return len(self.source.data) if isinstance(self.source.data, bytes) else 0

    def read(self, options: ReadOptions) -> None:
        """Read it with these options."""
        self.options = options
        try:
            self.result, self.problem = read_source(self.source, options=options), ""
        except CorpusError as error:
            self.result, self.problem = None, str(error)


@dataclass
class Draft:
    """The items in the order they came."""

    items: list[Item] = field(default_factory=list)
    arrived: bool = False
    """Whether files came in on another page that its own page has not shown yet."""
    refused: list[str] = field(default_factory=list)
    """Sentences on what was too much to take in."""
    _numbers: itertools.count = field(default_factory=lambda: itertools.count(1))
    _generation: int = 0
    _counted: tuple[tuple[tuple[int, ReadOptions], ...], tuple[str, Glance]] | None = None

    def add(self, source: Source) -> None:
        """Take in a source and read it at once; one that is there already stays as it is."""
        if any(item.source == source for item in self.items):
            return
        size = len(source.data) if isinstance(source.data, bytes) else 0
        if size + sum(item.size for item in self.items) > MOST_BYTES:
            self.refused.append(source.name)
            return
        item = Item(next(self._numbers), source)
        item.read(item.options)
        self.items.append(item)

    def remove(self, number: int) -> None:
        """Take one away."""
        self.items = [item for item in self.items if item.number != number]

    def clear(self) -> None:
        """Take all away."""
        self.items, self.refused, self._counted = [], [], None

    def results(self) -> list[ReadResult]:
        """What could be read."""
        return [item.result for item in self.items if item.result]

    def remembered(self, count: Callable[[], tuple[str, Glance]]) -> tuple[str, Glance]:
        """What `count` finds in the texts, found anew only when these have changed."""
        now = tuple((item.number, item.options) for item in self.items)
        if self._counted is None or self._counted[0] != now:
            self._counted = (now, count())
        return self._counted[1]

    def suggested_name(self) -> str:
        """The first file's name without its ending."""
        return Path(self.items[0].source.name).stem if self.items else ""

    def uploader_key(self, name: str) -> str:
        """Key of an upload field; a new one after each upload, so that the field is empty again."""
        return f"{name}_{self._generation}"

    def next_uploader(self) -> None:
        """Let the upload fields be empty from now on."""
        self._generation += 1


def draft() -> Draft:
    """This session's draft."""
    return st.session_state.setdefault("corpus_draft", Draft())


def absorb_uploads(name: str) -> None:
    """Move what lies in an upload field into the draft."""
    drafted = draft()
    for file in st.session_state.get(drafted.uploader_key(name)) or []:
        drafted.add(Source(file.name, file.getvalue()))
        drafted.arrived = True
    drafted.next_uploader()
