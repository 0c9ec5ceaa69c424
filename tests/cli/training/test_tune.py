"""`coach`, `tune`, `ablate` and `sweeps` at the command line."""

import signal
from pathlib import Path

import pytest

from slm_core.cli.main import main
from slm_core.tuning.sweep import list_sweeps
from tests.cli.shell import TINY, Said, Shell, ended, until
from tests.pages.run_folders import start_run, write_facts
from tests.tiny import make_corpus, text_of, workspace_in


def said_here(capfd: pytest.CaptureFixture[str], *arguments: str | Path) -> Said:
    """A command done in this process, which has all loaded already."""
    code = main([*map(str, arguments)])
    out, err = capfd.readouterr()
    return Said(code, out, err)


def test_the_coach_says_in_words_what_it_says_in_json(tmp_path: Path, capfd) -> None:
    home = workspace_in(tmp_path)
    folder = start_run(home, corpus=make_corpus(home, text_of(40_000)).id)
    write_facts(folder.run)
    folder.train(1240, overfit=True)
    folder.checkpoint()
    folder.end("finished", fraction=1.0)
    where = f"--workspace={home.root}"
    found = said_here(capfd, "coach", folder.run.id, where, "--json").json()
    assert {"run", "bits_per_byte", "normal", "not_compared", "findings"} == {*found}
    (finding,) = found["findings"]
    assert {"kind", "sentence", "evidence", "fix", "consequence"} == {*finding}
    assert (finding["kind"], finding["fix"]) == ("overfitting", {"model.dropout": "0.2"})
    assert finding["evidence"]["steps"][1] == 1240
    plain = said_here(capfd, "coach", folder.run.id, where).out
    assert finding["sentence"] in plain
    assert finding["evidence"]["sentence"] in plain
    assert "Train with a dropout of 0.2: model.dropout=0.2" in plain
    refused = said_here(capfd, "coach", folder.run.id, where, "--start=9")
    assert refused.code == 2
    assert "--start is 9" in refused.err


def test_what_cannot_be_tried_is_a_sentence(tmp_path: Path, text: Path, capfd) -> None:
    where = f"--workspace={tmp_path / 'home'}"
    assert "0.1 to 10,000" in said_here(capfd, "tune", text, "--minutes=0.01", where).err
    assert "--resume needs the id" in said_here(capfd, "sweeps", "--resume", where).err
    assert "There are no sweeps" in said_here(capfd, "sweeps", where).out
    assert "There are no runs" in said_here(capfd, "ablate", "last", where).err


@pytest.mark.exhaustive
def test_tune_tells_of_each_trial_and_ctrl_c_stops_all(shell: Shell, text: Path) -> None:
    process = shell.start("tune", text, "--minutes=3", "--tokenizer=char", "--slots=1", "--json")
    until(lambda: any(run.status().step for run in shell.runs()))
    process.send_signal(signal.SIGINT)
    said = ended(process)
    assert "Stopping all: what they learned is kept." in said.err
    values = said.json()
    assert values["state"] == "stopped"
    assert values["trials"][0]["trial"] == "preset"
    (sweep,) = list_sweeps(shell.workspace)
    assert sweep.id in shell("sweeps").out
    assert shell("sweeps", sweep.id, "--json").json()["sweep"] == sweep.id


@pytest.mark.exhaustive
def test_ablate_ends_with_what_each_setting_was_worth(shell: Shell, text: Path) -> None:
    off = ("schedule=constant", "warmup=0", "state_reset=0", "weight_decay=0")
    settings = [f"--set=training.{setting}" for setting in off]
    shell("train", text, *TINY, *settings, "--steps=20")
    found = shell("ablate", "last", "--slots=2", "--json").json()
    paths = {worth["path"] for worth in found["worth"]}
    assert "training.clip_norm" in paths
    assert not paths & {"training.schedule", "training.warmup"}, "they are off"
    assert all(worth["interval"]["low"] < worth["gain"] for worth in found["worth"])
