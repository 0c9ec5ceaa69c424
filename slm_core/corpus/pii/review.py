"""Personal data as a list to go through: each value once, how often, where, among which words."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass

from slm_core.corpus.pii.detect import detect
from slm_core.corpus.pii.entity import KINDS, Certainty, EntityType, PiiEntity
from slm_core.corpus.pii.mask import label, mask_language
from slm_core.corpus.text.passages import Passage
from slm_core.corpus.text.word_boundary import word_end, word_start

MOST = 50_000_000
"""Characters that are looked at, unless told otherwise."""
VALUES = 2_000
"""Different values that are listed of each kind."""
_CONTEXT = 50  # characters on each side


@dataclass(frozen=True)
class ReviewedValue:
    """One value, however often it stands in the text."""

    kind: EntityType
    text: str
    certainty: Certainty
    times: int
    documents: int
    """How many documents it stands in."""
    document: int
    """The first of them, counted from 0."""
    before: str
    """The words before it there, other personal data in them masked."""
    after: str


@dataclass(frozen=True)
class Review:
    """All that was found."""

    found: tuple[ReviewedValue, ...]
    """By kind, the most frequent first."""
    counts: Mapping[EntityType, int]
    """Pieces of each kind, every time counted; kinds without any are left out."""
    documents: int
    """Documents looked at."""
    documents_with: int
    """Of them those with something in them."""
    characters: int
    """Characters looked at."""
    is_whole: bool
    """Whether that was all of the text."""

    @property
    def total(self) -> int:
        """Every piece."""
        return sum(self.counts.values())

    def most_frequent(
        self, kinds: Collection[EntityType], *, rows: int = 400
    ) -> tuple[list[ReviewedValue], bool]:
        """Of each of these kinds the most frequent values, `rows` shared among the kinds; and
        whether there are more."""
        most = max(25, rows // max(1, len(kinds)))
        groups = [[value for value in self.found if value.kind == kind] for kind in kinds]
        more = any(len(group) > most for group in groups)
        return [value for group in groups for value in group[:most]], more


def review(
    passages: Iterable[Passage],
    *,
    names: tuple[str, ...] = (),
    most: int = MOST,
    should_stop: Callable[[], bool] = lambda: False,
) -> Review:
    """Personal data in the first `most` characters of a corpus; what was found until stopped.

    `names` are names of people to find wherever they stand.
    """
    builder = _ReviewBuilder()
    whole = True
    for passage in passages:
        room = most - builder.characters
        if room <= 0 or should_stop():
            whole = False
            break
        part = passage.text[:room]
        whole = whole and len(part) == len(passage.text)
        builder.add(passage.document, part, detect(part, names=names))
    return Review(
        found=builder.listed(),
        counts={kind: builder.counts[kind] for kind in KINDS if builder.counts[kind]},
        documents=builder.documents,
        documents_with=builder.documents_with,
        characters=builder.characters,
        is_whole=whole,
    )


@dataclass
class _Value:
    certainty: Certainty
    document: int
    before: str
    after: str
    times: int = 0
    documents: int = 0
    last: int = -1


class _ReviewBuilder:
    def __init__(self) -> None:
        self.counts: Counter[EntityType] = Counter()
        self.documents = self.documents_with = self.characters = 0
        self._values: dict[EntityType, dict[str, _Value]] = {kind: {} for kind in KINDS}
        self._last = self._last_with = -1

    def add(self, document: int, text: str, entities: list[PiiEntity]) -> None:
        self.characters += len(text)
        self.documents += document != self._last
        self._last = document
        if entities:
            self.documents_with += document != self._last_with
            self._last_with = document
        for number, entity in enumerate(entities):
            self.counts[entity.kind] += 1
            values = self._values[entity.kind]
            value = values.get(entity.text)
            if value is None:
                if len(values) >= VALUES:
                    continue
                before, after = _around(text, entities, number)
                value = values[entity.text] = _Value(entity.certainty, document, before, after)
            value.times += 1
            value.documents += document != value.last
            value.last = document

    def listed(self) -> tuple[ReviewedValue, ...]:
        return tuple(
            ReviewedValue(
                kind=kind,
                text=text,
                certainty=value.certainty,
                times=value.times,
                documents=value.documents,
                document=value.document,
                before=value.before,
                after=value.after,
            )
            for kind, values in self._values.items()
            for text, value in sorted(values.items(), key=lambda pair: -pair[1].times)
        )


def _around(text: str, entities: list[PiiEntity], number: int) -> tuple[str, str]:
    entity = entities[number]
    first = word_start(text, entity.start - _CONTEXT, within=_CONTEXT)
    last = max(entity.end, word_end(text, entity.end + _CONTEXT, within=_CONTEXT))
    before = _masked(text, first, entity.start, entities[:number][-5:])
    after = _masked(text, entity.end, last, entities[number + 1 : number + 6])
    return " ".join(before.split("\n")), " ".join(after.split("\n"))


def _masked(text: str, start: int, end: int, entities: list[PiiEntity]) -> str:
    """text[start:end] with a label for each entity that stands in it, if only in part."""
    parts: list[str] = []
    at = start
    language = mask_language(text[start:end])
    for entity in entities:
        if entity.end <= start or entity.start >= end:
            continue
        parts += (text[at : max(at, entity.start)], label(entity.kind, language))
        at = min(end, entity.end)
    return "".join([*parts, text[at:end]])
