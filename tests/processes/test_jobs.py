"""Jobs: real processes that outlive who asked, are stopped, killed, and leave nothing."""

import inspect
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from pkgutil import resolve_name

import psutil
import pytest

from slm_core.corpus.cleaning.recipe import READY_MADE
from slm_core.corpus.ingest.add_job import add_job
from slm_core.corpus.ingest.ingest import InputStream
from slm_core.corpus.readers.document import InputFile
from slm_core.corpus.store import list_corpora
from slm_core.errors import CorpusError, WorkspaceError
from slm_core.processes.jobs import TASKS, Job, JobState, list_jobs, open_job
from slm_core.processes.spawn import spawn
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


def test_a_job_outlives_who_asked_for_it(home, tmp_path):
    (tmp_path / "notes.txt").write_text(TEXT, encoding="utf-8")
    code = (
        "import sys; from pathlib import Path;"
        "from slm_core.corpus.ingest.add_job import InputStream, Recipe, add_job;"
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
    assert "Nothing was added" in str(job.state().error)
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


def test_only_what_is_registered_is_run(home):
    folder = home.job_folder("shell-1")
    folder.mkdir(parents=True)
    request = {"kind": "os.system", "asked": time.time()}
    (folder / "request.json").write_text(json.dumps(request), encoding="utf-8")
    spawn("slm_core.processes.job_worker", str(home.root), "shell-1", log=folder / "log.txt").wait(
        SOON
    )
    state = open_job(home, "shell-1").state()
    assert state.state == "failed"
    assert "no job of the kind “os.system”" in str(state.error)


@pytest.mark.parametrize("name", TASKS.values())
def test_every_kind_of_job_has_its_task(name):
    parameters = inspect.signature(resolve_name(name)).parameters
    assert [*parameters] == ["workspace", "job", "reporter"]


def test_a_job_that_is_not_there_is_told(home):
    with pytest.raises(WorkspaceError):
        open_job(home, "../runs")
    with pytest.raises(WorkspaceError, match="no job 'add-1'"):
        open_job(home, "add-1")
    assert list_jobs(home) == []
