"""Resolves what the command line names: files, a corpus, or a sample corpus."""

from collections.abc import Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from slm_core.cli.commands.corpora.corpus_add import Added, Adding, add_files
from slm_core.cli.options import FileOptions
from slm_core.cli.output.terminal import Answer, say
from slm_core.corpus.encodings.decode import decode
from slm_core.corpus.readers.document import ReadOptions
from slm_core.corpus.samples import add_sample, list_samples
from slm_core.corpus.store import Corpus, delete_corpus, list_corpora
from slm_core.errors import CorpusError, RunError, SettingsError
from slm_core.messages import as_given, listed, msg, plural
from slm_core.runs.model_name import ModelName
from slm_core.runs.run import Run, list_runs, open_run
from slm_core.tokenizers.user_dictionary import MOST_CHARACTERS
from slm_core.workspace import Workspace

LAST = "last"
"""Stands for the newest run; no id is like that, since ids end in a date and digits."""
_LISTED = 12
"""Corpora named when what was asked for is none."""


@dataclass(frozen=True)
class FoundFiles:
    """A corpus to work with."""

    corpus: Corpus
    is_new: bool
    """Whether it was added just now."""
    added: Added | None = None
    """How its files were read, where it is named by files."""

    @property
    def values(self) -> Answer:
        """What `--json` says of how its files were read; nothing where it was there."""
        return {} if self.added is None else {"added": self.added.values()}


def find_run(workspace: Workspace, name: str) -> Run:
    """The run with this id; for `last`, the newest. Raises RunError, WorkspaceError."""
    if name != LAST:
        return open_run(workspace, name)
    runs = list_runs(workspace)
    if not runs:
        raise RunError(
            msg(
                "There are no runs in {root} yet. `python -m slm_core train` starts one.",
                root=workspace.root,
            )
        )
    return runs[0]


def find_model(workspace: Workspace, name: str) -> tuple[Run, ModelName]:
    """The run and the weights that RUN or RUN@STEP names. Raises RunError, WorkspaceError."""
    wanted = ModelName.of(name)
    run = find_run(workspace, wanted.run)
    return run, ModelName(run.id, wanted.step)


def read_terms(path: Path) -> str:
    """A list of terms from a file, its encoding found. Raises CorpusError, SettingsError."""
    try:
        size = path.stat().st_size
        data = path.read_bytes() if path.is_file() and size <= 4 * MOST_CHARACTERS else b""
    except OSError as error:
        raise CorpusError(
            msg(
                "{path} cannot be read ({strerror}). --terms takes a text file with one "
                "term a line.",
                path=path,
                strerror=error.strerror,
            )
        ) from error
    if not data:
        raise SettingsError(
            msg(
                "{path} has {size:,} bytes and is no list of terms: that is a text file "
                "with one term a line and {most_characters:,} characters at the most.",
                path=path,
                size=size,
                most_characters=MOST_CHARACTERS,
            )
        )
    return decode(data).text


@contextmanager
def corpus_for_run(options: FileOptions, names: Sequence[str]) -> Generator[FoundFiles]:
    """As `find_corpus` says; a corpus that was added for a run which then cannot be goes again."""
    found = find_corpus(options.home, names, options=options.reading, title=options.title)
    try:
        yield found
    except BaseException:
        if found.is_new and not _is_used(options.home, found.corpus.id):
            delete_corpus(options.home, found.corpus.id)
        raise


def find_corpus(
    workspace: Workspace, names: Sequence[str], *, options: ReadOptions, title: str | None = None
) -> FoundFiles:
    """Files become a corpus of the workspace; otherwise one name is a corpus's id or a sample's.

    Tells on standard error how files were read. Raises CorpusError, WorkspaceError.
    """
    there = {corpus.id for corpus in list_corpora(workspace)}
    files = [Path(name) for name in names if Path(name).exists()]
    if len(files) == len(names):
        added = add_files(workspace, Adding(tuple(files), options, title))
        return FoundFiles(added.corpus, added.corpus.id not in there, added)
    missing = next(name for name in names if not Path(name).exists())
    if len(names) > 1:
        raise CorpusError(
            msg(
                "There is no file {missing!r}. Several names must all be files.",
                missing=missing,
            )
        )
    if options != ReadOptions():
        say(msg("--column, --encoding and --password are for files; they were not used."))
    corpus = _known(workspace, missing, there)
    return FoundFiles(corpus, corpus.id not in there)


def _known(workspace: Workspace, name: str, there: set[str]) -> Corpus:
    for corpus in list_corpora(workspace):
        if corpus.id == name:
            return corpus
    samples = [card.slug for card in list_samples()]
    if name in samples:
        return add_sample(workspace, name)
    corpora = listed(map(as_given, sorted(there)[:_LISTED])) if there else msg("none")
    if len(there) > _LISTED:
        more = len(there) - _LISTED
        corpora = plural(
            "{corpora} and {n} more", "{corpora} and {n} more", n=more, corpora=corpora
        )
    raise CorpusError(
        msg(
            "{name!r} is neither a file, nor a corpus of the workspace, nor a "
            "sample. Check the spelling. Corpora in {root}: {corpora}. Samples: "
            "{samples}.",
            name=name,
            root=workspace.root,
            corpora=corpora,
            samples=listed(map(as_given, samples)) if samples else msg("none"),
        )
    )


def _is_used(workspace: Workspace, corpus_id: str) -> bool:
    return any(run.config().corpus == corpus_id for run in list_runs(workspace))
