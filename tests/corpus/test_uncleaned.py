"""The text before cleaning: kept with a corpus, never what was masked, and removed on request."""

from pathlib import Path

import pytest

from slm_core.corpus import uncleaned
from slm_core.corpus.cleaning.recipe import Recipe
from slm_core.corpus.cleaning.steps.case_and_punctuation import Lowercase
from slm_core.corpus.cleaning.steps.duplicates import ExactDuplicates
from slm_core.corpus.cleaning.steps.mask_pii import Privacy
from slm_core.corpus.cleaning.steps.whitespace import Whitespace
from slm_core.corpus.ingest.ingest import ingest
from slm_core.corpus.ingest.read_files import InputStream
from slm_core.corpus.readers.document import InputFile
from slm_core.corpus.store import Corpus, delete_corpus
from slm_core.corpus.uncleaned import find_uncleaned, remove_uncleaned
from slm_core.errors import CorpusError
from slm_core.runs.launching.delete import derived_from
from slm_core.workspace import Workspace
from tests.tiny import workspace_in

NOTES = [
    f"Note {number}:  the pump at gate {number % 7} was opened by ann{number}@example.com. "
    f"Nothing else was found on  round {number}. 泵已打开 🙂"
    for number in range(40)
]


@pytest.fixture
def home(tmp_path: Path) -> Workspace:
    return workspace_in(tmp_path)


def added(home: Workspace, *steps, texts=NOTES) -> Corpus:
    data = "\n\n\n".join(texts).encode()
    files = [
        InputStream(InputFile("first.txt", data)),
        InputStream(InputFile("second.txt", data[:900])),
    ]
    return ingest(home, files, name="Pumps", recipe=Recipe(steps), processes=1).corpus


def texts_of(corpus: Corpus) -> list[tuple[str, str]]:
    kept = find_uncleaned(corpus)
    return [tuple(document) for document in kept.documents()]


def test_what_the_readers_gave_is_kept_with_the_names_of_its_files(home) -> None:
    plain = added(home)
    corpus = added(home, Whitespace(), Lowercase())
    assert find_uncleaned(plain) is None, "nothing was cleaned"
    assert [text for text, _ in texts_of(corpus)] == list(plain.documents())
    assert {source for _, source in texts_of(corpus)} == {"first.txt", "second.txt"}
    assert "Note 1:  the pump" in texts_of(corpus)[0][0] and "🙂" in texts_of(corpus)[0][0]


def test_what_was_masked_is_not_kept(home) -> None:
    corpus = added(home, Whitespace(), Privacy(), Lowercase())
    kept = find_uncleaned(corpus)
    assert kept.steps == 2
    assert not any("example.com" in text for text, _ in texts_of(corpus))
    assert find_uncleaned(added(home, Whitespace(), Privacy())) is None, "no step is left"


def test_removed_it_is_gone_and_adding_the_files_again_keeps_it_anew(home) -> None:
    corpus = added(home, Whitespace(), Lowercase())
    before = texts_of(corpus)
    assert derived_from(home, corpus.id).uncleaned_bytes > remove_uncleaned(corpus) > 0
    assert find_uncleaned(corpus) is None
    assert remove_uncleaned(corpus) == 0
    assert added(home, Whitespace(), Lowercase()).id == corpus.id
    assert texts_of(corpus) == before


def test_texts_kept_from_an_earlier_cleaning_do_not_hide_it(home, monkeypatch) -> None:
    # Large enough that texts between steps are kept, from which a second cleaning goes on.
    many = [f"{text} {number}" for number in range(260) for text in NOTES]
    first = added(home, Whitespace(), ExactDuplicates(), Lowercase(), texts=many)
    second = added(home, Whitespace(), ExactDuplicates(), texts=many)
    assert texts_of(second) == texts_of(first)
    assert find_uncleaned(second).folder.parent == second.folder
    for corpus in (first, second):
        delete_corpus(home, corpus.id)
    third = added(home, Whitespace(), ExactDuplicates(), Whitespace(), texts=many)
    assert "Note 1:  the pump" in texts_of(third)[0][0], "the files were read again"


def test_a_long_text_is_not_kept_and_a_damaged_one_is_a_sentence(home, monkeypatch) -> None:
    corpus = added(home, Whitespace())
    path = find_uncleaned(corpus).folder / "texts.jsonl.zst"
    path.write_bytes(path.read_bytes()[:-40])
    with pytest.raises(CorpusError, match="before cleaning cannot be read"):
        texts_of(corpus)
    monkeypatch.setattr(uncleaned, "MOST", 1_000)
    assert find_uncleaned(added(home, Lowercase())) is None
