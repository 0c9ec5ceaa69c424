"""The rows of a table that a page draws with `draw_linked_rows`, as the browser gets them."""

import json
from dataclasses import dataclass

from streamlit.testing.v1 import AppTest


@dataclass(frozen=True)
class ShownRow:
    """One row: where it leads, its cells, and what they are sorted by or drawn from."""

    id: str
    address: str | None
    texts: list[str]
    values: list[object]
    details: list[str]
    """What stands below them."""


def linked_rows(page: AppTest) -> list[ShownRow]:
    """The rows of the page's one table of this kind; none where there is no such table."""
    tables = [
        json.loads(element.proto.json)
        for element in page.get("bidi_component")
        if element.proto.component_name == "argot.row_table"
    ]
    if not tables:
        return []
    [data] = tables
    return [
        ShownRow(
            row["id"],
            row["address"],
            [text for text, *_more in row["cells"]],
            [value for _text, value, *_more in row["cells"]],
            [detail for _text, _value, detail in row["cells"]],
        )
        for row in data["rows"]
    ]
