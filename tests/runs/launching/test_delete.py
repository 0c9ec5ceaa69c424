"""Deleting a corpus deletes what derives from it, after saying what that is."""

from pathlib import Path

import orjson
import pytest

from slm_core.corpus.cleaning.recipe import READY_MADE
from slm_core.corpus.ingest.ingest import ingest
from slm_core.corpus.ingest.read_files import InputStream
from slm_core.corpus.readers.document import InputFile
from slm_core.corpus.split import SplitSettings
from slm_core.corpus.store import list_corpora
from slm_core.errors import CorpusError, RunError
from slm_core.profiling.build import build_profile
from slm_core.runs.launching.create import delete_run
from slm_core.runs.launching.delete import (
    delete_runs,
    derived_from,
    remove_corpus,
    runs_to_delete,
)
from slm_core.runs.run import list_runs
from slm_core.storage import write_json
from slm_core.tokenizers.encoded.token_store import prepare_tokens
from slm_core.tokenizers.settings import TokenizerSettings
from slm_core.workspace import Workspace, open_workspace
from tests.pages.run_folders import write_run

SECRET = "Anneliese Musterfrau"
TEXT = "\n\n".join(f"{SECRET} came on day {n} and left at {n % 24} o'clock." for n in range(400))


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    monkeypatch.setattr("slm_core.corpus.ingest.cache_plan._WORTH_KEEPING", 1)
    return open_workspace(tmp_path / "home")


def added(home: Workspace, text: str = TEXT, **more):
    item = InputStream(InputFile("notes.txt", text.encode()))
    return ingest(home, [item], name="notes", recipe=READY_MADE["light"], **more).corpus


def holding(home: Workspace) -> list[str]:
    """Files that hold the text, in whatever form we keep it."""
    files = [path for path in home.root.rglob("*") if path.is_file()]
    holders = [
        path for path in files if SECRET.encode() in path.read_bytes() or path.suffix == ".bin"
    ]
    return [str(path.relative_to(home.root)) for path in holders]


def test_nothing_of_a_text_is_left_when_its_corpus_is_deleted(home):
    corpus = added(home)
    other = added(home, "Another text that has nothing to do with it. " * 60)
    prepare_tokens(home, corpus, SplitSettings(), TokenizerSettings(kind="char"))
    build_profile(home, corpus)
    run = write_run(home, "finished", corpus=corpus.id)
    found = derived_from(home, corpus.id)
    assert [one.id for one in found.runs] == [run.run.id]
    assert len(found.tokens) == 1
    assert found.token_bytes > 0
    assert found.cache_bytes > 0
    assert holding(home) != []
    assert remove_corpus(home, corpus.id, with_runs=True) == found
    assert holding(home) == []
    assert list_runs(home) == []
    assert [one.id for one in list_corpora(home)] == [other.id]
    assert list(other.documents())
    with pytest.raises(CorpusError, match="does not exist"):
        remove_corpus(home, corpus.id)


def test_runs_stay_unless_they_shall_go_and_children_are_named(home):
    corpus = added(home)
    child = added(home, "A further text of that kind, with other words. " * 60, parent=corpus)
    run = write_run(home, "finished", corpus=corpus.id)
    found = remove_corpus(home, corpus.id)
    assert [one.id for one in found.children] == [child.id]
    assert [one.id for one in list_runs(home)] == [run.run.id]
    assert SECRET in "".join(child.documents())


def test_a_corpus_that_is_learned_from_stays(home):
    corpus = added(home)
    run = write_run(home, "running", corpus=corpus.id)
    try:
        with pytest.raises(CorpusError, match="is training on corpus"):
            remove_corpus(home, corpus.id, with_runs=True)
        assert list(corpus.documents())
    finally:
        run.end("stopped")


def test_deleting_runs_says_what_goes_and_one_at_work_keeps_no_other(home):
    done, busy = write_run(home, "finished"), write_run(home, "running")
    tuned = write_run(home, "finished")
    path = tuned.run.folder / "config.json"
    config = orjson.loads(path.read_bytes())
    start = {"run": done.run.id, "tokenizer": "same", "weights": "", "learned_from": []}
    write_json(path, config | {"start": start})
    found = runs_to_delete(home, [done.run, busy.run])
    assert [run.id for run in found.active] == [busy.run.id]
    assert [run.id for run in found.started_from] == [tuned.run.id]
    assert found.bytes > 100_000
    assert "2 runs with their models" in str(found.goes())
    assert "keeps its own copy" in str(found.stays()[1])
    with pytest.raises(RunError, match="still training"):
        delete_runs([busy.run, done.run])
    assert {run.id for run in list_runs(home)} == {busy.run.id, tuned.run.id}
    busy.lock.release()


def test_a_run_that_somebody_deleted_meanwhile_is_no_error_among_others(home):
    first, second = write_run(home, "finished"), write_run(home, "finished")
    delete_run(first.run)
    with pytest.raises(RunError, match="somebody has deleted it"):
        delete_run(first.run)
    assert delete_runs([first.run, second.run]) == [first.run, second.run]
    assert list_runs(home) == []
