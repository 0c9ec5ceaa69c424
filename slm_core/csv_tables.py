"""Tables as CSV that a spreadsheet can open without calculating what stands in them.

A cell that begins with one of the signs below is a formula to Excel, LibreOffice and Google Sheets,
and names, notes and texts come from anywhere. Such a cell gets an apostrophe in front, as OWASP
advises ("CSV injection"): spreadsheets show it as text, other programs see one sign more.
"""

import csv
import io
from collections.abc import Iterable, Sequence

_BEGIN_FORMULAS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""The wide ones count in Chinese and Japanese editions of Excel."""

Value = str | int | float
"""What a cell holds; a number is written as one, also where it is negative."""


def csv_table(headings: Sequence[str], rows: Iterable[Sequence[Value]]) -> str:
    """The table as text, its lines ended as RFC 4180 has it."""
    file = io.StringIO(newline="")
    table = csv.writer(file)
    table.writerow(map(_cell, headings))
    table.writerows([_cell(value) for value in row] for row in rows)
    return file.getvalue()


def _cell(value: Value) -> Value:
    is_formula = isinstance(value, str) and value.startswith(_BEGIN_FORMULAS)
    return f"'{value}" if is_formula else value
