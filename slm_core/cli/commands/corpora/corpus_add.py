"""Files, folders and recipes named on the command line, added as a corpus."""

import itertools
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import orjson
from rich.console import Console
from rich.progress import BarColumn, TaskProgressColumn, TextColumn, TimeRemainingColumn
from rich.progress import Progress as Bar

from slm_core.cli.commands.corpora.source_output import encoding_told, reading_values, tell_doubt
from slm_core.cli.output.terminal import Answer, say, told
from slm_core.cli.output.watch import Interrupts
from slm_core.corpus.card import SourceRecord
from slm_core.corpus.cleaning.recipe import READY_MADE, TITLES, Recipe
from slm_core.corpus.cleaning.steps.boilerplate import Boilerplate
from slm_core.corpus.cleaning.suggest import (
    RecipeSuggestion,
    paged_files,
    script_of_texts,
    suggest_recipe,
)
from slm_core.corpus.encodings.names import encoding_name
from slm_core.corpus.ingest.ingest import IngestProgress, IngestResult, ingest
from slm_core.corpus.ingest.read_files import InputStream, folder_files
from slm_core.corpus.readers.document import InputFile, ReadOptions
from slm_core.corpus.readers.registry import ENDINGS, IN_FOLDERS
from slm_core.corpus.store import Corpus
from slm_core.errors import CorpusError, SettingsError
from slm_core.messages import Message, listed, msg, plural
from slm_core.translation import LANGUAGES, translate
from slm_core.workspace import Workspace

_LINE_EVERY = 5.0  # seconds
_LISTED = 20
_LARGEST_RECIPE = 1_000_000  # bytes


@dataclass(frozen=True)
class Adding:
    """What shall be added, and how."""

    files: tuple[Path, ...]
    """Files and folders."""
    options: ReadOptions
    title: str | None = None
    """None: after the first file that can be read."""
    recipe: Recipe | None = None
    parent: Corpus | None = None


@dataclass(frozen=True)
class Added:
    """What came of it, all that standard error was told of it included."""

    result: IngestResult
    passed_over: int
    """Files in folders that are of no kind we read."""
    suggestion: RecipeSuggestion | None
    """A recipe for a text that was added as it is."""

    @property
    def corpus(self) -> Corpus:
        """The new corpus."""
        return self.result.corpus

    def values(self) -> Answer:
        """What `--json` says of how the files were read and cleaned."""
        card = self.corpus.card
        suggested = self.suggestion
        return {
            "sources": [
                {"file": source.file, **reading_values(source)} for source in self.corpus.sources()
            ],
            "refused": list(self.result.refused),
            "passed_over": self.passed_over,
            "recipe": list(card.recipe),
            "steps": list(card.tallies),
            "warnings": list(card.warnings),
            "suggested_recipe": None
            if suggested is None
            else {
                "name": TITLES[suggested.origin],
                "about": suggested.about,
                "steps": suggested.recipe.steps_json(),
            },
        }


def add_files(workspace: Workspace, adding: Adding) -> Added:
    """Add them; how far it is and how they were read goes to standard error.

    Ctrl-C stops it, and nothing is added. Raises CorpusError, StoppedError, WorkspaceError.
    """
    if adding.options.encoding is not None:
        encoding_name(adding.options.encoding)
    files, passed_over = all_files(adding.files)
    with Interrupts() as interrupts, _ProgressReporter() as shown:
        done = ingest(
            workspace,
            [InputStream(InputFile(file.name, file), adding.options) for file in files],
            name=adding.title or _title(adding, files),
            recipe=adding.recipe,
            parent=adding.parent,
            tell=shown.tell,
            should_stop=lambda: interrupts.count > 0,
        )
    _print(done)
    suggestion = _suggest(done.corpus) if adding.recipe is None else None
    return Added(done, passed_over, suggestion)


def read_recipe(named: str) -> Recipe:
    """A recipe from a JSON file, or the ready-made one of that name. Raises SettingsError."""
    path = Path(named)
    for name, ready_made in READY_MADE.items():
        if named.strip().casefold() in _names(name):
            return ready_made
    ready = listed(TITLES.values())
    try:
        if path.stat().st_size > _LARGEST_RECIPE:
            raise SettingsError(
                msg(
                    "{path} has more than {largest_recipe:,} bytes: no recipe has.",
                    path=path,
                    largest_recipe=_LARGEST_RECIPE,
                )
            )
        data = path.read_bytes()
    except OSError as error:
        raise SettingsError(
            msg(
                "{named!r} is no ready-made recipe, and no file that can be read: "
                "{strerror}. Name a JSON file, or one of: {ready}.",
                named=named,
                strerror=error.strerror,
                ready=ready,
            )
        ) from None
    return Recipe.from_json(data)


def _names(ready_made: str) -> set[str]:
    """What a ready-made recipe is called in any language."""
    title = TITLES[ready_made]
    return {ready_made.casefold(), *(translate(title, code).casefold() for code in LANGUAGES)}


def check_names(files: Sequence[Path]) -> None:
    """Raises CorpusError where one of them is not there."""
    missing = [str(file) for file in files if not file.exists()]
    if missing:
        raise CorpusError(
            msg(
                "There is no file {missing!r}. Check the name and the folder.",
                missing=missing[0],
            )
        )


