"""What `preflight` tells and what `train` warns of, at a real command line."""

from pathlib import Path

import pytest
from filelock import FileLock

from tests.cli.shell import TINY, Shell
from tests.tiny import text_of


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "pumps.txt"
    path.write_text(text_of(30_000), encoding="utf-8")
    return path


def test_it_measures_tells_and_trains_nothing(shell: Shell, file: Path) -> None:
    said = shell("preflight", file, *TINY, "--minutes", "1")
    assert said.code == 0, said.err
    for words in (
        "LSTM with 8 units in one layer",
        "measured on this machine",
        "It will read 80 % of",
    ):
        assert words in said.out
    assert "kept as corpus pumps-" in said.err
    assert shell.runs() == []


def test_json_is_one_object_with_all_of_it(shell: Shell, file: Path) -> None:
    said = shell("preflight", file, *TINY, "--steps", "100", "--no-measure", "--json")
    told = said.json()
    assert told["speed"]["source"] == "typical"
    assert told["band"] is None
    assert told["advice"] == []
    assert told["readings"] == pytest.approx(100 * 8 * 32 / told["train_tokens"])
    assert told["settings"]["model"]["hidden_size"] == 8
    again = shell("preflight", told["corpus"], *TINY, "--steps", "100", "--json").json()
    assert again["speed"]["source"] == "trial"
    assert again["band"] is None, "100 steps read less than was ever measured"


def test_each_note_has_options_that_mend_it(shell: Shell, file: Path) -> None:
    command = ("preflight", file, *TINY, "--no-measure", "--set", "training.sequence_length=999")
    said = shell(*command)
    assert "Note: A batch of 8 × 999 tokens is a large part" in said.err
    option = next(line for line in said.err.splitlines() if line.strip().startswith("--set"))
    mended = shell(*command, *option.split())
    assert "Note: A batch" not in mended.err


def test_train_tells_the_notes_before_it_starts(shell: Shell, file: Path) -> None:
    said = shell("train", file, *TINY, "--steps", "3")
    assert said.code == 0, said.err
    note, start = (
        said.err.index("Note: The time is too short"),
        said.err.index("Run pumps-"),
    )
    assert note < start
    assert "--set budget.steps=" in said.err


def test_while_another_run_trains_it_says_so_and_reckons(shell: Shell, file: Path) -> None:
    with FileLock(shell.workspace.slots / "slot-0.lock"):
        said = shell("preflight", file, *TINY, "--slots", "1")
    assert said.code == 0
    assert "Another run is training" in said.err
    assert "estimated from machines like this one" in said.out


def test_what_this_machine_has_no_room_for_is_refused_as_train_refuses_it(
    shell: Shell, file: Path
) -> None:
    large = ("--set", "model.hidden_size=8192", "--set", "model.layers=48")
    said = shell("preflight", file, *TINY, "--no-measure", *large)
    assert said.code == 2
    assert "it cannot be trained here" in said.err
    assert "parameters and needs about" in said.err
    assert not list(shell.workspace.corpora.iterdir())


def test_what_cannot_be_is_refused_and_a_new_corpus_goes_again(shell: Shell, file: Path) -> None:
    said = shell("preflight", file, *TINY, "--set", "training.sequence_length=8000")
    assert said.code == 2
    assert "fewer than one batch" in said.err
    assert not list(shell.workspace.corpora.iterdir())
