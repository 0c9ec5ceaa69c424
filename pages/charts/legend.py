"""How wide the legend of a chart is."""

from collections.abc import Sequence
from unicodedata import east_asian_width

_SIGN, _SYMBOL, _SPARE = 6.4, 20, 10
"""Pixels of a letter of a legend, of the stroke before a name, and what a row needs besides."""


def legend_width(names: Sequence[str]) -> int:
    """Pixels that these names take side by side in a legend; a Chinese sign is two letters."""
    letters = sum(2 if east_asian_width(char) in "WF" else 1 for name in names for char in name)
    return round(letters * _SIGN + len(names) * _SYMBOL + _SPARE)
