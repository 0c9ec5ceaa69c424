"""Every way in which a JSON file can be other than it was written."""

import json
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_MANY = 12
"""Entries of one object beyond which the others are like the first ones."""


@dataclass(frozen=True)
class Damage:
    """One damage to one file."""

    path: Path
    name: str
    do: Callable[[Path], None]
    place: str = ""
    """Where the damaged value stands in it, such as budget.steps; "" for the file as a whole."""

    @contextmanager
    def done(self) -> Iterator[None]:
        """The file is damaged in this block, and whole again behind it, as are those beside it: a
        job that seems to have ended is swept."""
        folder = self.path.parent
        before = {path: path.read_bytes() for path in folder.iterdir() if path.is_file()}
        self.do(self.path)
        try:
            yield
        finally:
            if self.path.is_dir():
                self.path.rmdir()
            folder.mkdir(parents=True, exist_ok=True)
            for path, data in before.items():
                if path == self.path or not path.exists():
                    path.write_bytes(data)


def damages_of(path: Path) -> Iterator[Damage]:
    """All damages to the file as a whole, and to every value in it."""
    yield from (Damage(path, name, do) for name, do in _TO_THE_FILE.items())
    first, *rest = path.read_bytes().splitlines(keepends=True)
    lines = path.suffix == ".jsonl"
    value = json.loads(first if lines else path.read_bytes())
    for place, name, damaged in _to_values(value):
        data = json.dumps(damaged).encode()
        tail = b"".join(rest) if lines else b""
        yield Damage(path, name, _writer(data + b"\n" + tail), place)


def _writer(data: bytes) -> Callable[[Path], None]:
    return lambda path: _put(path, data)


def _put(path: Path, data: bytes) -> None:
    path.write_bytes(data)


def _folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def _cut(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


def _flipped(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 0x15
    path.write_bytes(data)


_TO_THE_FILE: dict[str, Callable[[Path], None]] = {
    "gone": lambda path: path.unlink(),
    "empty": _writer(b""),
    "cut": _cut,
    "a flipped bit": _flipped,
    "not UTF-8": _writer(b'{"name": "\xff\xfe"}\n'),
    "null": _writer(b"null\n"),
    "a list": _writer(b"[1, 2]\n"),
    "no fields": _writer(b"{}\n"),
    "a folder": _folder,
}
_IN_PLACE: dict[str, object] = {
    "null": None,
    "word": "word",
    "number": -1e18,
    "list": [[]],
    "object": {"template": "{a.b}", "values": {}},
}


def _to_values(value: Any) -> Iterator[tuple[str, str, Any]]:
    """(place, what was done, the whole with that damage) for each value inside `value`."""
    if isinstance(value, dict):
        for key in list(value)[:_MANY] if len(value) > 3 * _MANY else list(value):
            yield key, "missing", {name: one for name, one in value.items() if name != key}
            for name, other in _IN_PLACE.items():
                yield key, name, {**value, key: other}
            for place, name, inner in _to_values(value[key]):
                yield f"{key}.{place}", name, {**value, key: inner}
    elif isinstance(value, list) and value:
        for name, other in _IN_PLACE.items():
            yield "0", name, [other, *value[1:]]
        for place, name, inner in _to_values(value[0]):
            yield f"0.{place}", name, [inner, *value[1:]]


def files_of(home: Path) -> list[Path]:
    """JSON of each kind once: one run's, one corpus's and so on."""
    found: dict[str, Path] = {}
    for path in sorted(home.rglob("*.json*")):
        if path.suffix in (".json", ".jsonl") and path.is_file():
            kind = f"{path.relative_to(home).parts[0]}/{path.parent.name[:6]}/{path.name}"
            found.setdefault(kind, path)
    return list(found.values())


def without_checksums(home: Path) -> None:
    """As an earlier version left it, so that every file has to be read with care."""
    for path in home.rglob("checksums.json"):
        path.unlink()


def copied(home: Path, to: Path) -> Path:
    """A copy of a workspace."""
    shutil.copytree(home, to)
    return to
