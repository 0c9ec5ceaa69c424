"""Files become a corpus in a job: passing ones are read all the same, passwords forgotten."""

import stat
import time
from pathlib import Path

import pytest

from slm_core.corpus.cleaning.recipe import READY_MADE, Recipe
from slm_core.corpus.ingest.add_job import add_job
from slm_core.corpus.ingest.ingest import InputStream
from slm_core.corpus.readers.document import InputFile, ReadOptions
from slm_core.corpus.store import list_corpora, open_corpus
from slm_core.errors import CorpusError
from slm_core.messages import Message
from slm_core.processes.jobs import Job, JobState, list_jobs, open_job
from slm_core.profiling.cache import cached_profile
from slm_core.profiling.report_job import report_job
from slm_core.runs.launching.delete import remove_corpus
from slm_core.workspace import Workspace, open_workspace

NOTES = "\n".join(f"Round {n}: the pump at gate {n % 7} was opened and closed." for n in range(900))
SOON = 60.0
TEXT = "The seal of pump two was worn and was replaced.\n" * 20


@pytest.fixture
def home(tmp_path: Path) -> Workspace:
    return open_workspace(tmp_path / "home")


def over(job: Job) -> JobState:
    deadline = time.monotonic() + SOON
    while not (state := job.state()).is_over:
        assert time.monotonic() < deadline, state
        time.sleep(0.05)
    return state


@pytest.mark.parametrize("links", [True, False])
def test_a_job_has_a_copy_of_a_file_that_will_go(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, links: bool
) -> None:
    if not links:

        def refuse(*_: object) -> None:
            raise OSError

        monkeypatch.setattr("os.link", refuse)
    workspace = open_workspace(tmp_path / "home")
    upload = tmp_path / "upload"
    upload.write_text(TEXT)
    incoming = InputStream(InputFile("notes.txt", upload), is_passing=True)
    job = add_job(workspace, [incoming], name="Notes", recipe=Recipe())
    upload.unlink()
    end = time.monotonic() + 30
    while not job.state().is_over:
        assert time.monotonic() < end
        time.sleep(0.05)
    state = job.state()
    assert state.result is not None, state.error
    assert list(open_corpus(workspace, str(state.result["corpus"])).documents()) == [TEXT]
    assert not (job.folder / "files").exists()


def test_a_job_can_be_forgotten_the_moment_it_is_over(tmp_path: Path) -> None:
    workspace = open_workspace(tmp_path / "home")
    for number in range(3):
        source = InputFile("notes.txt", f"{number} {TEXT}".encode())
        job = add_job(workspace, [InputStream(source)], name="Notes", recipe=Recipe())
        end = time.monotonic() + 30
        while not job.state().is_over:
            assert time.monotonic() < end
        job.forget()
        assert not job.folder.exists()
    time.sleep(0.5)
    assert not list(workspace.jobs.iterdir())


def test_a_job_that_is_watched_closely_is_never_taken_for_interrupted(tmp_path: Path) -> None:
    workspace = open_workspace(tmp_path / "home")
    for number in range(4):
        source = InputFile("word.txt", b"pump" if number % 2 else f"{number} {TEXT}".encode())
        job = add_job(workspace, [InputStream(source)], name="Notes", recipe=Recipe())
        end = time.monotonic() + 30
        while not (state := job.state()).is_over:
            assert time.monotonic() < end
        assert state.state == ("failed" if number % 2 else "done")


def test_files_become_a_corpus_and_its_report(home):
    incoming = [
        InputStream(InputFile("notes.txt", NOTES.encode())),
        InputStream(InputFile("bad.png", b"\x89PNG\r\n"), ReadOptions(password="hush")),
    ]
    job = add_job(home, incoming, name="Notes", recipe=READY_MADE["light"])
    assert stat.S_IMODE((job.folder / "request.json").stat().st_mode) == 0o600
    state = over(job)
    assert state.state == "done", state
    corpus = open_corpus(home, str(state.result["corpus"]))
    assert list(corpus.documents()) == [NOTES]
    assert corpus.card.name == "Notes"
    [refused] = map(Message.from_json, state.result["refused"])
    assert str(refused).startswith("bad.png:")
    assert [tally["step"] for tally in state.result["tallies"]] == [
        step.section for step in READY_MADE["light"].steps
    ]
    assert not (job.folder / "files").exists()
    assert "hush" not in (job.folder / "request.json").read_text(encoding="utf-8")
    report = report_job(home, corpus.id)
    assert over(report).result == {"corpus": corpus.id}
    assert cached_profile(home, corpus.id).characters == len(NOTES)
    assert [found.id for found in list_jobs(home)] == [report.id, job.id]
    assert open_job(home, job.id) == job
    remove_corpus(home, corpus.id)
    assert list_jobs(home) == []


def test_what_fails_says_why(home):
    failed = over(add_job(home, [InputStream(InputFile("a.txt", b""))], name="x", recipe=Recipe()))
    assert failed.state == "failed"
    assert str(failed.error).startswith("a.txt: The file is empty")
    assert list_corpora(home) == []


def test_what_cannot_be_asked_for(home):
    with pytest.raises(CorpusError, match="no files"):
        add_job(home, [], name="x", recipe=Recipe())
    with pytest.raises(CorpusError, match="'gone' does not exist"):
        report_job(home, "gone")
    with pytest.raises(CorpusError, match="'gone' does not exist"):
        add_job(
            home, [InputStream(InputFile("a.txt", b"x"))], name="x", recipe=Recipe(), parent="gone"
        )
    assert list_jobs(home) == []


def test_a_job_reads_files_as_the_person_chose(home):
    rows = "".join(f"Where is {n}?,On quay {n}.\n" for n in range(20))
    incoming = [
        InputStream(InputFile("a.txt", NOTES.encode()), ReadOptions(documents="line")),
        InputStream(
            InputFile("b.csv", f"question,answer\n{rows}".encode()),
            ReadOptions(template="{question}\n{answer}"),
        ),
    ]
    state = over(add_job(home, incoming, name="Notes", recipe=Recipe()))
    assert state.state == "done", state
    documents = list(open_corpus(home, str(state.result["corpus"])).documents())
    assert documents[:900] == NOTES.split("\n")
    assert documents[900:] == [f"Where is {n}?\nOn quay {n}." for n in range(20)]
