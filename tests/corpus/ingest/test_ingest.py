"""Files to a corpus: the same whatever the way, nothing twice, nothing left where it fails."""

import csv
import io
import json
import os
import zipfile
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import psutil
import pytest

from slm_core.corpus.cleaning import chunk
from slm_core.corpus.cleaning.recipe import READY_MADE, Recipe
from slm_core.corpus.cleaning.steps.case_and_punctuation import Lowercase
from slm_core.corpus.cleaning.steps.duplicates import ExactDuplicates
from slm_core.corpus.cleaning.steps.filters import LengthFilter
from slm_core.corpus.cleaning.steps.stop_words import StopWords
from slm_core.corpus.cleaning.steps.unicode import Unicode
from slm_core.corpus.cleaning.steps.whitespace import Whitespace
from slm_core.corpus.ingest import large_file
from slm_core.corpus.ingest.ingest import IngestProgress, IngestResult, ingest
from slm_core.corpus.ingest.read_files import InputStream, folder_files
from slm_core.corpus.readers.document import InputFile, ReadOptions
from slm_core.corpus.readers.registry import ENDINGS, read_source
from slm_core.corpus.store import open_corpus
from slm_core.errors import CorpusError, StoppedError
from slm_core.workspace import Workspace, open_workspace
from tests.corpus.recipe_in_memory import cleaned

NOTES = [
    f"Note {number}: the pump at gate {number % 7} was  opened,\tits valve cleaned and closed. "
    f"Nothing else was found on round {number * 3}."
    for number in range(600)
]


@pytest.fixture
def home(tmp_path: Path) -> Workspace:
    return open_workspace(tmp_path / "home")


