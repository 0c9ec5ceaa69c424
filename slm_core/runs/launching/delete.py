"""Deleting a corpus with everything derived from it, or runs, after saying what goes and stays."""

import shutil
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from slm_core.corpus.ingest.text_cache import forget_kept, kept_bytes
from slm_core.corpus.store import Corpus, delete_corpus, look_at_corpora, open_corpus
from slm_core.corpus.uncleaned import FOLDER as UNCLEANED
from slm_core.errors import ArgotError, CorpusError, RunError
from slm_core.messages import Message, msg, plural, sentences
from slm_core.processes.jobs import Job, list_jobs
from slm_core.runs.launching.create import delete_run
from slm_core.runs.run import Run, list_runs
from slm_core.storage import friendly_os_errors, read_json
from slm_core.workspace import Workspace


@dataclass(frozen=True)
class DependentData:
    """What exists because a corpus does."""

    runs: tuple[Run, ...]
    """Runs that learned from it: their models and what they wrote."""
    active: tuple[Run, ...]
    """Those of them that are at work now."""
    tokens: tuple[Path, ...]
    """Folders of its text cut into tokens."""
    token_bytes: int
    cache_bytes: int
    """Of texts between two cleaning steps, its report, and tokenizers to look at it with."""
    uncleaned_bytes: int
    """Of its text before cleaning."""
    children: tuple[Corpus, ...]
    """Corpora that were extended or made from it, and hold its text as well."""


def derived_from(workspace: Workspace, corpus_id: str) -> DependentData:
    """What would go with the corpus, or knows it. Raises WorkspaceError on a bad name."""
    workspace.corpus_folder(corpus_id)
    runs = tuple(run for run in list_runs(workspace) if _learned_from(run, corpus_id))
    tokens = _tokens_of(workspace, corpus_id)
    cache = _bytes(workspace.corpus_cache(corpus_id))
    return DependentData(
        runs=runs,
        active=tuple(run for run in runs if run.status().is_active),
        tokens=tokens,
        token_bytes=sum(map(_bytes, tokens)),
        cache_bytes=cache + kept_bytes(workspace, _hashes(workspace, corpus_id)),
        uncleaned_bytes=_bytes(workspace.corpus_folder(corpus_id) / UNCLEANED),
        children=tuple(
            corpus
            for corpus in look_at_corpora(workspace)[0]
            if corpus_id in (corpus.card.parent, corpus.card.made_from)
        ),
    )


def remove_corpus(
    workspace: Workspace, corpus_id: str, *, with_runs: bool = False
) -> DependentData:
    """Delete the corpus, its tokens and every text kept on its way; with its runs if wanted.

    Runs that stay keep their models, and can no longer be resumed. What was derived, as it was
    before. Raises CorpusError where there is no such corpus or a run is learning from it now.
    """
    found = derived_from(workspace, corpus_id)
    if found.active:
        raise CorpusError(
            msg(
                "{id} is training on corpus {corpus_id!r}. Stop the run first, then delete it.",
                id=found.active[0].id,
                corpus_id=corpus_id,
            )
        )
    hashes = _hashes(workspace, corpus_id)
    delete_corpus(workspace, corpus_id)
    forget_kept(workspace, hashes)
    for folder in found.tokens:
        with friendly_os_errors(folder):
            shutil.rmtree(folder)
    if with_runs:
        for run in found.runs:
            delete_run(run)
    for job in list_jobs(workspace):
        if job.state().is_over and corpus_id in _named_by(job):
            job.forget()
    return found


@dataclass(frozen=True)
class RunsToDelete:
    """What goes with some runs, and what stays although it knows them."""

    runs: tuple[Run, ...]
    active: tuple[Run, ...]
    """Those of them that are at work now: they cannot go."""
    bytes: int
    """On the disk: models, checkpoints, curves, scores, texts, labels."""
    started_from: tuple[Run, ...]
    """Other runs that started from one of them: each has a copy of what it started from."""

    def goes(self) -> Message:
        """What is deleted."""
        return plural(
            "{n} run with its model, checkpoints, curves, scores, tags and note: {size:,.1f} MB.",
            "{n} runs with their models, checkpoints, curves, scores, tags and notes: "
            "{size:,.1f} MB.",
            n=len(self.runs),
            size=self.bytes / 1e6,
        )

    def stays(self) -> list[Message]:
        """What is not, a sentence each."""
        told = [msg("The text that was learned from stays, and so do all other runs.")]
        if self.started_from:
            told.append(
                plural(
                    "{n} other run started from one of these: it keeps its own copy and works on.",
                    "{n} other runs started from one of these: they keep their own copies and "
                    "work on.",
                    n=len(self.started_from),
                )
            )
        return told


def runs_to_delete(workspace: Workspace, runs: Sequence[Run]) -> RunsToDelete:
    """What deleting them means; those that are gone already are left out."""
    there = tuple(run for run in runs if run.folder.is_dir())
    ids = {run.id for run in there}
    return RunsToDelete(
        runs=there,
        active=tuple(run for run in there if run.status().is_active),
        bytes=sum(_bytes(run.folder) for run in there),
        started_from=tuple(
            run for run in list_runs(workspace) if run.id not in ids and _start_of(run) in ids
        ),
    )


def delete_runs(runs: Sequence[Run]) -> list[Run]:
    """Delete all of them that can be; those that are gone now, deleted by whomever.

    Raises RunError where one is at work, after the others are gone.
    """
    gone, refused = [], []
    for run in runs:
        try:
            delete_run(run)
        except ArgotError as error:
            if run.folder.is_dir():
                refused.append(error.message)
                continue
        gone.append(run)
    if refused:
        raise RunError(sentences(refused))
    return gone


def _start_of(run: Run) -> str:
    try:
        start = run.config().start
    except ArgotError:  # damaged, or deleted at this moment
        return ""
    return start.run if start else ""


def _named_by(job: Job) -> set[object]:
    """Ids of the corpora that a job was about."""
    request, result = job.request(), job.state().result or {}
    return {request.get("corpus"), request.get("parent"), result.get("corpus")}


def _learned_from(run: Run, corpus_id: str) -> bool:
    """Whether it did itself, or started from a model that had."""
    try:
        config = run.config()
        earlier = config.start.learned_from if config.start else ()
        return corpus_id in (config.corpus, *earlier)
    except ArgotError:  # a damaged run: it cannot say what it learned from
        return False


def _hashes(workspace: Workspace, corpus_id: str) -> list[str]:
    try:
        return [source.sha256 for source in open_corpus(workspace, corpus_id).sources()]
    except CorpusError:  # damaged, or not there
        return []


def _tokens_of(workspace: Workspace, corpus_id: str) -> tuple[Path, ...]:
    if not workspace.tokens.is_dir():
        return ()
    return tuple(
        folder
        for folder in sorted(workspace.tokens.iterdir())
        if not folder.name.startswith(".")
        and (read_json(folder / "meta.json") or {}).get("corpus") == corpus_id
    )


def _bytes(folder: Path) -> int:
    if not folder.is_dir():
        return 0
    total = 0
    for path in folder.rglob("*"):
        with suppress(OSError):  # a temporary file that goes at this moment
            total += path.stat().st_size if path.is_file() else 0
    return total
