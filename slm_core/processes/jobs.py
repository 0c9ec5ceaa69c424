"""Jobs: work for pages in a process each, with a folder that says what was asked for, how far it is
and what came of it.

jobs/<id>/
    job.lock       held by the job's process as long as it lives
    request.json   what was asked for; mode 0600, since it may hold passwords
    files/         what the job reads and nobody else has, gone when it is over
    progress.json  what it is doing and how far it is
    stop           there when somebody wants it to stop
    result.json    the end: done, failed or stopped, and what came of it
    log.txt        what the process said
"""

import os
import secrets
import shutil
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Literal

import orjson

from slm_core.errors import CorpusError, WorkspaceError
from slm_core.messages import Message, msg
from slm_core.processes.spawn import spawn
from slm_core.storage import friendly_os_errors, is_locked, pending_folder, read_json, write_json
from slm_core.workspace import Workspace

TASKS = {
    "add": "slm_core.corpus.ingest.add_job.add",
    "report": "slm_core.profiling.report_job.report",
}
"""The function of each kind of job, a `Task` by its full name: nothing else is run by a job."""

START_GRACE = 30.0
"""Seconds a job just asked for has to take its lock before it counts as interrupted."""
_SURE = 0.03  # share of the work after which the rest can be reckoned
_KEPT = 7 * 86_400  # seconds that a job's outcome is kept
_TOLD_EVERY = 0.25  # seconds


@dataclass(frozen=True)
class JobState:
    """How far a job is."""

    state: Literal["running", "done", "failed", "stopped", "interrupted"]
    doing: Message | None = None
    """Such as reading; None while its process starts."""
    file: str = ""
    """The file it is at, if any."""
    fraction: float = 0.0
    seconds_left: float | None = None
    """None while it is not known."""
    result: Mapping[str, object] | None = None
    """Of a job that is done."""
    error: Message | None = None
    """Of a failed job: what happened and what to do."""

    @property
    def is_over(self) -> bool:
        """Whether no process is working on it any more."""
        return self.state != "running"


@dataclass(frozen=True)
class Job:
    """A job that was asked for."""

    id: str
    folder: Path

    @property
    def kind(self) -> str:
        """What it does: a key of TASKS."""
        return str(self.request().get("kind", ""))

    def request(self) -> Mapping[str, object]:
        """What was asked for."""
        return read_json(self.folder / "request.json") or {}

    def state(self) -> JobState:
        """How far it is now."""
        is_alive = self._is_alive()  # asked first: one that is gone has written its result by then
        ended = read_json(self.folder / "result.json")
        if ended is not None:
            return _ended(ended)
        if not is_alive:
            return JobState(
                "interrupted",
                error=msg(
                    "The process that did this has ended without an error message: the machine "
                    "may have been switched off, or its memory was full. Nothing was added; "
                    "start it again. Its log is {log} in the workspace folder.",
                    log=f"jobs/{self.id}/log.txt",
                ),
            )
        return _running(read_json(self.folder / "progress.json") or {})

    def stop(self) -> None:
        """Ask it to stop; it does within a moment. Raises WorkspaceError."""
        with friendly_os_errors(self.folder):
            (self.folder / "stop").touch()

    def forget(self) -> None:
        """Remove what is known of a job that is over. Raises CorpusError while it runs."""
        if not self.state().is_over:
            raise CorpusError(msg("Job {id} is still running. Stop it first.", id=self.id))
        with friendly_os_errors(self.folder):
            shutil.rmtree(self.folder)

    def _is_alive(self) -> bool:
        has_begun = (self.folder / "begun").exists()  # asked first: it has its lock before that
        if is_locked(self.folder / "job.lock"):
            return True
        asked = self.request().get("asked")
        return (
            isinstance(asked, (int, float)) and time.time() - asked < START_GRACE and not has_begun
        )


