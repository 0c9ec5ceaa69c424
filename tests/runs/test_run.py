import pytest

from slm_core.errors import RunError
from slm_core.json_log import JsonLog
from slm_core.runs.run import Run
from slm_core.storage import write_json
from slm_core.workspace import open_workspace

SCORE = {
    "loss": 1.0,
    "accuracy": 0.5,
    "perplexity": 2.7,
    "nats_per_character": 1.0,
    "bits_per_byte": 1.4,
    "predictions": 9,
}


@pytest.fixture
def run(tmp_path):
    made = Run(open_workspace(tmp_path), "a-run")
    (made.folder / "report").mkdir(parents=True)
    return made


def test_what_is_not_there_yet_is_none(run):
    assert run.facts() is None
    assert run.score() is None
    assert run.samples() == []


def test_a_score_comes_back_whatever_another_version_added(run):
    write_json(run.folder / "report" / "test.json", {"score": {**SCORE, "newer": 1}, "sizes": {}})
    score = run.score("test")
    assert score is not None
    assert (score.predictions, score.bits_per_byte) == (9, 1.4)


def test_damaged_facts_and_scores_are_told_with_their_file(run):
    write_json(run.folder / "facts.json", {"parameters": 3})
    with pytest.raises(RunError, match=r"a-run/facts\.json is damaged: .* or train it anew"):
        run.facts()
    write_json(run.folder / "report" / "validation.json", {"score": {**SCORE, "loss": "low"}})
    with pytest.raises(RunError, match=r"report/validation\.json is damaged: score\.loss is not"):
        run.score()


def test_samples_are_the_last_of_each_step_and_what_is_none_is_left_out(run):
    log = JsonLog(run.folder / "samples.jsonl")
    for text in ("old", "new"):
        log.append({"step": 2, "seconds": 1, "prompt": "p", "texts": [[0.5, text]]})
    log.append({"step": 3, "texts": 4})
    log.append({"texts": []})
    assert [sample.step for sample in run.samples()] == [0, 2]
    assert run.samples()[1].texts == ((0.5, "new"),)
