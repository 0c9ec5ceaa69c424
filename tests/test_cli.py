"""The command line as people use it: real processes, real tiny runs."""

import json
import os
import random
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil
import pytest

from slm_core.runs.run import Run, list_runs
from slm_core.workspace import Workspace, open_workspace

ROOT = Path(__file__).parents[1]
TINY = (
    "--tokenizer=char",
    "--set=model.hidden_size=8",
    "--set=model.embedding_size=8",
    "--set=samples.length=0",
    "--set=training.batch_size=8",
)
SCORES = {"loss", "nats_per_character", "perplexity", "accuracy", "bits_per_byte"}


@dataclass
class Said:
    """What one command did."""

    code: int
    out: str
    err: str

    def json(self) -> dict[str, Any]:
        """The one object on standard output."""
        value = json.loads(self.out)
        assert isinstance(value, dict)
        return value


@dataclass
class Shell:
    """Runs commands on one workspace."""

    home: Path

    @property
    def workspace(self) -> Workspace:
        return open_workspace(self.home)

    def start(self, *arguments: str | Path, stderr: int = subprocess.PIPE) -> subprocess.Popen[str]:
        """A command that goes on by itself."""
        return subprocess.Popen(
            [sys.executable, "-m", "slm_core", *map(str, arguments)],
            cwd=ROOT,
            env={**os.environ, "ARGOT_HOME": str(self.home)},
            stdout=subprocess.PIPE,
            stderr=stderr,
            encoding="utf-8",
        )

    def __call__(self, *arguments: str | Path) -> Said:
        """A command to its end."""
        return ended(self.start(*arguments))

    def runs(self) -> list[Run]:
        return list_runs(self.workspace)

    def end(self) -> None:
        """End the trainers of this workspace that are still there."""
        for process in psutil.process_iter():
            try:
                if str(self.home) in process.cmdline():
                    process.kill()
            except psutil.Error:
                continue


def ended(process: subprocess.Popen[str]) -> Said:
    out, err = process.communicate(timeout=120)
    assert "Traceback" not in (err or ""), err
    return Said(process.returncode, out, err or "")


@pytest.fixture
def shell(tmp_path: Path) -> Iterator[Shell]:
    shell = Shell(tmp_path / "home")
    yield shell
    shell.end()


@pytest.fixture(scope="module")
def text(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """30 kB of invented sentences."""
    words = ["the", "pump", "valve", "was", "oil", "leaked", "from", "a", "seal", "motor", "seven"]
    draw = random.Random(1)
    sentences = [" ".join(draw.choices(words, k=8)).capitalize() + "." for _ in range(700)]
    path = tmp_path_factory.mktemp("text") / "pump notes.txt"
    path.write_text("\n".join(sentences), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory, text: Path) -> tuple[Shell, Said]:
    """A workspace with one finished run, and what `train` said of it."""
    shell = Shell(tmp_path_factory.mktemp("trained") / "home")
    said = shell("train", text, *TINY, "--steps=20", "--test", "--seed=3", "--json")
    return shell, said


def until(condition: Callable[[], Any], *, seconds: float = 60) -> Any:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        value = condition()
        if value:
            return value
        time.sleep(0.1)
    raise AssertionError("it did not happen in time")


def learning(shell: Shell) -> Run | None:
    """The run once it has a checkpoint and goes on learning."""
    runs = shell.runs()
    there = runs and any((runs[0].folder / "checkpoints").glob("step-*"))
    return runs[0] if there and runs[0].status().state == "running" else None


# Training


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
    }
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
    assert "pump notes.txt: text, UTF-8, 1 document" in said.err
    assert "100% finished, step 20" in said.err


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
    wild = [f"--set=training.{it}" for it in ("optimizer=sgd", "learning_rate=1000", "clip_norm=0")]
    said = shell("train", text, *TINY, *wild, "--steps=3000", "--json")
    assert said.code == 1
    values = said.json()
    assert values["state"] == "failed"
    assert "no longer a number" in values["error"]
    assert values["validation"] is None
    assert values["error"] in said.err


# Stopping, leaving, taking up again


def test_ctrl_c_stops_and_keeps_and_resume_goes_on(shell: Shell, text: Path) -> None:
    process = shell.start("train", text, *TINY, "--steps=500000", "--json")
    run = until(lambda: learning(shell))
    process.send_signal(signal.SIGINT)
    said = ended(process)
    assert said.code == 0, said.err
    values = said.json()
    assert values["state"] == "stopped"
    assert set(values["validation"]) == SCORES
    assert "what was learned is kept" in said.err
    assert any((run.folder / "checkpoints").glob("step-*"))

    process = shell.start("resume", run.id, "--json")
    until(lambda: run.status().step > values["steps"])
    assert shell("pause", run.id, "--json").json()["state"] == "paused"
    assert process.poll() is None
    assert shell("set", run.id, "learning_rate", "0.001").code == 0
    second = shell.start("resume", run.id, "--json")
    until(lambda: run.status().state == "running")
    stopped = shell("stop", run.id, "--json")
    assert (stopped.code, stopped.json()["state"]) == (0, "stopped")
    for waiting in (process, second):
        assert ended(waiting).json()["state"] == "stopped"
    assert [event.details["value"] for event in run.events() if event.kind == "set"] == [0.001]


