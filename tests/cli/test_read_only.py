"""A workspace that may be read and not written: on a CD, in a class, of another user."""

import shutil
from collections.abc import Callable
from pathlib import Path

import httpx2
import pytest

from tests.cli.shell import Said, Shell
from tests.serving.servers import serving

KEY = "a key of the tests"


@pytest.fixture
def read_only(
    trained: tuple[Shell, Said], tmp_path: Path, make_read_only: Callable[[Path], None]
) -> Shell:
    """A copy of a workspace with a finished run, in which nobody may write."""
    shutil.copytree(trained[0].home, tmp_path / "home")
    make_read_only(tmp_path / "home")
    return Shell(tmp_path / "home")


def test_it_is_listed_read_from_and_written_with(read_only: Shell) -> None:
    [row] = read_only("runs", "--json").json()["runs"]
    assert row["state"] == "finished"
    assert read_only("corpus", "list", "--json").json()["corpora"]
    assert read_only("races", "--json").code == 0
    corpus = read_only.runs()[0].config().corpus
    assert read_only("corpus", "report", corpus, "--json").code == 0
    assert read_only("preflight", corpus, "--no-measure", "--json").code == 0
    written = read_only("generate", "last", "The pump", "--tokens=5", "--json")
    assert written.code == 0, written.err
    assert written.json()["tokens"] == 5
    assert written.json()["copy"] is not None


def test_it_is_served(read_only: Shell) -> None:
    with serving(read_only.workspace, key=KEY) as address:
        key = {"Authorization": f"Bearer {KEY}"}
        [model] = httpx2.get(f"{address}/v1/models", headers=key).json()["data"]
        body = {"model": model["id"], "prompt": "The", "max_tokens": 3}
        answer = httpx2.post(f"{address}/v1/completions", headers=key, json=body, timeout=60)
        assert answer.status_code == 200


def test_what_would_write_is_a_sentence(read_only: Shell, text: Path) -> None:
    run = read_only.runs()[0].id
    for command in (
        ["train", str(text), "--steps=5"],
        ["corpus", "add", str(text), "--name=More"],
        ["train-on", run, "--minutes=1"],
        ["corpus", "delete", read_only.runs()[0].config().corpus, "--yes", "--with-runs"],
    ):
        said = read_only(*command, "--json")
        assert said.code == 2, command
        assert "cannot be written" in said.json()["error"], command
