"""The process that does a job: `python -m slm_core.jobs.worker ROOT JOB`."""

import shutil
import sys
import time
import traceback
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from filelock import FileLock

from slm_core.corpus.cleaning.recipe import Recipe
from slm_core.corpus.ingest.ingest import IngestProgress, InputStream, ingest
from slm_core.corpus.readers.document import InputFile, ReadOptions
from slm_core.corpus.store import open_corpus
from slm_core.errors import ArgotError, CorpusError, StoppedError
from slm_core.jobs.job import Ended, Job, open_job, write_end
from slm_core.storage import write_json
from slm_core.workspace import Workspace, open_workspace

_LOCK_SECONDS = 5.0
_TOLD_EVERY = 0.25  # seconds
_STAGES: tuple[tuple[str, float], ...] = (
    ("comparing", 0.02),
    ("reading", 0.1),
    ("counting words", 0.15),
    ("looking for tokens", 0.25),
    ("counting tokens", 0.6),
    ("looking for topics", 0.75),
    ("looking for personal data", 0.9),
)
"""How much of a report is done when it begins to do something: as it was for real corpora."""


def main() -> int:
    """Do the job named on the command line; the exit status."""
    root, job_id = sys.argv[1:3]
    workspace = open_workspace(root)
    job = open_job(workspace, job_id)
    with FileLock(job.folder / "job.lock", timeout=_LOCK_SECONDS, thread_local=False):
        (job.folder / "begun").touch()
        try:
            state, values = _outcome(workspace, job)
        finally:
            shutil.rmtree(job.folder / "files", ignore_errors=True)
            _without_passwords(job)
        write_end(job.folder, state, values)  # the last thing: whoever sees it may clear all away
    return 0


def _outcome(workspace: Workspace, job: Job) -> tuple[Ended, Mapping[str, object]]:
    try:
        return "done", {"result": _WORK[job.kind](workspace, job, _Told(job.folder))}
    except StoppedError:
        return "stopped", {}
    except ArgotError as error:
        return "failed", {"error": str(error)}
    except Exception as error:  # noqa: BLE001 the edge of the process
        traceback.print_exc()
        return "failed", {
            "error": f"{type(error).__name__}: {error}. This is a mistake in Argot, not in your "
            f"text. {job.folder / 'log.txt'} has the details."
        }


@dataclass
class _Told:
    """Writes down how far the job is, and looks whether it shall stop."""

    folder: Path
    _started: float = field(default_factory=time.time)
    _last: float = 0.0

    def progress(self, progress: IngestProgress) -> None:
        """As `ingest` tells it."""
        now = time.time()
        if now - self._last < _TOLD_EVERY:
            return
        self._last = now
        values = {
            "doing": progress.doing,
            "file": progress.file,
            "fraction": progress.fraction,
            "seconds": now - self._started,
        }
        write_json(self.folder / "progress.json", values)

    def stage(self, doing: str) -> None:
        """As `build_profile` tells it."""
        fraction = max((share for start, share in _STAGES if doing.startswith(start)), default=0.0)
        self._last = 0.0
        self.progress(IngestProgress(doing, "", fraction))

    def should_stop(self) -> bool:
        """Whether somebody wants it to stop."""
        return (self.folder / "stop").exists()


def _add(workspace: Workspace, job: Job, told: _Told) -> Mapping[str, object]:
    request = job.request()
    parent = request.get("parent")
    done = ingest(
        workspace,
        [_incoming(job.folder, values) for values in _objects(request.get("files"))],
        name=str(request.get("name") or ""),
        recipe=Recipe.from_json(request.get("recipe")),
        parent=open_corpus(workspace, str(parent)) if parent else None,
        tell=told.progress,
        should_stop=told.should_stop,
    )
    tallies = list(done.corpus.card.tallies)
    return {"corpus": done.corpus.id, "refused": list(done.refused), "tallies": tallies}


def _report(workspace: Workspace, job: Job, told: _Told) -> Mapping[str, object]:
    from slm_core.profiling.build import build_profile  # noqa: PLC0415 loads numpy and dictionaries

    corpus = open_corpus(workspace, str(job.request().get("corpus")))
    build_profile(workspace, corpus, tell=told.stage, should_stop=told.should_stop)
    return {"corpus": corpus.id}


_WORK: dict[str, Callable[[Workspace, Job, _Told], Mapping[str, object]]] = {
    "add": _add,
    "report": _report,
}


def _incoming(folder: Path, values: Mapping[str, object]) -> InputStream:
    path = Path(str(values["path"]))
    source = InputFile(str(values["name"]), path if path.is_absolute() else folder / path)
    options = ReadOptions(
        **{name: _text(values.get(name)) for name in ("encoding", "column", "password")}
    )
    return InputStream(source, options, is_corpus=values.get("is_corpus") is True)


def _objects(values: object) -> list[Mapping[str, object]]:
    if not isinstance(values, list) or not all(isinstance(value, dict) for value in values):
        raise CorpusError("The request of this job is damaged. Ask for it again.")
    return values


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _without_passwords(job: Job) -> None:
    request = dict(job.request())
    files = request.get("files")
    if isinstance(files, list):
        request["files"] = [{**values, "password": None} for values in files]
    write_json(job.folder / "request.json", request)


if __name__ == "__main__":
    sys.exit(main())
