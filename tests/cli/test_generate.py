"""`generate`, and the smaller commands."""

import re
from pathlib import Path

from slm_core.generation.settings import MOST_TOKENS
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


def test_several_texts_each_with_its_end_and_its_seed(trained: tuple[Shell, Said]) -> None:
    shell, said = trained
    run = said.json()["run"]
    options = ("--tokens=60", "--temperature=1", "--stop=s ", "--min-p=0.01", "--seed=5")
    written = shell("generate", run, "The pump", *options, "--n=3", "--json").json()
    texts = written["continuations"]
    assert [text["seed"] for text in texts] == [5, 6, 7]
    assert written["text"] == texts[0]["text"]
    for text in texts:
        assert "s " not in text["text"]
        assert text["finish"] == ("stop" if text["tokens"] < 60 else "length")
    ended = shell("generate", run, "The", "--until-end", "--temperature=1", "--json").json()
    assert ended["finish"] == "stop" or ended["tokens"] == MOST_TOKENS
    plain = shell("generate", run, "The pump", *options, "--n=3")
    assert plain.out.split("\n\n* * *\n\n")[2].rstrip("\n") == "The pump" + texts[2]["text"]


def test_several_models_write_beside_one_another_and_int8_says_its_cost(
    trained: tuple[Shell, Said],
) -> None:
    shell, said = trained
    run = said.json()["run"]
    options = ("--tokens=30", "--seed=5")
    step = shell("generate", run, "The pump", *options, "--json").json()["step"]
    both = shell("generate", run, "The pump", *options, f"--runs=last,last@{step}", "--json").json()
    first, second = both["continuations"]
    assert (first["model"], second["model"]) == (run, f"{run}@{step}")
    assert (first["text"], first["step"]) == (second["text"], step)
    plain = shell("generate", run, "The pump", *options, f"--runs={run}@{step}")
    assert plain.out.startswith(f"{run}: The pump{first['text']}")
    refused = shell("generate", f"{run}@1000000", "The pump", "--json")
    assert (refused.code, "no weights of step 1,000,000" in refused.json()["error"]) == (2, True)
    rounded = shell("generate", run, "The pump", *options, "--int8", "--json").json()["int8"]
    assert abs(rounded["after"] / rounded["before"] - 1) < 0.02
    assert "bits per byte instead of" in shell("generate", run, *options, "--int8").err


def test_texts_are_held_to_what_is_asked(trained: tuple[Shell, Said], tmp_path: Path) -> None:
    shell, said = trained
    run = said.json()["run"]

    def texts(*options: str) -> list[str]:
        answer = shell("generate", run, "The pump", "--n=4", *options, "--json")
        assert answer.code == 0, answer.err
        found = answer.json()["continuations"]
        assert {text["finish"] for text in found} == {"stop"}
        return [text["text"] for text in found]

    assert all(
        re.fullmatch("(oil|motor)( a){1,2}", text) for text in texts("--regex=(oil|motor)( a){1,2}")
    )
    assert set(texts("--choices=oil, motor", "--forbid=oil")) == {"motor"}
    assert set(texts("--choices=oil,motor,seal", "--beam=4", "--n=3")) == {"oil", "motor", "seal"}
    pumps = texts("--template=A {word:5} of {oil|motor}.", "--prefer=seven", "--prefer-strength=9")
    assert all(re.fullmatch(r"A \S{1,5} of (oil|motor)\.", text) for text in pumps)


def test_seed_texts_come_from_a_file(trained: tuple[Shell, Said], tmp_path: Path) -> None:
    shell, said = trained
    run = said.json()["run"]
    prompts = tmp_path / "prompts.txt"
    prompts.write_text("The pump\n\nA motor\n", encoding="utf-8")
    options = ("--tokens=12", "--no-repeat-ngram=3", "--repetition-penalty=1.2", "--json")
    found = shell("generate", run, f"--prompts={prompts}", *options).json()["continuations"]
    assert [text["prompt"] for text in found] == ["The pump", "A motor"]
    assert all(len(text["text"]) == 12 for text in found)


def test_what_texts_cannot_be_held_to_is_refused_in_a_sentence(
    trained: tuple[Shell, Said], tmp_path: Path
) -> None:
    shell, said = trained
    run = said.json()["run"]
    for options, reason in (
        (("--regex=(a",), "The constraint cannot be used"),
        (("--regex=[Ω]+",), "Nothing that this model can spell"),
        (("--regex=a", "--choices=a,b"), "--regex, --choices exclude each other"),
        (("--choices=oil", "--forbid=oil"), "Each choice has a forbidden term"),
        (("--forbid=Oil", "--prefer=oil"), "both forbidden and preferred"),
        (("--n=65",), "--n is 65; it must be from 1 to 64."),
        (("--beam=2", "--n=3"), "Beam search of width 2 was asked for 3 texts"),
        (("--temperature=inf",), "generation.temperature is inf"),
        (("--tokens=1000000000",), "generation.length is 1,000,000,000"),
        (("--tokens=9", "--until-end"), "--tokens and --until-end exclude each other"),
        (("--json-schema=nowhere.json",), "is neither JSON nor a file"),
        ((f"--prompts={tmp_path / 'none'}",), "cannot be read"),
    ):
        refused = shell("generate", run, *options, "--json")
        assert refused.code == 2, (options, refused.err)
        assert reason in refused.json()["error"]


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
