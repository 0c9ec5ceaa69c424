"""Runs of every architecture with weights of their own, to look into."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from slm_core.runs.run import Run
from slm_core.workspace import open_workspace
from tests.cli.shell import Shell
from tests.serving.writers import writer

KINDS = ("lstm", "gru", "rnn", "awd-lstm", "transformer")


@pytest.fixture(scope="session")
def run_of(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Run]:
    """`run_of("gru")`: a run with a checkpoint, the same one for all tests."""
    made: dict[str, Run] = {}
    folder: Path = tmp_path_factory.mktemp("inspected")

    def of(kind: str) -> Run:
        if kind not in made:
            made[kind] = writer(open_workspace(folder / kind), model=kind)
        return made[kind]

    return of


@pytest.fixture
def shell(tmp_path: Path) -> Iterator[Shell]:
    """A command line with a workspace of its own."""
    shell = Shell(tmp_path / "home")
    yield shell
    shell.end()
