"""The command line speaks the language of the locale, or the one that is asked for."""

import re

import pytest

from slm_core.cli.commands.corpora.corpus_add import read_recipe
from slm_core.cli.main import main
from slm_core.corpus.cleaning.recipe import READY_MADE, TITLES
from slm_core.translation import asked_language, translate
from tests.cli.shell import Shell

ENGLISH = re.compile(r"[a-z]{3,} [a-z]{3,}")


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({}, "en"),
        ({"LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "zh_TW"}, "zh"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "C"}, "en"),
        ({"LANG": "de_DE", "LC_MESSAGES": "zh_CN"}, "zh"),
        ({"LC_ALL": "zh_CN.UTF-8", "ARGOT_LANGUAGE": "en"}, "en"),
        ({"LC_ALL": "", "LANG": "zh_CN"}, "zh"),
    ],
)
def test_the_locale_says_which_language(environment, language) -> None:
    assert asked_language(environment) == language


@pytest.mark.parametrize(
    "arguments",
    [
        ["--help"],
        ["corpus", "--help"],
        ["corpus", "add", "--help"],
        ["train", "--help"],
        ["serve", "--help"],
        ["settings"],
        ["machine"],
        ["train", "nothing.txt"],
        ["train", "x", "--set", "model.hidden_size=0"],
        ["nonsense"],
        ["train", "--nonsense"],
        ["corpus", "delete"],
    ],
)
def test_no_english_sentence_is_left_in_chinese(arguments, tmp_path, monkeypatch, capsys) -> None:
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    monkeypatch.setenv("ARGOT_HOME", str(tmp_path))
    monkeypatch.delenv("ARGOT_LANGUAGE", raising=False)
    main(arguments)
    said = "".join(capsys.readouterr())
    assert re.search("[\u4e00-\u9fff]", said)
    told = re.sub(r"`[^`]*`|--[\w-]+|\S*[./]\S*|python -m slm_core.*|list\[\w+\]", "", said)
    assert not ENGLISH.findall(told)


def test_an_option_weighs_more_than_the_locale_and_keys_stay_english(shell: Shell) -> None:
    said = shell("corpus", "delete", "nothing", "--yes", "--json", "--lang", "zh")
    assert said.code == 2
    assert list(said.json()) == ["error"]
    assert re.search("[\u4e00-\u9fff]", said.json()["error"])
    assert "--lang" in shell("machine", "--lang", "fr").err
    assert "cores" in shell("machine").out


@pytest.mark.parametrize("name", READY_MADE)
def test_a_recipe_is_found_by_its_name_in_any_language(name: str) -> None:
    for language in ("en", "zh"):
        assert read_recipe(translate(TITLES[name], language)) is READY_MADE[name]
