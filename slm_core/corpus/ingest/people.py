"""Who is known by name before files are cleaned: from columns of tables headed as names."""

from collections.abc import Callable, Iterator, Sequence

from slm_core.corpus.cleaning.step import CleaningStep
from slm_core.corpus.ingest.read_files import FileReader, InputStream
from slm_core.corpus.pii.people import people_among
from slm_core.corpus.readers.registry import file_kind
from slm_core.processes.pool import WorkerPool

_TABLES = frozenset(("tables", "archives"))
"""Kinds of files in which such columns may be."""
_LOOKED_AT = 2_000_000  # characters of the texts that are kept to judge the names by


def people_in(
    incoming: Sequence[InputStream],
    steps: Sequence[CleaningStep],
    pool: WorkerPool,
    check: Callable[[], None],
) -> tuple[str, ...]:
    """The names, of all files, where one of the steps seeks people; nobody else's are needed.

    A name may stand in the text of a row before its own, or of another file, so all have to be
    known before the first text is cleaned, and tables are read once more. `check` may raise
    StoppedError.
    """
    if not any(step.seeks_people for step in steps):
        return ()
    tables = [item for item in incoming if not item.is_corpus and _may_have_names(item)]
    reader = FileReader(pool, lambda _file, _size: check())
    texts = list(_beginnings(reader, tables)) if tables else []
    return people_among(reader.names, texts) if reader.names else ()


def _may_have_names(item: InputStream) -> bool:
    return file_kind(item.source.name) in _TABLES


def _beginnings(reader: FileReader, tables: Sequence[InputStream]) -> Iterator[str]:
    room = _LOOKED_AT
    for chunk in reader.chunks(tables):
        for text in chunk.texts:
            if room > 0:
                yield text[:room]
                room -= len(text)
