"""What is known of a corpus, as card.json keeps it. Knows no texts."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass

from slm_core.errors import CorpusError
from slm_core.messages import Message, msg


@dataclass(frozen=True)
class SourceRecord:
    """Where a part of a corpus came from."""

    file: str
    """File name without folders."""
    size: int
    """Bytes."""
    sha256: str
    """Of the file's bytes, in hexadecimal."""
    encoding: str
    read_as: Message
    """Such as: text, or: column "note"."""
    left_out: tuple[Message, ...] = ()
    """What did not come in and why."""
    confidence: float = 1.0
    """How sure the encoding is, from 0 to 1; 1 where the bytes leave no doubt or somebody chose."""


@dataclass(frozen=True)
class Counts:
    """How large a corpus is, after the recipe."""

    documents: int
    characters: int
    bytes: int
    """Of the text in UTF-8; what bits per byte is reckoned with."""


@dataclass(frozen=True)
class CorpusCard:
    """All that pages and models need to know of a corpus without opening its text."""

    name: str
    """As shown to people."""
    sources: tuple[SourceRecord, ...]
    language: str
    """Two-letter code, or und."""
    counts: Counts
    created: str
    """ISO 8601, with the time zone."""
    recipe: tuple[Mapping[str, object], ...] = ()
    """The cleaning steps, in order."""
    warnings: tuple[Message, ...] = ()
    """Sentences for people."""
    sample: str | None = None
    """Which sample corpus it is, if one."""
    seed_text: str = ""
    """Suggested words to start writing from."""
    parent: str | None = None
    """Id of the corpus this one was extended from, if any."""
    made_from: str | None = None
    """Id of the corpus whose text it holds cleaned once more, such as masked, if any."""
    more_sources: int = 0
    """Files beyond those in `sources`; sources.jsonl beside the card has all of them."""
    refused: tuple[Message, ...] = ()
    """Sentences on files that did not come in."""
    tallies: tuple[Mapping[str, object], ...] = ()
    """What each step of the recipe did: the fields of `slm_core.corpus.cleaning.step.StepStats`."""

    def to_json(self) -> dict[str, object]:
        """What card.json holds."""
        return asdict(self)

    @classmethod
    def from_json(cls, values: Mapping[str, object]) -> "CorpusCard":
        """The card in a card.json. Raises CorpusError where something is missing or wrong."""
        try:
            return cls(
                name=_text(values, "name"),
                sources=tuple(source_from(item) for item in _items(values, "sources")),
                language=_text(values, "language"),
                counts=_counts(values["counts"]),
                created=_text(values, "created"),
                recipe=tuple(_object(item) for item in _items(values, "recipe")),
                warnings=tuple(map(Message.from_json, _items(values, "warnings"))),
                sample=None if values.get("sample") is None else _text(values, "sample"),
                seed_text=_text(values, "seed_text"),
                parent=None if values.get("parent") is None else _text(values, "parent"),
                made_from=(None if values.get("made_from") is None else _text(values, "made_from")),
                more_sources=_number({"more_sources": 0, **values}, "more_sources"),
                refused=tuple(map(Message.from_json, _items({"refused": (), **values}, "refused"))),
                tallies=tuple(
                    _object(item) for item in _items({"tallies": (), **values}, "tallies")
                ),
            )
        except (KeyError, TypeError, ValueError) as error:
            raise CorpusError(
                msg(
                    "The card of a corpus is damaged ({error}). Delete the corpus and add "
                    "its files again.",
                    error=error,
                )
            ) from None


def source_from(value: object) -> SourceRecord:
    """A record as JSON holds it. Raises KeyError, TypeError, ValueError."""
    record = _object(value)
    return SourceRecord(
        file=_text(record, "file"),
        size=_number(record, "size"),
        sha256=_text(record, "sha256"),
        encoding=_text(record, "encoding"),
        read_as=Message.from_json(record["read_as"]),
        left_out=tuple(map(Message.from_json, _items(record, "left_out"))),
        confidence=_share({"confidence": 1.0, **record}, "confidence"),
    )


def _counts(value: object) -> Counts:
    record = _object(value)
    return Counts(
        documents=_number(record, "documents"),
        characters=_number(record, "characters"),
        bytes=_number(record, "bytes"),
    )


def _object(value: object) -> Mapping[str, object]:
    if not isinstance(value, Mapping):
        raise TypeError(f"{value!r} should be an object")
    return {str(key): item for key, item in value.items()}


def _items(values: Mapping[str, object], name: str) -> list[object]:
    value = values[name]
    if not isinstance(value, (list, tuple)):
        raise TypeError(f"{name} should be a list")
    return list(value)


def _text(values: Mapping[str, object], name: str) -> str:
    value = values[name]
    if not isinstance(value, str):
        raise TypeError(f"{name} should be a text")
    return value


def _share(values: Mapping[str, object], name: str) -> float:
    value = values[name]
    if not isinstance(value, (int, float)) or not 0 <= value <= 1:
        raise TypeError(f"{name} should be a number from 0 to 1")
    return float(value)


def _number(values: Mapping[str, object], name: str) -> int:
    value = values[name]
    if not isinstance(value, int) or isinstance(value, bool):
        raise TypeError(f"{name} should be a whole number")
    return value
