"""The corpora of a workspace: added, listed, deleted, and never changed in between."""

from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import orjson

from slm_core import checksums
from slm_core.corpus.card import CorpusCard, Counts, SourceRecord, name_apart
from slm_core.corpus.readers.document import ReadResult
from slm_core.corpus.text.language import language_of
from slm_core.corpus.text.passages import Passage, joined
from slm_core.corpus.writer import DocumentWriter, read_passages
from slm_core.errors import CorpusError, DamagedFileError
from slm_core.messages import Message, msg
from slm_core.records import Damaged, read_record
from slm_core.storage import (
    PendingFolder,
    from_json,
    pending_folder,
    remove_folder,
    write_json,
)
from slm_core.workspace import Workspace, content_hash, names_in, slug

SHORTEST = 200
"""Characters below which there is nothing to learn from."""
SMALL = 20_000
"""Characters below which a model mostly learns the text by heart."""

MOST_SOURCES = 200
"""Files that a card names, so that it stays quick to read."""

_CARD, _DOCUMENTS, _SOURCES = "card.json", "documents.jsonl", "sources.jsonl"


@dataclass(frozen=True)
class Corpus:
    """A corpus that exists; its folder is never changed."""

    id: str
    folder: Path
    card: CorpusCard

    @property
    def texts(self) -> Path:
        """The file with the documents."""
        return self.folder / _DOCUMENTS

    def sources(self) -> list[SourceRecord]:
        """Every file the corpus was made of. Raises CorpusError if damaged."""
        if not self.card.more_sources:
            return list(self.card.sources)
        try:
            checksums.check(self.folder / _SOURCES)
            lines = (self.folder / _SOURCES).read_bytes().splitlines()
            return [from_json(SourceRecord, orjson.loads(line)) for line in lines]
        except (DamagedFileError, OSError, ValueError) as error:
            raise CorpusError(
                msg(
                    "The list of files of corpus {id} cannot be read ({error}). Delete the "
                    "corpus and add its files again.",
                    id=self.id,
                    error=error,
                )
            ) from None

    def documents(self) -> Iterator[str]:
        """The texts, in order, one at a time from the disk. Raises CorpusError if damaged."""
        return joined(self.passages())

    def passages(self) -> Iterator[Passage]:
        """The texts in passages that fit in memory, however long the documents are.

        Raises CorpusError if damaged.
        """
        try:
            yield from read_passages(self.folder / _DOCUMENTS, expected=self._text_sum())
        except (DamagedFileError, OSError, ValueError) as error:
            raise CorpusError(
                msg(
                    "The text of corpus {id} cannot be read ({error}). Delete the corpus and "
                    "add its files again.",
                    id=self.id,
                    error=error,
                )
            ) from None

    def _text_sum(self) -> int | None:
        """The CRC-32 of the file with the documents; None where nobody wrote it down."""
        known = checksums.read_sums(self.folder).get(_DOCUMENTS)
        return known[1] if known else None


@dataclass(frozen=True)
class CorpusSummary:
    """What a corpus's card says beside what is counted; its fields are those of `CorpusCard`."""

    name: str
    sources: tuple[SourceRecord, ...] = ()
    recipe: tuple[Mapping[str, object], ...] = ()
    sample: str | None = None
    seed_text: str = ""
    """"" for the first words of the text."""
    parent: str | None = None
    made_from: str | None = None
    warnings: tuple[Message, ...] = ()
    refused: tuple[Message, ...] = ()
    tallies: tuple[Mapping[str, object], ...] = ()
    ablation: str = ""
    variant: str = ""
    parts: Mapping[str, int] | None = None


def add_corpus(
    workspace: Workspace,
    results: Sequence[ReadResult],
    *,
    name: str,
    sample: str | None = None,
    seed_text: str = "",
    now: datetime | None = None,
) -> Corpus:
    """The documents of all results as one corpus; the one that exists if it is the same.

    Raises CorpusError where there is too little text, WorkspaceError where it cannot be written.
    """
    sources = tuple(record_of(result) for result in results)
    about = CorpusSummary(name, sources, sample=sample, seed_text=seed_text)
    with new_corpus(workspace) as making:
        for result in results:
            for text in result.documents:
                making.writer.add(text, result.name)
        return making.finish(about, now=now)


