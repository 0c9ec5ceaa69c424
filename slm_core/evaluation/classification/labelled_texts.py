"""Texts with a label each, from two columns of a table or two fields of JSON lines."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from slm_core.corpus.ingest.inspection import inspect_file
from slm_core.corpus.readers.document import ColumnInfo, ReadOptions, ReadResult
from slm_core.corpus.readers.text_column import text_column
from slm_core.errors import CorpusError
from slm_core.messages import msg

MOST_LABELS = 100
"""Labels that are told apart: each has a model of its own."""
_BORDER = "\u241f"  # the sign for a unit separator, which nobody writes into a text


@dataclass(frozen=True)
class LabelledTexts:
    """Texts that have a label, in the order of the file."""

    name: str
    """What the file is called."""
    texts: tuple[str, ...]
    labels: tuple[str, ...]
    """Of each text."""
    text_column: str = ""
    label_column: str = ""
    without_text: int = 0
    """Rows that were left out for want of a text."""
    without_label: int = 0
    """Rows that were left out for want of a label."""

    def counts(self) -> dict[str, int]:
        """How many texts each label has, the commonest first."""
        return dict(Counter(self.labels).most_common())

    def of_label(self, label: str) -> tuple[str, ...]:
        """The texts of one label."""
        return tuple(t for t, one in zip(self.texts, self.labels, strict=True) if one == label)


@dataclass(frozen=True)
class TableFile:
    """A table in a file, and which of its columns are meant."""

    path: Path
    label: str
    """The column of the labels; "" where none is known."""
    text: str | None = None
    """The column of the texts; None for the one with the most running text."""


def read_labelled(path: Path, *, label: str, text: str | None = None) -> LabelledTexts:
    """The rows of a table, or the lines of JSON, by the names of two columns.

    Without `text` the column with the most running text is taken. Raises CorpusError where a column
    is not there, no row has both, or there are more labels than can be told apart.
    """
    columns = _columns(path)
    column = text_column(columns, wanted=label, kind=msg("column"))
    others = [one for one in columns if one.name != column]
    written = text_column(others, wanted=text, kind=msg("column"))
    template = f"{{{column}}}{_BORDER}{{{written}}}"
    rows = [_parted(row) for row in _documents(path, ReadOptions(template=template))]
    whole = [(name, said) for name, said in rows if name and said]
    if not whole:
        raise CorpusError(
            msg(
                'No row of {file} has both a text in column "{text}" and a label in column '
                '"{label}". Name the right columns.',
                file=path.name,
                text=written,
                label=column,
            )
        )
    labels, texts = zip(*whole, strict=True)
    _check_count(path.name, len(set(labels)))
    return LabelledTexts(
        path.name,
        texts,
        labels,
        written,
        column,
        without_text=sum(1 for _, said in rows if not said),
        without_label=sum(1 for name, said in rows if said and not name),
    )


def check_labels(found: LabelledTexts) -> None:
    """Refuse a single label, and more than can be told apart. Raises CorpusError."""
    counts = found.counts()
    if len(counts) < 2:
        raise CorpusError(
            msg(
                "All {count:,} texts of {file} have the label {label!r}. At least two labels are "
                "needed to tell them apart: name another column with --label, or add texts of "
                "another label.",
                count=len(found.texts),
                file=found.name,
                label=next(iter(counts)),
            )
        )
    _check_count(found.name, len(counts))


def _check_count(file: str, count: int) -> None:
    """Refuse more labels than can be told apart: their confusion matrix would fill the memory."""
    if count > MOST_LABELS:
        raise CorpusError(
            msg(
                "{file} has {count:,} different labels; up to {most} are told apart, since each "
                "has a model of its own. Name a column with fewer, or join labels.",
                file=file,
                count=count,
                most=MOST_LABELS,
            )
        )


def _columns(path: Path) -> list[ColumnInfo]:
    """The columns of a file. Raises CorpusError where it has none."""
    columns = [column for result in _results(path, ReadOptions()) for column in result.columns]
    if len(columns) < 2:
        raise CorpusError(
            msg(
                "{file} has no two columns, one for the texts and one for their labels. Give a "
                "table (CSV, TSV, XLSX) or JSON lines.",
                file=path.name,
            )
        )
    return columns


def _documents(path: Path, options: ReadOptions) -> Iterator[str]:
    for result in _results(path, options):
        yield from result.documents


def _results(path: Path, options: ReadOptions) -> Iterator[ReadResult]:
    if not path.is_file():
        raise CorpusError(msg("There is no file {file}. Check the spelling.", file=str(path)))
    for result in inspect_file(path, options):
        if not isinstance(result, ReadResult):
            raise CorpusError(result.message)
        yield result


def _parted(row: str) -> tuple[str, str]:
    """The label and the text of a row."""
    label, _, text = row.partition(_BORDER)
    return " ".join(label.split()), text.strip()
