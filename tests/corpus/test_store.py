"""A corpus is added once, never changed, found again, and gone when deleted."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from slm_core.corpus.card import CorpusCard
from slm_core.corpus.readers.document import InputFile, ReadResult
from slm_core.corpus.readers.registry import read_source
from slm_core.corpus.store import (
    SHORTEST,
    SMALL,
    add_corpus,
    delete_corpus,
    list_corpora,
    open_corpus,
)
from slm_core.errors import CorpusError, WorkspaceError
from slm_core.storage import from_json, read_json, write_json
from slm_core.workspace import Workspace, open_workspace

SENTENCE = "The pump was stopped, and a new bearing was fitted. "


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return open_workspace(tmp_path / "home")


def text(content: str, name: str = "notes.txt") -> ReadResult:
    return read_source(InputFile(name, content.encode()))


def test_what_is_added_is_read_back(workspace: Workspace) -> None:
    table = read_source(InputFile("t.csv", b"id,text\n1,first row of it\n2,\xe7\xac\xac\n3,\n"))
    corpus = add_corpus(workspace, [text(SENTENCE * 10), table], name="Pump notes")
    assert list(corpus.documents()) == [SENTENCE * 10, "first row of it", "第"]
    again = open_corpus(workspace, corpus.id)
    assert again == corpus
    assert corpus.id.startswith("pump-notes-")
    names = ["card.json", "checksums.json", "documents.jsonl"]
    assert sorted(path.name for path in corpus.folder.iterdir()) == names
    card = corpus.card
    assert (card.name, card.language) == ("Pump notes", "en")
    assert card.counts.documents == 3
    assert card.counts.characters == len(SENTENCE) * 10 + 15 + 1
    assert card.counts.bytes == len(SENTENCE) * 10 + 15 + 3
    assert [source.file for source in card.sources] == ["notes.txt", "t.csv"]
    assert (*map(str, card.sources[1].left_out),) == ("1 row without text",)
    assert card.seed_text == "The pump was stopped, and a new bearing"


def test_a_card_survives_its_file(workspace: Workspace) -> None:
    card = add_corpus(workspace, [text(SENTENCE * 10)], name="a", sample="s", seed_text="Hi").card
    values = read_json(workspace.corpora / open_only(workspace) / "card.json")
    assert values is not None
    assert from_json(CorpusCard, values) == card
    assert (card.sample, card.seed_text) == ("s", "Hi")
    older = {**values, "counts": {**values["counts"], "words": 105}}
    assert from_json(CorpusCard, older) == card
    assert set(values) >= {"name", "sources", "language", "recipe", "counts", "created", "warnings"}
    for broken in ({}, {**values, "counts": 3}, {**values, "name": None}, {**values, "sources": 1}):
        with pytest.raises(ValueError, match=r"name|sources|counts"):
            from_json(CorpusCard, broken)


def test_a_card_of_before_says_nothing_of_how_sure_an_encoding_was(workspace: Workspace) -> None:
    card = add_corpus(workspace, [text(SENTENCE * 10)], name="a").card
    values = json.loads(json.dumps(card.to_json()))
    del values["sources"][0]["confidence"]
    assert from_json(CorpusCard, values) == card
    values["sources"][0]["confidence"] = 7
    with pytest.raises(ValueError, match="confidence: Input should be less than or equal to 1"):
        from_json(CorpusCard, values)


def open_only(workspace: Workspace) -> str:
    (corpus,) = list_corpora(workspace)
    return corpus.id


def test_the_same_text_and_name_are_the_same_corpus(workspace: Workspace) -> None:
    first = add_corpus(workspace, [text(SENTENCE * 10)], name="One")
    again = add_corpus(workspace, [text(SENTENCE * 10, "other.md")], name="One")
    assert again == first
    assert len(list_corpora(workspace)) == 1
    parts = [text(SENTENCE * 5), text(SENTENCE * 5)]
    other = add_corpus(workspace, parts, name="One")
    assert other.id != first.id, "borders count"
    assert other.card.name == "One (2)", "two names that nobody can tell apart"
    assert add_corpus(workspace, parts, name="One") == other
    assert add_corpus(workspace, [text(SENTENCE * 10)], name="Two").id != first.id


def test_the_id_does_not_depend_on_the_workspace(workspace: Workspace, tmp_path: Path) -> None:
    other = open_workspace(tmp_path / "elsewhere")
    ids = {add_corpus(home, [text(SENTENCE * 9)], name="x").id for home in (workspace, other)}
    assert len(ids) == 1


def test_corpora_are_listed_newest_first_without_the_damaged(workspace: Workspace) -> None:
    start = datetime(2026, 1, 1, tzinfo=UTC)
    for number in range(3):
        content = [text(SENTENCE * (10 + number))]
        add_corpus(workspace, content, name=f"c{number}", now=start + timedelta(days=number))
    (workspace.corpora / ".draft-x").mkdir()
    (workspace.corpora / "empty").mkdir()
    (workspace.corpora / "file.txt").write_text("x")
    (workspace.corpora / "a b").mkdir()
    for name, card in (("half", "{"), ("wrong", '{"name": 3}')):
        (workspace.corpora / name).mkdir()
        (workspace.corpora / name / "card.json").write_text(card)
        (workspace.corpora / name / "documents.jsonl").write_text("")
    assert [corpus.card.name for corpus in list_corpora(workspace)] == ["c2", "c1", "c0"]


def test_deleting_leaves_nothing(workspace: Workspace) -> None:
    corpus = add_corpus(workspace, [text(SENTENCE * 10)], name="x")
    delete_corpus(workspace, corpus.id)
    assert list(workspace.corpora.iterdir()) == []
    with pytest.raises(CorpusError, match="does not exist in this workspace"):
        delete_corpus(workspace, corpus.id)
    with pytest.raises(CorpusError, match="does not exist in this workspace"):
        open_corpus(workspace, corpus.id)
    with pytest.raises(CorpusError, match="cannot be read"):
        list(corpus.documents())


def test_names_cannot_leave_the_workspace(workspace: Workspace) -> None:
    for action in (open_corpus, delete_corpus):
        with pytest.raises(WorkspaceError, match="not the name of anything"):
            action(workspace, "../runs")
    corpus = add_corpus(workspace, [text(SENTENCE * 10)], name="../../etc")
    assert corpus.folder.parent == workspace.corpora


def test_a_damaged_corpus_is_told_and_replaced_when_added_again(workspace: Workspace) -> None:
    corpus = add_corpus(workspace, [text(SENTENCE * 10)], name="x")
    (corpus.folder / "documents.jsonl").write_text('{"text": "cut o')
    with pytest.raises(CorpusError, match="cannot be read"):
        list(corpus.documents())
    write_json(corpus.folder / "card.json", {"name": "no more"})
    with pytest.raises(CorpusError, match="damaged"):
        open_corpus(workspace, corpus.id)
    again = add_corpus(workspace, [text(SENTENCE * 10)], name="x")
    assert list(again.documents()) == [SENTENCE * 10]


@pytest.mark.parametrize("content", ["word", "word" + " " * 500, "x" * (SHORTEST - 1)])
def test_too_little_text_is_refused_with_both_numbers(workspace: Workspace, content: str) -> None:
    with pytest.raises(CorpusError, match=rf"{len(content.strip())} char.* at least {SHORTEST}"):
        add_corpus(workspace, [text(content)], name="x")
    assert list(workspace.corpora.iterdir()) == []


def test_no_files_at_all_are_too_little(workspace: Workspace) -> None:
    with pytest.raises(CorpusError, match="There are 0 characters"):
        add_corpus(workspace, [], name="x")


def test_a_small_text_has_a_warning_and_a_large_one_none(workspace: Workspace) -> None:
    small = add_corpus(workspace, [text(SENTENCE * 10)], name="x")
    assert str(small.card.warnings[0]).startswith("This is a small text: 520 characters.")
    assert add_corpus(workspace, [text(SENTENCE * (SMALL // 50))], name="x").card.warnings == ()


def test_a_full_disk_leaves_nothing_behind(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("slm_core.corpus.store.write_json", full)
    with pytest.raises(WorkspaceError, match="disk is full"):
        add_corpus(workspace, [text(SENTENCE * 10)], name="x")
    assert list(workspace.corpora.iterdir()) == []


REAL = [
    ("tinyshakespeare/input.txt", "en", "Before we proceed any further"),
    ("ja_soseki/kokoro.txt", "ja", "夏目漱石"),
    ("zh_poetry/tangshi300.txt", "zh", "在嶽詠蟬"),
    ("zh_medical_gb18030/neike_5000-6000.gb18030.csv", "zh", "高血压病人可以口服党参的"),
    ("formats/french_cp1252.txt", "fr", "JEAN-BAPTISTE POQUELIN MOLIÈRE"),
    ("formats/udhr_german_latin1.txt", "de", "Die Allgemeine Erklärung der"),
    ("docs_rust_book/ch04-01-what-is-ownership.md", "en", "What Is Ownership"),
    ("wikitext-2/test.txt", "en", "Robert <unk>"),
]


@pytest.mark.parametrize(("file", "language", "seed"), REAL)
def test_real_files_get_right_cards(
    workspace: Workspace, real_data: Path, file: str, language: str, seed: str
) -> None:
    result = read_source(InputFile(Path(file).name, real_data / file))
    card = add_corpus(workspace, [result], name=file).card
    assert card.language == language
    assert card.seed_text.startswith(seed)
    assert card.seed_text in "".join(result.documents).replace("\u3000", " ")
    assert len(card.seed_text) <= 40
