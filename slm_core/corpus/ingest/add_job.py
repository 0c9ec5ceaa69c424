"""Adding files as a corpus in a job of its own."""

import os
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from slm_core.corpus.cleaning.recipe import Recipe
from slm_core.corpus.ingest.ingest import IngestProgress, InputStream, ingest
from slm_core.corpus.readers.document import InputFile, ReadOptions
from slm_core.corpus.store import open_corpus
from slm_core.errors import CorpusError
from slm_core.messages import msg
from slm_core.processes.jobs import Job, JobReporter, start_job
from slm_core.storage import from_json
from slm_core.workspace import Workspace

LONGEST_NAME = 80
"""Characters of the name that somebody gives."""


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
    where there is nothing to add, the name is too long or there is no such parent, WorkspaceError.
    """
    if not incoming:
        raise CorpusError(msg("There are no files to add. Choose at least one."))
    if len(name) > LONGEST_NAME:
        raise CorpusError(
            msg(
                "The name of the corpus has {n:,} characters. Shorten it to {most} at the most.",
                n=len(name),
                most=LONGEST_NAME,
            )
        )
    if parent is not None:
        open_corpus(workspace, parent)

    def prepare(folder: Path) -> dict[str, object]:
        files = [_file(item, folder / "files", number) for number, item in enumerate(incoming)]
        passwords = [item.options.password for item in incoming]
        request = {"name": name, "recipe": recipe.to_json(), "parent": parent}
        return {**request, "files": files, "secrets": passwords}

    return start_job(workspace, "add", prepare)


def add(workspace: Workspace, job: Job, reporter: JobReporter) -> Mapping[str, object]:
    """What a job of the kind `add` does."""
    request = job.request()

    def tell(progress: IngestProgress) -> None:
        reporter.tell(progress.doing, fraction=progress.fraction, file=progress.file)

    parent = request.get("parent")
    done = ingest(
        workspace,
        _incoming(job.folder, request, job.take_secrets()),
        name=str(request.get("name") or ""),
        recipe=Recipe.from_json(request.get("recipe")),
        parent=open_corpus(workspace, str(parent)) if parent else None,
        tell=tell,
        should_stop=reporter.should_stop,
    )
    tallies = list(done.corpus.card.tallies)
    return {"corpus": done.corpus.id, "refused": list(done.refused), "tallies": tallies}


@dataclass(frozen=True)
class _File:
    """A file as the request names it."""

    name: str
    path: str
    options: dict[str, object]
    """How to read it: what `ReadOptions.to_json` gave."""
    is_corpus: bool = False


def _file(item: InputStream, folder: Path, number: int) -> dict[str, object]:
    """A file as the request names it; what will not be there any more is written down."""
    data = item.source.data
    path, own = f"files/{number:06}", folder / f"{number:06}"
    if isinstance(data, bytes):
        folder.mkdir(exist_ok=True)
        own.write_bytes(data)
    elif item.is_passing:
        folder.mkdir(exist_ok=True)
        _copy(data, own)
    else:
        path = str(data.absolute())
    return {
        "name": item.source.name,
        "path": path,
        "options": item.options.to_json(),
        "is_corpus": item.is_corpus,
    }


def _copy(file: Path, to: Path) -> None:
    try:
        os.link(file, to)  # at once, and whoever made the file may remove their name of it
    except OSError:  # on another disk, or one without links
        shutil.copyfile(file, to)


def _incoming(folder: Path, request: Mapping[str, object], secrets: object) -> list[InputStream]:
    try:
        files = from_json(list[_File], request.get("files"))
        pairs = list(zip(files, from_json(list[str | None], secrets), strict=True))
        return [_input_stream(folder, file, password) for file, password in pairs]
    except ValueError:
        raise CorpusError(msg("The request of this job is damaged. Ask for it again.")) from None


def _input_stream(folder: Path, file: _File, password: str | None) -> InputStream:
    path = Path(file.path)
    source = InputFile(file.name, path if path.is_absolute() else folder / path)
    options = ReadOptions.from_json(file.options, password=password)
    return InputStream(source, options, is_corpus=file.is_corpus)
