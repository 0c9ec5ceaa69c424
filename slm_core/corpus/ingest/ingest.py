"""Files to a corpus, whatever their number and size: read, cleaned, written, a part at a time.

Nothing has to fit in memory, and no step is done again whose texts are kept from before.
"""

import itertools
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, fields, replace

from slm_core.corpus.card import SourceRecord
from slm_core.corpus.cleaning.chunk import Chunk
from slm_core.corpus.cleaning.pipeline import clean
from slm_core.corpus.cleaning.recipe import AUTO, Recipe
from slm_core.corpus.cleaning.step import StepStats
from slm_core.corpus.ingest.cache_plan import CachePlan
from slm_core.corpus.ingest.people import people_in
from slm_core.corpus.ingest.read_files import FileReader, InputStream
from slm_core.corpus.ingest.text_cache import (
    CacheWriter,
    DamagedTextsError,
    KeptFacts,
    keep_copy,
    trim,
)
from slm_core.corpus.store import Corpus, CorpusDraft, CorpusSummary, new_corpus
from slm_core.corpus.text.language import language_of
from slm_core.corpus.uncleaned import UncleanedWriter, copy_uncleaned, find_same, move_into
from slm_core.corpus.writer import write_chunk
from slm_core.errors import CorpusError, StoppedError
from slm_core.messages import Message, lines, msg, plural
from slm_core.processes.pool import WorkerPool
from slm_core.storage import pending_folder
from slm_core.workspace import Workspace

__all__ = ["IngestProgress", "IngestResult", "InputStream", "ingest"]

_LOOKED_AT = 100_000  # characters from which the language is told
_TOLD_EVERY = 0.1  # seconds
_SHOWN = 5
_COUNTED = tuple(item.name for item in fields(StepStats) if item.compare)


@dataclass(frozen=True)
class IngestProgress:
    """How far it is."""

    doing: Message
    """reading or cleaning."""
    file: str
    """The file that is read, or ""."""
    fraction: float
    """Of all bytes, from 0 to 1."""


_RENEWED = msg(
    "Texts kept from an earlier cleaning of these files were damaged: the files were read again."
)

Tell = Callable[[IngestProgress], None]


@dataclass(frozen=True)
class IngestResult:
    """What came of it."""

    corpus: Corpus
    refused: tuple[Message, ...]
    """Sentences on files that did not come in."""
    tallies: tuple[StepStats, ...]
    """What each step did."""


def ingest(  # noqa: PLR0913 all but two have a default
    workspace: Workspace,
    incoming: Sequence[InputStream],
    *,
    name: str,
    recipe: Recipe | None = None,
    parent: Corpus | None = None,
    tell: Tell = lambda progress: None,
    should_stop: Callable[[], bool] = lambda: False,
    processes: int | None = None,
) -> IngestResult:
    """The files as one corpus, cleaned by the recipe, in so many processes (all cores); named
    after the first that can be read where `name` is "".

    With a `parent`, its documents come first as they are, and only the files are cleaned.
    Raises CorpusError where no file could be read or there is too little text, StoppedError where
    `should_stop` said so, WorkspaceError. Nothing is left behind then.
    """
    if not incoming:
        raise CorpusError(msg("There are no files to add. Name at least one."))
    order = CachePlan(workspace, tuple(incoming), recipe or Recipe(), parent)
    renewed = False
    while True:
        try:
            with ExitStack() as stack:
                pool = stack.enter_context(WorkerPool(processes))
                work = _Ingest(order, pool, stack, _ProgressReporter(order, tell, should_stop))
                making = stack.enter_context(new_corpus(workspace))
                done = work.into(making, name, renewed=renewed)
        except DamagedTextsError:
            renewed = True
            continue  # they are gone, so now the step before them is done again
        trim(workspace)
        return done


