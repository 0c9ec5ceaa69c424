"""The commands around corpora: add, list, delete."""

from pathlib import Path
from typing import Annotated

import typer

from slm_core.cli.options import AsJson, Column, Encoding, Home, Title
from slm_core.cli.sources import add_files
from slm_core.cli.terminal import Answer, answer, say, whole
from slm_core.corpus.samples import list_samples
from slm_core.corpus.source import ReadOptions
from slm_core.corpus.store import Corpus, delete_corpus, list_corpora
from slm_core.errors import CorpusError
from slm_core.runs.run import list_runs
from slm_core.workspace import open_workspace

app = typer.Typer(help="Add, list and delete texts to learn from.", no_args_is_help=True)


@app.command()
def add(
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="Files with text.")],
    name: Title = None,
    column: Column = None,
    encoding: Encoding = None,
    workspace: Home = None,
    as_json: AsJson = False,
) -> None:
    """Add files as one corpus."""
    missing = [str(file) for file in files if not file.exists()]
    if missing:
        raise CorpusError(f"There is no file {missing[0]!r}. Check the name and the folder.")
    title = whole(name) if name is not None else None
    home = open_workspace(workspace)
    corpus = add_files(home, files, options=ReadOptions(encoding, column), title=title)
    answer(_values(corpus), text=corpus.id, as_json=as_json)


@app.command("list")
def list_all(workspace: Home = None, as_json: AsJson = False) -> None:
    """List the corpora of the workspace, and the samples."""
    home = open_workspace(workspace)
    found, samples = list_corpora(home), list_samples()
    lines = [
        f"{corpus.id}  {corpus.card.counts.characters:,} characters, {corpus.card.language}"
        for corpus in found
    ]
    lines += [
        f"{card.slug}  sample: {card.name}, {card.characters:,} characters, {card.language}"
        for card in samples
    ]
    answer(
        {
            "workspace": str(home.root),
            "corpora": [_values(corpus) for corpus in found],
            "samples": [card.slug for card in samples],
        },
        text="\n".join(lines),
        as_json=as_json,
    )


@app.command()
def delete(
    corpus: Annotated[str, typer.Argument(metavar="CORPUS", help="Id of a corpus.")],
    workspace: Home = None,
    as_json: AsJson = False,
) -> None:
    """Delete a corpus. Runs that learned from it keep their models, but cannot be resumed."""
    home = open_workspace(workspace)
    using = [run.id for run in list_runs(home) if run.config().corpus == corpus]
    working = [run.id for run in list_runs(home) if run.id in using and run.status().is_active]
    if working:
        raise CorpusError(
            f"{working[0]} is training on corpus {corpus!r}. Stop the run first, then delete it."
        )
    delete_corpus(home, corpus)
    if using:
        say(f"Runs that learned from it, and can no longer be resumed: {', '.join(using)}")
    answer({"deleted": corpus, "runs": using}, text=f"Deleted {corpus}.", as_json=as_json)


def _values(corpus: Corpus) -> Answer:
    card = corpus.card
    return {
        "corpus": corpus.id,
        "name": card.name,
        "language": card.language,
        "documents": card.counts.documents,
        "characters": card.counts.characters,
        "bytes": card.counts.bytes,
        "sources": [
            {"file": source.file, "encoding": source.encoding, "read_as": source.read_as}
            for source in card.sources
        ],
        "warnings": list(card.warnings),
    }
