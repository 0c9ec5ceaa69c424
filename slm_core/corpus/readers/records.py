"""Values as JSON has them, each a document: their fields, and the texts of one field."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from slm_core.corpus.source import ColumnInfo

_WHOLE = "line"  # what a value that is a string and no object counts as


def measured(values: Iterable[object]) -> list[ColumnInfo]:
    """The fields that have text, with their mean lengths."""
    lengths: dict[str, int] = defaultdict(int)
    count = 0
    for value in values:
        count += 1
        for name, text in strings(value):
            lengths[name] += len(text)
    return [ColumnInfo(name, length / count) for name, length in lengths.items()]


def text_of(value: object, name: str) -> str:
    """The text of one field; the items of a list are lines."""
    if isinstance(value, dict) and isinstance(found := value.get(name), str):
        return found.strip()
    return "\n".join(text for field, text in strings(value) if field == name).strip()


def strings(value: object) -> Iterator[tuple[str, str]]:
    """Every string in a value with its dotted name; the items of a list share their list's."""
    if isinstance(value, dict) and all(isinstance(item, str) for item in value.values()):
        yield from value.items()  # most records are like this, and there may be millions
        return
    waiting: list[tuple[str, object]] = [("", value)]
    while waiting:
        name, item = waiting.pop()
        if isinstance(item, str):
            yield name or _WHOLE, item
        elif isinstance(item, dict):
            inner = ((f"{name}.{key}" if name else str(key), part) for key, part in item.items())
            waiting.extend(reversed(list(inner)))
        elif isinstance(item, list):
            waiting.extend((name, part) for part in reversed(item))
