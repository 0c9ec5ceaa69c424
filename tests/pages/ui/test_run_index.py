"""All runs at a glance: right after every change, and cheap when nothing changed."""

import shutil

from pages.ui import run_index
from pages.ui.run_index import in_progress, in_queue, run_summaries
from slm_core.runs.status import read_status
from tests.pages.run_folders import write_run


def test_runs_are_listed_newest_first_and_told_apart_by_state(workspace):
    done = write_run(workspace, "finished", name="done")
    busy = write_run(workspace, "running", name="busy")
    waits = write_run(workspace, "queued", name="waits")
    seen = run_summaries(workspace)
    assert {entry.config.name for entry in seen} == {"done", "busy", "waits"}
    assert [entry.run.id for entry in in_progress(seen)] == [busy.run.id]
    assert [entry.run.id for entry in in_queue(seen)] == [waits.run.id]
    assert done.run.id not in {entry.run.id for entry in in_progress(seen)}
    busy.lock.release()
    waits.lock.release()


def test_an_ended_run_is_read_once_and_again_when_it_goes_on(workspace, monkeypatch):
    write_run(workspace, "finished", name="done")
    run_summaries(workspace)
    reads = []
    monkeypatch.setattr(
        run_index, "read_status", lambda folder: reads.append(1) or read_status(folder)
    )
    run_summaries(workspace)
    assert not reads
    folder = write_run(workspace, "running", name="again")
    assert len(run_summaries(workspace)) == 2
    folder.end("stopped")
    assert {entry.status.state for entry in run_summaries(workspace)} == {"finished", "stopped"}


def test_a_deleted_run_is_gone(workspace):
    folder = write_run(workspace, "finished", name="done")
    assert len(run_summaries(workspace)) == 1
    shutil.rmtree(folder.run.folder)
    assert run_summaries(workspace) == []
