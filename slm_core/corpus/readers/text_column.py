"""Which column of a table, or field of JSON lines, is the text. Knows no file formats."""

from collections.abc import Iterable, Sequence

from slm_core.corpus.readers.document import ColumnInfo
from slm_core.errors import CorpusError


def text_column(columns: Sequence[ColumnInfo], *, wanted: str | None, kind: str) -> str:
    """The name asked for, else the column with the longest text on average.

    `kind` is what to call one in messages: column or field. Raises CorpusError where it is not
    there or none has text.
    """
    names = [column.name for column in columns]
    listed = ", ".join(f'"{name}"' for name in names[:12]) + (", …" if len(names) > 12 else "")
    if wanted is not None:
        for name in names:
            if name == wanted:
                return name
        for name in names:
            if name.casefold() == wanted.strip().casefold():
                return name
        raise CorpusError(f'There is no {kind} "{wanted}" in it. Choose one of {listed}.')
    best = max(columns, key=lambda column: column.mean_length, default=None)
    if best is None or best.mean_length == 0:
        raise CorpusError(f"No {kind} in it has text. Add a file with text in one of them.")
    return best.name


def counted(number: int, one: str, many: str) -> str:
    """A number with its noun: 1 row, 2,000 rows."""
    return f"{number:,} {one if number == 1 else many}"


def numbers(values: Iterable[int], *, shown: int = 5) -> str:
    """Some numbers as people write them: 4, 17 and 203; or the first five and how many more."""
    every = list(values)
    listed = ", ".join(f"{value:,}" for value in every[:shown])
    if len(every) > shown:
        return f"{listed} and {len(every) - shown:,} more"
    if len(every) > 1:
        listed = ", ".join(f"{value:,}" for value in every[:-1])
        return f"{listed} and {every[-1]:,}"
    return listed
