"""The benchmarks import, and what they do with numbers is right; they themselves are not run."""

import json
import sys

import pytest

from benchmarks import first_minute, ingest, ui
from benchmarks.figures import Figure, table
from benchmarks.large import watched
from benchmarks.machine import machine
from benchmarks.reading import TEN
from slm_core.corpus.recipe import Recipe
from slm_core.corpus.split import SplitSettings, split_lengths


def test_a_median_keeps_to_its_target_or_misses_it():
    assert Figure("x", "s", (0.1, 0.7, 9.0), target=0.7).verdict == "met"
    assert Figure("x", "s", (0.1, 0.71, 9.0), target=0.7).verdict == "missed"
    assert Figure("x", "%", (92.9, 93.0, 99.0), target=93.0, at_least=True).verdict == "met"
    assert Figure("x", "%", (92.0, 92.9), target=93.0, at_least=True).verdict == "missed"
    assert Figure("x", "s", (1.0,)).verdict == "–"


def test_the_table_is_markdown_with_a_row_for_each_figure():
    figures = [
        Figure("first page", "s", (2.0, 1.0, 4.0), target=3.0),
        Figure("trainer keeps", "%", (90.0, 95.0), target=93.0, at_least=True),
    ]
    head, rule, first, second = table(figures).splitlines()
    assert [cell.strip() for cell in head.strip("|").split("|")][:3] == [
        "what",
        "target",
        "median",
    ]
    assert set(rule) == {"|", "-"}
    assert [cell.strip() for cell in first.strip("|").split("|")] == [
        "first page",
        "≤ 3 s",
        "2.00 s",
        "1.00",
        "4.00",
        "3",
        "met",
    ]
    assert "≥ 93 %" in second
    assert "92.5 %" in second
    assert len({len(line) for line in (head, rule, first, second)}) == 1


def test_a_figure_is_plain_json():
    figure = Figure("x", "s", (1.0, 2.0), target=1.0)
    written = json.loads(json.dumps(figure.to_json()))
    assert written["median"] == 1.5
    assert written["verdict"] == "missed"
    assert written["values"] == [1.0, 2.0]


def test_the_machine_is_named():
    about = machine()
    assert int(about["cores"]) >= 1
    assert all(about.values())


@pytest.mark.parametrize("benchmark", [ui, ingest])
def test_what_cannot_be_measured_is_refused(benchmark, capsys):
    for wrong in (["--only", "nothing"], ["--repetitions", "0"]):
        with pytest.raises(SystemExit) as ended:
            benchmark.main(wrong)
        assert ended.value.code == 2
    assert "it must be 1 or more" in capsys.readouterr().err


@pytest.mark.parametrize("length", [101, 1_115_394, 999_999])
def test_the_last_tenth_of_a_text_is_what_the_library_validates_on(length):
    text = "a" * length
    split = split_lengths([length], SplitSettings.parse("90/10/0"))
    (piece,) = split.validation
    assert len(first_minute.last_tenth(text)) == piece.end - piece.start


def test_the_recipe_that_is_previewed_has_ten_steps():
    assert len(Recipe.from_json([{"step": name} for name in TEN]).steps) == 10


def test_the_memory_of_a_command_is_that_of_all_it_starts():
    waits = "import time; held = bytes(range(256)) * 400_000; time.sleep(1.5)"
    starts = f"import subprocess, sys; subprocess.run([sys.executable, '-c', '{waits}']); print(7)"
    found = watched([sys.executable, "-c", starts])
    assert 102 < found.memory < 250
    assert found.seconds > 1.5
    assert 0 < found.core_seconds < 3
    assert 0 < found.share < 101
    assert found.output == "7\n"
