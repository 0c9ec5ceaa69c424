"""What killed processes leave in a workspace, and its removal; and one folder in the workspace for
what a process would put into the system's temporary folder.

Each thing is known to be left over by the lock of whoever made it, which the system frees when that
process dies, or by its age where it lives for a fraction of a second only.
"""

import atexit
import os
import shutil
import socket
import stat
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from pathlib import Path

import psutil

from slm_core.locks import is_locked
from slm_core.storage import (
    PART,
    is_old,
    pending_folder,
    read_json,
    remove_leftovers,
)

RESERVE = ".reserve"
"""In a run's folder: room on the disk for its last word. Under run.lock."""
PROCESSES = ".processes-"
"""Begins the name of a folder in which the processes of a run meet. Under run.lock."""
SECRETS = "secrets.json"
"""In a job's folder: passwords, until its process has read them."""
TEMPORARY = "temporary"
TEMPORARY_SERVER = "argot-server-"
"""Begins the name of a folder of a model server whose workspace may only be read."""
_SERVER_FILES = ("serving.", ".serving.")
"""How all files in such a folder begin; one that holds anything else is somebody else's."""
_DRAFTS = (
    *("corpora", "tokens", "runs", "slots", "jobs", "races", "ratings", "sweeps", "classifiers"),
    *("cache/texts", TEMPORARY),
)
"""Folders in which others are filled before they get their name."""
_WRITTEN = (
    "",
    "corpora/*",
    "runs/*",
    "runs/*/report",
    "runs/*/report/evaluations",
    "runs/*/report/documents",
    "runs/*/start",
    "jobs/*",
    "tokens/*",
    "cache/about/*",
    "cache/scored",
    "cache/labelled",
)
"""Folders whose files are replaced whole."""


def sweep(root: Path) -> None:
    """Remove what killed processes left in the workspace in `root`. Raises nothing: what cannot be
    removed now is looked at again the next time."""
    with suppress(OSError):
        for name in _DRAFTS:
            remove_leftovers(root / name)
        for run in _folders(root / "runs"):
            remove_leftovers(run / "checkpoints")
            _sweep_run(run)
        for job in _folders(root / "jobs"):
            _sweep_job(job)
        _sweep_server(root)
        for pattern in _WRITTEN:
            for folder in root.glob(pattern) if pattern else (root,):
                for part in folder.glob(f".*{PART}"):
                    if is_old(part):
                        part.unlink(missing_ok=True)


def sweep_temporary_servers() -> None:
    """Remove what killed model servers of workspaces that may only be read left among this user's
    temporary files. Raises nothing."""
    with suppress(OSError):
        for folder in Path(tempfile.gettempdir()).glob(f"{TEMPORARY_SERVER}{this_user()}-*"):
            found = folder.lstat()
            is_own = stat.S_ISDIR(found.st_mode) and found.st_uid == this_user()
            files = list(folder.iterdir()) if is_own else []
            if not is_own or not all(path.name.startswith(_SERVER_FILES) for path in files):
                continue
            if not is_old(folder) or is_locked(folder / "serving.lock"):
                continue
            _sweep_server(folder)
            if not (folder / "serving.json").exists():
                for path in files:
                    path.unlink(missing_ok=True)
                folder.rmdir()


def this_user() -> int:
    """This user's number; 0 where users have none."""
    return os.getuid() if hasattr(os, "getuid") else 0


def _sweep_server(root: Path) -> None:
    """The address and the key of a model server that was killed."""
    path = root / "serving.json"
    told = read_json(path) or {}
    pid = told.get("pid")
    is_ours = isinstance(pid, int) and told.get("host") == socket.gethostname()
    if is_ours and not _is_alive(pid):
        path.unlink(missing_ok=True)


def _is_alive(pid: int) -> bool:
    """Whether there is such a process; not one that is dead and that nobody has asked about."""
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except (psutil.NoSuchProcess, ValueError, OverflowError):
        return False
    except psutil.AccessDenied:
        return True


def use_temporary_folder(root: Path) -> None:
    """Have this process, and those it starts, put temporary files into the workspace in `root`, in
    a folder of this process's own that is gone with it. Raises WorkspaceError."""
    stack = ExitStack()
    folder = stack.enter_context(pending_folder(root / TEMPORARY)).path
    atexit.register(stack.close)
    tempfile.tempdir = str(folder)
    os.environ["TMPDIR"] = str(folder)


def _sweep_run(run: Path) -> None:
    left = [path for path in run.glob(f"{PROCESSES}*") if is_old(path)]
    reserve = run / RESERVE
    if reserve.exists():
        left.append(reserve)
    if not left or is_locked(run / "run.lock"):
        return
    for path in left:
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)


def _sweep_job(job: Path) -> None:
    """Passwords, and files that only the job has, of one whose process is gone or never came."""
    left = [path for path in (job / SECRETS, job / "files") if path.exists()]
    asked = job / "request.json"
    if not left or not is_old(asked if asked.exists() else job) or is_locked(job / "job.lock"):
        return
    (job / SECRETS).unlink(missing_ok=True)
    shutil.rmtree(job / "files", ignore_errors=True)


def _folders(home: Path) -> Iterator[Path]:
    if home.is_dir():
        # What begins with a dot is on its way in or out.
        yield from (p for p in home.iterdir() if p.is_dir() and not p.name.startswith("."))
