"""The benchmarks import, and what they do with numbers is right; they themselves are not run."""

import json
import sys

import pytest
import torch

from benchmarks import (
    encodings,
    first_minute,
    generate,
    gpu,
    ingest,
    inside,
    judge,
    minutes,
    record,
    serving,
    throughput,
    time_to_loss,
    ui,
    verdicts,
    word_level,
)
from benchmarks.large import watched
from benchmarks.machine import machine
from benchmarks.support import training
from benchmarks.support.figures import Figure, table
from benchmarks.support.reading import TEN
from slm_core.corpus.cleaning.recipe import Recipe
from slm_core.corpus.split import SplitSettings, split_lengths
from slm_core.models.registry import build
from slm_core.models.settings import LstmSettings, TransformerSettings
from slm_core.training.settings import TrainingSettings
from tests.tiny import text_of


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
    assert len(training.last_tenth(text)) == piece.end - piece.start


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


LOG = """step 0: train loss 4.2, val loss 4.3
iter 0: loss 4.2, time 900.00ms, mfu -100.00%
iter 1: loss 4.1, time 50.00ms, mfu -100.00%
iter 2: loss 4.1, time 60.00ms, mfu 0.10%
step 3: train loss 1.9, val loss 1.95
iter 3: loss 4.1, time 700.00ms, mfu 0.10%
iter 4: loss 4.1, time 70.00ms, mfu 0.10%
"""


def test_nanogpts_clock_is_without_its_evaluations():
    found = time_to_loss._read(LOG, whole=9.0)
    assert found.loss == 1.95
    assert found.seconds == pytest.approx(0.050 + 0.060 + 0.070 + 2 * 0.060)
    assert (found.best, found.until_best) == (1.95, pytest.approx(0.050 + 0.060 + 0.060))


def test_what_a_gpu_multiplies_is_counted_from_the_matrices_and_from_looking_back():
    lstm = LstmSettings(hidden_size=8, embedding_size=4)
    assert gpu.operations(lstm, 10, 6) == 6 * (32 * 4 + 32 * 8 + 8 * 10)
    small = TransformerSettings(hidden_size=32, heads=2, layers=2)
    longer = gpu.operations(small, 10, 12) - gpu.operations(small, 10, 6)
    assert longer == 12 * 2 * 32 * 6


def test_gpu_throughput_measures_each_network(monkeypatch):
    """On a processor, where it is the same code but for waiting."""
    small = TrainingSettings(batch_size=2, sequence_length=4)
    lstm = LstmSettings(hidden_size=8, embedding_size=4)
    monkeypatch.setattr(gpu, "VOCABULARY", 20)
    monkeypatch.setattr(gpu, "NETWORKS", {"LSTM": (lstm, small)})
    peak, speed, share = gpu.throughput(torch.device("cpu"), 1)
    assert peak.median > 0
    assert speed.median > 0
    expected = 100 * gpu.operations(lstm, 20, 4) * speed.median * 1e3 / (peak.median * 1e12)
    assert share.median == pytest.approx(expected)


@pytest.mark.skipif(torch.cuda.is_available(), reason="there is a GPU")
def test_without_a_gpu_it_says_so(capsys):
    with pytest.raises(SystemExit, match="no NVIDIA GPU"):
        gpu.main([])


def test_a_row_for_each_corpus_with_its_best_in_bold():
    cells = [
        minutes.Cell("a", "lstm", 1.25, 1.0, 1, 1),
        minutes.Cell("a", "gru", 1.5, 1.0, 1, 1),
        minutes.Cell("b", "gru", 2.0, 1.0, 1, 1),
    ]
    assert minutes.table(cells).splitlines() == [
        "| corpus | lstm | gru |",
        "|---|---|---|",
        "| a | **1.250** | 1.500 |",
        "| b | – | **2.000** |",
    ]


@pytest.mark.exhaustive
def test_a_run_of_the_benchmarks_is_scored_by_other_code(tmp_path, monkeypatch):
    text = tmp_path / "text.txt"
    text.write_text(text_of(20_000))
    monkeypatch.setenv("ARGOT_SLOTS", "1")
    tiny = ("--set", "model.hidden_size=16", "--set", "model.embedding_size=8")
    outcome = training.train_once(
        text, "--tokenizer", "bpe", "--set", "tokenizer.vocabulary_size=300", "--steps", "60", *tiny
    )
    assert outcome.recomputed == pytest.approx(outcome.told, abs=0.02)
    assert 0.5 < outcome.recomputed < 3.0
    assert outcome.seconds < outcome.whole


def test_what_the_processor_multiplies_is_counted_from_the_matrices():
    model = build(LstmSettings(hidden_size=8, embedding_size=4), 10)
    assert throughput._operations(model) == 6 * (32 * 4 + 32 * 8 + 8 * 10)


@pytest.mark.parametrize(
    "benchmark",
    [
        *(
            first_minute,
            generate,
            minutes,
            record,
            serving,
            time_to_loss,
            throughput,
            verdicts,
            inside,
            judge,
        ),
        word_level,
    ],
)
def test_each_says_how_it_is_used(benchmark, capsys):
    with pytest.raises(SystemExit) as ended:
        benchmark.main(["--help"])
    assert ended.value.code == 0
    assert f"python -m {benchmark.__name__}" in capsys.readouterr().out


def test_readers_of_encodings_are_counted_by_the_text_they_give():
    cases = [
        encodings.Case("a", "Grüße aus Köln, schöne Straße. ".encode("cp1252") * 9, "", "cp1252"),
        encodings.Case("b", b"plain", "plain", "ascii"),
    ]
    tally = encodings.measure(cases, encodings.ours)
    assert (tally.cases, tally.right, tally.sure_and_wrong) == (2, 1, 1)
    assert "| files (2) | ours | 50.0% | 1 (50.0%) |" in encodings.table([("files", "ours", tally)])
