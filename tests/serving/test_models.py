import shutil

import pytest

from slm_core.corpus.store import delete_corpus
from slm_core.errors import CorpusError, RunError, WorkspaceError
from slm_core.serving.models import ModelStore
from tests.serving.writers import new_run, put_checkpoint, writer


def test_a_model_is_loaded_once_and_again_when_there_is_a_newer_checkpoint(workspace):
    run = writer(workspace, step=10)
    store = ModelStore(workspace)
    first = store.get(run.id)
    assert store.get(run.id) is first
    put_checkpoint(run, 20)
    second = store.get(run.id)
    assert (first.run_model.step, second.run_model.step) == (10, 20)
    assert second.turn is first.turn


def test_a_last_step_that_was_written_again_is_loaded_again(workspace):
    run = writer(workspace, step=10)
    store = ModelStore(workspace)
    first = store.get(run.id)
    put_checkpoint(run, 10)
    assert store.get(run.id) is not first


def test_the_models_used_last_stay(workspace):
    runs = [writer(workspace, name=f"run {number}") for number in range(3)]
    store = ModelStore(workspace, most_models=2)
    first, second, _ = [store.get(runs[number].id) for number in (0, 1, 0)]
    store.get(runs[2].id)
    assert store.get(runs[0].id) is first
    assert store.get(runs[1].id) is not second


def test_memory_is_bounded_but_the_model_asked_for_always_stays(workspace):
    runs = [writer(workspace, name=f"run {number}") for number in range(2)]
    store = ModelStore(workspace, most_bytes=1)
    first = store.get(runs[0].id)
    assert store.get(runs[0].id) is first
    store.get(runs[1].id)
    assert store.get(runs[0].id) is not first


def test_what_cannot_write_is_refused_with_a_reason(workspace):
    store = ModelStore(workspace)
    with pytest.raises(RunError, match="no run called 'nobody'"):
        store.get("nobody")
    with pytest.raises(WorkspaceError, match="not the name"):
        store.get("../secrets")
    with pytest.raises(RunError, match="no whole checkpoint yet"):
        store.get(new_run(workspace).id)


def test_a_deleted_run_is_forgotten(workspace):
    run = writer(workspace)
    store = ModelStore(workspace)
    store.get(run.id)
    shutil.rmtree(run.folder)
    with pytest.raises(RunError):
        store.get(run.id)


def test_only_runs_with_a_checkpoint_are_listed(workspace):
    new_run(workspace, name="young")
    run = writer(workspace, step=30)
    assert ModelStore(workspace).runs() == [(run, 30)]


def test_a_deleted_corpus_leaves_the_model_but_no_copies_to_find(workspace):
    run = writer(workspace)
    loaded = ModelStore(workspace).get(run.id)
    delete_corpus(workspace, run.config().corpus)
    with pytest.raises(CorpusError):
        loaded.copied_from()
