"""The same text in the training and in the validation part, found once and kept with the corpus."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from hashlib import blake2b
from typing import Literal

from slm_core.corpus.split import SplitSettings, split_corpus
from slm_core.corpus.store import Corpus
from slm_core.errors import DamagedFileError
from slm_core.evaluation.coaching.duplicates import Remaining, remaining_of
from slm_core.messages import msg
from slm_core.processes.pool import FailureTexts, WorkerPool
from slm_core.records import Count, Share, keep, read_record
from slm_core.tokenizers.encoded.encode_stream import PartName, part_passages
from slm_core.workspace import Workspace, content_hash

SMALL = 5_000_000
"""Characters of a text that is looked at in a second or two."""
_FEW = 20
"""Documents below which their paragraphs are compared."""
SHORTEST, _LONGEST = 40, 20_000
"""Characters of a piece: shorter ones come again rightly; of longer ones the beginning counts."""
_LONG = 1_000
"""Characters of a paragraph from which its lines are compared."""
_BLANK_LINE = re.compile(r"\n\s*\n")
_COMPARED = 10_000_000
"""Characters of a text up to which pieces that are only nearly alike are looked for."""
_ALIKE = 0.8
_BATCH = 500
_EXAMPLES, _EXAMPLE = 3, 160
_TIMEOUT = 600.0
"""Seconds."""
_FAILURES = FailureTexts(
    slow=msg(
        "Comparing training and validation text took longer than {seconds:,.0f} seconds and was "
        "stopped. `python -m slm_core coach` compares them without a limit."
    ),
    ended=msg(
        "The process that compared training and validation text was ended by the system twice, "
        "most likely because the memory was full. Close other programs and try again."
    ),
    failed=msg("Training and validation text could not be compared: {error}"),
)
_FLATTERS = 0.02
"""Share of the validation text from which on its copies flatter the score."""
_FEWEST_COPIES, _MUCH = 3, 0.1
"""Fewer copies are chance, unless they are that share of the text."""
_VERSION = "2"
"""Raised when it is found in another way than before."""


@dataclass(frozen=True)
class Overlap:
    """What of the validation part the model has learned from."""

    of: Literal["documents", "paragraphs"]
    """What was compared."""
    pieces: Count
    """Of the validation part."""
    exact: Count
    """Of them those that the training part has, too; blanks do not count."""
    near: Count
    """Those that are nearly like one of the training part, and not the same."""
    share: Share
    """Of the validation part's characters those that stand in such pieces."""
    examples: tuple[str, ...] = ()
    """Beginnings of some of them."""
    remaining: Remaining | None = None
    """What stays of the corpus without its duplicates; None where the copies do not matter, or the
    corpus is large."""

    @property
    def flatters(self) -> bool:
        """Whether the copies are so many that the score is better than on new text."""
        return _flatters(self.share, self.exact + self.near)


def find_overlap(
    workspace: Workspace,
    corpus: Corpus,
    split: SplitSettings,
    tell: Callable[[float], None] = lambda fraction: None,
) -> Overlap:
    """Which text is on both sides of this split, looked for unless it was before.

    `tell` hears which fraction is done, and ends it by an exception. Raises CorpusError where the
    corpus is damaged or a part empty, WorkspaceError.
    """
    known = cached_overlap(workspace, corpus, split)
    if known is not None:
        return known
    found = _compare(corpus, split, tell)
    if not workspace.is_read_only():
        keep(workspace.corpus_cache(corpus.id) / _name(split), asdict(found))
    return found


def find_overlap_apart(
    pool: WorkerPool, workspace: Workspace, corpus: Corpus, split: SplitSettings
) -> Overlap:
    """The same by a process of the pool, so that this one loads no numpy. Raises CorpusError."""
    known = cached_overlap(workspace, corpus, split)
    if known is not None:
        return known
    return pool.run_one(find_overlap, workspace, corpus, split, timeout=_TIMEOUT, texts=_FAILURES)


