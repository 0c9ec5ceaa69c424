"""`score`: tokens and bits of any text, and a labelled file judged by one run and by two."""

from pathlib import Path

import pytest

from tests.cli.shell import TINY, Said, Shell
from tests.tiny import text_of


@pytest.fixture(scope="module")
def notes(tmp_path_factory: pytest.TempPathFactory) -> tuple[Shell, list[str]]:
    """Two runs on 200 notes each: of the pump, and of the same spelled backwards."""
    folder = tmp_path_factory.mktemp("notes")
    shell = Shell(folder / "home")
    runs = []
    for name, step in (("usual", 1), ("odd", -1)):
        path = folder / f"{name}.txt"
        lines = [text_of(50, seed=seed).replace("\n", " ")[::step] for seed in range(200)]
        path.write_text("\n".join(lines), encoding="utf-8")
        options = ("--documents=line", f"--name={name}", "--steps=150", "--json")
        runs.append(shell("train", path, *TINY, *options).json()["run"])
    return shell, runs


def labelled(folder: Path) -> Path:
    """60 usual notes, and 12 backwards."""
    lines = ["kind,note"]
    for seed in range(500, 572):
        note = text_of(50, seed=seed).replace("\n", " ")
        odd = seed % 6 == 0
        lines.append(f"{'odd' if odd else 'usual'},{note[::-1] if odd else note}")
    path = folder / "labelled.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


@pytest.mark.exhaustive
def test_documents_have_bits_and_tokens(trained: tuple[Shell, Said], tmp_path: Path) -> None:
    shell, said = trained
    first, second = tmp_path / "a.txt", tmp_path / "b.txt"
    text = "Pump the valve was oil leaked. Zygote 泵!"
    first.write_text(text, encoding="utf-8")
    second.write_text("Seven.", encoding="utf-8")
    found = shell("score", first, second, "--runs", said.json()["run"], "--json").json()
    document = found["documents"][0]
    assert [one["file"] for one in found["documents"]] == ["a.txt", "b.txt"]
    assert "".join(token["text"] for token in document["tokens"]) == text
    bits = sum(token["bits"] for token in document["tokens"])
    assert document["bits"] == pytest.approx(bits, abs=0.01)
    assert document["bits_per_byte"] == pytest.approx(document["bits"] / len(text.encode()))
    assert "".join(one["text"] for one in document["sentences"]) == text
    assert found["oddest"][0]["bits"] >= found["oddest"][-1]["bits"]
    plain = shell("score", first)
    assert "expected least" in plain.out
    assert plain.code == 0


def test_one_run_finds_odd_texts_and_two_tell_labels_apart(
    notes: tuple[Shell, list[str]], tmp_path: Path
) -> None:
    shell, runs = notes
    table = labelled(tmp_path)
    alone = shell("score", table, "--runs", runs[0], "--label", "kind", "--json").json()
    assert alone["roc_auc"] > 0.95
    assert alone["recall"] > 0.8
    both = shell("score", table, "--runs", ",".join(runs), "--label", "kind", "--json").json()
    assert both["accuracy"] > 0.95
    assert {"precision", "recall", "f1", "confusion"} <= both.keys()
    assert both["floors"]["commonest"]["accuracy"] == pytest.approx(60 / 72)
    assert both["documents"][0]["most_natural"] in runs
    told = shell("score", table, "--runs", f"usual={runs[0]},odd={runs[1]}", "--label", "kind")
    assert "naive Bayes" in told.out


def test_what_cannot_be_scored_is_a_sentence(trained: tuple[Shell, Said], tmp_path: Path) -> None:
    shell, _said = trained
    empty, one = tmp_path / "empty.txt", tmp_path / "one.csv"
    empty.write_text(" \n", encoding="utf-8")
    one.write_text("kind,note\n" + "heat,the pump was hot and noisy\n" * 3, encoding="utf-8")
    for arguments, sentence in (
        ((tmp_path / "nowhere.txt",), "no file"),
        ((empty,), "empty"),
        ((one, "--runs", "gone"), "no run called"),
        ((one, "--runs", ","), "names no run"),
        ((one, "--false-alarms", "2"), "false-alarm rate"),
        ((one, "--label", "kind"), "All 3 texts"),
        ((one, "--label", "colour"), "no column"),
    ):
        said = shell("score", *arguments, "--json")
        assert said.code == 2, (arguments, said)
        assert sentence in said.json()["error"]
