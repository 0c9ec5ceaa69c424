"""`compare`, and what `runs` does beside listing: rename, tag, note, delete."""

import json
from collections.abc import Callable

import pytest

from slm_core.cli.main import main
from tests.compared import Compared, make_compared

Say = Callable[..., tuple[int, str, str]]


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> Compared:
    return make_compared(tmp_path_factory.mktemp("compared"))


@pytest.fixture
def say(runs: Compared, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Say:
    """`say("runs", …)`: a command on that workspace; its status, and what it printed."""
    monkeypatch.setenv("ARGOT_HOME", str(runs.workspace.root))
    monkeypatch.setenv("ARGOT_LANGUAGE", "en")

    def said(*arguments: str) -> tuple[int, str, str]:
        capfd.readouterr()
        code = main(list(arguments))
        return code, *capfd.readouterr()

    return said


def test_which_of_two_is_better_is_told_in_words_and_as_json(runs: Compared, say: Say) -> None:
    code, out, _err = say("compare", runs.short.id, runs.long.id)
    assert code == 0
    assert "B is better than A by" in out
    assert "budget.steps" in out
    told = json.loads(say("compare", runs.short.id, runs.long.id, "--json")[1])
    assert told["verdict"] == "b"
    low, high = told["interval"]
    assert low < told["difference"] < high < 0
    assert told["settings"] == {"budget.steps": [5, 150]}
    assert [side["letter"] for side in told["sides"]] == ["A", "B"]
    back = json.loads(say("compare", runs.long.id, runs.short.id, "--json")[1])
    assert back["verdict"] == "a"
    assert back["difference"] == pytest.approx(-told["difference"])
    three = say("compare", runs.short.id, runs.long.id, runs.long_again.id, "--json")[1]
    assert [len(side["runs"]) for side in json.loads(three)["sides"]] == [1, 2]


def test_the_test_part_is_opened_on_request_and_counted(runs: Compared, say: Say) -> None:
    asked = ("compare", runs.short.id, runs.long.id, "--split=test", "--json")
    for _ in range(2):
        told = json.loads(say(*asked)[1])
        assert told["part"] == "test"
        assert told["test_opened"] == {runs.short.id: 1, runs.long.id: 1}


def test_a_comparison_of_one_run_or_of_none_such_is_refused(runs: Compared, say: Say) -> None:
    code, _out, err = say("compare", runs.short.id, runs.short.id)
    assert (code, "two runs or more" in err) == (2, True)
    code, _out, err = say("compare", runs.short.id, "nobody")
    assert (code, "no run called 'nobody'" in err) == (2, True)


def test_a_run_is_renamed_tagged_and_noted(runs: Compared, say: Say) -> None:
    run = runs.long.id
    assert "is called Best now" in say("runs", "rename", run, " Best ")[1]
    assert "the tags to keep, new" in say("runs", "tag", run, "to keep", "new")[1]
    assert "the tags new" in say("runs", "tag", run, "to keep", "--remove")[1]
    labels = json.loads(say("runs", "note", run, "Half the rate.", "--json")[1])
    assert labels == {"run": run, "name": "Best", "tags": ["new"], "note": "Half the rate."}
    listed = json.loads(say("runs", "--json")[1])["runs"]
    assert [(one["name"], one["tags"]) for one in listed if one["run"] == run] == [
        ("Best", ["new"])
    ]
    assert "Best, #new" in say("runs")[1]
    code, _out, err = say("runs", "tag", run, "a,b")
    assert (code, "no comma" in err) == (2, True)


def test_an_option_before_the_command_is_not_lost_without_a_word(
    runs: Compared, say: Say, tmp_path
) -> None:
    for option in (f"--workspace={tmp_path / 'another'}", "--json"):
        code, _out, err = say("runs", option, "delete", "last", "--yes")
        assert (code, f"{option.partition('=')[0]} stands before delete" in err) == (2, True)
    assert runs.long_again.folder.is_dir()


def test_deleting_says_first_what_goes_and_asks(runs: Compared, say: Say) -> None:
    run = runs.long_again
    code, _out, err = say("runs", "delete", run.id)
    assert code == 2
    assert "1 run with its model" in err
    assert "Add --yes to delete 1 run." in err
    assert run.folder.is_dir()
    told = json.loads(say("runs", "delete", run.id, run.id, "--yes", "--json")[1])
    assert told["deleted"] == [run.id]
    assert not run.folder.exists()
    assert say("runs", "delete", run.id, "--yes")[0] == 2
