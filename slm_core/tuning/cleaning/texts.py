"""The texts that the runs of an ablation learn from: without one cleaning step each, and all with
the same validation and test text.

The uncleaned documents are split first, and put in the order training, validation, test. The text
that is judged is what all steps together make of the last two; only the training text is cleaned
without the step. So every run predicts the same bytes. Since the judged documents come last, a
step that removes duplicates has taken out of them what the training documents have, and switching
it off puts nothing of the judged text into the training text.
"""

from collections.abc import Iterator
from dataclasses import replace

from slm_core.corpus.cleaning.chunk import Chunk, Document, chunks_of
from slm_core.corpus.cleaning.pipeline import clean
from slm_core.corpus.cleaning.recipe import Recipe
from slm_core.corpus.cleaning.step import StepStats
from slm_core.corpus.split import PARTS, SplitSettings, spans_of, split_lengths
from slm_core.corpus.store import (
    Corpus,
    CorpusDraft,
    CorpusSummary,
    look_at_corpora,
    new_corpus,
    open_corpus,
)
from slm_core.corpus.uncleaned import UncleanedText, find_uncleaned
from slm_core.corpus.writer import write_chunk
from slm_core.errors import CorpusError
from slm_core.messages import msg
from slm_core.processes.pool import WorkerPool
from slm_core.tuning.ablation import WHOLE
from slm_core.tuning.cleaning.switches import cleaning_switches, recipe_without
from slm_core.tuning.sweep import Sweep

_TRAIN = PARTS[0]
_MARK = "/"
"""Between the part that a document belongs to and the name of its file: steps that are only for
some files look at the end of the name."""


def texts_of(sweep: Sweep) -> list[Corpus]:
    """The texts that were made for this ablation."""
    corpora, _damaged = look_at_corpora(sweep.workspace)
    return [corpus for corpus in corpora if corpus.card.ablation == sweep.id]


def text_without(sweep: Sweep, path: str) -> Corpus:
    """The text cleaned without the step of this path, or by all steps; made where it is not there.

    Raises CorpusError where the corpus or its uncleaned text is gone, or nothing is left of a part.
    """
    known = {corpus.card.variant: corpus for corpus in texts_of(sweep)}
    if path in known:
        return known[path]
    source = open_corpus(sweep.workspace, sweep.base.corpus)
    kept = find_uncleaned(source)
    if kept is None:
        raise CorpusError(cleaning_switches(source).reason or msg("Its text is gone."))
    judged = None if path == WHOLE else text_without(sweep, WHOLE)
    return _make(sweep, path, source, kept, judged)


def _make(
    sweep: Sweep, path: str, source: Corpus, kept: UncleanedText, judged: Corpus | None
) -> Corpus:
    """The training text from the uncleaned documents, the rest likewise or from `judged`."""
    recipe, done = recipe_without(Recipe.from_json(source.card.recipe), path, kept.steps)
    tallies = [StepStats(step.section) for step in recipe.steps]
    with WorkerPool() as pool, new_corpus(sweep.workspace) as making:
        documents = chunks_of(_ordered(kept, sweep.base.split))
        counts = dict.fromkeys(PARTS, 0)
        for chunk in clean(documents, recipe.steps, tallies, pool):
            for part, wanted in _by_part(chunk):
                if part == _TRAIN or judged is None:
                    counts[part] += _write(making, wanted)
        if judged is not None:
            _copy_judged(making, judged)
            counts |= {part: (judged.card.parts or {}).get(part, 0) for part in PARTS[1:]}
        _check(sweep, counts)
        about = CorpusSummary(
            name=f"{source.card.name} · {path}",
            sources=tuple(source.sources()),
            recipe=(*done.steps_json(), *recipe.steps_json()),
            made_from=source.id,
            ablation=sweep.id,
            variant=path,
            parts=counts,
        )
        return making.finish(about)


def _ordered(kept: UncleanedText, settings: SplitSettings) -> Iterator[Document]:
    """The documents of each part after those of the part before, marked with it."""
    lengths, sources = [], []
    for document in kept.documents():
        lengths.append(len(document.text))
        sources.append(document.source)
    split = split_lengths(lengths, settings)
    for part in PARTS:
        texts = (document.text for document in kept.documents())
        for number, text in spans_of(texts, getattr(split, part)):
            yield Document(text, f"{part}{_MARK}{sources[number]}")


def _by_part(chunk: Chunk) -> Iterator[tuple[str, Chunk]]:
    """What the chunk has of each part, without the marks."""
    marked = [source.partition(_MARK) for source in chunk.sources]
    for part in PARTS:
        chosen = [place for place, (own, _, _name) in enumerate(marked) if own == part]
        if chosen:
            texts = tuple(chunk.texts[place] for place in chosen)
            names = tuple(marked[place][2] for place in chosen)
            yield part, replace(chunk, texts=texts, sources=names)


def _write(making: CorpusDraft, chunk: Chunk) -> int:
    """Write it; how many documents ended in it."""
    before = making.writer.counts.documents
    write_chunk(making.writer, chunk)
    return making.writer.counts.documents - before


def _copy_judged(making: CorpusDraft, judged: Corpus) -> None:
    first = (judged.card.parts or {}).get(_TRAIN, 0)
    for passage in judged.passages():
        if passage.document >= first:
            making.writer.add_part(passage.text, judged.card.name, last=passage.ends)


def _check(sweep: Sweep, counts: dict[str, int]) -> None:
    """Refuse where cleaning left nothing of a part that was asked for. Raises CorpusError."""
    for part in PARTS:
        if getattr(sweep.base.split, part) and not counts[part]:
            raise CorpusError(
                msg("Cleaning leaves nothing of the text for {part}. Add more text.", part=part)
            )
