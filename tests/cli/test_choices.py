"""What can be chosen of learning, from the command line: changed, refused, ended early."""

from pathlib import Path

import pytest

from tests.cli.shell import TINY, Shell, ended, learning, until


@pytest.mark.exhaustive
def test_dropout_and_batch_size_change_while_a_run_trains(shell: Shell, text: Path) -> None:
    process = shell.start("train", text, *TINY, "--steps=500000", "--json")
    run = until(lambda: learning(shell))
    assert shell("set", run.id, "dropout", "0.4").out == (
        f"{run.id}: dropout will be 0.4 from its next step on.\n"
    )
    assert shell("set", run.id, "training.batch_size", "16").code == 0
    until(lambda: [e.kind for e in run.events()].count("set") == 2)
    for wrong, told in (
        (("batch_size", "4000"), "fewer than one batch of 4000 × 32 = 128,000. Add text, or set"),
        (("batch_size", "2.5"), "training.batch_size is '2.5'; it must be a whole number"),
        (("dropout", "1"), "model.dropout is 1; it must be from 0 to 0.95"),
        (
            ("seed", "3"),
            "seed cannot change while a run trains; learning_rate, batch_size, dropout",
        ),
    ):
        said = shell("set", run.id, *wrong)
        assert said.code == 2
        assert told in said.err
    shell("stop", run.id)
    assert ended(process).json()["state"] == "stopped"
    changes = [event.details for event in run.events() if event.kind == "set"]
    chosen = run.config().model.dropout
    assert [(it["before"], it["value"]) for it in changes] == [(chosen, 0.4), (8, 16)]
    assert isinstance(changes[1]["value"], int)


@pytest.mark.exhaustive
def test_a_run_that_ends_early_says_why(shell: Shell, text: Path) -> None:
    walk = [f"--set=training.{it}" for it in ("learning_rate=0.3", "schedule=constant")]
    impatient = [*TINY, *walk, "--set=training.patience=3", "--steps=8000"]
    said = shell("train", text, *impatient, "--json")
    assert said.code == 0, said.err
    values = said.json()
    assert values["state"] == "finished"
    assert values["steps"] < 8000
    assert (
        "validation loss did not improve in 3 validations; kept are the weights"
        in values["ended_early"]
    )
    assert values["validation"] is not None


@pytest.mark.parametrize(
    ("chosen", "told"),
    [
        ("training.momentum=0.5", "training.momentum (0.5) is of sgd, asgd, muon; adamw has"),
        ("training.accumulation=9", "training.accumulation (9) cannot cut a batch of"),
        ("machine.replicas=99", "machine.replicas is 99; it must be from 0 to 64"),
        ("training.loss=hinge", "training.loss is 'hinge'; it must be one of cross-entropy, brier"),
    ],
)
def test_what_does_not_go_together_is_refused_before_anything_starts(
    shell: Shell, text: Path, chosen: str, told: str
) -> None:
    said = shell("train", text, *TINY, "--steps=5", f"--set={chosen}")
    assert said.code == 2
    assert told in said.err
    assert not shell.runs()
