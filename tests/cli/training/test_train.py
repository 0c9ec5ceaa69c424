"""`train`: what it prints, where it prints it, and what it starts."""

import json
import os
from pathlib import Path

import pytest

from tests.cli.shell import SCORES, TINY, Said, Shell, ended


def test_train_prints_one_object_with_all_scores(trained: tuple[Shell, Said]) -> None:
    _, said = trained
    assert said.code == 0, said.err
    values = said.json()
    assert set(values) == {
        "run",
        "state",
        "steps",
        "seconds",
        "parameters",
        "tokens_per_second",
        "validation",
        "test",
        "trend",
        "level",
        "added",
        "verdict",
    }
    assert values["trend"] == "unknown"
    assert values["verdict"].startswith("It has not learned the language of this text yet.")
    assert (values["state"], values["steps"]) == ("finished", 20)
    assert values["parameters"] > 0
    assert values["tokens_per_second"] > 0
    assert set(values["validation"]) == set(values["test"]) == SCORES
    # All of this text is ASCII, and every character a token: three names for one number.
    loss = values["validation"]["loss"]
    assert values["validation"]["perplexity"] == pytest.approx(2.718281828**loss)
    assert values["validation"]["bits_per_byte"] == pytest.approx(
        values["validation"]["nats_per_character"] / 0.69314718
    )


def test_progress_goes_to_standard_error(trained: tuple[Shell, Said]) -> None:
    _, said = trained
    assert "pump notes.txt: text, UTF-8, " in said.err
    assert "100% finished" in said.err
    assert "step 20" in said.err


def test_what_was_asked_for_stands_in_the_configuration(trained: tuple[Shell, Said]) -> None:
    shell, _ = trained
    config = shell.runs()[0].config()
    assert config.tokenizer.kind == "char"
    assert (config.model.hidden_size, config.training.seed) == (8, 3)
    assert config.open_test
    assert config.budget.steps == 20
    assert config.preset == ""


def test_without_test_its_score_is_null_and_text_is_for_people(shell: Shell, text: Path) -> None:
    said = shell("train", text, *TINY, "--steps=5", "--split=90/10/0", "--name=Pümp 泵")
    assert said.code == 0, said.err
    assert "finished" in said.out
    assert "bits per byte" in said.out
    assert "test:" not in said.out
    run = shell.runs()[0]
    assert run.config().name == "Pümp 泵"
    assert str(run.config().split) == "90/10/0"
    assert f"python -m slm_core generate {run.id}" in said.err


def test_a_sample_and_a_corpus_id_train_as_a_file_does(shell: Shell) -> None:
    first = shell("train", "health_news", *TINY, "--steps=3", "--json")
    assert first.code == 0, first.err
    corpus = shell("corpus", "list", "--json").json()["corpora"][0]["corpus"]
    again = shell("train", corpus, *TINY, "--steps=3", "--column=x", "--json")
    assert again.code == 0, again.err
    assert "they were not used" in again.err
    assert [run.config().corpus for run in shell.runs()] == [corpus, corpus]
    assert first.json()["validation"] == again.json()["validation"]


def test_the_bar_is_drawn_on_a_terminal_and_the_object_stays_alone(
    shell: Shell, text: Path
) -> None:
    pty = pytest.importorskip("pty")
    ours, theirs = pty.openpty()
    process = shell.start("train", text, *TINY, "--steps=5", "--json", stderr=theirs)
    os.close(theirs)
    drawn = b""
    while True:
        try:
            part = os.read(ours, 65536)
        except OSError:  # Linux says so that the other end was closed
            break
        if not part:
            break
        drawn += part
    os.close(ours)
    assert ended(process).json()["state"] == "finished"
    assert "━" in drawn.decode()
    assert "100%" in drawn.decode()


def test_a_learning_rate_that_breaks_the_model_fails_in_a_sentence(
    shell: Shell, text: Path
) -> None:
    wild = [f"--set=training.{it}" for it in ("learning_rate=1000", "clip_norm=0")]
    said = shell("train", text, *TINY, *wild, "--steps=3000", "--json")
    assert said.code == 1
    values = said.json()
    assert values["state"] == "failed"
    assert "with a learning rate of" in values["error"]
    assert values["validation"] is None
    assert values["error"] in said.err


@pytest.mark.exhaustive
def test_terms_from_a_file_stay_whole_and_are_named_in_the_configuration(
    shell: Shell, tmp_path: Path
) -> None:
    notes = tmp_path / "病历.txt"
    notes.write_text("患者用胰高血糖素样肽后血糖下降。\n" * 100, encoding="gb18030")
    terms = tmp_path / "术语.txt"
    terms.write_text("胰高血糖素样肽 9\n", encoding="gb18030")
    said = shell("train", notes, "--terms", terms, *TINY[1:], "--steps=5", "--split=80/20/0")
    assert said.code == 0, said.err
    run = shell.runs()[0]
    config = json.loads((run.folder / "config.json").read_text(encoding="utf-8"))
    assert config["tokenizer"]["kind"] == "segmented"
    assert config["segmenter"]["name"] == "rjieba"
    assert len(config["segmenter"]["terms"]) == 12
    tokenizer = (run.folder / "tokenizer.json").read_text(encoding="utf-8")
    assert "胰高血糖素样肽 9" in tokenizer
    said = shell("generate", run.id, "患者用胰高血糖素样肽", "--tokens=20", "--json")
    assert said.code == 0, said.err
    assert not {"\ufdd0", "\ufdd1", "\ufffd"} & set(said.out)


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--terms={folder}/none.txt"], "none.txt cannot be read (No such file or directory)"),
        (["--terms={folder}"], "is no list of terms"),
        (["--terms={folder}/bad.txt"], "Line 2 of tokenizer.terms"),
        (["--terms={folder}/good.txt", "--tokenizer=char"], "whole (1), and tokenizer.kind is"),
    ],
)
def test_terms_that_cannot_be_are_refused(
    shell: Shell, text: Path, tmp_path: Path, options: list[str], told: str
) -> None:
    (tmp_path / "bad.txt").write_text("胰岛素\n心力 衰竭\n", encoding="utf-8")
    (tmp_path / "good.txt").write_text("胰岛素\n", encoding="utf-8")
    said = shell("train", text, *(option.format(folder=tmp_path) for option in options))
    assert said.code == 2
    assert told in said.err
    assert not shell.runs()
