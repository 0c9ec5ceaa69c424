"""Whether a lock file is held, asked without disturbing who holds it."""

import os
from pathlib import Path

from filelock import FileLock, Timeout


def is_locked(path: Path) -> bool:
    """Whether some process holds the lock file `path`; a missing file is not held."""
    if not path.exists():
        return False
    if not os.access(path, os.W_OK):
        return is_locked_for_readers(path)
    probe = FileLock(path, thread_local=False, blocking=False)
    try:
        probe.acquire()
    except Timeout:
        return True
    probe.release()
    return False


def is_locked_for_readers(path: Path) -> bool:
    """The same of a file that may only be read, which `FileLock` would open for writing.

    Several may ask at once. On Windows a lock needs the right to write, so nobody holds it.
    """
    if os.name != "posix":
        return False
    import fcntl  # noqa: PLC0415 - Windows has none

    with open(path, "rb") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False
