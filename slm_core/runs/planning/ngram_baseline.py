"""The n-gram baseline of a corpus, computed once and kept with it. Free of torch."""

from dataclasses import dataclass
from typing import Annotated

from pydantic import Field

from slm_core.corpus.split import Split, SplitSettings, split_corpus
from slm_core.corpus.store import Corpus
from slm_core.errors import DamagedFileError
from slm_core.metrics.ngram import ngram_bits_per_byte
from slm_core.records import keep, read_record
from slm_core.tokenizers.encoded.encode_stream import PartName, part_passages, sampled
from slm_core.workspace import Workspace, content_hash

LEARNED, JUDGED = 500_000, 100_000
"""Characters of the training and of the validation part that are looked at."""
_AT_ONCE = 5_000_000
"""Characters of a text up to which nobody waits longer than a second or two."""
_VERSION = "1"
"""Raised when it is counted in another way than before."""


@dataclass(frozen=True)
class _Counted:
    """What is kept."""

    counting_bits: Annotated[float, Field(allow_inf_nan=False)]


def ngram_baseline(workspace: Workspace, corpus: Corpus, split: SplitSettings) -> float:
    """Bits per byte of a sample of the validation part, by counts of one of the training part.

    Raises CorpusError where the corpus is damaged, WorkspaceError where nothing can be kept.
    """
    kept = cached_ngram_baseline(workspace, corpus, split)
    if kept is not None:
        return kept
    parts = split_corpus(corpus, split)
    learned = part_sample(corpus, parts, "train", most=LEARNED)
    bits = ngram_bits_per_byte(learned, part_sample(corpus, parts, "validation", most=JUDGED))
    if not workspace.is_read_only():
        keep(workspace.corpus_cache(corpus.id) / _name(split), {"counting_bits": bits})
    return bits


def ngram_baseline_if_cached(
    workspace: Workspace, corpus: Corpus, split: SplitSettings
) -> float | None:
    """The same, but None of a large text that nobody has counted yet. Raises what that does."""
    if corpus.card.counts.characters > _AT_ONCE:
        return cached_ngram_baseline(workspace, corpus, split)
    return ngram_baseline(workspace, corpus, split)


def cached_ngram_baseline(
    workspace: Workspace, corpus: Corpus, split: SplitSettings
) -> float | None:
    """What was counted before; None where nobody did."""
    try:
        found = read_record(_Counted, workspace.corpus_cache(corpus.id) / _name(split))
    except DamagedFileError:  # it is counted again
        return None
    return found.counting_bits if found else None


def part_sample(corpus: Corpus, split: Split, part: PartName, *, most: int) -> str:
    """About `most` characters of a part, evenly spread."""
    passages = part_passages(corpus.passages(), split)
    texts = (passage.text + "\n" * passage.ends for name, passage in passages if name == part)
    return "".join(sampled(texts, total=split.characters(part), most=most))


def _name(split: SplitSettings) -> str:
    return f"counting-{content_hash(_VERSION, repr(split))}.json"