def test_the_second_ctrl_c_leaves_at_once(shell: Shell, text: Path) -> None:
    process = shell.start("train", text, *TINY, "--steps=500000", "--json")
    run = until(lambda: (shell.runs() or [None])[0])
    process.send_signal(signal.SIGINT)
    time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    said = ended(process)
    # It left while the run was on its way out, or the run had ended before the second came.
    assert said.code in (0, 1)
    assert said.json()["run"] == run.id
    if said.code == 1:
        assert f"python -m slm_core stop {run.id}" in said.err
    until(lambda: run.status().state == "stopped")


def test_the_run_outlives_its_command_and_a_killed_trainer_can_be_resumed(
    shell: Shell, text: Path
) -> None:
    process = shell.start("train", text, *TINY, "--steps=500000")
    run = until(lambda: learning(shell))
    process.kill()
    process.communicate()
    before = run.status().step
    until(lambda: run.status().step > before)
    waiting = shell.start("train", text, *TINY, "--steps=1", "--json")
    until(lambda: len(shell.runs()) == 2)
    psutil.Process(run.status().pid).kill()
    assert ended(waiting).json()["state"] == "finished"  # the slot came free with the death
    assert run.status().state == "interrupted"
    listed = shell("runs", "--json").json()["runs"]
    assert "interrupted" in [row["state"] for row in listed]
    resumed = shell.start("resume", run.id, "--json")
    until(lambda: run.status().state == "running")
    assert shell("stop", run.id).code == 0
    said = ended(resumed)
    assert said.code == 0, said.err
    assert said.json()["state"] == "stopped"
    assert any(event.kind == "resumed" for event in run.events())


def test_a_finished_run_is_trained_on_and_not_resumed(shell: Shell, text: Path) -> None:
    shell("train", text, *TINY, "--steps=5", "--json")
    run = shell.runs()[0]
    for command in ("resume", "stop", "pause"):
        said = shell(command, run.id, "--json")
        assert said.code == 2
        assert "finished" in said.json()["error"]
    assert shell("train-on", run.id).code == 2
    more = shell("train-on", run.id, "--steps=7", "--json")
    assert more.code == 0, more.err
    assert (more.json()["steps"], more.json()["state"]) == (12, "finished")


# What is refused


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
        (["--model=gru"], "model.kind is 'gru'"),
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
def test_what_is_no_text_lists_what_there_is(shell: Shell, name: str) -> None:
    said = shell("train", name, "--json")
    assert said.code == 2
    assert "health_news" in said.json()["error"]
    assert shell("train", ROOT / "tests", "--json").json()["error"].startswith(str(ROOT / "tests"))


@pytest.mark.parametrize("command", ["resume", "stop", "pause", "generate"])
def test_a_run_that_is_not_there_is_refused(shell: Shell, command: str) -> None:
    for name in ("nobody", "../runs"):
        said = shell(command, name, "--json")
        assert said.code == 2
        assert name in said.json()["error"]


# Writing


def test_the_same_seed_writes_the_same_text(trained: tuple[Shell, Said]) -> None:
    shell, said = trained
    run = said.json()["run"]
    options = ("--tokens=40", "--temperature=1", "--seed=5")
    first = shell("generate", run, "The pump", *options, "--json").json()
    plain = shell("generate", run, "The pump", *options)
    other = shell("generate", run, "The pump", *options[:2], "--seed=6", "--json").json()
    assert plain.out == f"The pump{first['text']}\n"
    assert "40 tokens" in plain.err
    assert (first["tokens"], first["seed"], first["unknown"]) == (40, 5, [])
    assert other["text"] != first["text"]
    assert first["copy"]["length"] > 0


def test_unknown_signs_are_named_and_impossible_settings_refused(
    trained: tuple[Shell, Said],
) -> None:
    shell, said = trained
    run = said.json()["run"]
    written = shell("generate", run, "The 泵", "--tokens=5", "--json")
    assert written.code == 0
    assert written.json()["unknown"] == ["泵"]
    assert "'泵'" in written.err
    for option in ("--temperature=9", "--top-p=0", "--tokens=0"):
        assert shell("generate", run, "The", option, "--json").code == 2


# The rest


def test_corpora_are_added_listed_and_deleted(shell: Shell, text: Path) -> None:
    corpus = shell("corpus", "add", text, "--name=Pumps", "--json").json()["corpus"]
    listed = shell("corpus", "list", "--json").json()
    assert [row["corpus"] for row in listed["corpora"]] == [corpus]
    assert "health_news" in listed["samples"]
    assert shell("corpus", "delete", corpus, "--json").json()["deleted"] == corpus
    assert shell("corpus", "delete", corpus, "--json").code == 2
    assert "no runs" in shell("runs").out


def test_a_port_in_use_is_told(shell: Shell) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        said = shell("serve", f"--port={port}", "--key=secret")
    assert said.code == 2
    assert f"Port {port}" in said.err


def test_a_reader_that_has_had_enough_is_no_error(trained: tuple[Shell, Said]) -> None:
    shell, _ = trained
    process = shell.start("settings")
    assert process.stdout is not None
    process.stdout.close()
    assert process.stderr is not None
    assert "Traceback" not in process.stderr.read()
    assert process.wait(30) in (0, 1)


def test_without_a_command_the_help_is_shown(shell: Shell) -> None:
    assert "train-on" in shell("--help").out
    assert shell("train", "--help").code == 0
    assert shell().code == 2
