"""The corpus being put together in this session: its files and its recipe.

It stays until it is saved or taken away, also while other pages are looked at.
"""

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath

import streamlit as st

from pages.corpus.cleaning.draft import RecipeDraft
from pages.corpus.cleaning.preview import Previews
from pages.ui.widgets.uploads import uploads
from slm_core.corpus.cleaning.chunk import Document
from slm_core.corpus.ingest.add_job import LONGEST_NAME
from slm_core.corpus.ingest.draft_file import DraftFile, DraftRow, add_file
from slm_core.corpus.ingest.limits import MOST_UPLOADED
from slm_core.corpus.readers.document import InputFile
from slm_core.corpus.store import Corpus
from slm_core.corpus.text.language import language_of
from slm_core.corpus.text.statistics import QuickStats, quick_stats
from slm_core.messages import Message

_KEPT = 4_000_000
"""Characters of all texts that stay in memory."""
_KEPT_EACH = 1_000_000


@dataclass
class CorpusFormDraft:
    """The items in the order they came."""

    items: list[DraftFile] = field(default_factory=list)
    recipe: RecipeDraft = field(default_factory=RecipeDraft)
    previews: Previews = field(default_factory=Previews)
    refused: list[str] = field(default_factory=list)
    """Names of what was too much to take in."""
    hidden: int = 0
    """Files of a folder that were passed over, such as those a system keeps for itself."""
    saving: str = ""
    """Id of the job that saves it now."""
    then: str = ""
    """Where saving leads: "train", or "corpus"."""
    problem: Message | str = ""
    """Why it was not saved."""
    parent: str = ""
    """Id of the corpus that it is added to, if any."""
    leaves_personal_data: bool = False
    """Whether somebody was asked about what was found and left it."""
    saves: bool = False
    """Whether it shall be saved now: all that had to be asked before was answered."""
    _numbers: itertools.count = field(default_factory=lambda: itertools.count(1))
    _there: set[tuple[str, str]] = field(default_factory=set)
    _bytes: int = 0
    _counted: tuple[object, tuple[str, QuickStats]] | None = None

    def add(self, source: InputFile) -> None:
        """Take in a file or a text; one that is there already stays as it is."""
        try:
            item = add_file(next(self._numbers), source)
        except OSError:
            self.refused.append(source.name)
            return
        if item.identity in self._there:
            item.forget()
        elif item.size + self._bytes > MOST_UPLOADED:
            item.forget()
            self.refused.append(source.name)
        else:
            self.items.append(item)
            self._there.add(item.identity)
            self._bytes += item.size

    def remove(self, number: int) -> None:
        """Take one away."""
        gone = next(item for item in self.items if item.number == number)
        gone.forget()
        self.items.remove(gone)
        self._there.discard(gone.identity)
        self._bytes -= gone.size
        if not self.items:
            self.clear()
        elif self._held() < _KEPT_EACH:
            for item in self.items:  # there is room again for what was cut
                if item.is_cut:
                    item.rows, item.texts = [], []

    def clear(self) -> None:
        """Take all away."""
        for item in self.items:
            item.forget()
        self.items, self.refused, self.hidden, self._counted = [], [], 0, None
        self._there, self._bytes = set(), 0
        self.recipe, self.previews = RecipeDraft(), Previews()
        self.saving = self.then = self.problem = self.parent = ""
        self.leaves_personal_data = self.saves = False

    def unread(self) -> list[DraftFile]:
        """What nobody has tried to read yet."""
        return [item for item in self.items if not item.is_read]

    def reading(
        self, items: Sequence[DraftFile]
    ) -> Iterator[tuple[int, DraftFile, DraftRow | None]]:
        """Read these, a file at a time: before each its place and no row, then its rows."""
        held = self._held()
        for place, item in enumerate(items):
            yield place, item, None
            for row in item.reading(keep=min(_KEPT_EACH, _KEPT - held)):
                yield place, item, row
            held += item.held

    def _held(self) -> int:
        """Characters in memory."""
        return sum(item.held for item in self.items)

    def rows(self) -> list[DraftRow]:
        """Every file as it was read."""
        return [row for item in self.items for row in item.rows]

    def texts(self) -> list[list[Document]]:
        """The beginning of what each item says, with its name."""
        return [
            [Document(text, item.name) for text in item.texts] for item in self.items if item.texts
        ]

    def names(self) -> tuple[str, ...]:
        """Values of columns headed as names of people, of all files."""
        return tuple(dict.fromkeys(name for row in self.rows() for name in row.names))

    @property
    def key(self) -> object:
        """What was read and how: equal keys, equal texts."""
        return tuple((item.number, item.options, len(item.texts)) for item in self.items)

    @property
    def documents(self) -> int:
        """How many documents could be read."""
        return sum(item.documents for item in self.items)

    @property
    def characters(self) -> int:
        """How many characters they have."""
        return sum(item.characters for item in self.items)

    def counted(self) -> tuple[str, QuickStats]:
        """The language, and what can be counted; found anew only when the texts have changed."""
        if self._counted is None or self._counted[0] != self.key:
            texts = list(itertools.chain.from_iterable(item.texts for item in self.items))
            seen = quick_stats(texts)
            seen = replace(seen, is_whole=seen.characters >= self.characters)
            self._counted = (self.key, (language_of(texts), seen))
        return self._counted[1]

    def suggested_name(self) -> str:
        """The name of the first file without its ending, or of the folder it came in."""
        if not self.items:
            return ""
        readable = [item for item in self.items if any(row.characters for row in item.rows)]
        first = (readable or self.items)[0]
        path = PurePosixPath(first.source.name.replace("\\", "/"))
        folder = path.parts[0] if len(path.parts) > 1 and len(self.items) > 1 else ""
        return (folder.strip("./") or Path(first.name).stem)[:LONGEST_NAME].strip()


def draft() -> CorpusFormDraft:
    """This session's draft."""
    return st.session_state.setdefault("corpus_draft", CorpusFormDraft())


def take_uploads(drafted: CorpusFormDraft) -> None:
    """Take in what came through an upload field, on this page or another; not read yet."""
    sources, hidden = uploads().take()
    drafted.hidden += hidden
    for source in sources:
        drafted.add(source)


def parent_of(drafted: CorpusFormDraft, saved: Sequence[Corpus]) -> Corpus | None:
    """The corpus that this draft is added to, as the address says (`?extend=<id>`).

    The menu's links carry no parameters, so the draft remembers it.
    """
    drafted.parent = st.query_params.get("extend") or drafted.parent
    found = next((corpus for corpus in saved if corpus.id == drafted.parent), None)
    if found is not None and "extend" not in st.query_params:
        st.query_params["extend"] = found.id
    return found
