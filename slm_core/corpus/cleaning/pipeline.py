"""A recipe applied to a corpus that does not fit in memory. Knows no files.

Steps that look at one text at a time run in several processes, and on the parts of a long text
one by one; steps that look at all documents run here, on whole documents.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from slm_core.corpus.cleaning.chunk import Chunk, chunks_of
from slm_core.corpus.cleaning.recipe import Recipe, change_part
from slm_core.corpus.cleaning.step import CleaningStep, StepStats, StreamStep, TextStep
from slm_core.processes.pool import Workers

LONGEST_WHOLE = 16_000_000
"""Characters of a document that is still put together for a step that wants it whole; of a longer
one, each part counts as a document."""
_AHEAD = 8
"""Units that each process may clean while this one is busy with a whole document."""
_WORTH_STARTING = 2
"""Units from which on it pays to start other processes."""


class _Sourced(str):
    """A text that says where it is from, through steps that only know texts."""

    source: str = ""
    is_known: bool = False
    """Whether it is of the corpus that is extended: steps that look back know it, no more."""

    @classmethod
    def of(cls, text: str, source: str, *, is_known: bool = False) -> "_Sourced":
        made = cls(text)
        made.source, made.is_known = source, is_known
        return made


@dataclass
class StepTally(StepStats):
    """Counts what happens to new texts, and remembers which was the last to be changed."""

    latest: str = field(default="", repr=False, compare=False)
    """The source of the text changed last."""
    latest_is_known: bool = field(default=False, repr=False, compare=False)

    def changed(self, before: str, after: str, changes: int = 1) -> None:
        """See Tally."""
        if isinstance(before, _Sourced):
            self.latest, self.latest_is_known = before.source, before.is_known
            if before.is_known:
                return
        super().changed(before, after, changes)

    def dropped(self, text: str) -> None:
        """See Tally."""
        if not (isinstance(text, _Sourced) and text.is_known):
            super().dropped(text)


def clean(
    units: Iterator[Chunk],
    steps: Sequence[CleaningStep],
    tallies: Sequence[StepTally],
    workers: Workers,
    *,
    known: Callable[[], Iterator[str]] = lambda: iter(()),
) -> Iterator[Chunk]:
    """The texts after the steps, everything counted in `tallies`, one for each step.

    `known` gives the documents before them, of which steps that look back have to know.
    """
    for stage, counted in _stages(steps, tallies):
        if isinstance(stage, tuple):
            units = _text_stage(units, stage, counted, workers)
        else:
            units = _stream_stage(units, stage, counted[0], known)
    return units


def _stages(
    steps: Sequence[CleaningStep], tallies: Sequence[StepTally]
) -> Iterator[tuple[tuple[TextStep, ...] | StreamStep, Sequence[StepTally]]]:
    place = 0
    for stage in Recipe(tuple(steps)).stages():
        width = len(stage) if isinstance(stage, tuple) else 1
        yield stage, tallies[place : place + width]
        place += width


@dataclass(frozen=True)
class _TextWork:
    """What is sent to another process for each unit."""

    steps: tuple[TextStep, ...]

    def __call__(self, unit: Chunk) -> tuple[Chunk, list[StepStats]]:
        """The unit after the steps, and what each did."""
        tallies = [StepStats(step.section) for step in self.steps]
        kept: list[tuple[str, str]] = []
        for text, source in zip(unit.texts, unit.sources, strict=True):
            after = self._changed(text, unit, tallies)
            if after is not None:
                kept.append((after, source))
        texts = tuple(text for text, _ in kept)
        return replace(unit, texts=texts, sources=tuple(name for _, name in kept)), tallies

    def _changed(self, text: str, unit: Chunk, tallies: list[StepStats]) -> str | None:
        """None where nothing of a whole document is left."""
        for step, tally in zip(self.steps, tallies, strict=True):
            tally.add_input(text)
            if unit.is_part:
                after, changes = change_part(step, text, first=unit.first, last=unit.last)
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
    units: Iterator[Chunk],
    steps: tuple[TextStep, ...],
    tallies: Sequence[StepTally],
    workers: Workers,
) -> Iterator[Chunk]:
    early = []
    for unit in units:
        early.append(unit)
        if len(early) >= _WORTH_STARTING:
            break
    worth = len(early) >= _WORTH_STARTING
    long = _LongDocument([False] * len(steps))
    coming = _chained(early, units)
    for unit, counted in workers.map(_TextWork(steps), coming, worth=worth, ahead=_AHEAD):
        for place, (tally, more) in enumerate(zip(tallies, counted, strict=True)):
            tally.add(long.counted(place, more, unit) if unit.is_part else more)
        if unit.texts:
            yield unit


@dataclass
class _LongDocument:
    """Counts the parts of a document as one."""

    touched: list[bool]
    """By step: whether a part of it was changed."""

    def counted(self, place: int, part: StepStats, unit: Chunk) -> StepStats:
        """What a step did to a part, as it adds to the documents' count."""
        touched = self.touched[place] or part.documents_changed > 0
        self.touched[place] = touched and not unit.last
        ends = int(unit.last)
        return replace(
            part, documents_in=ends, documents_out=ends, documents_changed=int(touched) * ends
        )


def _chained(early: list[Chunk], units: Iterator[Chunk]) -> Iterator[Chunk]:
    while early:
        yield early.pop(0)
    yield from units


def _stream_stage(
    units: Iterator[Chunk], step: StreamStep, tally: StepTally, known: Callable[[], Iterator[str]]
) -> Iterator[Chunk]:
    def coming() -> Iterator[str]:
        if step.looks_back:
            yield from (_Sourced.of(text, "", is_known=True) for text in known())
        for text, source in whole_documents(units):
            tally.add_input(text)
            yield _Sourced.of(text, source)

    def going() -> Iterator[tuple[str, str]]:
        for text in step.run(coming(), tally):
            if isinstance(text, _Sourced):
                source, is_known = text.source, text.is_known
            else:
                source, is_known = tally.latest, tally.latest_is_known
            if not is_known:
                tally.add_output(text)
                yield str(text), source

    return chunks_of(going())


def whole_documents(units: Iterator[Chunk]) -> Iterator[tuple[str, str]]:
    """Documents put together again, each with its source, unless they are too long for that."""
    parts: list[str] = []
    size = 0
    for unit in units:
        if not unit.is_part:
            yield from zip(unit.texts, unit.sources, strict=True)
            continue
        parts.extend(unit.texts)
        size += unit.characters
        if unit.last or size > LONGEST_WHOLE:
            yield "".join(parts), unit.sources[0]
            parts, size = [], 0
