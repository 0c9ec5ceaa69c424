"""`generate`, and the smaller commands."""

from pathlib import Path

from tests.cli.shell import Said, Shell


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


def test_corpora_are_added_listed_and_deleted(shell: Shell, text: Path) -> None:
    corpus = shell("corpus", "add", text, "--name=Pumps", "--json").json()["corpus"]
    listed = shell("corpus", "list", "--json").json()
    assert [row["corpus"] for row in listed["corpora"]] == [corpus]
    assert "health_news" in listed["samples"]
    assert shell("corpus", "delete", corpus, "--yes", "--json").json()["deleted"] == corpus
    assert shell("corpus", "delete", corpus, "--yes", "--json").code == 2
    assert "no runs" in shell("runs").out


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
