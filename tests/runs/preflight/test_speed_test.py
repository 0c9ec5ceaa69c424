"""A few real steps before a run, in a process of their own."""

from dataclasses import replace
from pathlib import Path

import psutil
import pytest
from filelock import FileLock

from slm_core.corpus.store import delete_corpus
from slm_core.errors import CorpusError, RunError, SettingsError
from slm_core.hardware.machine import describe_machine, threads_for_a_run
from slm_core.messages import Message
from slm_core.runs.config import StartSettings
from slm_core.runs.launching.create import create_run
from slm_core.runs.planning.ngram_baseline import cached_ngram_baseline
from slm_core.runs.preflight import speed_test_worker
from slm_core.runs.preflight.preflight import preflight
from slm_core.runs.preflight.speed_test import RunningSpeedTest, cached_speed_test
from slm_core.runs.preflight.speed_test_worker import run_speed_test
from tests.tiny import make_config, make_corpus, text_of, wait_for, workspace_in


def test_it_tells_what_a_run_would_be_and_what_is_measured_is_kept(tmp_path):
    workspace = workspace_in(tmp_path)
    corpus = make_corpus(workspace, text_of(30_000))
    config = make_config(corpus, training={"batch_size": 8, "sequence_length": 16})
    before = preflight(workspace, config, corpus, machine=describe_machine())
    assert before.speed.source == "typical"
    assert before.band is None
    found = RunningSpeedTest(workspace, config, slots=1).wait()
    assert found.vocabulary_size == len(set(text_of(30_000))) + 2, "as the trainer will find"
    assert found.parameters == config.model.parameters(found.vocabulary_size)
    assert found.steps > 0
    assert found.tokens_per_second > 0
    assert found.characters_per_token == pytest.approx(1.0)
    assert found.precision == "float32"
    assert cached_speed_test(workspace, config) == found
    after = preflight(workspace, config, corpus, machine=describe_machine())
    assert after.speed.source == "trial"
    assert after.speed.tokens_per_second < found.tokens_per_second, "a run does not only learn"
    assert after.seconds_per_epoch == pytest.approx(24_000 / after.speed.tokens_per_second)


def test_another_setting_that_matters_is_measured_anew_and_a_name_is_not(tmp_path):
    workspace = workspace_in(tmp_path)
    corpus = make_corpus(workspace)
    config = make_config(corpus)
    RunningSpeedTest(workspace, config, slots=1).wait()
    assert cached_speed_test(workspace, replace(config, name="another")) is not None
    for change in ({"model.hidden_size": "24"}, {"training.batch_size": "2"}):
        assert cached_speed_test(workspace, config.with_settings(change)) is None
    assert cached_ngram_baseline(workspace, corpus, config.split) is not None
    delete_corpus(workspace, corpus.id)
    assert cached_speed_test(workspace, config) is None, "it goes with its corpus"


def test_while_another_run_trains_nothing_is_measured(tmp_path):
    workspace = workspace_in(tmp_path)
    config = make_config(make_corpus(workspace))
    with (
        FileLock(workspace.slots / "slot-0.lock"),
        pytest.raises(RunError, match=r"Another run is training.*when it has ended"),
    ):
        RunningSpeedTest(workspace, config, slots=1).wait()
    assert cached_speed_test(workspace, config) is None


def test_it_holds_a_slot_and_gives_it_back_when_cancelled(tmp_path):
    workspace = workspace_in(tmp_path)
    config = make_config(make_corpus(workspace), model={"hidden_size": 256})
    trial = RunningSpeedTest(workspace, config, slots=1)
    process = psutil.Process(trial._process.pid)
    wait_for(
        lambda: any(file.path.endswith("slot-0.lock") for file in process.open_files()),
        what="for it to take the slot",
    )
    trial.cancel()
    with FileLock(workspace.slots / "slot-0.lock", blocking=False):
        assert not process.is_running()


def test_one_that_takes_too_long_is_given_up(tmp_path):
    workspace = workspace_in(tmp_path)
    config = make_config(make_corpus(workspace))
    trial = RunningSpeedTest(workspace, config, slots=1, patience=0.01)
    with pytest.raises(RunError, match=r"longer than 0\.01 seconds.*smaller network"):
        trial.wait()
    assert trial._process.poll() is not None


