"""Jobs: real processes that outlive who asked, are stopped, killed, and leave nothing."""

import json
import os
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from slm_core.corpus.cleaning.recipe import READY_MADE, Recipe
from slm_core.corpus.ingest.ingest import InputStream
from slm_core.corpus.readers.document import InputFile, ReadOptions
from slm_core.corpus.store import list_corpora, open_corpus
from slm_core.errors import CorpusError, WorkspaceError
from slm_core.jobs.job import Job, JobState, list_jobs, open_job
from slm_core.jobs.start import add_job, report_job
from slm_core.profiling.cache import kept_report
from slm_core.runs.launching.delete import remove_corpus
from slm_core.workspace import Workspace, open_workspace

TEXT = "\n".join(f"Round {n}: the pump at gate {n % 7} was opened and closed." for n in range(900))
SOON = 60.0


@pytest.fixture
def home(tmp_path: Path) -> Workspace:
    return open_workspace(tmp_path / "home")


def over(job: Job) -> JobState:
    deadline = time.monotonic() + SOON
    while not (state := job.state()).is_over:
        assert time.monotonic() < deadline, state
        time.sleep(0.05)
    return state


def process_of(job: Job) -> psutil.Process:
    """Its process, once it has begun."""
    deadline = time.monotonic() + SOON
    while not (job.folder / "begun").exists():
        assert time.monotonic() < deadline
        time.sleep(0.05)
    for process in psutil.process_iter(["cmdline"]):
        if process.info["cmdline"] and process.info["cmdline"][-1] == job.id:
            return process
    raise AssertionError("no process")


def long_work(home: Workspace) -> Job:
    """A job of at least several seconds."""
    big = home.root.parent / "big.txt"
    with open(big, "w", encoding="utf-8") as file:
        for place in range(600):
            file.write(f"{place} {TEXT}\n")
    return add_job(
        home, [InputStream(InputFile("big.txt", big))], name="big", recipe=READY_MADE["web pages"]
    )


def test_files_become_a_corpus_and_its_report(home):
    incoming = [
        InputStream(InputFile("notes.txt", TEXT.encode())),
        InputStream(InputFile("bad.png", b"\x89PNG\r\n"), ReadOptions(password="hush")),
    ]
    job = add_job(home, incoming, name="Notes", recipe=READY_MADE["light"])
    assert stat.S_IMODE((job.folder / "request.json").stat().st_mode) == 0o600
    state = over(job)
    assert state.state == "done", state
    corpus = open_corpus(home, str(state.result["corpus"]))
    assert list(corpus.documents()) == [TEXT]
    assert corpus.card.name == "Notes"
    assert [sentence[:8] for sentence in state.result["refused"]] == ["bad.png:"]
    assert [tally["step"] for tally in state.result["tallies"]] == [
        step.section for step in READY_MADE["light"].steps
    ]
    assert not (job.folder / "files").exists()
    assert "hush" not in (job.folder / "request.json").read_text(encoding="utf-8")
    report = report_job(home, corpus.id)
    assert over(report).result == {"corpus": corpus.id}
    assert kept_report(home, corpus.id).characters == len(TEXT)
    assert [found.id for found in list_jobs(home)] == [report.id, job.id]
    assert open_job(home, job.id) == job
    remove_corpus(home, corpus.id)
    assert list_jobs(home) == []


def test_a_job_outlives_who_asked_for_it(home, tmp_path):
    (tmp_path / "notes.txt").write_text(TEXT, encoding="utf-8")
    code = (
        "import sys; from pathlib import Path; from slm_core.jobs.start import *;"
        "from slm_core.corpus.readers.document import InputFile;"
        "from slm_core.workspace import open_workspace;"
        "home = open_workspace(sys.argv[1]); path = Path(sys.argv[2]);"
        "files = [InputStream(InputFile(path.name, path))];"
        "print(add_job(home, files, name='n', recipe=Recipe()).id)"
    )
    arguments = [sys.executable, "-c", code, str(home.root), str(tmp_path / "notes.txt")]
    root = Path(__file__).parents[2]
    said = subprocess.run(arguments, check=True, capture_output=True, text=True, cwd=root)
    state = over(open_job(home, said.stdout.strip()))
    assert state.state == "done"
    assert len(list_corpora(home)) == 1


def test_what_fails_says_why(home):
    failed = over(add_job(home, [InputStream(InputFile("a.txt", b""))], name="x", recipe=Recipe()))
    assert failed.state == "failed"
    assert failed.error.startswith("a.txt: The file is empty")
    assert list_corpora(home) == []


def test_a_stopped_job_adds_nothing(home):
    job = long_work(home)
    process = process_of(job)
    job.stop()
    assert over(job).state == "stopped"
    process.wait(SOON)
    assert list_corpora(home) == []
    assert not list(home.corpora.iterdir())


def test_a_killed_job_is_interrupted_and_leaves_no_process(home):
    job = long_work(home)
    process = process_of(job)
    deadline = time.monotonic() + SOON
    while not (children := process.children(recursive=True)):
        assert time.monotonic() < deadline
        time.sleep(0.02)
    with pytest.raises(CorpusError, match="still running"):
        job.forget()
    os.kill(process.pid, signal.SIGKILL)
    assert over(job).state == "interrupted"
    assert "Nothing was added" in job.state().error
    _, alive = psutil.wait_procs(children, timeout=SOON)
    assert alive == []
    assert list_corpora(home) == []
    assert list_jobs(home)[0].state().state == "interrupted"
    job.forget()
    assert list_jobs(home) == []


def test_an_interrupted_job_leaves_no_uploads(home):
    folder = home.job_folder("add-1")
    (folder / "files").mkdir(parents=True)
    (folder / "files" / "000000").write_text(TEXT, encoding="utf-8")
    (folder / "begun").touch()
    request = {"kind": "add", "asked": time.time(), "files": []}
    (folder / "request.json").write_text(json.dumps(request), encoding="utf-8")
    assert list_jobs(home)[0].state().state == "interrupted"
    assert not (folder / "files").exists()


def test_what_cannot_be_asked_for(home):
    with pytest.raises(CorpusError, match="no files"):
        add_job(home, [], name="x", recipe=Recipe())
    with pytest.raises(CorpusError, match="'gone' does not exist"):
        report_job(home, "gone")
    with pytest.raises(CorpusError, match="'gone' does not exist"):
        add_job(
            home, [InputStream(InputFile("a.txt", b"x"))], name="x", recipe=Recipe(), parent="gone"
        )
    with pytest.raises(WorkspaceError):
        open_job(home, "../runs")
    assert list_jobs(home) == []
