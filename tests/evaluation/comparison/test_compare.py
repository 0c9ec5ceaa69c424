"""Real runs compared: scores as the trainer's, verdicts that hold, and what cannot be compared."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import orjson
import pytest

from slm_core.corpus.split import SplitSettings
from slm_core.errors import RunError
from slm_core.evaluation.comparison.compare import compare
from slm_core.evaluation.comparison.comparison import known_comparison
from slm_core.evaluation.comparison.document_scores import FOLDER, read_document_scores
from slm_core.evaluation.comparison.sides import refusal_of, sides_of, unscored
from slm_core.evaluation.comparison.words import noise_words, verdict_words
from slm_core.evaluation.report import times_test_opened
from slm_core.reporting.html import report_html
from tests.compared import Compared, make_compared
from tests.tiny import make_config, make_corpus, workspace_in


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Compared:
    return make_compared(tmp_path_factory.mktemp("compared"))


@pytest.fixture
def runs(prepared: Compared) -> Iterator[Compared]:
    """The runs, without what another test has found out."""
    yield prepared
    for run in (prepared.short, prepared.long, prepared.long_again):
        shutil.rmtree(run.folder / FOLDER, ignore_errors=True)
    shutil.rmtree(prepared.workspace.cache / "comparisons", ignore_errors=True)


def test_the_one_that_learned_longer_is_better_and_scores_are_the_trainers(runs: Compared) -> None:
    told: list[str] = []
    pair = [runs.short, runs.long]
    assert f"compare {runs.short.id} {runs.long.id}" in report_html(pair, language="en")
    found = compare(runs.workspace, pair, tell=lambda doing, _share: told.append(str(doing)))
    assert told == ["reading the text with tiny run"] * 2
    assert found.by_documents
    assert found.units == 24
    for side, run in zip(found.sides, pair, strict=True):
        score = run.score()
        assert score is not None
        assert side.bits_per_byte == pytest.approx(score.bits_per_byte, rel=1e-5)
        assert side.interval is not None
        assert side.interval.low < score.bits_per_byte < side.interval.high
    [only] = found.pairs
    assert only.difference is not None
    assert only.difference.winner == "b"
    assert only.difference.interval is not None
    assert only.difference.of_documents is not None
    assert only.difference.interval.low < only.difference.of_documents.low
    assert "B is better than A by" in str(verdict_words(only))
    assert known_comparison(runs.workspace, pair, "validation") == found
    assert str(verdict_words(only)) in report_html(pair, language="en")
    assert compare(runs.workspace, pair, tell=lambda *_: pytest.fail("scored again")) == found


def test_seeds_of_one_configuration_are_one_side_and_say_how_much_they_differ(
    runs: Compared,
) -> None:
    found = compare(runs.workspace, [runs.short, runs.long, runs.long_again])
    assert [len(side.runs) for side in found.sides] == [1, 2]
    assert found.seed_runs == 2
    assert "as 2 runs on this text tell" in str(noise_words(found))
    alone = sides_of([runs.long, runs.long_again])
    assert alone == [(runs.long,), (runs.long_again,)]


def test_the_same_seed_again_is_no_further_seed(runs: Compared, tmp_path: Path) -> None:
    shutil.copytree(runs.workspace.root, tmp_path / "home")
    workspace = workspace_in(tmp_path)
    short, long = (type(run)(workspace, run.id) for run in (runs.short, runs.long))
    before = compare(workspace, [short, long])
    again = type(long)(workspace, f"{long.id}-again")
    shutil.copytree(long.folder, again.folder)
    found = compare(workspace, [short, long, again])
    assert [len(side.runs) for side in found.sides] == [1, 2]
    assert found.seed_runs == before.seed_runs == 2
    assert found.pairs == before.pairs


def test_a_comparison_is_made_anew_when_another_run_tells_more_of_seeds(
    runs: Compared, tmp_path: Path
) -> None:
    shutil.copytree(runs.workspace.root, tmp_path / "home")
    workspace = workspace_in(tmp_path)
    short, long, other = (
        type(run)(workspace, run.id) for run in (runs.short, runs.long, runs.long_again)
    )
    aside = tmp_path / "aside"
    shutil.move(other.folder, aside)
    before = compare(workspace, [short, long])
    assert before.seed_runs == 0
    shutil.move(aside, other.folder)
    assert known_comparison(workspace, [short, long], "validation") is None
    assert compare(workspace, [short, long]).seed_runs == 2


def test_the_test_part_is_opened_once_for_each_and_counted(runs: Compared) -> None:
    pair = [runs.short, runs.long]
    before = times_test_opened(runs.short)
    compare(runs.workspace, pair, "test")
    compare(runs.workspace, pair, "test")
    assert times_test_opened(runs.short) == before + 1


def test_damaged_scores_are_made_again(runs: Compared) -> None:
    pair = [runs.short, runs.long]
    first = compare(runs.workspace, pair)
    path = runs.short.folder / FOLDER / "validation.json"
    path.write_bytes(path.read_bytes().replace(b"1", b"2"))
    assert read_document_scores(runs.short, "validation") is None
    assert unscored(pair, "validation") == [runs.short]
    assert compare(runs.workspace, pair).pairs == first.pairs
    (runs.workspace.cache / "comparisons" / "checksums.json").write_text("[")
    path.unlink()
    assert compare(runs.workspace, pair).pairs == first.pairs


def test_a_run_whose_text_is_gone_has_its_problem_and_the_others_are_scored(
    runs: Compared, tmp_path: Path
) -> None:
    home = tmp_path / "home"
    shutil.copytree(runs.workspace.root, home)
    workspace = workspace_in(tmp_path)
    there = [type(run)(workspace, run.id) for run in (runs.short, runs.long)]
    compare(workspace, [there[0], type(there[0])(workspace, runs.long_again.id)])
    shutil.rmtree(workspace.corpus_folder(there[0].config().corpus))
    found = compare(workspace, there)
    assert found.sides[0].problem is None
    assert found.sides[1].problem is not None
    assert "does not exist" in str(found.sides[1].problem)
    assert str(verdict_words(found.pairs[0])) == str(found.sides[1].problem)


def test_what_cannot_be_judged_is_refused_in_a_sentence(tmp_path: Path) -> None:
    workspace = workspace_in(tmp_path)
    first, second = make_corpus(workspace), make_corpus(workspace, "Other words. " * 900)
    config = make_config(first)
    assert refusal_of(config, config) is None
    cases = {
        "different texts": make_config(second),
        "split in different ways": make_config(first, split={"seed": 4}),
        "lower case": make_config(first, tokenizer={"lowercase": True}),
    }
    for words, other in cases.items():
        assert words in str(refusal_of(config, other))
    assert SplitSettings() == config.split
    with pytest.raises(RunError, match="two runs or more"):
        compare(workspace, [])


def test_an_evaluation_leaves_scores_to_compare_with(runs: Compared) -> None:
    from slm_core.evaluation.judging import evaluate_run

    report = evaluate_run(runs.short, "validation")
    scores = read_document_scores(runs.short, "validation")
    assert scores is not None
    assert scores.bits_per_byte == pytest.approx(report.evaluation.score.bits_per_byte, rel=1e-9)
    saved = orjson.loads((runs.short.folder / FOLDER / "validation.json").read_bytes())
    assert len(saved["bits"]) == len(saved["bytes"]) == 24