@dataclass(frozen=True)
class CorpusDraft:
    """A corpus being written: add documents to `writer`, then `finish`."""

    workspace: Workspace
    draft: PendingFolder
    writer: DocumentWriter

    def finish(self, about: CorpusSummary, *, now: datetime | None = None) -> Corpus:
        """The corpus, or the one that was there if it is the same. Raises CorpusError."""
        self.writer.close()
        counts = self.writer.counts
        _refuse_too_short(counts, self.writer.solid)
        name = " ".join(about.name.split()) or "Text"
        # Those of an ablation are deleted with it, so no other may have the same ones.
        made_of = [self.writer.digest, orjson.dumps(about.recipe), about.ablation]
        corpus_id = f"{slug(name)}-{content_hash(*filter(None, made_of))}"
        folder = self.workspace.corpus_folder(corpus_id)
        if folder.exists():
            try:
                return open_corpus(self.workspace, corpus_id)
            except CorpusError:  # damaged by somebody: what is added now takes its place
                remove_folder(folder)
        taken = [] if about.ablation else [one.card.name for one in list_corpora(self.workspace)]
        card = CorpusCard(
            name=name_apart(name, taken),
            sources=about.sources[:MOST_SOURCES],
            language=language_of(self.writer.heads),
            counts=counts,
            created=(now or datetime.now().astimezone()).isoformat(timespec="milliseconds"),
            recipe=about.recipe,
            warnings=(*_warnings(counts), *about.warnings),
            sample=about.sample,
            seed_text=about.seed_text.strip() or self.writer.seed_text,
            parent=about.parent,
            made_from=about.made_from,
            more_sources=max(0, len(about.sources) - MOST_SOURCES),
            refused=_shortened(about.refused),
            tallies=about.tallies,
            ablation=about.ablation,
            variant=about.variant,
            parts=about.parts,
        )
        if card.more_sources:
            with open(self.draft.path / _SOURCES, "wb") as file:
                for source in about.sources:
                    file.write(orjson.dumps(source, option=orjson.OPT_APPEND_NEWLINE))
        write_json(self.draft.path / _CARD, card.to_json())
        checksums.seal(self.draft.path)
        self.draft.publish(folder)
        return open_corpus(self.workspace, corpus_id)


@contextmanager
def new_corpus(workspace: Workspace) -> Generator[CorpusDraft]:
    """Room for a corpus to be written into; nothing stays unless it is finished.

    Raises WorkspaceError where it cannot be written.
    """
    with pending_folder(workspace.corpora) as draft:
        writer = DocumentWriter(draft.path / _DOCUMENTS)
        try:
            yield CorpusDraft(workspace, draft, writer)
        finally:
            writer.close()


def open_corpus(workspace: Workspace, corpus_id: str) -> Corpus:
    """The corpus with this id. Raises CorpusError where there is none or its card is damaged."""
    folder = workspace.corpus_folder(corpus_id)
    if not folder.exists():
        raise CorpusError(
            msg(
                "Corpus {corpus_id!r} does not exist in this workspace. Choose one from the "
                "list, or add its files again.",
                corpus_id=corpus_id,
            )
        )
    try:
        card = read_record(CorpusCard, folder / _CARD)
        if card is None:
            raise DamagedFileError(checksums.damaged(folder / _CARD, msg("it is not there")))
        _check_size(folder)
    except DamagedFileError as error:
        raise CorpusError(
            msg(
                "{reason} Delete the corpus {corpus_id!r} and add its files again.",
                reason=error.message,
                corpus_id=corpus_id,
            )
        ) from None
    return Corpus(corpus_id, folder, card)