class _Ingest:
    """One order being carried out."""

    def __init__(
        self, order: CachePlan, pool: WorkerPool, stack: ExitStack, teller: "_ProgressReporter"
    ) -> None:
        self._order, self._pool, self._stack, self._teller = order, pool, stack, teller
        self._keepers: dict[int, CacheWriter] = {}
        self._uncleaned: UncleanedWriter | None = None
        self._language = "und"
        self._recipe = order.recipe
        self._tallies = [StepStats(step.section) for step in order.recipe.steps]
        self._done, self._kept, self._digests = order.kept()

    def into(self, making: CorpusDraft, name: str, *, renewed: bool) -> IngestResult:
        """Write the corpus."""
        parent, incoming = self._order.parent, self._order.incoming
        people = people_in(incoming, self._recipe.steps, self._pool, self._teller.check)
        reader = FileReader(self._pool, self._teller.read)
        chunks = reader.chunks(incoming) if self._kept is None else self._kept_chunks()
        chunks = self._settled(chunks)
        if parent is not None:
            for passage in parent.passages():
                making.writer.add_part(passage.text, parent.card.name, last=passage.ends)
        before = making.writer.counts.documents
        first = self._order.uncleaned
        if first is not None and first >= self._done:
            self._uncleaned = UncleanedWriter(making.draft.path, steps=first)
            self._stack.callback(self._uncleaned.close)
        for chunk in self._cleaned(chunks, people):
            write_chunk(making.writer, chunk)
            self._teller.check()
        facts = self._facts(reader)
        if making.writer.counts.documents == before:
            raise CorpusError(_nothing(facts, len(self._order.incoming)))
        warnings = (*self._recipe.warnings, *((_RENEWED,) if renewed else ()))
        digests = self._digests or reader.digests
        self._keep_uncleaned(making, digests)
        corpus = making.finish(self._about(name, facts, warnings))
        move_into(making.draft.path, corpus)
        self._keep(corpus, facts, digests)
        return IngestResult(corpus, facts.refused, tuple(self._tallies))

    def _about(self, name: str, facts: KeptFacts, warnings: tuple[Message, ...]) -> CorpusSummary:
        parent = self._order.parent
        return CorpusSummary(
            name or _named_after(facts.records),
            sources=(*(parent.sources() if parent else ()), *facts.records),
            recipe=tuple(self._recipe.steps_json()),
            parent=parent.id if parent else None,
            made_from=next(filter(None, (item.corpus_id for item in self._order.incoming)), None),
            warnings=warnings,
            refused=facts.refused,
            tallies=_counts(self._tallies),
        )

    def _facts(self, reader: FileReader) -> KeptFacts:
        if self._kept is not None:
            return self._kept.facts
        return KeptFacts(
            sizes=tuple(item.size for item in self._order.incoming),
            records=tuple(reader.records),
            refused=tuple(reader.refused),
            tallies=(),
            language=self._language,
            characters=0,
        )

    def _kept_chunks(self) -> Iterator[Chunk]:
        assert self._kept is not None
        facts = self._kept.facts
        for tally, values in zip(self._tallies[: self._done], facts.tallies, strict=True):
            for name, value in values.items():
                setattr(tally, name, value)
        passed = 0
        for chunk in self._kept.chunks():
            yield chunk
            passed += chunk.characters
            self._teller.passed(passed / max(1, facts.characters))

    def _settled(self, chunks: Iterator[Chunk]) -> Iterator[Chunk]:
        """The chunks, when the language that some steps leave open is known."""
        if all(getattr(step, "language", "") != AUTO for step in self._recipe.steps):
            return chunks
        early: list[Chunk] = []
        if self._kept is not None:
            self._language = self._kept.facts.language
        if self._language == "und":
            size = 0
            for chunk in chunks:
                early.append(chunk)
                size += chunk.characters
                if size > _LOOKED_AT:
                    break
            self._language = language_of(text for chunk in early for text in chunk.texts)
        self._recipe = self._recipe.resolved(self._language)
        return itertools.chain(early, chunks)

    def _cleaned(self, chunks: Iterator[Chunk], people: tuple[str, ...]) -> Iterator[Chunk]:
        parent = self._order.parent
        known = parent.documents if parent else _nobody
        keep = self._order.keep_after() - set(range(1, self._done + 1))
        if self._kept is not None:
            keep.discard(0)
        uncleaned = {self._uncleaned.steps} if self._uncleaned else set()
        points = sorted({self._done, *keep, *uncleaned, len(self._recipe.steps)})
        for start, end in itertools.zip_longest(points, points[1:]):
            if start in keep:
                folder = self._stack.enter_context(pending_folder(self._order.workspace.kept_texts))
                self._keepers[start] = CacheWriter(folder.path)
                self._stack.callback(self._keepers[start].close)
                chunks = self._keepers[start].passed(chunks)
            if self._uncleaned is not None and start == self._uncleaned.steps:
                chunks = self._uncleaned.passed(chunks)
            steps = [step.knowing(people) for step in self._recipe.steps[start:end]]
            chunks = clean(chunks, steps, self._tallies[start:end], self._pool, known=known)
        return chunks

    def _keep_uncleaned(self, making: CorpusDraft, digests: Sequence[str]) -> None:
        """The text before cleaning into the corpus; where the steps after it were not done again,
        from the corpus that has it."""
        order = self._order
        if self._uncleaned is not None:
            self._uncleaned.finish(order.key(digests, self._uncleaned.steps))
        elif (first := order.uncleaned) is not None:
            same = find_same(order.workspace, order.key(digests, first))
            if same is not None:
                copy_uncleaned(same, making.draft.path)

    def _keep(self, corpus: Corpus, facts: KeptFacts, digests: Sequence[str]) -> None:
        order = self._order
        counts = _counts(self._tallies)
        for steps, keeper in self._keepers.items():
            keeper.finish(
                order.workspace,
                order.key(digests, steps),
                replace(facts, tallies=counts[:steps], characters=keeper.characters),
            )
        if self._recipe.steps and order.parent is None:
            characters = corpus.card.counts.characters
            whole = replace(facts, tallies=counts, characters=characters)
            keep_copy(order.workspace, order.key(digests, len(counts)), corpus.texts, whole)


