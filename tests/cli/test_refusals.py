"""What the command line refuses: exit status 2, a sentence, and nothing written."""

import json
import random
from pathlib import Path

import pytest

from tests.cli.shell import TINY, Shell


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (["--set=model.hidden_size=0"], "model.hidden_size is 0"),
        (["--set=training.learning_rate=-1"], "training.learning_rate is -1"),
        (["--set=training.learning_rate=nan"], "training.learning_rate is nan"),
        (["--set=training.speed=9"], "training.speed is not a setting"),
        (["--set=hidden_size"], "SECTION.NAME=VALUE"),
        (["--set=model.tied_weights=true", "--set=model.hidden_size=9"], "tied_weights"),
        (["--minutes=1"], "minutes and steps"),
        (["--set=budget.epochs=1"], "epochs and steps"),
        (["--steps=x"], "--steps"),
        (["--tokenizer=letters"], "tokenizer.kind is 'letters'"),
        (["--model=perceptron"], "model.kind is 'perceptron'"),
        (["--preset=fast"], "--preset is 'fast'"),
        (["--split=50/60"], "110"),
        (["--split=90/10/0", "--test"], "--test"),
        (["--slots=0"], "--slots is '0'"),
        (["--encoding=klingon"], "klingon"),
        (["--set=training.batch_size=4096"], "fewer than one batch"),
        (["--workspace=/dev/null/here"], "/dev/null"),
        (["--frobnicate"], "--frobnicate"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_written(
    shell: Shell, text: Path, arguments: list[str], named: str
) -> None:
    said = shell("train", text, "--steps=20", *arguments, "--json")
    assert said.code == 2
    assert named in said.json()["error"]
    assert said.json()["error"] in said.err
    assert not list(shell.home.glob("*/*"))


def test_bad_files_get_a_sentence_and_leave_nothing(shell: Shell, tmp_path: Path) -> None:
    files = {
        "empty.txt": (b"", "empty"),
        "word.txt": (b"word", "4 characters"),
        "photo.txt": (b"\x89PNG\r\n\x1a\n" + random.Random(1).randbytes(5000), "photo.txt"),
        "wrong.txt": ("维修记录：泵漏油。".encode("gb18030") * 200, "not UTF-8"),
        "short.txt": (b"One short sentence here. " * 12, "fewer than one batch"),
        "broken.jsonl": (b'{"text": "cut off\n' * 50, "broken.jsonl"),
        "scan.pdf": (b"%PDF-1.7 " * 100, ".pdf"),
    }
    for name, (data, said_of_it) in files.items():
        path = tmp_path / name
        path.write_bytes(data)
        options = ["--encoding=UTF-8"] if name == "wrong.txt" else []
        batch = ["--set=training.batch_size=64"] if name == "short.txt" else []
        said = shell("train", path, "--steps=2", *options, *batch, "--json")
        assert said.code == 2, name
        assert said_of_it in said.json()["error"], name
        assert not list(shell.home.glob("*/*")), name


def test_odd_files_are_read_and_what_was_left_out_is_told(shell: Shell, tmp_path: Path) -> None:
    table = tmp_path / "ragged.csv"
    rows = [f'{n},"The valve number {n} was found leaking, and closed."' for n in range(60)]
    table.write_text("\n".join(["id,note", *rows, "61", "62,a,b,c"]), encoding="utf-8")
    lines = tmp_path / "lines.jsonl"
    good = [json.dumps({"text": f"Motor {n} was greased.", "id": n}) for n in range(60)]
    lines.write_text("\n".join([*good, '{"text": ']), encoding="utf-8")
    said = shell("corpus", "add", table, lines, "--name=../../etc", "--json")
    assert said.code == 0, said.err
    values = said.json()
    assert [source["read_as"] for source in values["sources"]] == ['column "note"', 'field "text"']
    assert "not all came in" in said.err
    assert (shell.home / "corpora" / values["corpus"] / "card.json").is_file()
    assert shell("corpus", "add", table, "--column=nix", "--json").code == 2


def test_ten_megabytes_on_one_line_can_be_learned_from(shell: Shell, tmp_path: Path) -> None:
    path = tmp_path / "long.txt"
    path.write_text("the oil leaked from a seal near motor seven " * 230_000, encoding="utf-8")
    said = shell("train", path, *TINY, "--steps=2", "--split=99/1/0", "--json")
    assert said.code == 0, said.err


@pytest.mark.parametrize("name", ["nowhere.txt", "../../etc/nowhere", "health news"])
def test_what_is_no_text_lists_what_there_is(shell: Shell, name: str, tmp_path: Path) -> None:
    said = shell("train", name, "--json")
    assert said.code == 2
    assert "health_news" in said.json()["error"]
    folder = tmp_path / "pictures"
    folder.mkdir()
    (folder / "one.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4)
    assert f"folder {folder}" in shell("train", folder, "--json").json()["error"]


@pytest.mark.parametrize("command", ["resume", "stop", "pause", "generate"])
def test_a_run_that_is_not_there_is_refused(shell: Shell, command: str) -> None:
    for name in ("nobody", "../runs"):
        said = shell(command, name, "--json")
        assert said.code == 2
        assert name in said.json()["error"]
