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


def test_a_checkpoint_is_loaded_by_its_step_and_beside_the_newest(workspace):
    run = writer(workspace, step=10)
    put_checkpoint(run, 20)
    store = ModelCache(workspace)
    asked = TextRequest(SEED_TEXT, GenerationSettings(length=30))
    texts = {}
    for name in (run.id, f"{run.id}@20", f"{run.id}@10"):
        parts = [part for _, part in complete(store.load(name), [asked], should_stop=lambda: False)]
        assert parts[-1].step == (10 if name.endswith("@10") else 20)
        texts[name] = "".join(part.text for part in parts[:-1])
    assert texts[run.id] == texts[f"{run.id}@20"] != texts[f"{run.id}@10"]
    with pytest.raises(RunError, match=r"no weights of step 15. .* best: 20, 10"):
        store.load(f"{run.id}@15")
    (run.folder / "checkpoints" / "step-10" / "model.safetensors").write_bytes(b"cut short")
    with pytest.raises(RunError, match=r"step 10 .* damaged\. Choose another step: 20"):
        ModelCache(workspace).load(f"{run.id}@10")


def test_weights_in_int8_write_and_say_what_they_cost(workspace):
    run = writer(workspace)
    loaded = ModelCache(workspace, int8=True).load(run.id)
    asked = TextRequest(SEED_TEXT, GenerationSettings(length=30))
    *_, (_, summary) = complete(loaded, [asked], should_stop=lambda: False)
    assert isinstance(summary, CompletionSummary)
    assert summary.int8 is not None
    assert summary.int8["before"] > 0
    assert 0 < abs(summary.int8["after"] / summary.int8["before"] - 1) < 0.02
    delete_corpus(workspace, run.config().corpus)
    assert ModelCache(workspace, int8=True).load(run.id).int8 is None


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
