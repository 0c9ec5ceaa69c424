"""The corpus being put together in this session: what came in, and how it is to be cleaned.

It stays until it is saved or taken away, also while other pages are looked at.
"""

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath

import streamlit as st
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.scriptrunner import get_script_run_ctx

from pages.parts.draft_item import Item, Row, take_in
from pages.parts.draft_preview import Previews
from pages.parts.recipe_draft import RecipeDraft
from slm_core.corpus.glance import Glance, glance
from slm_core.corpus.language import language_of
from slm_core.corpus.source import Source
from slm_core.corpus.store import Corpus

MOST_BYTES = 2_000_000_000
"""All files of a draft together."""
_KEPT = 4_000_000
"""Characters of all texts that stay in memory."""
_KEPT_EACH = 1_000_000
_SYSTEM = ("__MACOSX", "Thumbs.db", "desktop.ini", "ehthumbs.db")


@dataclass
class Draft:
    """The items in the order they came."""

    items: list[Item] = field(default_factory=list)
    recipe: RecipeDraft = field(default_factory=RecipeDraft)
    previews: Previews = field(default_factory=Previews)
    arrived: bool = False
    """Whether files came in on another page that its own page has not shown yet."""
    refused: list[str] = field(default_factory=list)
    """Names of what was too much to take in."""
    hidden: int = 0
    """Files of a folder that were passed over, such as those a system keeps for itself."""
    saving: str = ""
    """Id of the job that saves it now."""
    then: str = ""
    """Where saving leads: "train", or "corpus"."""
    problem: str = ""
    """Why it was not saved."""
    parent: str = ""
    """Id of the corpus that it is added to, if any."""
    _numbers: itertools.count = field(default_factory=lambda: itertools.count(1))
    _there: set[tuple[str, str]] = field(default_factory=set)
    _bytes: int = 0
    _generation: int = 0
    _counted: tuple[object, tuple[str, Glance]] | None = None

    def add(self, source: Source) -> None:
        """Take in a file or a text; one that is there already stays as it is."""
        try:
            item = take_in(next(self._numbers), source)
        except OSError:
            self.refused.append(source.name)
            return
        if item.identity in self._there:
            item.forget()
        elif item.size + self._bytes > MOST_BYTES:
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

    def unread(self) -> list[Item]:
        """What nobody has tried to read yet."""
        return [item for item in self.items if not item.is_read]

    def reading(self, items: Sequence[Item]) -> Iterator[tuple[int, Item, Row | None]]:
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

    def rows(self) -> list[Row]:
        """Every file as it was read."""
        return [row for item in self.items for row in item.rows]

    def texts(self) -> list[list[str]]:
        """The beginning of what each item says."""
        return [item.texts for item in self.items if item.texts]

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

    def counted(self) -> tuple[str, Glance]:
        """The language, and what can be counted; found anew only when the texts have changed."""
        if self._counted is None or self._counted[0] != self.key:
            texts = list(itertools.chain.from_iterable(self.texts()))
            seen = glance(texts)
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
        return folder.strip("./") or Path(first.name).stem

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
    """Move what lies in an upload field into the draft; it is read when its page is drawn."""
    drafted = draft()
    files = st.session_state.get(drafted.uploader_key(name)) or []
    if any("/" in file.name for file in files):  # a folder comes in the disk's own order
        files = sorted(files, key=lambda file: _natural(file.name))
    for file in files:
        if _is_hidden(file.name):
            drafted.hidden += 1
        else:
            drafted.add(Source(file.name, file.getvalue()))
            drafted.arrived = True
        _release(file.file_id)
    drafted.next_uploader()


def _natural(name: str) -> list[tuple[int, int, str]]:
    """For sorting names as people do: 2 before 10."""
    return [
        (0, int(part), "") if part.isdecimal() else (1, 0, part.casefold())
        for part in re.split(r"(\d+)", name)
    ]


def _is_hidden(name: str) -> bool:
    """Whether a system keeps it for itself, in a folder that came in whole."""
    parts = name.replace("\\", "/").split("/")
    return len(parts) > 1 and any(
        part in _SYSTEM or (part.startswith(".") and part.strip(".")) for part in parts
    )


def _release(file_id: str) -> None:
    """Streamlit keeps an upload in memory as long as its session lasts; the draft has it now."""
    context = get_script_run_ctx()
    manager = context.uploaded_file_mgr if context is not None else None
    if context is not None and isinstance(manager, MemoryUploadedFileManager):
        manager.remove_file(context.session_id, file_id)


def parent_of(drafted: Draft, saved: Sequence[Corpus]) -> Corpus | None:
    """The corpus that this draft is added to, as the address says (`?extend=<id>`).

    The menu's links carry no parameters, so the draft remembers it.
    """
    drafted.parent = st.query_params.get("extend") or drafted.parent
    found = next((corpus for corpus in saved if corpus.id == drafted.parent), None)
    if found is not None and "extend" not in st.query_params:
        st.query_params["extend"] = found.id
    return found
