"""Tables whose rows open a page, by a click anywhere in them, by Enter and by Space."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from pages.ui.browser.row_table import (
    draw_row_table,
    opened_row,
    picked_rows,
    sorted_column,
)
from pages.ui.navigation import PageName, address_of, go_to

CellKind = Literal["text", "number", "share", "curve", "excerpt", "light"]


@dataclass(frozen=True)
class RowColumn:
    """A column: its heading, what its cells are, and what it says to who points at it."""

    title: str
    kind: CellKind = "text"
    """A share is drawn as a bar, a curve, a sequence of numbers, as a line; an excerpt is a text
    of two lines at the most; a light is a word in its colour, its value being good, fair or poor.
    """
    help: str = ""


@dataclass(frozen=True)
class Cell:
    """What stands in a cell, and what it is sorted by or drawn from."""

    text: str
    value: str | float | Sequence[float] | None = None
    detail: str = ""
    """Small, below the text."""


@dataclass(frozen=True)
class LinkedRow:
    """A row; the first of its cells is the link."""

    id: str
    cells: Sequence[Cell]
    target: "RowTarget | None" = None
    """Where it leads, where that is not where the others do."""
    opens: bool = True
    """A row that does not open is a heading of those below it, or names what is gone."""
    pickable: bool = True
    """Whether it can be ticked, in a table whose rows can."""
    depth: int = 0
    """In a tree: how many rows it stands below."""


@dataclass(frozen=True)
class RowTarget:
    """Where the rows of a table lead."""

    page: PageName
    parameter: str
    """Of the page's address: it gets the id of the row."""
    help: str
    """What opening a row does."""


@dataclass(frozen=True)
class RowOrder:
    """Rows come in an order that the page made; a click on a heading asks the page for another."""

    column: int
    down: bool
    choose: Callable[[int], None]
    """Takes the place of the column whose heading was clicked."""


@dataclass(frozen=True)
class RowPicks:
    """Rows can be ticked."""

    picked: frozenset[str]
    choose: Callable[[frozenset[str]], None]
    """Takes the ids of all rows of this table that are ticked now."""
    label: str
    """Of a row's box, for those who do not see it."""


@dataclass(frozen=True)
class TableState:
    """What of a table its page keeps and changes; else the browser sorts the rows there are."""

    order: RowOrder | None = None
    picks: RowPicks | None = None


_BROWSERS = TableState()


def draw_linked_rows(
    columns: Sequence[RowColumn],
    rows: Sequence[LinkedRow],
    target: RowTarget,
    *,
    key: str,
    alt: str,
    state: TableState = _BROWSERS,
) -> None:
    """The rows as a table, each of which opens; `alt` says what it is."""
    order, picks = state.order, state.picks
    targets = {row.id: row.target or target for row in rows if row.opens}

    def open_row() -> None:
        opened = opened_row(key)
        if opened in targets:
            go_to(targets[opened].page, **{targets[opened].parameter: opened})

    def sort_rows() -> None:
        column = sorted_column(key)
        if order is not None and column is not None and 0 <= column < len(columns):
            order.choose(column)

    def pick_rows() -> None:
        if picks is not None:
            picks.choose(picked_rows(key) & frozenset(targets))

    draw_row_table(
        {
            "label": alt,
            "opens": target.help,
            "columns": [
                {"title": column.title, "kind": column.kind, "help": column.help}
                for column in columns
            ],
            "rows": [_row_data(row, targets) for row in rows],
            "order": order and {"at": order.column, "down": order.down},
            "picks": picks and {"picked": sorted(picks.picked), "label": picks.label},
        },
        key=key,
        on_open=open_row,
        on_sort=sort_rows if order else None,
        on_pick=pick_rows if picks else None,
    )


def _row_data(row: LinkedRow, targets: dict[str, RowTarget]) -> dict[str, object]:
    to = targets.get(row.id)
    return {
        "id": row.id,
        "address": to and address_of(to.page, **{to.parameter: row.id}),
        "depth": row.depth,
        "pickable": row.pickable,
        "cells": [[cell.text, _sorted_by(cell), cell.detail] for cell in row.cells],
    }


def _sorted_by(cell: Cell) -> object:
    if cell.value is None:
        return cell.text or None
    return cell.value if isinstance(cell.value, (str, int, float)) else list(cell.value)
