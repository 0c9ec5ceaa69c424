"""Tokenizers of every kind and several sizes for one corpus, to look at side by side.

They are for looking and counting: a run trains its own on the training part it was given.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from slm_core.corpus.store import Corpus
from slm_core.durable import told_plainly
from slm_core.errors import ArgotError
from slm_core.tokenizers.settings import TokenizerSettings
from slm_core.tokenizers.streaming import sampled
from slm_core.tokenizers.tokenizer import Tokenizer
from slm_core.tokenizers.train import train_tokenizer
from slm_core.workspace import Workspace

LINEUP: tuple[TokenizerSettings, ...] = (
    TokenizerSettings(kind="char", vocabulary_size=10_000),
    TokenizerSettings(kind="word", vocabulary_size=2_000, minimum_frequency=2),
    TokenizerSettings(kind="word", vocabulary_size=10_000, minimum_frequency=2),
    TokenizerSettings(kind="bpe", vocabulary_size=512),
    TokenizerSettings(kind="bpe", vocabulary_size=2_000),
    TokenizerSettings(kind="bpe", vocabulary_size=8_000),
)
"""What is looked at, the shortest tokens first within each kind."""
SAMPLE = 2_000_000
"""Characters that each is trained on, spread evenly over a longer text. More changes few tokens,
and a vocabulary of 8,000 is found in about a second."""


@dataclass(frozen=True)
class Candidate:
    """One tokenizer of the line-up."""

    settings: TokenizerSettings
    tokenizer: Tokenizer


def line_up(
    workspace: Workspace,
    corpus: Corpus,
    *,
    tell: Callable[[str], None] = lambda doing: None,
    should_stop: Callable[[], bool] = lambda: False,
) -> list[Candidate]:
    """Every tokenizer of LINEUP for this corpus, from the workspace where it was made before.

    Sizes that the text cannot fill are left out. Raises CorpusError, WorkspaceError.
    """
    folder = lineup_folder(workspace, corpus.id)
    texts: list[str] | None = None
    found: list[Candidate] = []
    for settings in LINEUP:
        if should_stop():
            break
        if found and _is_filled(found[-1], settings):
            continue
        path = folder / f"{settings.kind}-{settings.vocabulary_size}.json"
        tokenizer = _loaded(path)
        if tokenizer is None:
            tell(f"looking for tokens: {settings.kind}, {settings.vocabulary_size:,}")
            texts = texts if texts is not None else list(_sample(corpus))
            tokenizer = train_tokenizer(texts, settings)
            with told_plainly(folder):
                folder.mkdir(parents=True, exist_ok=True)
            tokenizer.save(path)
        found.append(Candidate(settings, tokenizer))
    return found


def lineup_folder(workspace: Workspace, corpus_id: str) -> Path:
    """Where the tokenizers of a corpus are kept; to be deleted with it."""
    return workspace.cache / "lineups" / corpus_id


def _is_filled(last: Candidate, settings: TokenizerSettings) -> bool:
    """Whether the text had no more tokens of this kind than the last, smaller size took."""
    same = last.settings.kind == settings.kind
    return same and last.tokenizer.vocabulary_size < last.settings.vocabulary_size


def _loaded(path: Path) -> Tokenizer | None:
    if not path.is_file():
        return None
    try:
        return Tokenizer.load(path)
    except ArgotError:
        return None  # damaged: it is made again


def _sample(corpus: Corpus) -> Iterator[str]:
    texts = (passage.text for passage in corpus.passages())
    return sampled(texts, total=corpus.card.counts.characters, most=SAMPLE)