def test_where_steps_are_slow_the_last_one_counts(tmp_path, monkeypatch):
    workspace = workspace_in(tmp_path)
    config = make_config(make_corpus(workspace))
    assert run_speed_test(workspace, config).steps > 1
    monkeypatch.setattr(speed_test_worker, "_MOST_SECONDS", 0.0)
    found = run_speed_test(workspace, config)
    assert found.steps == 1
    assert found.tokens_per_second > 0


@pytest.mark.exhaustive
def test_it_measures_the_threads_of_a_run_that_shares_the_machine(tmp_path, monkeypatch):
    monkeypatch.setenv("ARGOT_SLOTS", "1")
    workspace = workspace_in(tmp_path)
    corpus = make_corpus(workspace)
    config = make_config(corpus, machine={"threads": 0})
    found = RunningSpeedTest(workspace, config, slots=2).wait()
    shared = create_run(workspace, config, slots=2).config()
    assert (found.threads, found.replicas) == (threads_for_a_run(2), shared.machine.replicas)
    assert cached_speed_test(workspace, config, slots=2) == found
    assert cached_speed_test(workspace, shared) == found, "the same settings, written out"
    alone = threads_for_a_run(1)
    assert (cached_speed_test(workspace, config) == found) == (alone == found.threads)
    told = preflight(workspace, config, corpus, machine=describe_machine(), slots=2)
    assert told.speed.source == "trial"


def test_what_could_not_run_is_not_tried(tmp_path):
    workspace = workspace_in(tmp_path)
    corpus = make_corpus(workspace)
    large = make_config(corpus, model={"hidden_size": 8192, "layers": 48})
    with pytest.raises(SettingsError, match=r"parameters and needs about .* GB"):
        RunningSpeedTest(workspace, large, slots=1)
    wide = make_config(corpus, training={"batch_size": 4096, "sequence_length": 64})
    with pytest.raises(CorpusError, match="fewer than one batch"):
        RunningSpeedTest(workspace, wide, slots=1)
    lost = replace(make_config(corpus), start=StartSettings("nobody"))
    with pytest.raises(RunError, match="There is no run called 'nobody'"):
        RunningSpeedTest(workspace, lost, slots=1)


@pytest.mark.parametrize(
    "error",
    [
        MemoryError(),
        RuntimeError(
            "[enforce fail at alloc_cpu.cpp:121] DefaultCPUAllocator: can't allocate memory"
        ),
        RuntimeError("CUDA out of memory. Tried to allocate 20.00 MiB."),
    ],
    ids=["python", "torch", "cuda"],
)
def test_too_little_memory_is_told_with_settings_that_need_less(tmp_path, monkeypatch, error):
    told = answer_where_steps_end_in(error, tmp_path, monkeypatch)
    assert told.startswith("There was not enough memory for this run: a batch of 4 × 8 tokens")
    assert "training.batch_size=2" in told


def test_an_error_of_another_kind_is_not_taken_for_too_little_memory(tmp_path, monkeypatch):
    with pytest.raises(RuntimeError, match="something else"):
        answer_where_steps_end_in(RuntimeError("something else"), tmp_path, monkeypatch)


def answer_where_steps_end_in(
    error: Exception, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> str:
    def tried(*_: object) -> None:
        raise error

    monkeypatch.setattr(speed_test_worker, "run_speed_test", tried)
    workspace = workspace_in(folder)
    config = make_config(make_corpus(workspace))
    request = {"root": str(workspace.root), "slots": 1, "config": config.to_json()}
    return str(Message.from_json(speed_test_worker.answer_to(request)["error"]))


def test_settings_that_find_nothing_in_the_text_are_told_as_a_run_would_tell_them(tmp_path):
    workspace = workspace_in(tmp_path)
    corpus = make_corpus(workspace)
    config = make_config(corpus, tokenizer={"minimum_frequency": 900_000})
    with pytest.raises(RunError, match=r"minimum_frequency is 900000"):
        RunningSpeedTest(workspace, config, slots=1).wait()


def test_what_is_damaged_counts_as_not_measured(tmp_path):
    workspace = workspace_in(tmp_path)
    corpus = make_corpus(workspace)
    config = make_config(corpus)
    RunningSpeedTest(workspace, config, slots=1).wait()
    (path,) = workspace.corpus_cache(corpus.id).glob("trial-*.json")
    path.write_text('{"steps": 3}')
    assert cached_speed_test(workspace, config) is None
    path.write_text("{")
    assert cached_speed_test(workspace, config) is None
