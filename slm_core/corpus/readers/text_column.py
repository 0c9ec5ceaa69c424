"""The choice of the column of a table, or field of JSON lines, that is the text."""

from collections.abc import Iterable, Sequence

from slm_core.corpus.readers.document import ColumnInfo
from slm_core.errors import CorpusError
from slm_core.messages import Message, as_given, msg


def text_column(columns: Sequence[ColumnInfo], *, wanted: str | None, kind: Message) -> str:
    """The name asked for, else the column with the most running text.

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
        raise CorpusError(
            msg(
                'There is no {kind} "{wanted}" in it. Choose one of {listed}.',
                kind=kind,
                wanted=wanted,
                listed=listed,
            )
        )
    best = likeliest(columns)
    if best is None or best.mean_length == 0:
        raise CorpusError(
            msg("No {kind} in it has text. Add a file with text in one of them.", kind=kind)
        )
    return best.name


def likeliest(columns: Sequence[ColumnInfo]) -> ColumnInfo | None:
    """The column that is the text, by its length and by what it is made of; None of none.

    The share counts twice, so that a page's source, in which all its words are, is not chosen
    before its text. Where nothing is prose, the longest is the text.
    """
    return max(
        columns,
        key=lambda column: (column.mean_length * column.prose_share**2, column.mean_length),
        default=None,
    )


def numbers(values: Iterable[int], *, shown: int = 5) -> Message:
    """Some numbers as people write them: 4, 17 and 203; or the first five and how many more."""
    every = list(values)
    listed = ", ".join(f"{value:,}" for value in every[:shown])
    if len(every) > shown:
        return msg("{listed} and {more:,} more", listed=listed, more=len(every) - shown)
    if len(every) > 1:
        listed = ", ".join(f"{value:,}" for value in every[:-1])
        return msg("{listed} and {last:,}", listed=listed, last=every[-1])
    return as_given(listed)
