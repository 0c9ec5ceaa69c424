"""A recipe applied to a corpus that does not fit in memory, chunk by chunk.

Steps that look at one text at a time run in several processes, and on the parts of a long text
one by one; steps that look at all documents run here, on whole documents.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from slm_core.corpus.cleaning.chunk import Chunk, Document, chunks_of
from slm_core.corpus.cleaning.recipe import Recipe, change_part
from slm_core.corpus.cleaning.step import CleaningStep, StepStats, StreamStep, TextStep
from slm_core.processes.pool import WorkerPool

LONGEST_WHOLE = 16_000_000
"""Characters of a document that is still put together for a step that wants it whole; of a longer
one, each part counts as a document."""
_AHEAD = 8
"""Chunks that each process may clean while this one is busy with a whole document."""
_WORTH_STARTING = 2
"""Chunks from which on it pays to start other processes."""


def clean(
    chunks: Iterator[Chunk],
    steps: Sequence[CleaningStep],
    tallies: Sequence[StepStats],
    pool: WorkerPool,
    *,
    known: Callable[[], Iterator[str]] = lambda: iter(()),
) -> Iterator[Chunk]:
    """The texts after the steps, everything counted in `tallies`, one for each step.

    `known` gives the documents before them, of which steps that look back have to know.
    """
    for stage, counted in _stages(steps, tallies):
        if isinstance(stage, tuple):
            chunks = _text_stage(chunks, stage, counted, pool)
        else:
            chunks = _stream_stage(chunks, stage, counted[0], known)
    return chunks


def _stages(
    steps: Sequence[CleaningStep], tallies: Sequence[StepStats]
) -> Iterator[tuple[tuple[TextStep, ...] | StreamStep, Sequence[StepStats]]]:
    place = 0
    for stage in Recipe(tuple(steps)).stages():
        width = len(stage) if isinstance(stage, tuple) else 1
        yield stage, tallies[place : place + width]
        place += width


@dataclass(frozen=True)
class _TextWork:
    """What is sent to another process for each chunk."""

    steps: tuple[TextStep, ...]

    def __call__(self, chunk: Chunk) -> tuple[Chunk, list[StepStats]]:
        """The chunk after the steps, and what each did."""
        tallies = [StepStats(step.section) for step in self.steps]
        texts: list[str] = []
        sources: list[str] = []
        for text, source in zip(chunk.texts, chunk.sources, strict=True):
            after = self._changed(text, source, chunk, tallies)
            if after is not None:
                texts.append(after)
                sources.append(source)
        return replace(chunk, texts=tuple(texts), sources=tuple(sources)), tallies

    def _changed(
        self, text: str, source: str, chunk: Chunk, tallies: list[StepStats]
    ) -> str | None:
        """None where nothing of a whole document is left."""
        for step, tally in zip(self.steps, tallies, strict=True):
            tally.add_input(text)
            if not step.is_for(source):
                tally.add_output(text)
                continue
            if chunk.is_part:
                after, changes = change_part(step, text, first=chunk.first, last=chunk.last)
            else:
                after, changes = step.apply(text)
                if changes and (not after or after.isspace()):
                    tally.dropped(text)
                    return None
            if changes:
                tally.changed(text, after, changes)
            tally.add_output(after)
            text = after
        return text


def _text_stage(
    chunks: Iterator[Chunk],
    steps: tuple[TextStep, ...],
    tallies: Sequence[StepStats],
    pool: WorkerPool,
) -> Iterator[Chunk]:
    early = []
    for chunk in chunks:
        early.append(chunk)
        if len(early) >= _WORTH_STARTING:
            break
    worth = len(early) >= _WORTH_STARTING
    long = _LongDocument([False] * len(steps))
    coming = _chained(early, chunks)
    for chunk, counted in pool.map_ordered(_TextWork(steps), coming, worth=worth, ahead=_AHEAD):
        for place, (tally, more) in enumerate(zip(tallies, counted, strict=True)):
            tally.add(long.counted(place, more, chunk) if chunk.is_part else more)
        if chunk.texts:
            yield chunk


@dataclass
class _LongDocument:
    """Counts the parts of a document as one."""

    touched: list[bool]
    """By step: whether a part of it was changed."""

    def counted(self, place: int, part: StepStats, chunk: Chunk) -> StepStats:
        """What a step did to a part, as it adds to the documents' count."""
        touched = self.touched[place] or part.documents_changed > 0
        self.touched[place] = touched and not chunk.last
        ends = int(chunk.last)
        return replace(
            part, documents_in=ends, documents_out=ends, documents_changed=int(touched) * ends
        )


def _chained(early: list[Chunk], chunks: Iterator[Chunk]) -> Iterator[Chunk]:
    while early:
        yield early.pop(0)
    yield from chunks


def _stream_stage(
    chunks: Iterator[Chunk], step: StreamStep, tally: StepStats, known: Callable[[], Iterator[str]]
) -> Iterator[Chunk]:
    def coming() -> Iterator[Document]:
        for document in whole_documents(chunks):
            tally.add_input(document.text)
            yield document

    def going() -> Iterator[Document]:
        for document in step.run_where_wanted(coming(), tally, known()):
            tally.add_output(document.text)
            yield document

    return chunks_of(going())


def whole_documents(chunks: Iterator[Chunk]) -> Iterator[Document]:
    """Documents put together again, unless they are too long for that."""
    parts: list[str] = []
    size = 0
    for chunk in chunks:
        if not chunk.is_part:
            yield from map(Document, chunk.texts, chunk.sources)
            continue
        parts.extend(chunk.texts)
        size += chunk.characters
        if chunk.last or size > LONGEST_WHOLE:
            yield Document("".join(parts), chunk.sources[0])
            parts, size = [], 0