@pytest.fixture
def small_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files of 20 kB count as large, and come in pieces of 6 kB."""
    monkeypatch.setattr(large_file, "LARGE", 20_000)
    monkeypatch.setattr(large_file, "PIECE", 6_000)
    monkeypatch.setattr(large_file, "_SAMPLE", 4_000)


def file(folder: Path, name: str, data: bytes | str) -> InputStream:
    path = folder / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return InputStream(InputFile(name, path))


def jsonl(texts: list[str]) -> str:
    return "".join(
        json.dumps({"id": place, "text": text}) + "\n" for place, text in enumerate(texts)
    )


def documents(done: IngestResult) -> list[str]:
    return list(done.corpus.documents())


def left_in(home: Workspace) -> list[Path]:
    folders = (home.corpora, home.cache / "texts")
    return [path for folder in folders if folder.is_dir() for path in folder.iterdir()]


@pytest.mark.parametrize("processes", [1, 2])
@pytest.mark.parametrize("name", [*READY_MADE, "mixed"])
def test_a_recipe_does_the_same_in_memory_and_from_files(
    tmp_path, home, monkeypatch, processes, name
):
    monkeypatch.setattr(chunk, "LARGEST", 9_000)  # several chunks
    mixed = (Unicode(), Lowercase(), LengthFilter(), StopWords(), ExactDuplicates(), Whitespace())
    recipe = Recipe(mixed) if name == "mixed" else READY_MADE[name]
    texts = [*NOTES, *NOTES[:50], "    "]
    given = [text for text in texts if text.strip()]
    expected = cleaned(recipe, given)
    item = file(tmp_path, "notes.jsonl", jsonl(texts))
    done = ingest(home, [item], name="notes", recipe=recipe, processes=processes)
    assert documents(done) == expected.texts
    assert list(done.tallies) == [_as(done, tally) for tally in expected.stats]
    assert [dict(values) for values in done.corpus.card.recipe] == expected.recipe.steps_json()


def _as(done: IngestResult, tally):
    kind = type(done.tallies[0])
    return kind(**{name: getattr(tally, name) for name in vars(tally) if name != "watch"})


def test_one_bad_file_does_not_spoil_the_rest(tmp_path, home):
    items = [
        file(tmp_path, "empty.txt", b""),
        file(tmp_path, "good.txt", "\n".join(NOTES[:20])),
        file(tmp_path, "picture.png", b"\x89PNG\r\n\x1a\n"),
        file(tmp_path, "locked.pdf", b"%PDF-1.7 broken"),
        InputStream(InputFile("gone.txt", tmp_path / "gone.txt")),
        file(
            tmp_path, "more.csv", "id,note\n" + "\n".join(f'{n},"{t}"' for n, t in enumerate(NOTES))
        ),
    ]
    done = ingest(home, items, name="mixed")
    assert len(documents(done)) == 1 + len(NOTES)
    named = [str(sentence).split(":")[0] for sentence in done.refused]
    assert named == ["empty.txt", "picture.png", "locked.pdf", "gone.txt"]
    assert done.corpus.card.refused == done.refused
    assert [source.file for source in done.corpus.card.sources] == ["good.txt", "more.csv"]


def test_when_nothing_can_be_read_the_reasons_are_told_and_nothing_is_left(tmp_path, home):
    items = [
        file(tmp_path, "a.txt", b""),
        file(tmp_path, "b.exe", b"MZ\x90\0\x03\0\0\0\x04\0\0\0\xff\xff" * 4),
    ]
    with pytest.raises(CorpusError, match=r"None of 2 files.*\na\.txt: .*\nb\.exe: "):
        ingest(home, items, name="bad")
    with pytest.raises(CorpusError, match=r"^a\.txt: The file is empty"):
        ingest(home, items[:1], name="bad")
    with pytest.raises(CorpusError, match="leaves nothing"):
        good = file(tmp_path, "good.txt", NOTES[0] * 9)
        ingest(home, [good], name="x", recipe=Recipe((LengthFilter(shortest=100_000),)))
    assert left_in(home) == []


def test_a_zip_gives_its_files_one_by_one(tmp_path, home):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("a/one.txt", "\n".join(NOTES[:30]))
        archive.writestr("b/two.md", "\n".join(NOTES[30:60]))
        archive.writestr("b/bad.bin", b"\0\1\2")
        archive.writestr("b/inner.zip", b"PK\3\4 broken")
    done = ingest(home, [InputStream(InputFile("all.zip", packed.getvalue()))], name="zip")
    assert [source.file for source in done.corpus.card.sources] == ["one.txt", "two.md"]
    bad, inner = map(str, done.refused)
    assert bad.startswith(
        "all.zip/bad.bin: Files ending in .bin are read where they are plain text."
    )
    assert inner.startswith("all.zip/inner.zip: It is broken or cut off.")


@pytest.mark.usefixtures("small_pieces")
class TestLargeFiles:
    """Read in pieces, they give what they give whole."""

    def test_text(self, tmp_path, home, monkeypatch):
        monkeypatch.setattr(chunk, "LARGEST", 2_500)
        text = "\n".join(NOTES) + "\r\nZuletzt: größer, 泵漏油。\n"
        done = ingest(home, [file(tmp_path, "long.txt", text)], name="long")
        assert documents(done) == [text.replace("\r\n", "\n")]
        assert done.corpus.card.counts.documents == 1

    def test_text_cleaned_in_parts(self, tmp_path, home):
        text = "\n".join(NOTES)
        recipe = Recipe((Whitespace(), Lowercase()))
        done = ingest(home, [file(tmp_path, "long.txt", text)], name="long", recipe=recipe)
        expected = cleaned(recipe, [text])
        assert documents(done) == expected.texts
        assert [tally.changes for tally in done.tallies] == [t.changes for t in expected.stats]
        assert [tally.documents_changed for tally in done.tallies] == [1, 1]

    @pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
    def test_text_in_other_encodings(self, tmp_path, home, encoding):
        text = "".join(f"第{number}号泵漏油，已更换密封件，运行正常。\n" for number in range(1500))
        done = ingest(home, [file(tmp_path, "long.txt", text.encode(encoding))], name="long")
        assert documents(done) == [text]

    @pytest.mark.parametrize("header", [True, False])
    def test_table(self, tmp_path, home, header):
        rows = [
            [str(place), text.replace(" valve", "\nvalve"), 'say "no"']
            for place, text in enumerate(NOTES)
        ]
        buffer = io.StringIO()
        csv.writer(buffer).writerows([["id", "note", "mark"]] * header + rows)
        item = file(tmp_path, "table.csv", buffer.getvalue())
        whole = read_source(InputFile("table.csv", buffer.getvalue().encode()))
        done = ingest(home, [item], name="table")
        assert documents(done) == whole.documents
        assert len(whole.documents) == len(NOTES)
        assert str(done.corpus.card.sources[0].read_as) == str(whole.read_as)

    def test_a_quotation_mark_that_is_never_closed_ends(self, tmp_path, home):
        rows = [f"{place},{text}" for place, text in enumerate(NOTES)]
        rows[300] = '300,"' + NOTES[300]
        done = ingest(home, [file(tmp_path, "table.csv", "id,note\n" + "\n".join(rows))], name="t")
        text = "".join(documents(done))
        assert NOTES[0] in text
        assert NOTES[299] in text

    def test_lines_of_json(self, tmp_path, home):
        done = ingest(home, [file(tmp_path, "lines.jsonl", jsonl(NOTES))], name="lines")
        assert documents(done) == NOTES

    def test_bytes_in_the_middle_that_are_no_text(self, tmp_path, home):
        text = "\n".join(NOTES).encode()
        data = text[:40_000] + bytes(range(256)) * 40 + text[40_000:]
        item = InputStream(InputFile("x.txt", tmp_path / "x.txt"), ReadOptions(encoding="UTF-8"))
        (tmp_path / "x.txt").write_bytes(data)
        done = ingest(home, [item], name="x")
        assert len(done.refused) == 1
        assert "not text" in str(done.refused[0])
        (kept,) = documents(done)
        assert kept.startswith(NOTES[0])


class Told(list):
    """What `ingest` told."""

    def __call__(self, progress: IngestProgress) -> None:
        self.append(progress)

    @property
    def doings(self) -> set[str]:
        return {str(progress.doing) for progress in self}


LIGHT = (Unicode(), Whitespace(), ExactDuplicates(), Lowercase())


@pytest.fixture
def items(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[InputStream]:
    """One table, of which every reading is kept although it is small."""
    monkeypatch.setattr("slm_core.corpus.ingest.cache_plan._WORTH_KEEPING", 1)
    return [file(tmp_path, "notes.jsonl", jsonl(NOTES * 2))]


class TestNothingTwice:
    """Texts between two steps are kept."""

    def test_another_last_step_reads_and_cleans_nothing_again(self, home, items):
        ingest(home, items, name="a", recipe=Recipe(LIGHT))
        changed = Recipe((*LIGHT[:3], StopWords(language="en")))
        told = Told()
        done = ingest(home, items, name="b", recipe=changed, tell=told)
        assert told.doings == {"cleaning"}
        assert documents(done) == cleaned(changed, NOTES * 2).texts
        assert done.tallies[2].changes == len(NOTES)
        assert [source.file for source in done.corpus.card.sources] == ["notes.jsonl"]

    def test_one_more_step_goes_on_from_the_corpus_itself(self, home, items, monkeypatch):
        ingest(home, items, name="a", recipe=Recipe(LIGHT))

        def never(*arguments):
            raise AssertionError("an earlier step was done again")

        for step in (Unicode, Whitespace, Lowercase):
            monkeypatch.setattr(step, "apply", never)
        recipe = Recipe((*LIGHT, StopWords(language="en")))
        done = ingest(home, items, name="b", recipe=recipe, processes=1)
        assert [tally.step for tally in done.tallies] == [step.section for step in recipe.steps]
        assert done.tallies[3].changes > 0
        assert documents(done)[0].startswith("note 0: pump gate")

    def test_a_language_once_found_stays(self, home, items):
        first = ingest(home, items, name="a", recipe=Recipe((Unicode(), StopWords(), Lowercase())))
        told = Told()
        again = Recipe((Unicode(), StopWords(), Whitespace()))
        second = ingest(home, items, name="b", recipe=again, tell=told)
        assert told.doings == {"cleaning"}
        assert first.corpus.card.recipe[1] == second.corpus.card.recipe[1]
        assert second.corpus.card.recipe[1]["language"] == "en"

    def test_a_changed_file_is_read_anew(self, home, items, tmp_path):
        ingest(home, items, name="a", recipe=Recipe(LIGHT))
        file(tmp_path, "notes.jsonl", jsonl([text.upper() for text in NOTES * 2]))
        told = Told()
        done = ingest(home, items, name="a", recipe=Recipe(LIGHT[:3]), tell=told)
        assert "reading" in told.doings
        assert documents(done)[0].startswith("NOTE 0")

    def test_damaged_kept_texts_are_made_again(self, home, items):
        ingest(home, items, name="a", recipe=Recipe(LIGHT))
        for path in (home.cache / "texts").glob("*/texts.jsonl"):
            os.truncate(path, 3000)
        changed = Recipe((*LIGHT[:3], StopWords(language="en")))
        assert len(documents(ingest(home, items, name="b", recipe=changed))) == len(NOTES)


def test_stopping_leaves_nothing(tmp_path, home):
    items = [file(tmp_path, f"{place}.txt", NOTES[place] * 200) for place in range(90)]
    told = Told()
    with pytest.raises(StoppedError, match="Nothing was added"):
        ingest(
            home,
            items,
            name="x",
            recipe=Recipe(LIGHT),
            tell=told,
            should_stop=lambda: len(told) > 0,
        )
    assert left_in(home) == []


def test_a_process_that_is_ended_from_outside_is_a_sentence(tmp_path, home):
    items = [file(tmp_path, f"{place}.txt", NOTES[place] * 4000) for place in range(30)]

    def kill(progress: IngestProgress) -> None:
        for child in psutil.Process().children():
            with suppress(psutil.NoSuchProcess):  # it is killed more than once
                if "slm_core.processes.pool_worker" in child.cmdline():
                    child.kill()

    with pytest.raises(CorpusError, match="ended by the system"):
        ingest(home, items, name="x", recipe=Recipe(LIGHT), tell=kill, processes=2)
    assert left_in(home) == []


def test_an_extended_corpus_knows_its_parent_and_its_texts(tmp_path, home):
    recipe = Recipe((Whitespace(), ExactDuplicates()))
    first = ingest(
        home, [file(tmp_path, "old.jsonl", jsonl(NOTES[:100]))], name="old", recipe=recipe
    )
    new = file(tmp_path, "new.jsonl", jsonl(NOTES[50:150]))
    done = ingest(home, [new], name="new", recipe=recipe, parent=first.corpus)
    assert done.corpus.card.parent == first.corpus.id
    assert documents(done) == cleaned(recipe, NOTES[:150]).texts
    assert done.tallies[1].documents_in == 100
    assert done.tallies[1].documents_out == 50
    assert [source.file for source in done.corpus.card.sources] == ["old.jsonl", "new.jsonl"]


def test_thousands_of_files_keep_the_card_small(tmp_path, home):
    for place in range(1000):
        (tmp_path / f"{place:04}.txt").write_text(NOTES[place % 600], encoding="utf-8")
    (tmp_path / ".hidden.txt").write_text("no", encoding="utf-8")
    (tmp_path / "picture.png").write_bytes(b"\x89PNG")
    found, other = folder_files(tmp_path, endings=list(ENDINGS))
    assert (len(found), other) == (1000, 1)
    done = ingest(home, [InputStream(InputFile(path.name, path)) for path in found], name="many")
    card = done.corpus.card
    assert len(card.sources) == 200
    assert card.more_sources == 800
    assert [source.file for source in done.corpus.sources()] == [path.name for path in found]
    assert (done.corpus.folder / "card.json").stat().st_size < 100_000


@pytest.mark.parametrize(
    "name",
    ["../../etc/passwd", "a/b\\c.txt", "\u202egnp.txt", "😀.txt", "x" * 300 + ".txt", "\0.txt"],
)
def test_names_lead_nowhere(home, name):
    done = ingest(home, [InputStream(InputFile(name, "\n".join(NOTES).encode()))], name=name)
    assert done.corpus.folder.parent == home.corpora
    assert "/" not in done.corpus.card.sources[0].file
    assert sorted(path.name for path in home.root.parent.iterdir()) == ["home"]


class TestDocumentsInsideOneText:
    """A text is cut where somebody chose, however large it is and whoever reads it."""

    NAMES = "".join(f"Elar{n}in and so on\n" for n in range(1_500))

    @pytest.mark.parametrize("boundary", ["line", "marks", "headings", "messages"])
    @pytest.mark.parametrize("large", [False, True])
    def test_cut(self, tmp_path, home, request, boundary, large):
        if large:
            request.getfixturevalue("small_pieces")
        before, after = {
            "line": ("", "\n"),
            "marks": ("", "<|endoftext|>\n"),
            "headings": ("# Note\n", "\n\n"),
            "messages": ("2024-03-01 09:12:33 Ann\n", "\n\n"),
        }[boundary]
        item = file(tmp_path, "notes.txt", "".join(f"{before}{note}{after}" for note in NOTES))
        cut = replace(item, options=ReadOptions(documents=boundary))
        texts = documents(ingest(home, [cut], name="Notes"))
        kept = before if boundary == "headings" else ""
        assert texts == [f"{kept}{note}" for note in NOTES]

    @pytest.mark.parametrize("large", [False, True])
    def test_offered(self, tmp_path, home, request, large):
        if large:
            request.getfixturevalue("small_pieces")
        done = ingest(home, [file(tmp_path, "names.txt", self.NAMES)], name="Names")
        assert len(documents(done)) == 1
        (offered,) = open_corpus(home, done.corpus.id).card.sources[0].suggestions
        assert (offered.option, offered.value) == ("documents", "line")
        assert 1_400 < offered.documents < 1_600
        whole = replace(
            file(tmp_path, "names.txt", self.NAMES), options=ReadOptions(documents="whole")
        )
        other = open_workspace(tmp_path / "other")
        assert ingest(other, [whole], name="Names").corpus.card.sources[0].suggestions == ()

    @pytest.mark.parametrize("large", [False, True])
    def test_columns_are_joined(self, tmp_path, home, request, large):
        if large:
            request.getfixturevalue("small_pieces")
        rows = "".join(f'{n},"Where is, {n}?",On the quay {n}.\n' for n in range(1_000))
        item = file(tmp_path, "faq.csv", f"id,question,answer\n{rows}")
        (offered,) = ingest(home, [item], name="FAQ").corpus.card.sources[0].suggestions
        joined = replace(item, options=ReadOptions(template=offered.value))
        texts = documents(ingest(home, [joined], name="FAQ"))
        assert texts == [f"Q: Where is, {n}?\nA: On the quay {n}." for n in range(1_000)]
