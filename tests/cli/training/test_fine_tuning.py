"""`train --from`: a run that starts from an earlier one, and what it prints of both."""

from pathlib import Path

import pytest

from tests.cli.shell import Said, Shell


@pytest.fixture(scope="module")
def other(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """12 kB that the earlier run has not seen."""
    path = tmp_path_factory.mktemp("other") / "belts.txt"
    path.write_text("The belt of a mixer broke at noon; its bearing ran dry.\n" * 220)
    return path


def test_both_models_are_scored_on_both_texts(trained: tuple[Shell, Said], other: Path) -> None:
    shell, first = trained
    earlier = first.json()["run"]
    said = shell("train", other, "--from", earlier, "--steps=15", "--set=samples.length=0")
    assert said.code == 0, said.err
    assert f"from {earlier}, char tokens, LSTM of 1 × 8" in said.err
    lines = said.out.splitlines()
    new = next(line for line in lines if line.startswith("new text (belts): "))
    old = next(line for line in lines if line.startswith("old text (pump notes): "))
    assert new.endswith("% fewer")
    assert "bits per byte before, " in old


@pytest.mark.exhaustive
def test_the_object_has_the_four_numbers(trained: tuple[Shell, Said], other: Path) -> None:
    shell, first = trained
    options = ["--new-tokenizer", "--tokenizer=bpe", "--set=tokenizer.vocabulary_size=260"]
    size = ["--steps=5", "--set=samples.length=0", "--set=training.learning_rate=0.002"]
    said = shell("train", other, "--from", first.json()["run"], *options, *size, "--json")
    assert said.code == 0, said.err
    compared = said.json()["fine_tuning"]
    known = [compared[text][when] for text in ("earlier", "new") for when in ("before", "after")]
    assert all(isinstance(number, float) for number in known)
    assert compared["earlier"]["before"] == pytest.approx(
        first.json()["validation"]["bits_per_byte"]
    )
    assert compared["new"]["after"] == pytest.approx(said.json()["validation"]["bits_per_byte"])
    assert compared["carried"] > 0
    assert 10 < compared["shared_tokens"] < 260
    config = shell.runs()[0].config()
    assert config.start is not None
    assert (config.start.run, config.start.tokenizer) == (first.json()["run"], "new")
    assert (config.tokenizer.kind, config.model.hidden_size) == ("bpe", 8)
    assert config.training.learning_rate == 0.002


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--from=nobody"], "There is no run called 'nobody'"),
        (["--new-tokenizer"], "--new-tokenizer is for a run that starts from an earlier one"),
        (["--from=last", "--model=gru"], "has its network: model.kind is gru, and "),
        (["--from=last", "--tokenizer=word"], "tokenizer.kind is word, and "),
        (["--from=last", "--set=model.heads=2"], "model.heads is not a setting"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_stays(
    trained: tuple[Shell, Said], other: Path, options: list[str], told: str
) -> None:
    shell, _ = trained
    runs, corpora = shell.runs(), sorted(shell.workspace.corpora.iterdir())
    said = shell("train", other, *options, "--steps=5")
    assert said.code == 2
    assert told in said.err
    assert shell.runs() == runs
    assert sorted(shell.workspace.corpora.iterdir()) == corpora