def _check_size(folder: Path) -> None:
    """Refuse a file of documents that is not there or not as long as it was; its content is checked
    while it is read. Raises DamagedFileError."""
    path, known = folder / _DOCUMENTS, checksums.read_sums(folder).get(_DOCUMENTS)
    try:
        size = path.stat().st_size if path.is_file() else 0
    except OSError:
        size = 0
    if size == 0 or (known is not None and known[0] != size):
        raise DamagedFileError(checksums.damaged(path, msg("a part of it is missing")))


def list_corpora(workspace: Workspace) -> list[Corpus]:
    """Every corpus that can be read, the newest first, without the texts of ablations."""
    corpora, _damaged = look_at_corpora(workspace)
    return [corpus for corpus in corpora if not belongs_to_ablation(workspace, corpus)]


def belongs_to_ablation(workspace: Workspace, corpus: Corpus) -> bool:
    """Whether it is one of the texts of an ablation that is still there, and goes with that."""
    ablation = corpus.card.ablation
    return bool(ablation) and workspace.sweep_folder(ablation).is_dir()


def damaged_corpora(workspace: Workspace) -> list[Damaged]:
    """Corpora that are there and that nobody can read, each with the reason."""
    return look_at_corpora(workspace)[1]


def look_at_corpora(workspace: Workspace) -> tuple[list[Corpus], list[Damaged]]:
    """Every corpus that can be read, also those of ablations, and what `damaged_corpora` gives."""
    corpora, damaged = [], []
    for name in sorted(names_in(workspace.corpora)):
        if not workspace.corpus_folder(name).is_dir():
            continue
        try:
            corpora.append(open_corpus(workspace, name))
        except CorpusError as error:
            damaged.append(Damaged(name, error.message))
    newest = sorted(corpora, key=lambda corpus: (corpus.card.made_at, corpus.id), reverse=True)
    return newest, damaged


def delete_corpus(workspace: Workspace, corpus_id: str) -> None:
    """Remove a corpus, whole or damaged, and what was found out about it.

    Raises CorpusError where there is none.
    """
    folder = workspace.corpus_folder(corpus_id)
    if not folder.is_dir():
        raise CorpusError(
            msg(
                "Corpus {corpus_id!r} does not exist in this workspace. Choose one from the list.",
                corpus_id=corpus_id,
            )
        )
    remove_folder(folder)
    if workspace.corpus_cache(corpus_id).exists():
        remove_folder(workspace.corpus_cache(corpus_id))


def _refuse_too_short(counts: Counts, solid: int) -> None:
    # Blanks teach nothing; in a longer text they do not matter.
    characters = solid if counts.characters < SMALL else counts.characters
    if characters < SHORTEST:
        raise CorpusError(
            msg(
                "There are {characters:,} characters of text; at least {shortest} are "
                "needed to learn anything, and {small:,} or more to learn it well. Add "
                "more text.",
                characters=characters,
                shortest=SHORTEST,
                small=SMALL,
            )
        )


def _shortened(sentences: tuple[Message, ...]) -> tuple[Message, ...]:
    if len(sentences) <= MOST_SOURCES:
        return sentences
    more = len(sentences) - MOST_SOURCES
    return (*sentences[:MOST_SOURCES], msg("And {more:,} more files did not come in.", more=more))


def _warnings(counts: Counts) -> tuple[Message, ...]:
    if counts.characters >= SMALL:
        return ()
    return (
        msg(
            "This is a small text: {characters:,} characters. A model will memorise much of "
            "it; add more if you can: {small:,} characters are a fair start.",
            characters=counts.characters,
            small=SMALL,
        ),
    )


def record_of(result: ReadResult) -> SourceRecord:
    """What the card keeps of a file that was read."""
    return SourceRecord(
        file=result.name,
        size=result.size,
        sha256=result.sha256,
        encoding=result.encoding,
        read_as=result.read_as,
        left_out=tuple(result.left_out),
        confidence=result.confidence,
        readings=result.readings,
        suggestions=tuple(result.suggestions),
    )
