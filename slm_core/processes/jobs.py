"""Jobs: work for pages in a process each, with a folder that says what was asked for, how far it is
and what came of it.

jobs/<id>/
    job.lock       held by the job's process as long as it lives
    request.json   what was asked for
    secrets.json   passwords, mode 0600, until the job's process has read them
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
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Literal

import orjson

from slm_core.errors import CorpusError, DamagedFileError, WorkspaceError
from slm_core.leftovers import SECRETS
from slm_core.locks import is_locked
from slm_core.messages import Message, msg
from slm_core.processes.spawn import spawn
from slm_core.records import Seconds, Share, read_record
from slm_core.storage import (
    friendly_os_errors,
    parsed,
    pending_folder,
    read_json,
    write_json,
)
from slm_core.workspace import Workspace

TASKS = {
    "add": "slm_core.corpus.ingest.add_job.add",
    "report": "slm_core.profiling.report_job.report",
    "compare": "slm_core.evaluation.comparison.compare_job.compare_runs",
    "ratings": "slm_core.evaluation.ratings.ratings_job.make",
    "run_report": "slm_core.reporting.report_job.write_report",
    "sweep": "slm_core.tuning.conductor.conduct",
    "score": "slm_core.evaluation.surprisal.score_job.score",
    "classify": "slm_core.evaluation.classification.jobs.classify_job.classify",
    "evaluate": "slm_core.evaluation.evaluate_job.evaluate",
    "overlap": "slm_core.evaluation.coaching.overlap_job.work",
    "without_duplicates": "slm_core.evaluation.coaching.duplicates_job.work",
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
        """What was asked for; empty where that cannot be read any more."""
        return read_json(self.folder / "request.json") or {}

    def take_secrets(self) -> object:
        """What was asked for under "secrets", None where nothing was; nobody can read it again."""
        path = self.folder / SECRETS
        try:
            return parsed(path.read_bytes())
        except (OSError, ValueError):
            return None
        finally:
            with suppress(OSError):
                path.unlink(missing_ok=True)

    def state(self) -> JobState:
        """How far it is now."""
        is_alive = self._is_alive()  # asked first: one that is gone has written its result by then
        try:
            ended = read_record(_Result, self.folder / "result.json")
        except DamagedFileError as error:
            return JobState("failed", error=error.message)
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
        return _running(self.folder)

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
            isinstance(asked, (int, float))
            and abs(time.time() - asked) < START_GRACE  # in the future: the clock was set back
            and not has_begun
        )


@dataclass
class JobReporter:
    """Writes down how far the job is, and looks whether it shall stop."""

    folder: Path
    _started: float = field(default_factory=time.monotonic)
    _last: float = -_TOLD_EVERY

    def tell(
        self, doing: Message, *, fraction: float, file: str = "", at_once: bool = False
    ) -> None:
        """What it is doing and with which file, and which fraction of all is done.

        Written four times a second at the most, unless it has to be `at_once`.
        """
        now = time.monotonic()
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
    is given, and name them as files/…; what it has under "secrets" is read once, by the job's
    process, and is gone then.
    Raises WorkspaceError.
    """
    job_id = f"{kind}-{datetime.now():%Y%m%d-%H%M%S}-{secrets.token_hex(3)}"
    folder = workspace.job_folder(job_id)
    with friendly_os_errors(workspace.jobs), pending_folder(workspace.jobs) as draft:
        request = {"kind": kind, **prepare(draft.path), "asked": time.time()}
        secret = request.pop("secrets", None)
        if secret is not None:
            _write_private(draft.path / SECRETS, orjson.dumps(secret))
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
        asked = _asked(folder)
        if asked is None:
            continue
        job = Job(folder.name, folder)
        if job.state().is_over:
            shutil.rmtree(folder / "files", ignore_errors=True)  # of one that was interrupted
            if time.time() - asked > _KEPT:
                shutil.rmtree(folder, ignore_errors=True)
                continue
        found.append((asked, job))
    return [job for _, job in sorted(found, key=lambda pair: pair[0], reverse=True)]


@dataclass(frozen=True)
class _Result:
    """What result.json holds."""

    state: Literal["done", "failed", "stopped"]
    result: Mapping[str, object] | None = None
    error: Message | None = None


@dataclass(frozen=True)
class _Progress:
    """What progress.json holds."""

    doing: Message | None = None
    file: str = ""
    fraction: Share = 0.0
    seconds: Seconds = 0.0


@dataclass(frozen=True)
class _Request:
    """What every request.json holds, beside what its kind of job wants to know."""

    kind: str
    asked: Seconds


def _asked(folder: Path) -> float | None:
    """When the job was asked for, None where that is no job; its folder's time if damaged."""
    if folder.name.startswith(".") or not folder.is_dir():
        return None
    try:
        request = read_record(_Request, folder / "request.json")
        return request.asked if request else None
    except DamagedFileError:
        return folder.stat().st_mtime


def _ended(ended: _Result) -> JobState:
    fraction = 1.0 if ended.state == "done" else 0.0
    return JobState(ended.state, fraction=fraction, result=ended.result, error=ended.error)


def _running(folder: Path) -> JobState:
    try:
        told = read_record(_Progress, folder / "progress.json") or _Progress()
    except DamagedFileError:  # it is written again within the second
        told = _Progress()
    done = min(1.0, told.fraction)
    left = told.seconds * (1.0 - done) / done if done > _SURE else None
    return JobState("running", doing=told.doing, file=told.file, fraction=done, seconds_left=left)


def _write_private(path: Path, data: bytes) -> None:
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(data)
