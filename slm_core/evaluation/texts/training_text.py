"""What a run learned from, as its evaluation needs it; each thing is read when first asked for."""

from collections import Counter
from collections.abc import Iterator
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from slm_core.corpus.cleaning.steps.stop_words import stop_words
from slm_core.corpus.split import Split, split_corpus, split_text
from slm_core.corpus.store import Corpus, open_corpus
from slm_core.metrics.ngram import token_counts
from slm_core.profiling.cache import cached_profile
from slm_core.profiling.profile import CorpusProfile
from slm_core.profiling.reference_frequencies import reference_frequencies
from slm_core.profiling.terms.keyness import keywords_against_reference
from slm_core.profiling.terms.words import words_of
from slm_core.runs.load_model import RunModel
from slm_core.tokenizers.encoded.encode_stream import sampled
from slm_core.tokenizers.encoded.token_store import TokenStore, prepare_tokens
from slm_core.tokenizers.encoded.unknown_cost import UnknownWordModel
from slm_core.tokenizers.tokenizer import Ids

_SPELLED = 1_000_000
"""Characters of the training part from which the spelling of unknown words is learned."""
_TERMS, _LOOKED_AT = 40, 500_000
"""Terms of the domain that are told apart, and characters in which they are looked for."""


class TrainingText:
    """The training part of a run's corpus. Everything raises CorpusError where that is gone."""

    def __init__(self, source: RunModel) -> None:
        self._source = source
        self._config = source.run.config()

    @cached_property
    def corpus(self) -> Corpus:
        """All of it, with the parts that are not learned from."""
        return open_corpus(self._source.run.workspace, self._config.corpus)

    @cached_property
    def split(self) -> Split:
        """Which part of the corpus is which."""
        return split_corpus(self.corpus, self._config.split)

    def texts(self) -> Iterator[str]:
        """The documents, in lower case where the tokenizer reads them so."""
        texts = split_text(self.corpus, self.split.train)
        return (text.lower() for text in texts) if self._source.tokenizer.lowercase else texts

    @cached_property
    def joined(self) -> str:
        """The documents as one text."""
        return "\n".join(self.texts())

    @cached_property
    def spelling(self) -> UnknownWordModel:
        """How its words are spelled."""
        texts = self._sampled(_SPELLED)
        tokenizer = self._source.tokenizer
        return UnknownWordModel({word for text in texts for word in tokenizer.words(text)})

    @cached_property
    def ids(self) -> Ids:
        """It as tokens (n,), mapped from a file."""
        return self._store.ids("train")

    @cached_property
    def counts(self) -> NDArray[np.int64]:
        """How often each token (vocabulary,) occurs in it."""
        return token_counts(self.ids, self._source.tokenizer.vocabulary_size)

    @cached_property
    def profile(self) -> CorpusProfile | None:
        """The report of the corpus; None where it was not made."""
        return cached_profile(self._source.run.workspace, self.corpus.id)

    @cached_property
    def terms(self) -> tuple[str, ...]:
        """Words that mark the domain, in lower case; none for a language without a reference."""
        if self.profile is not None and self.profile.marking_terms:
            return tuple(term.word for term in self.profile.marking_terms[:_TERMS])
        language = self.corpus.card.language
        table = reference_frequencies(language)
        if table is None:
            return ()
        counts = Counter(word for text in self._sampled(_LOOKED_AT) for word in words_of(text))
        found = keywords_against_reference(counts, table, without=stop_words(language), most=_TERMS)
        return tuple(term.word for term in found)

    @cached_property
    def _store(self) -> TokenStore:
        return prepare_tokens(
            self._source.run.workspace,
            self.corpus,
            self._config.split,
            self._config.tokenizer,
            tokenizer=self._source.tokenizer,
        )

    def _sampled(self, most: int) -> Iterator[str]:
        return sampled(self.texts(), total=self.split.characters("train"), most=most)
