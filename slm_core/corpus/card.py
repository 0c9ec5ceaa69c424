"""The facts of a corpus, as card.json keeps them."""

import itertools
from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Annotated

from pydantic import Field

from slm_core.corpus.encodings.readings import Reading
from slm_core.corpus.readers.document import ReadSuggestion
from slm_core.messages import Message
from slm_core.records import Count


@dataclass(frozen=True)
class SourceRecord:
    """Where a part of a corpus came from."""

    file: str
    """File name without folders."""
    size: Count
    """Bytes."""
    sha256: str
    """Of the file's bytes, in hexadecimal."""
    encoding: str
    read_as: Message
    """Such as: text, or: column "note"."""
    left_out: tuple[Message, ...] = ()
    """What did not come in and why."""
    confidence: Annotated[float, Field(ge=0.0, le=1.0)] = 1.0
    """How sure the encoding is, from 0 to 1; 1 where the bytes leave no doubt or somebody chose."""
    readings: tuple[Reading, ...] = ()
    """Where the encoding is in doubt: the likely ones beside one another, this one among them."""
    suggestions: tuple[ReadSuggestion, ...] = ()
    """Other ways to read it that were offered and not taken."""


@dataclass(frozen=True)
class Counts:
    """How large a corpus is, after the recipe."""

    documents: Count
    characters: Count
    bytes: Count
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
    more_sources: Count = 0
    """Files beyond those in `sources`; sources.jsonl beside the card has all of them."""
    refused: tuple[Message, ...] = ()
    """Sentences on files that did not come in."""
    tallies: tuple[Mapping[str, object], ...] = ()
    """What each step of the recipe did: the fields of `slm_core.corpus.cleaning.step.StepStats`."""
    ablation: str = ""
    """Id of the ablation whose runs learn from it, "" where it is a corpus of its own."""
    variant: str = ""
    """Which of that ablation's texts it is: the cleaning step that was left out, or "all"."""
    parts: Mapping[str, Count] | None = None
    """Documents of each part, in the order of the corpus, where it was made in parts: the settings
    of a split do not count then."""

    @property
    def made_at(self) -> float:
        """When it was made, in seconds since 1970; 0 where `created` is no time."""
        try:
            return datetime.fromisoformat(self.created).timestamp()
        except ValueError:
            return 0.0

    def to_json(self) -> dict[str, object]:
        """What card.json holds."""
        return asdict(self)


def name_apart(name: str, taken: Collection[str]) -> str:
    """The name, with a number behind it where another corpus has it: Notes (2)."""
    numbered = (f"{name} ({number})" for number in itertools.count(2))
    return name if name not in taken else next(one for one in numbered if one not in taken)
