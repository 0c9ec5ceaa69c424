"""The commands around corpora: add, list, delete, and what is kept with one."""

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from slm_core.cli.commands.corpora.corpus_add import (
    Added,
    Adding,
    add_files,
    check_names,
    read_recipe,
)
from slm_core.cli.commands.corpora.source_output import reading_values
from slm_core.cli.options import AsJson, FileOptions, Home, RecipeName, with_options
from slm_core.cli.output.help_text import explained
from slm_core.cli.output.terminal import Answer, answer, in_a_row, say, told
from slm_core.corpus.cleaning.recipe import Recipe
from slm_core.corpus.ingest.limits import file_limits
from slm_core.corpus.samples import SampleCard, list_samples
from slm_core.corpus.store import Corpus, damaged_corpora, list_corpora, open_corpus
from slm_core.corpus.subject import SUBJECTS, choose_subject, chosen_subject, corpus_subject
from slm_core.corpus.uncleaned import find_uncleaned, remove_uncleaned
from slm_core.errors import SettingsError, StoppedError
from slm_core.messages import Message, as_given, msg, plural
from slm_core.runs.launching.delete import DependentData, derived_from, remove_corpus
from slm_core.workspace import open_workspace

app = typer.Typer(help="Add, list and delete texts to learn from.", no_args_is_help=True)


Files = Annotated[
    list[Path],
    typer.Argument(
        metavar="FILE...",
        help=explained(
            msg(
                "Files with text, or folders of them. {limits} Text, tables and JSON lines may be "
                "of any size.",
                limits=file_limits(),
            )
        ),
    ),
]


@dataclass(frozen=True, kw_only=True)
class AddOptions(FileOptions):
    """How files become a corpus."""

    recipe: RecipeName = None

    def adding(self, files: list[Path], parent: Corpus | None = None) -> Adding:
        """What shall be added; more of a corpus is cleaned as that was, unless told otherwise."""
        check_names(files)
        recipe = None if parent is None else Recipe.from_json(parent.card.recipe)
        if self.recipe is not None:
            recipe = read_recipe(self.recipe)
        return Adding(tuple(files), self.reading, self.title, recipe, parent)


@app.command()
@with_options
def add(files: Files, options: AddOptions) -> None:
    """Add files as one corpus, cleaned by a recipe.

    A file that cannot be read does not keep the others out.
    """
    done = add_files(options.home, options.adding(files))
    _answer(done, as_json=options.as_json)


@app.command()
@with_options
def extend(
    corpus: Annotated[str, typer.Argument(metavar="ID", help="Id of a corpus.")],
    files: Files,
    options: AddOptions,
) -> None:
    """Make a new corpus of one that exists and more files.

    The files are cleaned as those of the old one were, unless another recipe is named. The new
    corpus knows its parent, which stays as it is.
    """
    parent = open_corpus(options.home, corpus)
    done = add_files(options.home, options.adding(files, parent))
    _answer(done, as_json=options.as_json)


@app.command("list")
def list_all(workspace: Home = None, as_json: AsJson = False) -> None:
    """List the corpora of the workspace, and the samples."""
    home = open_workspace(workspace)
    found, damaged, samples = list_corpora(home), damaged_corpora(home), list_samples()
    lines = [f"{corpus.id}  {_described(corpus)}" for corpus in found]
    lines += [
        told(msg("{id}  damaged: {reason}", id=corpus.id, reason=corpus.reason))
        for corpus in damaged
    ]
    lines += [f"{card.slug}  {told(_sample(card))}" for card in samples]
    answer(
        {
            "workspace": str(home.root),
            "corpora": [_values(corpus) for corpus in found],
            "damaged": [{"corpus": one.id, "error": one.reason} for one in damaged],
            "samples": [card.slug for card in samples],
        },
        text="\n".join(lines),
        as_json=as_json,
    )


@app.command()
def subject(
    corpus: Annotated[str, typer.Argument(metavar="CORPUS", help="Id of a corpus.")],
    subject: Annotated[
        str | None,
        typer.Argument(
            metavar="SUBJECT",
            help=f"Say what it is about: {', '.join(SUBJECTS)}; auto for what its text says.",
        ),
    ] = None,
    workspace: Home = None,
    as_json: AsJson = False,
) -> None:
    """Tell whether a corpus is about health, law or money, or correct that.

    Under what a model of such a corpus writes, it says that it is invented text and no advice.
    """
    found = open_corpus(open_workspace(workspace), corpus)
    if subject is not None:
        choose_subject(found, subject)
    now = corpus_subject(found)
    chosen = chosen_subject(found) is not None
    text = (
        msg("{subject}, as was chosen", subject=now)
        if chosen
        else msg("{subject}, as its text says", subject=now)
    )
    answer({"corpus": found.id, "subject": now, "chosen": chosen}, text=text, as_json=as_json)


