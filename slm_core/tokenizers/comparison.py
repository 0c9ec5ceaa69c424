"""Tokenizers of every kind and several sizes for one corpus, to look at side by side.

They are for looking and counting: a run trains its own on the training part it was given.
"""

import functools
import itertools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from slm_core.corpus.store import Corpus
from slm_core.corpus.text.scripts import UNSPACED_LANGUAGES
from slm_core.errors import ArgotError, SettingsError
from slm_core.messages import Message, msg
from slm_core.processes.pool import FailureTexts, WorkerPool
from slm_core.records import kept
from slm_core.tokenizers.encoded.encode_stream import sampled
from slm_core.tokenizers.settings import KIND_TITLES, TokenizerSettings
from slm_core.tokenizers.token_view import TokenView, view
from slm_core.tokenizers.tokenizer import Tokenizer
from slm_core.tokenizers.train import train_tokenizer
from slm_core.workspace import Workspace

LINEUP: tuple[TokenizerSettings, ...] = (
    TokenizerSettings(kind="char", vocabulary_size=10_000),
    TokenizerSettings(kind="word", vocabulary_size=2_000, minimum_frequency=2),
    TokenizerSettings(kind="word", vocabulary_size=10_000, minimum_frequency=2),
    TokenizerSettings(kind="segmented", vocabulary_size=10_000, minimum_frequency=2),
    TokenizerSettings(kind="bpe", vocabulary_size=512),
    TokenizerSettings(kind="bpe", vocabulary_size=2_000),
    TokenizerSettings(kind="bpe", vocabulary_size=8_000),
)
"""What is looked at, the smallest vocabulary first within each kind."""
SAMPLE = 1_500_000
"""Bytes that each kind is trained on, spread evenly over a longer text. More changes few tokens."""
_VERSION = 3
"""Raised when the same text would get other tokenizers than before."""
_APART = 1.25
"""How many times larger the next vocabulary must be to be worth looking at."""
_TIMEOUT = 20.0
"""Seconds that cutting texts to be looked at may take."""
_FAILURES = FailureTexts(
    slow=msg(
        "Cutting the text into tokens took longer than {seconds} seconds and was given up. Try a "
        "shorter text."
    ),
    ended=msg(
        "Cutting the text into tokens ended twice without an answer: there may be too little "
        "memory. Close what else is running and try again."
    ),
    failed=msg("The text could not be cut into tokens: {error}. Make the corpus's report again."),
)
Which = tuple[str, int]
"""Kind and size of the vocabulary: what tells the tokenizers of one corpus apart."""


@dataclass(frozen=True)
class TokenizerCandidate:
    """One tokenizer of the line-up.

    Training finds tokens one after the other, so those of a small vocabulary are the first of a
    larger one: each kind is trained once, for its largest size.
    """

    settings: TokenizerSettings
    tokenizer: Tokenizer

    @property
    def which(self) -> Which:
        """Its kind and size."""
        return self.settings.kind, self.tokenizer.vocabulary_size


def train_candidates(
    workspace: Workspace,
    corpus: Corpus,
    *,
    tell: Callable[[Message], None] = lambda doing: None,
) -> list[TokenizerCandidate]:
    """Every tokenizer of LINEUP for this corpus, from the workspace where it was made before.

    Sizes that the text cannot fill are left out, kinds of which it has no token twice, and where
    words have blanks between them, those cut beforehand. Raises CorpusError, WorkspaceError.
    """
    found: list[TokenizerCandidate] = []
    texts: list[str] | None = None
    for kind, sizes in _kinds():
        if kind == "segmented" and corpus.card.language not in UNSPACED_LANGUAGES:
            continue
        path = _path(workspace, corpus.id, kind)
        largest = _loaded(path)
        if largest is None:
            tell(msg("looking for tokens: {kind}", kind=KIND_TITLES[kind]))
            texts = texts if texts is not None else list(_sample(corpus))
            try:
                largest = train_tokenizer(texts, sizes[-1])
            except SettingsError:
                continue  # no word occurs twice, so none would be known
            if not workspace.is_read_only():
                with kept(path):
                    largest.save(path)
        found += _sized(largest, sizes)
    return found


def cached_candidates(workspace: Workspace, corpus_id: str) -> list[TokenizerCandidate]:
    """Those of them that were made before; trains nothing. Raises WorkspaceError."""
    found: list[TokenizerCandidate] = []
    for kind, sizes in _kinds():
        largest = _loaded(_path(workspace, corpus_id, kind))
        if largest is not None:
            found += _sized(largest, sizes)
    return found


def view_tokens(
    pool: WorkerPool,
    workspace: Workspace,
    corpus_id: str,
    which: Sequence[Which],
    texts: Sequence[str],
) -> dict[Which, list[TokenView]]:
    """Each text under each of the tokenizers; those that were not kept are left out.

    In a worker process: Chinese is cut with a dictionary of 34 MB, and large vocabularies take as
    much. Raises WorkspaceError, and CorpusError where there is no answer.
    """
    args = (workspace, corpus_id, which, texts)
    return pool.run_one(_view, *args, timeout=_TIMEOUT, texts=_FAILURES)


def _view(
    workspace: Workspace, corpus_id: str, which: Sequence[Which], texts: Sequence[str]
) -> dict[Which, list[TokenView]]:
    candidates = _by_size(workspace, corpus_id)
    if not candidates.keys() >= set(which):
        _by_size.cache_clear()  # the report may be made again
    return {
        one: [view(text, candidates[one]) for text in texts] for one in which if one in candidates
    }


@functools.lru_cache(maxsize=2)
def _by_size(workspace: Workspace, corpus_id: str) -> dict[Which, Tokenizer]:
    return {one.which: one.tokenizer for one in cached_candidates(workspace, corpus_id)}


def _kinds() -> Iterator[tuple[str, list[TokenizerSettings]]]:
    for kind, group in itertools.groupby(LINEUP, lambda settings: settings.kind):
        yield kind, list(group)


def _path(workspace: Workspace, corpus_id: str, kind: str) -> Path:
    return workspace.corpus_cache(corpus_id) / f"tokens-{kind}-{_VERSION}.json"


def _sized(largest: Tokenizer, sizes: list[TokenizerSettings]) -> Iterator[TokenizerCandidate]:
    """The largest tokenizer of a kind cut down to every size that the text can fill."""
    most = largest.vocabulary_size / _APART
    kept = [one for one in sizes if one.vocabulary_size <= most]
    for one in kept:
        yield TokenizerCandidate(one, largest.smaller(one.vocabulary_size))
    yield TokenizerCandidate(sizes[min(len(kept), len(sizes) - 1)], largest)


def _loaded(path: Path) -> Tokenizer | None:
    if not path.is_file():
        return None
    try:
        return Tokenizer.load(path)
    except ArgotError:
        return None  # damaged: it is made again


def _sample(corpus: Corpus) -> Iterator[str]:
    counts = corpus.card.counts
    texts = (passage.text for passage in corpus.passages())
    most = round(SAMPLE * counts.characters / max(1, counts.bytes))
    return sampled(texts, total=counts.characters, most=most)
