"""After any kill nothing stays behind: not in the workspace, the temporary folder or /dev/shm."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from slm_core import storage
from slm_core.corpus.cleaning.recipe import Recipe
from slm_core.corpus.ingest.add_job import add_job
from slm_core.corpus.ingest.ingest import InputStream
from slm_core.corpus.readers.document import InputFile, ReadOptions
from slm_core.leftovers import sweep
from slm_core.runs.launching.create import create_run
from slm_core.runs.launching.launch import launch
from slm_core.serving.lifecycle import ensure_server, running_server
from slm_core.storage import read_json
from slm_core.training.settings import BudgetSettings
from slm_core.workspace import Workspace
from tests.tiny import make_config, make_corpus, text_of, wait_for, wait_for_state, workspace_in

SHM = Path("/dev/shm")
_UPLOADING = """
import sys, time
from pathlib import Path
from slm_core.corpus.ingest.draft_file import add_file
from slm_core.corpus.readers.document import InputFile
from slm_core.leftovers import use_temporary_folder
use_temporary_folder(Path(sys.argv[1]))
kept = add_file(1, InputFile("large.txt", b"text " * 400_000))
print(kept.source.data, flush=True)
time.sleep(600)
"""


@pytest.fixture
def places(tmp_path, monkeypatch) -> Workspace:
    """A workspace, with a temporary folder of the system beside it."""
    (tmp_path / "tmp").mkdir()
    monkeypatch.setenv("TMPDIR", str(tmp_path / "tmp"))
    return workspace_in(tmp_path)


def left(home: Path) -> list[str]:
    """What no living process and no finished work explains."""
    found = [*home.rglob(".*"), *home.rglob("secrets.json")]
    found += [*(home / "temporary").rglob("*"), *(home.parent / "tmp").rglob("*")]
    return sorted(str(path.relative_to(home.parent)) for path in found)


def swept(workspace: Workspace, monkeypatch) -> list[str]:
    """What is left where whatever was written is half a minute old."""
    monkeypatch.setattr(storage, "_OLD", -1.0)
    for _ in range(2):
        sweep(workspace.root)
    return left(workspace.root)


def shared_memory() -> set[Path]:
    return set(SHM.iterdir()) if SHM.is_dir() else set()


def kill(pid: int | None) -> None:
    assert pid
    family = psutil.Process(pid).children(recursive=True)
    os.kill(pid, signal.SIGKILL)
    psutil.wait_procs([*family], timeout=10)
    wait_for(lambda: is_gone(pid), what="for the process to go")


def is_gone(pid: int) -> bool:
    """Whether no thread of it is left: until then it holds its locks, also where it is a zombie."""
    try:
        process = psutil.Process(pid)
        return process.status() == psutil.STATUS_ZOMBIE and process.num_threads() <= 1
    except psutil.NoSuchProcess:
        return True


def test_an_upload_of_a_killed_studio(places, monkeypatch):
    code = [sys.executable, "-c", _UPLOADING, str(places.root)]
    with subprocess.Popen(code, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        path = Path(process.stdout.readline().strip())
        assert path.is_relative_to(places.root / "temporary")
        assert path.stat().st_size == 2_000_000
        sweep(places.root)
        assert path.exists(), "what a living process needs stays"
        process.kill()
    assert swept(places, monkeypatch) == []


def test_a_killed_job_with_a_password(places, monkeypatch):
    before = shared_memory()
    options = ReadOptions(password="open sesame")
    large = InputStream(InputFile("notes.txt", (text_of(20_000) * 150).encode()), options)
    job = add_job(places, [large], name="Notes", recipe=Recipe.from_json([{"step": "unicode"}]))
    wait_for((job.folder / "begun").exists)
    wait_for(lambda: not (job.folder / "secrets.json").exists(), what="for its password to go")
    [process] = [
        one
        for one in psutil.Process().children(recursive=True)
        if job.id in " ".join(one.cmdline())
    ]
    kill(process.pid)
    assert "open sesame" not in "".join(
        path.read_text(errors="replace") for path in places.root.rglob("*") if path.is_file()
    )
    assert swept(places, monkeypatch) == []
    assert not (job.folder / "files").exists()
    assert shared_memory() <= before


def test_a_job_that_never_began_keeps_its_password_for_half_a_minute_only(places, monkeypatch):
    monkeypatch.setattr("slm_core.processes.jobs.spawn", lambda *_args, **_named: None)
    options = ReadOptions(password="open sesame")
    given = InputStream(InputFile("notes.txt", text_of(3_000).encode()), options)
    job = add_job(places, [given], name="Notes", recipe=Recipe())
    sweep(places.root)
    assert (job.folder / "secrets.json").exists()
    assert (job.folder / "secrets.json").stat().st_mode & 0o77 == 0
    assert swept(places, monkeypatch) == []


def test_a_killed_trainer(places, monkeypatch):
    before = shared_memory()
    config = make_config(make_corpus(places), budget=BudgetSettings(minutes=5.0))
    run = create_run(places, config)
    for name in (".status.json.abc.part", ".reserve"):
        (run.folder / name).write_bytes(b"x" * 1000)
    launch(run)
    wait_for_state(run, "running")
    sweep(places.root)
    assert (run.folder / ".reserve").exists(), "it is alive and may need the room"
    kill(run.status().pid)
    wait_for_state(run, "interrupted")
    assert swept(places, monkeypatch) == []
    assert shared_memory() <= before


def test_a_killed_model_server(places, monkeypatch):
    before = shared_memory()
    ensure_server(places)
    pid = (read_json(places.serving) or {})["pid"]
    sweep(places.root)
    assert running_server(places) is not None
    kill(int(str(pid)))
    assert swept(places, monkeypatch) == []
    assert not places.serving.exists(), "it has a key in it"
    assert shared_memory() <= before


def test_a_draft_in_the_making_stays_and_a_dead_one_goes(places, monkeypatch):
    with storage.pending_folder(places.corpora) as draft:
        sweep(places.root)
        assert draft.path.is_dir()
    (places.corpora / ".draft-dead").mkdir()
    (places.corpora / ".draft-gone.lock").touch()
    (places.root / ".serving.json.x.part").touch()
    sweep(places.root)
    assert (places.root / ".serving.json.x.part").exists(), "somebody may be writing it"
    when = time.time() + 86_400  # written before the clock was set back
    for path in places.root.rglob(".*"):
        os.utime(path, (when, when))
    sweep(places.root)
    assert left(places.root) == []
    assert swept(places, monkeypatch) == []