@app.command()
def forget(
    corpus: Annotated[str, typer.Argument(metavar="CORPUS", help="Id of a corpus.")],
    workspace: Home = None,
    as_json: AsJson = False,
) -> None:
    """Remove the text before cleaning that is kept with a corpus.

    It is there so that `ablate` can switch cleaning steps off. The corpus and its runs stay; adding
    the same files with the same steps again keeps it anew.
    """
    found = open_corpus(open_workspace(workspace), corpus)
    freed = remove_uncleaned(found)
    text = (
        msg("Removed: {size:,.1f} MB.", size=freed / 1e6)
        if freed
        else msg("No text before cleaning is kept with {corpus}.", corpus=found.id)
    )
    answer({"corpus": found.id, "bytes": freed}, text=text, as_json=as_json)


@app.command()
def delete(
    corpus: Annotated[str, typer.Argument(metavar="CORPUS", help="Id of a corpus.")],
    with_runs: Annotated[
        bool, typer.Option("--with-runs", help="Delete the runs that learned from it as well.")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    workspace: Home = None,
    as_json: AsJson = False,
) -> None:
    """Delete a corpus, its tokens, and every text kept on its way.

    Says before what that is, and asks; where nobody can answer, --yes is needed. Runs that learned
    from it keep their models, but cannot be resumed.
    """
    home = open_workspace(workspace)
    found = derived_from(home, corpus)
    for line in _told(found, with_runs=with_runs):
        say(line)
    if not yes:
        if as_json or not sys.stdin.isatty():
            raise SettingsError(
                msg(
                    "Nothing was deleted: there is no terminal to ask in. Add --yes to delete "
                    "{corpus}.",
                    corpus=corpus,
                )
            )
        if not typer.confirm(told(msg("Delete {corpus}?", corpus=corpus)), err=True):
            raise StoppedError(msg("Nothing was deleted."))
    remove_corpus(home, corpus, with_runs=with_runs)
    values = {
        "deleted": corpus,
        "runs": [run.id for run in found.runs],
        "runs_deleted": with_runs,
        "tokens": len(found.tokens),
        "bytes": found.token_bytes + found.cache_bytes + found.uncleaned_bytes,
        "children": [child.id for child in found.children],
    }
    answer(values, text=msg("Deleted {corpus}.", corpus=corpus), as_json=as_json)


def _told(found: DependentData, *, with_runs: bool) -> Iterator[Message]:
    """What goes with the corpus, and what does not."""
    if found.uncleaned_bytes:
        size = found.uncleaned_bytes / 1e6
        yield msg("With it goes its text before cleaning: {size:,.1f} MB.", size=size)
    if found.tokens:
        size = found.token_bytes / 1e6
        yield msg("With it goes its text as tokens: {size:,.1f} MB.", size=size)
    if found.cache_bytes:
        size = found.cache_bytes / 1e6
        yield msg("With it go texts kept from its cleaning: {size:,.1f} MB.", size=size)
    runs = in_a_row(run.id for run in found.runs)
    if runs and with_runs:
        yield msg("With it go the runs that learned from it: {runs}", runs=runs)
    elif runs:
        yield msg("Runs that learned from it, and can no longer be resumed: {runs}", runs=runs)
    if found.children:
        children = in_a_row(child.id for child in found.children)
        yield msg("Corpora made from it hold its text too, and stay: {children}", children=children)


def _answer(added: Added, *, as_json: bool) -> None:
    values = {**_values(added.corpus), **added.values()}
    answer(values, text=added.corpus.id, as_json=as_json)


def _described(corpus: Corpus) -> str:
    card = corpus.card
    counts = card.counts
    parts = [
        as_given(card.name),
        plural("{n:,} document", "{n:,} documents", n=counts.documents),
        plural("{n:,} character", "{n:,} characters", n=counts.characters),
        as_given(card.language),
    ]
    if card.parent:
        parts.append(msg("extends {corpus}", corpus=card.parent))
    if card.made_from:
        parts.append(msg("made from {corpus}", corpus=card.made_from))
    return in_a_row(map(told, parts))


def _sample(card: SampleCard) -> Message:
    return msg(
        "sample: {name}, {n:,} characters, {language}",
        name=card.name,
        n=card.characters,
        language=card.language,
    )


def _values(corpus: Corpus) -> Answer:
    card = corpus.card
    return {
        "corpus": corpus.id,
        "name": card.name,
        "language": card.language,
        "documents": card.counts.documents,
        "characters": card.counts.characters,
        "bytes": card.counts.bytes,
        "sources": [{"file": source.file, **reading_values(source)} for source in card.sources],
        "parent": card.parent,
        "made_from": card.made_from,
        "uncleaned_bytes": kept.bytes if (kept := find_uncleaned(corpus)) else 0,
        "warnings": list(card.warnings),
    }
