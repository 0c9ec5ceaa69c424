"""Workspaces and a text for the command line's tests."""

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.shell import TINY, Said, Shell


@pytest.fixture
def shell(tmp_path: Path) -> Iterator[Shell]:
    shell = Shell(tmp_path / "home")
    yield shell
    shell.end()


@pytest.fixture(scope="module")
def text(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """30 kB of invented sentences."""
    words = ["the", "pump", "valve", "was", "oil", "leaked", "from", "a", "seal", "motor", "seven"]
    draw = random.Random(1)
    sentences = [" ".join(draw.choices(words, k=8)).capitalize() + "." for _ in range(700)]
    path = tmp_path_factory.mktemp("text") / "pump notes.txt"
    path.write_text("\n".join(sentences), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory, text: Path) -> tuple[Shell, Said]:
    """A workspace with one finished run, and what `train` said of it."""
    shell = Shell(tmp_path_factory.mktemp("trained") / "home")
    said = shell("train", text, *TINY, "--steps=20", "--test", "--seed=3", "--json")
    return shell, said
