"""A corpus without its duplicates: what is taken out, how much stays, and what it is called."""

from collections.abc import Iterable
from dataclasses import dataclass

from slm_core.corpus.cleaning.recipe import Recipe, run_step
from slm_core.corpus.cleaning.step import StepStats
from slm_core.corpus.cleaning.steps.duplicates import ExactDuplicates, NearDuplicates
from slm_core.corpus.store import Corpus
from slm_core.messages import Message, as_given, msg, plural
from slm_core.records import Count

WITHOUT_DUPLICATES = Recipe(
    (ExactDuplicates(of="paragraphs"), ExactDuplicates(of="lines"), NearDuplicates())
)
"""The steps: paragraphs and lines that come again, then documents that are nearly alike."""


@dataclass(frozen=True)
class Remaining:
    """What of a corpus stays when its duplicates are removed."""

    documents: Count
    all_documents: Count
    characters: Count
    all_characters: Count

    def sentence(self) -> Message:
        """How much stays, for whoever is about to remove the rest."""
        return msg(
            "Removing the duplicates leaves {documents:,} of {all_documents}, and "
            "{characters:,} of {all_characters:,} characters ({share:.0%}).",
            documents=self.documents,
            all_documents=plural("{n:,} document", "{n:,} documents", n=self.all_documents),
            characters=self.characters,
            all_characters=self.all_characters,
            share=self.characters / max(1, self.all_characters),
        )


def remaining_of(corpus: Corpus) -> Remaining:
    """What stays of a corpus that fits in memory; nothing is written. Loads numpy.

    Raises CorpusError where it is damaged.
    """
    texts: Iterable[str] = corpus.documents()
    tallies = [StepStats(step.section) for step in WITHOUT_DUPLICATES.steps]
    for step, tally in zip(WITHOUT_DUPLICATES.steps, tallies, strict=True):
        texts = run_step(step, texts, tally)
    sizes = [len(text) for text in texts]
    counts = corpus.card.counts
    return Remaining(len(sizes), counts.documents, sum(sizes), counts.characters)


def name_without_duplicates(corpus: Corpus) -> Message:
    """What the corpus without its duplicates is called, so that the two can be told apart."""
    return msg("{name}, without duplicates", name=as_given(corpus.card.name))
