"""Asking for a job: its folder is written, and a process started that outlives whoever asked."""

import os
import secrets
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path

import orjson

from slm_core.corpus.cleaning.recipe import Recipe
from slm_core.corpus.ingest.ingest import InputStream
from slm_core.corpus.store import open_corpus
from slm_core.errors import CorpusError
from slm_core.jobs.job import Job, Kind
from slm_core.storage import friendly_os_errors, pending_folder
from slm_core.workspace import Workspace


def add_job(
    workspace: Workspace,
    incoming: Sequence[InputStream],
    *,
    name: str,
    recipe: Recipe,
    parent: str | None = None,
) -> Job:
    """Add files as a corpus; with a `parent`, as a corpus that extends it.

    Its result has `corpus` (the id), `refused` (sentences) and `tallies`. Raises CorpusError
    where there is nothing to add or no such parent, WorkspaceError.
    """
    if not incoming:
        raise CorpusError("There are no files to add. Choose at least one.")
    if parent is not None:
        open_corpus(workspace, parent)
    request = {"name": name, "recipe": recipe.to_json(), "parent": parent}
    return _started(workspace, "add", request, incoming)


def report_job(workspace: Workspace, corpus_id: str) -> Job:
    """Make a corpus's report and the tokenizers to look at it with.

    Its result has `corpus`. Raises CorpusError where there is no such corpus, WorkspaceError.
    """
    open_corpus(workspace, corpus_id)
    return _started(workspace, "report", {"corpus": corpus_id}, ())


def _started(
    workspace: Workspace, kind: Kind, request: Mapping[str, object], incoming: Sequence[InputStream]
) -> Job:
    job_id = f"{kind}-{datetime.now():%Y%m%d-%H%M%S}-{secrets.token_hex(3)}"
    folder = workspace.job_folder(job_id)
    with friendly_os_errors(workspace.jobs), pending_folder(workspace.jobs) as draft:
        files = [_file(item, draft.path / "files", place) for place, item in enumerate(incoming)]
        values = {"kind": kind, "asked": time.time(), "files": files, **request}
        _write_private(draft.path / "request.json", orjson.dumps(values))
        draft.publish(folder)
    _launch(workspace, job_id, folder)
    return Job(job_id, folder)


def _file(item: InputStream, folder: Path, place: int) -> dict[str, object]:
    """A file as the request names it; what will not be there any more is written down."""
    data = item.source.data
    kept, own = f"files/{place:06}", folder / f"{place:06}"
    if isinstance(data, bytes):
        folder.mkdir(exist_ok=True)
        own.write_bytes(data)
    elif item.is_passing:
        folder.mkdir(exist_ok=True)
        _copy(data, own)
    else:
        kept = str(data.absolute())
    options = item.options
    return {
        "name": item.source.name,
        "path": kept,
        "encoding": options.encoding,
        "column": options.column,
        "password": options.password,
        "is_corpus": item.is_corpus,
    }


def _copy(file: Path, to: Path) -> None:
    try:
        os.link(file, to)  # at once, and whoever made the file may remove their name of it
    except OSError:  # on another disk, or one that knows no links
        shutil.copyfile(file, to)


def _write_private(path: Path, data: bytes) -> None:
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(data)


def _launch(workspace: Workspace, job_id: str, folder: Path) -> None:
    with friendly_os_errors(folder), open(folder / "log.txt", "ab") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "slm_core.jobs.worker", str(workspace.root), job_id],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            env=_environment(),
            start_new_session=True,
        )
    # A finished child stays a zombie until somebody waits for it.
    threading.Thread(target=process.wait, daemon=True).start()


def _environment() -> dict[str, str]:
    root = str(Path(__file__).resolve().parents[2])
    paths = [root, *filter(None, os.environ.get("PYTHONPATH", "").split(os.pathsep))]
    return {
        **os.environ,
        # Spinning threads take the processor from the training that goes on beside.
        "OMP_WAIT_POLICY": "PASSIVE",
        "PYTHONPATH": os.pathsep.join(paths),
        "PYTHONUNBUFFERED": "1",
    }
