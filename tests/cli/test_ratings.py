"""`ratings` at the command line: listed, told, written, refused."""

import csv
import json
from pathlib import Path

import pytest

from slm_core.cli.main import main
from slm_core.workspace import Workspace
from tests.cli.shell import Said
from tests.evaluation.ratings.made_set import made_set
from tests.pages.run_folders import start_run
from tests.tiny import make_corpus, workspace_in


@pytest.fixture
def home(tmp_path: Path) -> Workspace:
    return workspace_in(tmp_path)


@pytest.fixture
def said(home: Workspace, capfd: pytest.CaptureFixture[str]):
    def command(*arguments: str | Path) -> Said:
        code = main(["ratings", *map(str, arguments), f"--workspace={home.root}"])
        out, err = capfd.readouterr()
        return Said(code, out, err)

    return command


def test_a_set_says_who_was_liked_better_and_json_has_the_same(home, said) -> None:
    run = start_run(home, corpus=make_corpus(home).id).run.id
    made = made_set(home, run=run)
    assert "too few to tell" in said().out
    for pair in range(10):
        made.vote(pair, "left" if pair < 9 else "tie")
    plain = said(run).out
    assert "ratings-1: 10 of 10 pairs judged." in plain
    assert "Pumps · LSTM is clearly liked better than the real text." in plain
    (values,) = said("last", "--json").json()["ratings"]
    assert values == said("ratings-1", "--json").json()["ratings"][0]
    best, real = values["standings"]
    assert (best["run"], best["wins"], real["run"]) == (run, 9.5, "real")
    low, high = best["interval"]
    assert 0.5 < low <= best["win_rate"] <= high
    assert f"{best['win_rate']:.0%} ({low:.0%} – {high:.0%})" in plain
    assert [vote["choice"] for vote in values["votes"]] == ["left"] * 9 + ["tie"]
    assert "原文" in said("--lang", "zh").out


def test_one_set_is_written_as_a_table_or_as_json(home, said, tmp_path) -> None:
    made_set(home).vote(0, "right")
    table, whole = tmp_path / "votes.csv", tmp_path / "votes.json"
    assert said("ratings-1", "-o", table).out == f"Written: {table}\n"
    rows = list(csv.DictReader(table.open(encoding="utf-8")))
    assert [row["choice"] for row in rows] == ["right"] + [""] * 9
    assert said("ratings-1", "-o", whole).code == 0
    assert json.loads(whole.read_text(encoding="utf-8"))["votes"][0]["choice"] == "right"
    assert "not as .docx" in said("ratings-1", "-o", tmp_path / "votes.docx").err
    made_set(home, name="ratings-2")
    assert "here are 2" in said("-o", table).err


def test_what_is_not_there_or_damaged_is_a_sentence(home, said) -> None:
    assert "There are no blind ratings yet" in said().out
    run = start_run(home, corpus=make_corpus(home).id).run.id
    made = made_set(home)
    assert "No blind ratings have all of" in said(run).err
    (made.folder / "set.json").write_text("{")
    assert "ratings-1" in said().out
    assert said("--json").json()["damaged"][0]["ratings"] == "ratings-1"
    assert said("ratings-1").code == 2