class _ProgressReporter:
    """Tells now and then how far it is, and stops it all when that is wanted."""

    def __init__(self, order: CachePlan, tell: Tell, should_stop: Callable[[], bool]) -> None:
        self._total = max(1, order.size)
        self._tell, self._should_stop = tell, should_stop
        self._read = 0
        self._told = 0.0

    def read(self, file: str, size: int) -> None:
        """So many more bytes of a file were read."""
        self._read += size
        self._say(IngestProgress(msg("reading"), file, min(1.0, self._read / self._total)))

    def passed(self, fraction: float) -> None:
        """So much of kept texts has been cleaned on."""
        self._say(IngestProgress(msg("cleaning"), "", min(1.0, fraction)))

    def check(self) -> None:
        """Raises StoppedError if it shall stop."""
        if self._should_stop():
            raise StoppedError(msg("Stopped. Nothing was added; the files are as they were."))

    def _say(self, progress: IngestProgress) -> None:
        now = time.monotonic()
        if now - self._told >= _TOLD_EVERY or progress.fraction >= 1.0:
            self._told = now
            self._tell(progress)
            self.check()


def _named_after(records: Sequence[SourceRecord]) -> str:
    """The first file that could be read, and how many more."""
    if not records:
        return ""
    more = f" and {len(records) - 1:,} more" if len(records) > 1 else ""
    return records[0].file.split(".")[0] + more


def _nobody() -> Iterator[str]:
    yield from ()


def _counts(tallies: Sequence[StepStats]) -> tuple[dict[str, object], ...]:
    return tuple({name: getattr(tally, name) for name in _COUNTED} for tally in tallies)


def _nothing(facts: KeptFacts, files: int) -> Message:
    """Why no text is left."""
    if facts.records:
        return msg(
            "The recipe leaves nothing of these files. Take out the step that leaves "
            "out documents, or set it less strictly."
        )
    if files == 1 and len(facts.refused) == 1:
        return facts.refused[0]
    none = plural("The file could not be read.", "None of {n:,} files could be read.", n=files)
    more = len(facts.refused) - _SHOWN
    rest = (msg("And {more:,} more.", more=more),) if more > 0 else ()
    return lines((none, *facts.refused[:_SHOWN], *rest))
