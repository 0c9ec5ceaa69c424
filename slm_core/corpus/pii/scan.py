"""Personal data over all documents of a corpus: how much of each kind, and examples to look at."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import asdict, dataclass

from slm_core.corpus.pii.detect import detect
from slm_core.corpus.pii.entity import KINDS, Certainty, EntityType, PiiEntity
from slm_core.corpus.text.passages import Passage

MOST = 100_000_000
"""Characters that are looked at, unless told otherwise."""
EXAMPLES = 25
"""Of each kind."""
_CONTEXT = 40  # characters on each side


@dataclass(frozen=True)
class Example:
    """A finding with the words around it."""

    kind: EntityType
    document: int
    """Counted from 0."""
    start: int
    """Where in the document, in characters."""
    before: str
    text: str
    after: str
    certainty: Certainty


@dataclass(frozen=True)
class PrivacyReport:
    """What was found in texts."""

    counts: Mapping[EntityType, int]
    """Findings of each kind, those of which there is none left out."""
    certain: Mapping[EntityType, int]
    """Of them those that are certain."""
    documents: int
    """Documents looked at."""
    documents_with: int
    """Of them those with something in them."""
    characters: int
    """Characters looked at."""
    is_whole: bool
    """Whether that was all of the text."""
    examples: tuple[Example, ...]
    """Some of each kind, different ones, the first in the text."""

    @property
    def total(self) -> int:
        """All findings."""
        return sum(self.counts.values())

    def to_json(self) -> dict[str, object]:
        """As a report's file keeps it."""
        return asdict(self)


def scan(
    texts: Iterable[str],
    *,
    most: int = MOST,
    kinds: Collection[EntityType] = KINDS,
    names: tuple[str, ...] = (),
    should_stop: Callable[[], bool] = lambda: False,
) -> PrivacyReport:
    """Personal data in the first `most` characters of the texts; what was found until stopped."""
    passages = (Passage(text, number, 0, True) for number, text in enumerate(texts))
    return scan_passages(passages, most=most, kinds=kinds, names=names, should_stop=should_stop)


def scan_passages(
    passages: Iterable[Passage],
    *,
    most: int = MOST,
    kinds: Collection[EntityType] = KINDS,
    names: tuple[str, ...] = (),
    should_stop: Callable[[], bool] = lambda: False,
) -> PrivacyReport:
    """As `scan`, for documents in passages that fit in memory."""
    tally = _Tally()
    whole = True
    for passage in passages:
        room = most - tally.characters
        if room <= 0 or should_stop():
            whole = False
            break
        part = passage.text[:room]
        whole = whole and len(part) == len(passage.text)
        tally.add(passage, detect(part, kinds=kinds, names=names), len(part))
    return PrivacyReport(
        counts=dict(tally.counts.most_common()),
        certain=dict(tally.certain.most_common()),
        documents=len(tally.documents),
        documents_with=len(tally.documents_with),
        characters=tally.characters,
        is_whole=whole,
        examples=tuple(tally.examples),
    )


class _Tally:
    def __init__(self) -> None:
        self.counts: Counter[EntityType] = Counter()
        self.certain: Counter[EntityType] = Counter()
        self.documents: set[int] = set()
        self.documents_with: set[int] = set()
        self.characters = 0
        self.examples: list[Example] = []
        self._shown: dict[EntityType, set[str]] = {kind: set() for kind in KINDS}

    def add(self, passage: Passage, found: list[PiiEntity], characters: int) -> None:
        """Count one passage."""
        self.documents.add(passage.document)
        self.characters += characters
        if found:
            self.documents_with.add(passage.document)
        for one in found:
            self.counts[one.kind] += 1
            self.certain[one.kind] += one.certainty == "certain"
            shown = self._shown[one.kind]
            if one.text not in shown and len(shown) < EXAMPLES:
                shown.add(one.text)
                self.examples.append(_example(passage, one))


def _example(passage: Passage, found: PiiEntity) -> Example:
    text = passage.text
    return Example(
        kind=found.kind,
        document=passage.document,
        start=passage.start + found.start,
        before=" ".join(text[max(0, found.start - _CONTEXT) : found.start].split("\n")),
        text=found.text,
        after=" ".join(text[found.end : found.end + _CONTEXT].split("\n")),
        certainty=found.certainty,
    )
