"""The command `report`: what it writes, by the ending of the file's name."""

import json
from pathlib import Path

from tests.cli.shell import Said, Shell


def test_the_ending_says_what_is_written(trained: tuple[Shell, Said], tmp_path: Path) -> None:
    shell, said = trained
    run = said.json()["run"]
    page, table, whole = (tmp_path / f"report.{ending}" for ending in ("html", "csv", "json"))
    made = shell("report", run, "-o", page, "--lang", "zh", "--json").json()
    assert made == {"files": [str(page)], "runs": [run]}
    assert page.read_text(encoding="utf-8").startswith("<!doctype html>")
    assert "学习曲线" in page.read_text(encoding="utf-8")
    assert shell("report", "last", "-o", table).out == f"Written: {table}\n"
    assert table.read_text(encoding="utf-8").startswith("run,kind,step")
    assert shell("report", run, "-o", whole).code == 0
    assert json.loads(whole.read_text(encoding="utf-8"))["runs"][0]["id"] == run
    [board] = shell("report", run, "-o", tmp_path / "board", "--json").json()["files"]
    assert Path(board).is_relative_to(tmp_path / "board" / run)


def test_what_cannot_be_written_is_refused_in_a_sentence(
    trained: tuple[Shell, Said], tmp_path: Path
) -> None:
    shell, said = trained
    run = said.json()["run"]
    refused = shell("report", run, "-o", tmp_path / "report.docx")
    assert refused.code == 2
    assert "not as .docx" in refused.err
    nowhere = shell("report", run, "-o", tmp_path / "none" / "report.html")
    assert nowhere.code == 2
    assert list(tmp_path.iterdir()) == []
