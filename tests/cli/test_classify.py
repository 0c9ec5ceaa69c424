"""`classify train`: a model a label in one go; then any file is labelled."""

import random
from pathlib import Path

import pytest

from slm_core.runs.run import open_run
from tests.cli.shell import Said, Shell

WORDS = {
    "heat": ["hot", "bearing", "smoke", "burnt", "warm", "temperature"],
    "leak": ["oil", "seal", "drip", "wet", "gasket", "puddle"],
}
SHARED = ["the", "pump", "was", "found", "again", "today", "line", "two"]


def table(folder: Path, name: str, count: int, *, seed: int) -> Path:
    draw = random.Random(seed)
    lines = ["note,kind"]
    for number in range(count):
        label = ("heat", "leak")[number % 2]
        words = draw.choices(SHARED, k=5) + draw.choices(WORDS[label], k=3)
        draw.shuffle(words)
        lines.append(f"{' '.join(words)},{label}")
    path = folder / name
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def taught(tmp_path_factory: pytest.TempPathFactory) -> tuple[Shell, Said]:
    folder = tmp_path_factory.mktemp("classify")
    shell = Shell(folder / "home")
    learned, test = table(folder, "notes.csv", 240, seed=1), table(folder, "t.csv", 60, seed=2)
    columns = ("--text=note", "--label=kind", "--minutes=0.15")
    return shell, shell("classify", "train", learned, *columns, "--test", test, "--json")


def test_one_go_trains_a_run_a_label_and_judges_them(taught: tuple[Shell, Said]) -> None:
    shell, said = taught
    found = said.json()
    assert found["accuracy"] > 0.9
    assert found.keys() >= {"precision", "recall", "f1"}
    assert found["floors"]["commonest"]["accuracy"] == 0.5
    assert found["floors"]["naive_bayes"].keys() == {"accuracy", "f1"}
    assert found["texts"] + found["held_out"]["texts"] == 240
    assert sum(found["priors"].values()) == pytest.approx(1)
    for label, name in found["models"].items():
        config = open_run(shell.workspace, name).config()
        assert config.name == f"notes · {label}"
        assert config.start is not None
        assert config.start.run == found["base"]


def test_a_file_is_labelled(taught: tuple[Shell, Said], tmp_path: Path) -> None:
    shell, said = taught
    path = tmp_path / "new.csv"
    path.write_text("note\noil drip wet gasket\nsmoke hot burnt bearing\n", encoding="utf-8")
    found = shell("classify", path, "--json").json()
    assert found["classifier"] == said.json()["classifier"]
    assert [one["label"] for one in found["documents"]] == ["leak", "heat"]
    for one in found["documents"]:
        assert sum(one["probabilities"].values()) == pytest.approx(1)
        assert one["probability"] == max(one["probabilities"].values())
        assert min(one["bits"], key=one["bits"].__getitem__) == one["label"]
    listed = shell("classify", "list", "--json").json()["classifiers"]
    assert [one["classifier"] for one in listed] == [said.json()["classifier"]]


def test_what_cannot_be_learned_is_a_sentence(shell: Shell, tmp_path: Path) -> None:
    one = tmp_path / "one.csv"
    one.write_text("kind,note\n" + "heat,the pump was hot and noisy\n" * 9, encoding="utf-8")
    few = tmp_path / "few.csv"
    few.write_text(one.read_text() + "leak,the seal was wet and dripping\n", encoding="utf-8")
    for arguments, sentence in (
        (("train", one, "--label=kind"), "All 9 texts"),
        (("train", few, "--label=kind"), "too little text"),
        (("train", few, "--label=colour"), "no column"),
        (("train", few, "--label=kind", "--minutes=-1"), "minutes"),
        ((one,), "no classifiers"),
        ((tmp_path / "nowhere.csv", "--with", "gone"), "no classifier called"),
    ):
        said = shell("classify", *arguments, "--json")
        assert said.code == 2, (arguments, said)
        assert sentence in said.json()["error"]
    assert not shell.runs()
