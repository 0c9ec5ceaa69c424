"""BANKING77's ten most frequent intents: the models do better than counting words."""

import json
from pathlib import Path

import pytest

from benchmarks.classify import frequent_intents
from tests.cli.shell import Shell

MINUTES = "4"


@pytest.mark.exhaustive
def test_models_of_intents_beat_naive_bayes(real_data: Path, tmp_path: Path) -> None:
    train, test = frequent_intents(real_data, tmp_path)
    shell = Shell(tmp_path / "home")
    try:
        process = shell.start(
            *("classify", "train", train, "--text", "text", "--label", "category"),
            *("--minutes", MINUTES, "--test", test, "--json"),
        )
        out, err = process.communicate(timeout=900)
    finally:
        shell.end()
    assert process.returncode == 0, err
    found = json.loads(out)
    assert len(found["models"]) == 10
    assert found["floors"]["commonest"]["accuracy"] == pytest.approx(0.1)
    assert found["accuracy"] > found["floors"]["naive_bayes"]["accuracy"]
