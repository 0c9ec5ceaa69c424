"""Personal data over all documents of a corpus: how much of each kind, and examples to look at."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import asdict, dataclass

from slm_core.corpus.privacy.find import find
from slm_core.corpus.privacy.finding import KINDS, Certainty, Finding, Kind

MOST = 100_000_000
"""Characters that are looked at, unless told otherwise."""
EXAMPLES = 25
"""Of each kind."""
_CONTEXT = 40  # characters on each side


@dataclass(frozen=True)
class Example:
    """A finding with the words around it."""

    kind: Kind
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

    counts: Mapping[Kind, int]
    """Findings of each kind, those of which there is none left out."""
    certain: Mapping[Kind, int]
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
    kinds: Collection[Kind] = KINDS,
    names: tuple[str, ...] = (),
    should_stop: Callable[[], bool] = lambda: False,
) -> PrivacyReport:
    """Personal data in the first `most` characters of the texts; what was found until stopped."""
    tally = _Tally()
    whole = True
    for number, text in enumerate(texts):
        room = most - tally.characters
        if room <= 0 or should_stop():
            whole = False
            break
        part = text[:room]
        whole = whole and len(part) == len(text)
        tally.add(number, part, find(part, kinds=kinds, names=names))
    return PrivacyReport(
        counts=dict(tally.counts.most_common()),
        certain=dict(tally.certain.most_common()),
        documents=tally.documents,
        documents_with=tally.documents_with,
        characters=tally.characters,
        is_whole=whole,
        examples=tuple(tally.examples),
    )


class _Tally:
    def __init__(self) -> None:
        self.counts: Counter[Kind] = Counter()
        self.certain: Counter[Kind] = Counter()
        self.documents = self.documents_with = self.characters = 0
        self.examples: list[Example] = []
        self._shown: dict[Kind, set[str]] = {kind: set() for kind in KINDS}

    def add(self, number: int, text: str, found: list[Finding]) -> None:
        """Count one document."""
        self.documents += 1
        self.characters += len(text)
        self.documents_with += bool(found)
        for one in found:
            self.counts[one.kind] += 1
            self.certain[one.kind] += one.certainty == "certain"
            shown = self._shown[one.kind]
            if one.text not in shown and len(shown) < EXAMPLES:
                shown.add(one.text)
                self.examples.append(_example(number, text, one))


def _example(number: int, text: str, found: Finding) -> Example:
    return Example(
        kind=found.kind,
        document=number,
        start=found.start,
        before=" ".join(text[max(0, found.start - _CONTEXT) : found.start].split("\n")),
        text=found.text,
        after=" ".join(text[found.end : found.end + _CONTEXT].split("\n")),
        certainty=found.certainty,
    )
