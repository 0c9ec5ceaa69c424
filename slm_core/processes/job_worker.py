"""The process that does a job: `python -m slm_core.processes.job_worker ROOT JOB`."""

import shutil
import sys
import traceback
from collections.abc import Mapping
from contextlib import suppress
from pkgutil import resolve_name

from filelock import FileLock

from slm_core.errors import (
    NO_MEMORY,
    ArgotError,
    CorpusError,
    StoppedError,
    WorkspaceError,
    is_out_of_memory,
)
from slm_core.leftovers import use_temporary_folder
from slm_core.messages import msg
from slm_core.processes.jobs import TASKS, Job, JobReporter, Task, open_job
from slm_core.storage import write_json
from slm_core.workspace import Workspace, open_workspace

_LOCK_SECONDS = 5.0


def main() -> int:
    """Do the job named on the command line; the exit status."""
    root, job_id = sys.argv[1:3]
    workspace = open_workspace(root)
    job = open_job(workspace, job_id)
    with suppress(WorkspaceError):  # the disk is full, as the job will say
        use_temporary_folder(workspace.root)
    with FileLock(job.folder / "job.lock", timeout=_LOCK_SECONDS, thread_local=False):
        (job.folder / "begun").touch()
        try:
            end = _outcome(workspace, job)
        finally:
            shutil.rmtree(job.folder / "files", ignore_errors=True)
            job.take_secrets()
        # The last thing: whoever sees it may clear all away.
        write_json(job.folder / "result.json", end)
    return 0


def _outcome(workspace: Workspace, job: Job) -> Mapping[str, object]:
    try:
        result = _task(job.kind)(workspace, job, JobReporter(job.folder))
        return {"state": "done", "result": result}
    except StoppedError:
        return {"state": "stopped"}
    except ArgotError as error:
        return {"state": "failed", "error": error.message}
    except Exception as error:  # noqa: BLE001 the edge of the process
        traceback.print_exc()
        if is_out_of_memory(error):
            return {"state": "failed", "error": NO_MEMORY}
        return {
            "state": "failed",
            "error": msg(
                "{kind}: {error}. This is a mistake in Argot, not in your text. {log} in the "
                "workspace folder has the details.",
                kind=type(error).__name__,
                error=error,
                log=f"jobs/{job.id}/log.txt",
            ),
        }


def _task(kind: str) -> Task:
    if kind not in TASKS:
        raise CorpusError(msg("There is no job of the kind “{kind}”. Ask for it anew.", kind=kind))
    return resolve_name(TASKS[kind])


if __name__ == "__main__":
    sys.exit(main())
