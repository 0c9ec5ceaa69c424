"""Tables whose rows open a page, by a click anywhere in them, by Enter and by Space."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from pages.ui.browser.row_table import draw_row_table, opened_row
from pages.ui.navigation import PageName, address_of, go_to

CellKind = Literal["text", "number", "share", "curve", "excerpt"]


@dataclass(frozen=True)
class RowColumn:
    """A column: its heading, what its cells are, and what it says to who points at it."""

    title: str
    kind: CellKind = "text"
    """A share is drawn as a bar, a curve, a sequence of numbers, as a line; an excerpt is a text
    of two lines at the most."""
    help: str = ""


@dataclass(frozen=True)
class Cell:
    """What stands in a cell, and what it is sorted by or drawn from."""

    text: str
    value: str | float | Sequence[float] | None = None


@dataclass(frozen=True)
class LinkedRow:
    """A row; the first of its cells is the link."""

    id: str
    cells: Sequence[Cell]


@dataclass(frozen=True)
class RowTarget:
    """Where the rows of a table lead."""

    page: PageName
    parameter: str
    """Of the page's address: it gets the id of the row."""
    help: str
    """What opening a row does."""


def draw_linked_rows(
    columns: Sequence[RowColumn],
    rows: Sequence[LinkedRow],
    target: RowTarget,
    *,
    key: str,
    alt: str,
) -> None:
    """The rows as a table that can be sorted, and each of which opens; `alt` says what it is."""
    ids = frozenset(row.id for row in rows)

    def open_row() -> None:
        opened = opened_row(key)
        if opened in ids:
            go_to(target.page, **{target.parameter: opened})

    draw_row_table(
        {
            "label": alt,
            "opens": target.help,
            "columns": [
                {"title": column.title, "kind": column.kind, "help": column.help}
                for column in columns
            ],
            "rows": [
                {
                    "id": row.id,
                    "address": address_of(target.page, **{target.parameter: row.id}),
                    "cells": [[cell.text, _sorted_by(cell)] for cell in row.cells],
                }
                for row in rows
            ],
        },
        key=key,
        on_open=open_row,
    )


def _sorted_by(cell: Cell) -> object:
    if cell.value is None:
        return cell.text or None
    return cell.value if isinstance(cell.value, (str, int, float)) else list(cell.value)
