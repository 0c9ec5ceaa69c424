"""Jobs on labels: refusals at once, a classifier trained and used, both worked examples."""

import random
import time

import pytest

from slm_core.csv_tables import csv_table
from slm_core.errors import ArgotError, CorpusError, RunError, SettingsError
from slm_core.evaluation.classification.classifier import list_classifiers
from slm_core.evaluation.classification.jobs.classify_job import (
    LabelTable,
    judge_runs_job,
    label_job,
    train_classifier_job,
)
from slm_core.evaluation.classification.jobs.kept_labels import (
    LabelReport,
    keep_labels,
    labelled,
    labels_csv,
    read_labels,
)
from slm_core.evaluation.classification.jobs.worked_examples import work_example
from slm_core.evaluation.listener import Listener
from slm_core.processes.jobs import Job, JobState, list_jobs
from slm_core.workspace import Workspace, open_workspace

WORDS = {
    "heat": ["hot", "bearing", "smoke", "burnt", "warm"],
    "leak": ["oil", "seal", "drip", "wet", "gasket"],
}


@pytest.fixture
def home(tmp_path) -> Workspace:
    return open_workspace(tmp_path / "home")


def table(count: int, *, seed: int) -> bytes:
    draw = random.Random(seed)
    rows = []
    for number in range(count):
        label = ("heat", "leak")[number % 2]
        rows.append((" ".join(["the pump was", *draw.choices(WORDS[label], k=4)]), label))
    return csv_table(["note", "kind"], rows).encode()


def ended(job: Job) -> JobState:
    until = time.monotonic() + 300
    while not (state := job.state()).is_over:
        assert time.monotonic() < until, state
        time.sleep(0.2)
    return state


def test_labels_are_kept_ranked_and_downloaded(home: Workspace) -> None:
    texts = labelled(
        ["=1+1", "b" * 900, "c"],
        ["x", "y", "y"],
        right=["x", "x", "x"],
        probabilities=[0.9, 0.6, 0.8],
    )
    report = LabelReport("notes.csv", texts)
    found = read_labels(home, keep_labels(home, report))
    assert found.texts == report.texts
    assert found.by_doubt() == [2, 1, 0]  # wrong ones first, the surest of them first
    assert len(found.texts[1].text) == 400
    assert labels_csv(found).splitlines()[1] == "1,'=1+1,x,0.9,x"
    with pytest.raises(CorpusError, match="no longer kept"):
        read_labels(home, "000000000000")


def test_what_cannot_be_asked_for_is_a_sentence_and_starts_nothing(home: Workspace) -> None:
    given = LabelTable(table(20, seed=1), "notes.csv", "kind")
    for minutes in (0.0, -1.0, float("inf"), float("nan"), 1e12):
        with pytest.raises(SettingsError, match="minutes"):
            train_classifier_job(home, given, minutes=minutes)
    with pytest.raises(SettingsError, match="No column was named"):
        train_classifier_job(home, LabelTable(given.data, "notes.csv", " "), minutes=1)
    with pytest.raises(RunError, match="no classifier called"):
        label_job(home, "gone", given)
    with pytest.raises(ArgotError):
        judge_runs_job(home, ["../runs"], given)
    with pytest.raises(RunError, match="No run was named"):
        judge_runs_job(home, [], given)
    assert list_jobs(home) == []


@pytest.mark.exhaustive
def test_a_classifier_is_trained_and_labels_a_file(home: Workspace) -> None:
    given = LabelTable(table(240, seed=1), "../../notes.csv", "Kind")
    state = ended(train_classifier_job(home, given, minutes=0.1))
    assert state.state == "done", state.error
    report = read_labels(home, str((state.result or {})["labels"]))
    assert report.held_out
    assert report.judged is not None
    assert report.judged.scores.accuracy > 0.9
    assert report.name == "notes.csv"
    [made] = list_classifiers(home)
    texts = LabelTable(b"oil drip wet gasket\n\nsmoke hot burnt", "new.txt")
    state = ended(label_job(home, made.id, texts))
    found = read_labels(home, str((state.result or {})["labels"]))
    assert {one.label for one in found.texts} <= {"heat", "leak"}
    assert found.judged is None
    judged = LabelTable(table(40, seed=2), "test.csv", "kind", "note")
    state = ended(judge_runs_job(home, [model.run for model in made.models], judged))
    found = read_labels(home, str((state.result or {})["labels"]))
    assert found.judged is not None
    assert found.scores
    state = ended(label_job(home, made.id, LabelTable(judged.data, "t.csv", "colour")))
    assert "colour" in str(state.error)
    for wrong, said in ((b"\x00\x01", "wrong.bin"), (b"note,kind\na,b\n", "labels are needed")):
        name = "wrong.bin" if said == "wrong.bin" else "one.csv"
        state = ended(train_classifier_job(home, LabelTable(wrong, name, "kind"), minutes=1))
        assert state.state == "failed"
        assert state.error is not None


@pytest.mark.exhaustive
def test_training_is_stopped_within_seconds(home: Workspace) -> None:
    given = LabelTable(table(240, seed=1), "notes.csv", "kind")
    job = train_classifier_job(home, given, minutes=2)
    until = time.monotonic() + 60
    while job.state().fraction < 0.04:  # told by what the trainer's progress is
        assert time.monotonic() < until, job.state()
        time.sleep(0.2)
    assert job.state().seconds_left
    job.stop()
    assert ended(job).state == "stopped"
    assert list_classifiers(home) == []


@pytest.mark.exhaustive
@pytest.mark.parametrize(
    ("name", "minutes", "least"), [("unusual_memos", 1.0, 0.85), ("fault_notes", 1.0, 0.5)]
)
def test_a_worked_example_ends_with_figures(
    home: Workspace, name: str, minutes: float, least: float
) -> None:
    report = read_labels(home, work_example(home, name, minutes, Listener()))
    assert report.example == name
    assert report.judged is not None
    scores = report.judged.scores
    print(name, scores.accuracy, scores.f1, scores.area, report.judged.floors)
    assert scores.accuracy > least
    assert scores.area > 0.8
    with pytest.raises(SettingsError, match="There is no example"):
        work_example(home, "other", 1.0, Listener())