def all_files(named: Sequence[Path]) -> tuple[list[Path], int]:
    """The files themselves, and of folders those in them that are read; how many are not.

    Raises CorpusError where a folder has none.
    """
    files: list[Path] = []
    passed_over = 0
    for path in named:
        if not path.is_dir():
            files.append(path)
            continue
        found, other = folder_files(path, endings=IN_FOLDERS)
        if not found:
            raise CorpusError(
                msg(
                    "In the folder {path} there are no files we read. Files may end in {endings}.",
                    path=path,
                    endings=", ".join(ENDINGS),
                )
            )
        say(msg("{path}: {files}", path=path, files=_counted(len(found))))
        if other:
            say(
                plural(
                    "{n:,} file of another kind was passed over.",
                    "{n:,} files of other kinds were passed over.",
                    n=other,
                )
            )
        files.extend(found)
        passed_over += other
    return files, passed_over


def _title(adding: Adding, files: Sequence[Path]) -> str:
    if adding.parent is not None:
        return told(msg("{name}, extended", name=adding.parent.card.name))
    first = adding.files[0]
    if first.is_dir():
        return first.resolve().name
    return first.name.split(".")[0] if len(files) == 1 else ""


class _ProgressReporter:
    """How far it is: a bar on a terminal, a line now and then elsewhere."""

    def __init__(self) -> None:
        self._bar: Bar | None = None
        self._said = time.monotonic()

    def __enter__(self) -> "_ProgressReporter":
        if sys.stderr.isatty():
            self._bar = Bar(
                BarColumn(bar_width=20),
                TaskProgressColumn(),
                TextColumn("{task.description}", markup=False),
                TimeRemainingColumn(),
                console=Console(stderr=True, highlight=False, markup=False),
                transient=True,
            )
            self._task = self._bar.add_task("", total=1.0)
            self._bar.start()
        return self

    def __exit__(self, *error: object) -> None:
        if self._bar is not None:
            self._bar.stop()

    def tell(self, progress: IngestProgress) -> None:
        """As `ingest` tells it."""
        doing = f"{told(progress.doing)} {progress.file}".strip()
        if self._bar is not None:
            self._bar.update(self._task, completed=progress.fraction, description=doing)
        elif time.monotonic() - self._said >= _LINE_EVERY:
            self._said = time.monotonic()
            say(f"{progress.fraction:4.0%} {doing}")


def _print(done: IngestResult) -> None:
    card = done.corpus.card
    new = card.sources[: len(card.sources)]
    for source in new[:_LISTED]:
        _tell_source(source)
    more = len(new) + card.more_sources - _LISTED
    if more > 0:
        say(msg("… and {files} more", files=_counted(more)))
    for sentence in done.refused[:_LISTED]:
        say(sentence)
    if len(done.refused) > _LISTED:
        say(msg("… and {files} more did not come in", files=_counted(len(done.refused) - _LISTED)))
    for tally in card.tallies:
        say(_format_stats(tally))
    for warning in card.warnings:
        say(warning)


def _suggest(corpus: Corpus) -> RecipeSuggestion:
    """Say which recipe suits a text that was added as it is, as the studio chooses it."""
    card = corpus.card
    texts = [passage.text for passage in itertools.islice(corpus.passages(), 200)]
    suggestion = suggest_recipe(
        ((source.file, source.size) for source in card.sources),
        card.language,
        script=script_of_texts(texts),
        paged=[source.file for source in card.sources] if paged_files(texts) else (),
    )
    title = TITLES[suggestion.origin]
    say(msg("Nothing was cleaned. --recipe '{title}' suits this text:", title=title))
    if suggestion.has_pages:
        say(f"      {told(replace(suggestion, has_pages=False).about)}")
        step = orjson.dumps({"step": Boilerplate.section}).decode()
        say(
            msg(
                "It has page numbers or headers in it. The step {step} of a recipe removes them.",
                step=step,
            )
        )
    else:
        say(f"      {told(suggestion.about)}")
    return suggestion


def _tell_source(source: SourceRecord) -> None:
    say(
        msg(
            "{file}: {read_as}, {encoding}, {size:,} bytes",
            file=source.file,
            read_as=source.read_as,
            encoding=encoding_told(source),
            size=source.size,
        )
    )
    tell_doubt(source.file, source)


def _format_stats(tally: Mapping[str, object]) -> Message:
    dropped = int(str(tally["documents_in"])) - int(str(tally["documents_out"]))
    done = msg(
        "{step}: {changes} in {changed:,} of {documents}",
        step=tally["step"],
        changes=plural("{n:,} change", "{n:,} changes", n=int(str(tally["changes"]))),
        changed=tally["documents_changed"],
        documents=plural("{n:,} document", "{n:,} documents", n=int(str(tally["documents_in"]))),
    )
    if dropped <= 0:
        return done
    return plural(
        "{done}, {n:,} document left out", "{done}, {n:,} documents left out", n=dropped, done=done
    )


def _counted(files: int) -> Message:
    return plural("{n:,} file", "{n:,} files", n=files)
