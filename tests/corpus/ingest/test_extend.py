"""The text of a corpus through a recipe into another: whole documents, same files, no copies."""

import pytest

from slm_core.corpus.cleaning.recipe import Recipe
from slm_core.corpus.cleaning.steps.mask_pii import Privacy
from slm_core.corpus.ingest.add_job import add_job
from slm_core.corpus.ingest.ingest import ingest
from slm_core.corpus.ingest.read_files import InputStream
from slm_core.corpus.readers.document import InputFile
from slm_core.corpus.readers.registry import read_source
from slm_core.corpus.store import CorpusSummary, add_corpus, new_corpus, open_corpus
from slm_core.errors import CorpusError
from slm_core.workspace import open_workspace
from tests.tiny import text_of, wait_for

ROWS = "".join(f'{{"text": "Call anna@example.com about pump {n}."}}\n' for n in range(40))


def again(corpus):
    return [InputStream(InputFile(corpus.card.name, corpus.texts), is_corpus=True)]


@pytest.fixture
def workspace(tmp_path):
    return open_workspace(tmp_path / "home")


def test_its_documents_come_in_and_its_files_are_named(workspace):
    read = read_source(InputFile("calls.jsonl", ROWS.encode()))
    corpus = add_corpus(workspace, [read], name="Calls")
    done = ingest(workspace, again(corpus), name="Calls, masked", recipe=Recipe((Privacy(),)))
    assert list(done.corpus.documents()) == [
        text.replace("anna@example.com", "⟨e-mail⟩") for text in corpus.documents()
    ]
    assert done.corpus.card.sources == corpus.card.sources
    assert done.corpus.card.parent is None
    assert done.tallies[0].documents_changed == 40


def test_a_document_of_several_passages_stays_one(workspace):
    text = text_of(200_000) * 22 + "The end: anna@example.com"
    with new_corpus(workspace) as making:
        making.writer.add(text, "book.txt")
        making.writer.add("Another document.", "book.txt")
        corpus = making.finish(CorpusSummary("Book"))
    assert len(list(corpus.passages())) == 3
    done = ingest(workspace, again(corpus), name="Masked", recipe=Recipe((Privacy(),)))
    first, second = done.corpus.documents()
    assert first == text.replace("anna@example.com", "⟨e-mail⟩")
    assert second == "Another document."


def test_no_text_from_before_the_mask_is_kept_beside(workspace):
    rows = ROWS * 800
    corpus = add_corpus(workspace, [read_source(InputFile("c.jsonl", rows.encode()))], name="Calls")
    ingest(workspace, again(corpus), name="Masked", recipe=Recipe((Privacy(),)))
    for path in workspace.cache.rglob("*"):
        assert path.is_dir() or b"anna@example.com" not in path.read_bytes()


def test_a_damaged_corpus_gives_nothing_and_says_so(workspace):
    corpus = add_corpus(workspace, [read_source(InputFile("c.jsonl", ROWS.encode()))], name="Calls")
    corpus.texts.write_bytes(corpus.texts.read_bytes()[:-9])
    with pytest.raises(CorpusError, match="is damaged: a part of it is missing"):
        ingest(workspace, again(corpus), name="Masked", recipe=Recipe((Privacy(),)))
    assert len(list(workspace.corpora.iterdir())) == 1


def test_a_job_does_it_too(workspace):
    corpus = add_corpus(workspace, [read_source(InputFile("c.jsonl", ROWS.encode()))], name="Calls")
    job = add_job(workspace, again(corpus), name="Masked", recipe=Recipe((Privacy(),)))
    wait_for(lambda: job.state().is_over, seconds=60)
    result = job.state().result
    assert result
    masked = open_corpus(workspace, str(result["corpus"]))
    assert "⟨e-mail⟩" in next(masked.documents())
