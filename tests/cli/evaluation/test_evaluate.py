"""`evaluate`: what the trainer said comes out again, with everything that belongs beside it."""

import json
import math
from pathlib import Path

import pytest

from slm_core.evaluation.report import read_reports
from slm_core.runs.run import open_run
from tests.cli.shell import TINY, Said, Shell

FIELDS = {
    "bits_per_byte", "interval", "nats_per_character", "perplexity", "accuracy", "accuracy_top5",
    "precision", "recall", "f1", "calibration_error", "bleu", "chrf", "distinct_2", "floors",
}  # fmt: skip


def test_the_parts_of_a_run_and_another_text(trained: tuple[Shell, Said], tmp_path: Path) -> None:
    shell, said = trained
    run = said.json()["run"]
    found = shell("evaluate", run, "--prove", "--json").json()
    assert found.keys() >= FIELDS
    proof = found["proof"]
    assert proof["decoded"]
    assert proof["claimed_bits"] == pytest.approx(found["bits_per_byte"] * found["bytes"])
    assert proof["compressed_bits"] == pytest.approx(proof["claimed_bits"], rel=1e-3)
    assert found["memorisation"]["light"] == "green"
    assert found["classes"]["frequent"]["f1"] > found["classes"]["rare"]["f1"]
    report = shell.workspace.run_folder(run) / "report" / "validation.json"
    trainer = json.loads(report.read_text())["score"]
    for name in ("loss", "bits_per_byte", "nats_per_character", "accuracy"):
        assert found[name] == pytest.approx(trainer[name], rel=1e-5)
    assert found["interval"]["low"] < found["bits_per_byte"] < found["interval"]["high"]
    assert found["accuracy"] <= found["accuracy_top5"] <= 1
    assert found["perplexity"] == pytest.approx(math.exp(found["loss"]))
    floors = found["floors"]
    assert floors["kneser_ney"] < floors["unigram"] < floors["uniform"]
    assert 0 < floors["accuracy"] <= found["accuracy"]

    test = shell("evaluate", run, "--split=test", "--json").json()
    assert test["test_opened"] == 2  # the training opened it once
    other = tmp_path / "other.txt"
    other.write_text("The motor leaked 泵. " * 400, encoding="utf-8")
    said_plainly = shell("evaluate", run, "--on", other)
    elsewhere = read_reports(open_run(shell.workspace, run))[0]
    assert elsewhere.judged.name == "other.txt"
    assert f"{elsewhere.evaluation.score.bits_per_byte:.3f}" in said_plainly.out


@pytest.mark.exhaustive
def test_what_cannot_be_judged_is_a_sentence(trained: tuple[Shell, Said], tmp_path: Path) -> None:
    shell, said = trained
    run = said.json()["run"]
    empty, tiny = tmp_path / "empty.txt", tmp_path / "tiny.txt"
    empty.write_text("  \n")
    tiny.write_text("Oil.")
    assert shell("evaluate", run, "--on", empty).code == 2
    assert "one of them" in shell("evaluate", run, "--on", tiny, "--split=test").err
    assert "neither a file" in shell("evaluate", run, "--on", "nowhere").err
    assert "too little text" in shell("evaluate", run, "--on", tiny).out


@pytest.mark.exhaustive
def test_a_planted_secret_is_remembered_and_said_so(shell: Shell, text: Path) -> None:
    many = ("--set=training.canaries=300", "--set=model.hidden_size=64")
    run = shell("train", text, *TINY, *many, "--steps=300", "--seed=3", "--json").json()["run"]
    found = shell("evaluate", run, "--json").json()["memorisation"]
    assert found["canary"]["rank"] <= 20
    assert found["canary"]["exposure"] > 6
    assert found["light"] in ("amber", "red")
    assert "secret that was planted" in shell("evaluate", run).out
