"""Races at the command line: real trainers that take turns for a slot."""

import signal
from pathlib import Path

import pytest

from slm_core.runs.launching.race import list_races
from tests.cli.shell import Shell, ended, until

SMALL = (
    "--tokenizer=char",
    "--set=model.hidden_size=16",
    "--set=samples.length=0",
    "--set=training.batch_size=8",
    "--slots=1",
)


@pytest.mark.exhaustive
def test_a_race_ends_with_a_table_the_best_first_and_is_listed(shell: Shell, text: Path) -> None:
    command = ("race", text, *SMALL, "--models=rnn,lstm,transformer", "--minutes=0.03")
    said = shell(*command)
    assert said.code == 0, said.err
    (race,) = list_races(shell.workspace)
    assert f"Race {race.id}: RNN, LSTM, Transformer; the same minutes, 0.03 minutes" in said.err
    assert "Transformer 100% finished" in said.err
    *lines, verdict = said.out.splitlines()
    assert len(lines) == 4
    assert " learned most: " in verdict
    assert lines[0].split() == [
        *("network", "bits/byte", "parameters", "steps", "time", "tokens/s", "run")
    ]
    bits = [float(line.split()[2]) for line in lines[1:]]
    assert bits == sorted(bits)

    shown = shell("races", race.id, "--json").json()
    assert shown["seconds_left"] is None
    assert [row["bits_per_byte"] for row in shown["runs"]] == sorted(
        row["bits_per_byte"] for row in shown["runs"]
    )
    assert {row["model"] for row in shown["runs"]} == {"rnn", "lstm", "transformer"}
    assert {row["state"] for row in shown["runs"]} == {"finished"}
    listed = shell("races")
    assert listed.out.split()[:2] == [race.id, "over"]
    assert "rnn,lstm,transformer" in listed.out
    # A member is a run like any other.
    member = shown["runs"][0]["run"]
    assert shell("train-on", member, "--steps=3", "--json").json()["state"] == "finished"


@pytest.mark.exhaustive
def test_ctrl_c_stops_all_and_keeps(shell: Shell, text: Path) -> None:
    process = shell.start(
        "race",
        text,
        *SMALL,
        "--models=lstm,gru",
        "--same=parameters",
        "--steps=900000",
        "--json",
        "--set=machine.turn_seconds=1",
    )
    runs = until(lambda: len(shell.runs()) == 2 and shell.runs())
    until(lambda: all(run.status().step > 30 for run in runs))
    process.send_signal(signal.SIGINT)
    said = ended(process)
    assert said.code == 0, said.err
    assert "Stopping all: what they learned is kept." in said.err
    rows = said.json()["runs"]
    assert [row["state"] for row in rows] == ["stopped", "stopped"]
    sizes = [row["parameters"] for row in rows]
    assert max(sizes) / min(sizes) <= 1.11
    assert all(any((run.folder / "checkpoints").glob("step-*")) for run in runs)

    # Taken up again, all of it, until somebody ends it again.
    steps = {run.id: run.status().step for run in runs}
    (race,) = list_races(shell.workspace)
    process = shell.start("races", race.id, "--resume", "--slots=1", "--json")
    until(lambda: all(run.status().step > steps[run.id] for run in runs))
    process.send_signal(signal.SIGINT)
    said = ended(process)
    assert said.code == 0, said.err
    assert f"Race {race.id} goes on: LSTM, GRU." in said.err
    assert [row["state"] for row in said.json()["runs"]] == ["stopped", "stopped"]


def test_resuming_needs_a_race_with_something_left(shell: Shell) -> None:
    said = shell("races", "--resume")
    assert said.code == 2
    assert "--resume needs the id of a race" in said.err


def test_what_is_no_race_is_refused_and_leaves_nothing(shell: Shell, text: Path) -> None:
    for options, words in (
        (["--models=lstm"], "has 2 to 5 networks; 1 were chosen"),
        (["--models=lstm,cnn"], "--models has 'cnn'; it takes some of lstm,rnn,gru"),
        (["--same=luck"], "by the same minutes or the same parameters, not by 'luck'"),
        (["--steps=10"], "needs a budget in minutes, not 10 steps"),
        (["--set=training.batch_size=8000"], "fewer than one batch"),
    ):
        said = shell("race", text, *options, "--json")
        assert said.code == 2, said.err
        assert words in said.json()["error"]
    assert shell.runs() == []
    assert shell("races").out.startswith("There are no races in")
    assert shell("corpus", "list", "--json").json()["corpora"] == []
    said = shell("races", "other")
    assert said.code == 2
    assert "There is no race called 'other'" in said.err
