"""Uploaded files of any page, kept until the Corpus page reads them."""

import re
from dataclasses import dataclass, field

import streamlit as st
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.scriptrunner import get_script_run_ctx

from slm_core.corpus.readers.document import InputFile

_SYSTEM = ("__MACOSX", "Thumbs.db", "desktop.ini", "ehthumbs.db")


@dataclass
class Uploads:
    """What this session was given and no page has taken yet."""

    sources: list[InputFile] = field(default_factory=list)
    hidden: int = 0
    """Files of a folder that were passed over, such as those a system keeps for itself."""
    _generation: int = 0

    def key(self, name: str) -> str:
        """Key of an upload field; a new one after each upload, so that the field is empty again."""
        return f"{name}_{self._generation}"

    def receive(self, name: str) -> None:
        """An upload field's `on_change`: take its files out of it."""
        files = st.session_state.get(self.key(name)) or []
        if any("/" in file.name for file in files):  # a folder comes in the disk's own order
            files = sorted(files, key=lambda file: _natural_order(file.name))
        for file in files:
            if _is_hidden(file.name):
                self.hidden += 1
            else:
                self.sources.append(InputFile(file.name, file.getvalue()))
            _release(file.file_id)
        self._generation += 1

    def take(self) -> tuple[list[InputFile], int]:
        """The files, and how many hidden ones were passed over; both are forgotten here."""
        sources, hidden = self.sources, self.hidden
        self.sources, self.hidden = [], 0
        return sources, hidden


def uploads() -> Uploads:
    """This session's."""
    return st.session_state.setdefault("uploads", Uploads())


def _natural_order(name: str) -> list[tuple[int, int, str]]:
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
    """Streamlit keeps an upload in memory as long as its session lasts; we have it now."""
    context = get_script_run_ctx()
    manager = context.uploaded_file_mgr if context is not None else None
    if context is not None and isinstance(manager, MemoryUploadedFileManager):
        manager.remove_file(context.session_id, file_id)
