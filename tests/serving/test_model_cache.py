import shutil

import pytest

from slm_core.corpus.store import delete_corpus
from slm_core.errors import CorpusError, RunError, WorkspaceError
from slm_core.generation.settings import GenerationSettings
from slm_core.models.settings import MODEL_SETTINGS
from slm_core.serving.completions.completion import complete
from slm_core.serving.completions.completion_request import TextRequest
from slm_core.serving.model_cache import ModelCache
from slm_core.serving.schema import CompletionSummary, TextParcel
from tests.serving.writers import SEED_TEXT, new_run, put_checkpoint, writer


def test_a_model_is_loaded_once_and_again_when_there_is_a_newer_checkpoint(workspace):
    run = writer(workspace, step=10)
    store = ModelCache(workspace)
    first = store.load(run.id)
    assert store.load(run.id) is first
    put_checkpoint(run, 20)
    second = store.load(run.id)
    assert (first.run_model.step, second.run_model.step) == (10, 20)
    assert second.turns is first.turns


@pytest.mark.parametrize("kind", MODEL_SETTINGS)
def test_every_architecture_is_loaded_and_writes(workspace, kind):
    loaded = ModelCache(workspace).load(writer(workspace, model=kind).id)
    settings = GenerationSettings(length=30)
    asked = TextRequest(SEED_TEXT, settings)
    written = complete(loaded, [asked], should_stop=lambda: False)
    *parcels, summary = [part for _, part in written]
    assert isinstance(summary, CompletionSummary)
    assert (summary.tokens, summary.finish, summary.unknown) == (30, "length", ())
    texts = [parcel.text for parcel in parcels if isinstance(parcel, TextParcel)]
    assert len("".join(texts)) == 30
    assert loaded.bytes() > 1000


def test_a_last_step_that_was_written_again_is_loaded_again(workspace):
    run = writer(workspace, step=10)
    store = ModelCache(workspace)
    first = store.load(run.id)
    put_checkpoint(run, 10)
    assert store.load(run.id) is not first


def test_the_models_used_last_stay(workspace):
    runs = [writer(workspace, name=f"run {number}") for number in range(3)]
    store = ModelCache(workspace, most_models=2)
    first, second, _ = [store.load(runs[number].id) for number in (0, 1, 0)]
    store.load(runs[2].id)
    assert store.load(runs[0].id) is first
    assert store.load(runs[1].id) is not second


def test_memory_is_bounded_but_the_model_asked_for_always_stays(workspace):
    runs = [writer(workspace, name=f"run {number}") for number in range(2)]
    store = ModelCache(workspace, most_bytes=1)
    first = store.load(runs[0].id)
    assert store.load(runs[0].id) is first
    store.load(runs[1].id)
    assert store.load(runs[0].id) is not first


def test_what_cannot_write_is_refused_with_a_reason(workspace):
    store = ModelCache(workspace)
    with pytest.raises(RunError, match="no run called 'nobody'"):
        store.load("nobody")
    with pytest.raises(WorkspaceError, match="not the name"):
        store.load("../secrets")
    with pytest.raises(RunError, match="no whole checkpoint yet"):
        store.load(new_run(workspace).id)


def test_a_deleted_run_is_forgotten(workspace):
    run = writer(workspace)
    store = ModelCache(workspace)
    store.load(run.id)
    shutil.rmtree(run.folder)
    with pytest.raises(RunError):
        store.load(run.id)


def test_only_runs_with_a_checkpoint_are_listed(workspace):
    new_run(workspace, name="young")
    run = writer(workspace, step=30)
    assert ModelCache(workspace).runs() == [(run, 30)]


def test_a_deleted_corpus_leaves_the_model_but_no_copies_to_find(workspace):
    run = writer(workspace)
    loaded = ModelCache(workspace).load(run.id)
    delete_corpus(workspace, run.config().corpus)
    with pytest.raises(CorpusError):
        loaded.copied_from()
