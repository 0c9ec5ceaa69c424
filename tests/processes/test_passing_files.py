"""A file that goes as soon as the job was asked for is read all the same."""

import time
from pathlib import Path

import pytest

from slm_core.corpus.cleaning.recipe import Recipe
from slm_core.corpus.ingest.ingest import InputStream
from slm_core.corpus.readers.document import InputFile
from slm_core.corpus.store import open_corpus
from slm_core.jobs.start import add_job
from slm_core.workspace import open_workspace

TEXT = "The seal of pump two was worn and was replaced.\n" * 20


@pytest.mark.parametrize("links", [True, False])
def test_a_job_has_a_copy_of_a_file_that_will_go(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, links: bool
) -> None:
    if not links:

        def refuse(*_: object) -> None:
            raise OSError

        monkeypatch.setattr("os.link", refuse)
    workspace = open_workspace(tmp_path / "home")
    upload = tmp_path / "upload"
    upload.write_text(TEXT)
    incoming = InputStream(InputFile("notes.txt", upload), is_passing=True)
    job = add_job(workspace, [incoming], name="Notes", recipe=Recipe())
    upload.unlink()
    end = time.monotonic() + 30
    while not job.state().is_over:
        assert time.monotonic() < end
        time.sleep(0.05)
    state = job.state()
    assert state.result is not None, state.error
    assert list(open_corpus(workspace, str(state.result["corpus"])).documents()) == [TEXT]
    assert not (job.folder / "files").exists()


def test_a_job_can_be_forgotten_the_moment_it_is_over(tmp_path: Path) -> None:
    workspace = open_workspace(tmp_path / "home")
    for number in range(3):
        source = InputFile("notes.txt", f"{number} {TEXT}".encode())
        job = add_job(workspace, [InputStream(source)], name="Notes", recipe=Recipe())
        end = time.monotonic() + 30
        while not job.state().is_over:
            assert time.monotonic() < end
        job.forget()
        assert not job.folder.exists()
    time.sleep(0.5)
    assert not list(workspace.jobs.iterdir())


def test_a_job_that_is_watched_closely_is_never_taken_for_interrupted(tmp_path: Path) -> None:
    workspace = open_workspace(tmp_path / "home")
    for number in range(4):
        source = InputFile("word.txt", b"pump" if number % 2 else f"{number} {TEXT}".encode())
        job = add_job(workspace, [InputStream(source)], name="Notes", recipe=Recipe())
        end = time.monotonic() + 30
        while not (state := job.state()).is_over:
            assert time.monotonic() < end
        assert state.state == ("failed" if number % 2 else "done")