def cached_overlap(workspace: Workspace, corpus: Corpus, split: SplitSettings) -> Overlap | None:
    """What was found before; None where nobody looked."""
    try:
        return read_record(Overlap, workspace.corpus_cache(corpus.id) / _name(split))
    except DamagedFileError:  # it is looked for again
        return None


def _compare(corpus: Corpus, split: SplitSettings, tell: Callable[[float], None]) -> Overlap:
    is_small = corpus.card.counts.characters <= _COMPARED
    reading = _Reading(corpus, split, 3 if is_small else 2, tell)
    hashes = {_digest(piece) for piece in reading.pieces("train")}
    judged = [*reading.pieces("validation")]
    is_exact = [_digest(piece) in hashes for piece in judged]
    is_near = [False] * len(judged)
    if is_small:
        is_near = _near(reading.pieces("train"), judged)
    shared = [piece for piece, *why in zip(judged, is_exact, is_near, strict=True) if any(why)]
    share = sum(map(len, shared)) / max(1, sum(map(len, judged)))
    counted = is_small and _flatters(share, len(shared))
    return Overlap(
        of=reading.of,
        pieces=len(judged),
        exact=sum(is_exact),
        near=sum(near and not exact for exact, near in zip(is_exact, is_near, strict=True)),
        share=share,
        examples=tuple(" ".join(piece[:_EXAMPLE].split()) for piece in shared[:_EXAMPLES]),
        remaining=remaining_of(corpus) if counted else None,
    )


def _flatters(share: float, copies: int) -> bool:
    return share >= _FLATTERS and (copies >= _FEWEST_COPIES or share >= _MUCH)


def _near(train: Iterator[str], judged: list[str]) -> list[bool]:
    """For each of `judged` whether it is nearly like one of `train`.

    The index tells whether a text was there before, also among `judged`; what is new among them
    alone can only have been in `train`.
    """
    from slm_core.corpus.text.near_duplicates.minhash import NearIndex  # noqa: PLC0415 - numpy

    alone, both = NearIndex(_ALIKE), NearIndex(_ALIKE)
    for batch in _batches(train):
        both.known(batch)
    found: list[bool] = []
    for batch in _batches(iter(judged)):
        pairs = zip(both.known(batch), alone.known(batch), strict=True)
        found += [anywhere and not here for anywhere, here in pairs]
    return found


class _Reading:
    """The parts of a corpus as pieces, read as many `times` as that is; each time, the whole text
    is gone through, and `tell` hears how far that is."""

    def __init__(
        self, corpus: Corpus, split: SplitSettings, times: int, tell: Callable[[float], None]
    ) -> None:
        self._corpus, self._tell = corpus, tell
        self._parts = split_corpus(corpus, split)
        self._whole, self._read = times * max(1, corpus.card.counts.characters), 0
        self.of: Literal["documents", "paragraphs"] = (
            "documents" if corpus.card.counts.documents >= _FEW else "paragraphs"
        )

    def pieces(self, part: PartName) -> Iterator[str]:
        """Those of a part that are long enough, each cut to the length that is compared."""
        for name, passage in part_passages(self._corpus.passages(), self._parts):
            self._read += len(passage.text)
            self._tell(min(1.0, self._read / self._whole))
            if name != part:
                continue
            whole = self.of == "documents"
            texts: Iterable[str] = [passage.text] if whole else _paragraphs(passage.text)
            yield from (text[:_LONGEST] for text in texts if len(text) >= SHORTEST)


def _paragraphs(text: str) -> Iterator[str]:
    """What stands between blank lines; of a long one its lines."""
    for paragraph in _BLANK_LINE.split(text):
        if len(paragraph) < _LONG:
            yield paragraph
        else:
            yield from paragraph.split("\n")


def _batches(texts: Iterator[str]) -> Iterator[list[str]]:
    batch: list[str] = []
    for text in texts:
        batch.append(text)
        if len(batch) == _BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _digest(piece: str) -> bytes:
    words = " ".join(piece.split()).encode("utf-8", errors="surrogatepass")
    return blake2b(words, digest_size=8).digest()


def _name(split: SplitSettings) -> str:
    return f"overlap-{content_hash(_VERSION, repr(split))}.json"
