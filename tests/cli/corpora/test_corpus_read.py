"""`corpus read` prints what would come in and makes nothing; --json of all commands tells all."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.shell import ROOT, TINY, Shell

CZECH = "Příliš žluťoučký kůň úpěl ďábelské ódy. Říčka tekla šumícím lesem k městu. "
DAMAGED = '{"text": "The first note."}\n{"text": "The second'
TABLE = "id,note\n1,The pump was oiled.\n2,\n3,A valve leaked.\n"
FOX = "The quick 🦊 – naïve – 说。"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "in"
    made.mkdir()
    (made / "a.csv").write_text(TABLE, encoding="utf-8")
    (made / "b.jsonl").write_text(DAMAGED, encoding="utf-8")
    (made / "c.txt").write_text(CZECH, encoding="cp1250")
    (made / "d.xml").write_text("<a><b>A private word</a>", encoding="utf-8")
    return made


def lines(out: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in out.splitlines()]


def test_each_file_is_a_line_that_says_all_of_it(shell: Shell, folder: Path) -> None:
    said = shell("corpus", "read", folder, "--json")
    assert said.code == 1  # one of them was refused
    table, damaged, czech, broken = lines(said.out)
    assert table["documents"] == ["The pump was oiled.", "A valve leaked."]
    assert (table["file"], table["format"], table["encoding"]) == ("a.csv", "csv", "UTF-8")
    assert table["left_out"] == ["1 row without text"]
    assert table["refused"] is None
    assert damaged["left_out"] == ["1 line is not JSON: line 2"]
    assert czech["documents"] == [CZECH]
    assert "not complete XML" in str(broken["refused"])
    assert "private" not in said.out + said.err
    assert not shell.home.exists()


def test_without_json_the_texts_are_printed(shell: Shell, folder: Path) -> None:
    said = shell("corpus", "read", folder / "a.csv", "--column=note")
    assert (said.code, said.out) == (0, f"The pump was oiled.\n{'-' * 20}\nA valve leaked.\n")
    assert 'a.csv: column "note", UTF-8, 2 documents' in said.err
    assert "1 row without text" in said.err
    assert shell("corpus", "read", folder / "d.xml").code == 2
    refused = shell("corpus", "read", folder / "a.csv", "--encoding=klingon", "--json")
    assert refused.code == 2
    assert "klingon" in refused.json()["error"]


def test_what_standard_error_says_of_files_the_json_says_too(shell: Shell, folder: Path) -> None:
    (folder / "photo.jpg").touch()
    (folder / "b.jsonl").write_text(DAMAGED.replace("first note.", "first note. " * 20))
    said = shell("corpus", "add", folder, "--json")
    values = said.json()
    sources = {source["file"]: source for source in values["sources"]}
    assert sources["b.jsonl"]["left_out"] == ["1 line is not JSON: line 2"]
    assert sources["a.csv"]["left_out"] == ["1 row without text"]
    assert sources["c.txt"]["doubtful"] == (sources["c.txt"]["confidence"] < 0.6)
    assert values["passed_over"] == 1
    assert values["suggested_recipe"]["name"] in said.err
    assert len(values["refused"]) == 1
    trained = shell("train", folder / "b.jsonl", *TINY, "--steps=1", "--json")
    assert trained.json()["added"]["sources"][0]["left_out"] == ["1 line is not JSON: line 2"]


def test_no_character_is_lost_without_a_word(tmp_path: Path) -> None:
    path = tmp_path / "fox.txt"
    path.write_text(FOX, encoding="utf-8")
    command = [sys.executable, "-m", "slm_core", "corpus", "read", str(path)]
    surroundings = {**os.environ, "PYTHONIOENCODING": "cp1252"}
    done = subprocess.run(command, cwd=ROOT, env=surroundings, capture_output=True, check=True)
    assert done.stdout.decode("utf-8") == f"{FOX}\n"
    assert b"this terminal" not in done.stderr


@pytest.mark.skipif(not hasattr(os, "openpty"), reason="There are no pseudo-terminals here.")
def test_a_terminal_that_has_no_such_characters_says_so(tmp_path: Path) -> None:
    path = tmp_path / "fox.txt"
    path.write_text(FOX, encoding="utf-8")
    command = [sys.executable, "-m", "slm_core", "corpus", "read", str(path)]
    surroundings = {**os.environ, "PYTHONIOENCODING": "cp1252"}
    ours, theirs = os.openpty()
    done = subprocess.run(
        command, cwd=ROOT, env=surroundings, stdout=theirs, stderr=subprocess.PIPE, check=True
    )
    assert os.read(ours, 1000).decode("cp1252").strip() == "The quick ? – naïve – ??"
    os.close(theirs)
    os.close(ours)
    assert b"3 characters are none of cp1252" in done.stderr
