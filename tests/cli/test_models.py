"""`train --model`: every architecture from a file to text, with the settings that are its own."""

from pathlib import Path

import pytest

from slm_core.models.settings import MODEL_SETTINGS
from tests.cli.shell import SCORES, Shell

SMALL = {
    "lstm": ["embedding_size=8", "hidden_size=8"],
    "rnn": ["embedding_size=8", "hidden_size=8", "activation=relu"],
    "gru": ["embedding_size=8", "hidden_size=8"],
    "awd-lstm": ["embedding_size=8", "hidden_size=12", "weight_drop=0.5"],
    "transformer": ["hidden_size=8", "heads=2", "context=20", "positions=learned"],
}
QUICK = ("--tokenizer=char", "--set=samples.length=5", "--set=training.batch_size=8", "--steps=12")


def _kinds() -> list[object]:
    """The common ones each time, those that differ from them in a cell alone in test-all."""
    rest = ("rnn", "gru", "awd-lstm")
    marks = {kind: pytest.mark.exhaustive if kind in rest else () for kind in MODEL_SETTINGS}
    return [pytest.param(kind, marks=mark) for kind, mark in marks.items()]


@pytest.mark.parametrize("kind", _kinds())
def test_every_architecture_trains_and_writes(shell: Shell, text: Path, kind: str) -> None:
    chosen = [f"--set=model.{it}" for it in SMALL[kind]]
    said = shell("train", text, f"--model={kind}", *QUICK, *chosen, "--json")
    assert said.code == 0, said.err
    assert f"{MODEL_SETTINGS[kind].title} of " in said.err
    values = said.json()
    assert values["state"] == "finished"
    assert set(values["validation"]) == SCORES
    config = shell.runs()[0].config()
    assert config.model.kind == kind
    assert values["parameters"] == config.model.parameters(shell.runs()[0].facts().vocabulary_size)
    wrote = shell("generate", "last", "The pump", "--tokens=20", "--seed=1")
    assert wrote.code == 0, wrote.err
    assert wrote.out.startswith("The pump")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--model=perceptron"], "must be one of lstm, rnn, gru, awd-lstm, transformer"),
        (["--model=gru", "--set=model.heads=2"], "model.heads is not a setting. model has: kind"),
        (
            ["--model=transformer", "--set=model.embedding_size=8"],
            "model.embedding_size is not a setting",
        ),
        (
            ["--model=transformer", "--set=model.heads=7"],
            "cannot be shared evenly by model.heads (7)",
        ),
        (
            ["--model=rnn", "--set=model.tied_weights=yes", "--set=model.hidden_size=9"],
            "Make them equal, or untie the weights.",
        ),
    ],
)
def test_settings_of_another_architecture_are_refused(
    shell: Shell, text: Path, arguments: list[str], said: str
) -> None:
    refused = shell("train", text, *QUICK, *arguments)
    assert refused.code == 2
    assert said in " ".join(refused.err.split())
    assert shell.runs() == []