@dataclass
class JobReporter:
    """Writes down how far the job is, and looks whether it shall stop."""

    folder: Path
    _started: float = field(default_factory=time.time)
    _last: float = 0.0

    def tell(
        self, doing: Message, *, fraction: float, file: str = "", at_once: bool = False
    ) -> None:
        """What it is doing and with which file, and which fraction of all is done.

        Written four times a second at the most, unless it has to be `at_once`.
        """
        now = time.time()
        if now - self._last < _TOLD_EVERY and not at_once:
            return
        self._last = now
        seconds = now - self._started
        values = {"doing": doing, "file": file, "fraction": fraction, "seconds": seconds}
        write_json(self.folder / "progress.json", values)

    def should_stop(self) -> bool:
        """Whether somebody wants it to stop."""
        return (self.folder / "stop").exists()


Task = Callable[[Workspace, Job, JobReporter], Mapping[str, object]]
"""What a job does; it gives back the job's result. Raises StoppedError, ArgotError."""


def start_job(
    workspace: Workspace, kind: str, prepare: Callable[[Path], Mapping[str, object]]
) -> Job:
    """Start a job of a kind in TASKS, which outlives this process.

    `prepare` gives what is asked for. It may put files into the folder `files` of the folder it
    is given, and name them as files/…; what it has under "secrets" is gone when the job is over.
    Raises WorkspaceError.
    """
    job_id = f"{kind}-{datetime.now():%Y%m%d-%H%M%S}-{secrets.token_hex(3)}"
    folder = workspace.job_folder(job_id)
    with friendly_os_errors(workspace.jobs), pending_folder(workspace.jobs) as draft:
        request = {"kind": kind, **prepare(draft.path), "asked": time.time()}
        _write_private(draft.path / "request.json", orjson.dumps(request))
        draft.publish(folder)
    with friendly_os_errors(folder):
        spawn("slm_core.processes.job_worker", str(workspace.root), job_id, log=folder / "log.txt")
    return Job(job_id, folder)


def open_job(workspace: Workspace, job_id: str) -> Job:
    """The job with this id. Raises WorkspaceError where there is none."""
    folder = workspace.job_folder(job_id)
    if not (folder / "request.json").is_file():
        raise WorkspaceError(
            msg("There is no job {job_id!r}. It may have been cleared away.", job_id=job_id)
        )
    return Job(job_id, folder)


def list_jobs(workspace: Workspace) -> list[Job]:
    """Every job of this workspace, the newest first; outcomes of last week are cleared away."""
    if not workspace.jobs.is_dir():
        return []
    found = []
    for folder in workspace.jobs.iterdir():
        asked = (read_json(folder / "request.json") or {}).get("asked")
        if not isinstance(asked, (int, float)):
            continue
        job = Job(folder.name, folder)
        if job.state().is_over:
            shutil.rmtree(folder / "files", ignore_errors=True)  # of one that was interrupted
            if time.time() - asked > _KEPT:
                shutil.rmtree(folder, ignore_errors=True)
                continue
        found.append((asked, job))
    return [job for _, job in sorted(found, key=lambda pair: pair[0], reverse=True)]


def _ended(values: Mapping[str, object]) -> JobState:
    result = values.get("result")
    state = values.get("state")
    return JobState(
        state="done" if state == "done" else "stopped" if state == "stopped" else "failed",
        fraction=1.0 if state == "done" else 0.0,
        result=result if isinstance(result, Mapping) else None,
        error=_message(values.get("error")),
    )


def _running(values: Mapping[str, object]) -> JobState:
    fraction, seconds = values.get("fraction"), values.get("seconds")
    done = float(fraction) if isinstance(fraction, (int, float)) else 0.0
    left = None
    if isinstance(seconds, (int, float)) and done > _SURE:
        left = float(seconds) * (1.0 - done) / done
    return JobState(
        "running",
        doing=_message(values.get("doing")),
        file=str(values.get("file") or ""),
        fraction=min(1.0, done),
        seconds_left=left,
    )


def _write_private(path: Path, data: bytes) -> None:
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(data)


def _message(value: object) -> Message | None:
    return Message.from_json(value) if value else None
