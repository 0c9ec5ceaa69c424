"""The sample corpora written for this project, ready to train on."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from slm_core.corpus.readers.document import InputFile, ReadOptions
from slm_core.corpus.readers.registry import read_source
from slm_core.corpus.store import Corpus, add_corpus
from slm_core.errors import CorpusError
from slm_core.messages import msg
from slm_core.storage import from_json, read_json
from slm_core.workspace import Workspace

SAMPLES = Path(__file__).parents[2] / "sample_corpora"
"""Where they lie: one folder each, with card.json and documents.jsonl."""


@dataclass(frozen=True)
class SampleCard:
    """What a sample corpus is, for the person choosing one."""

    slug: str
    """Name of its folder."""
    name: str
    language: str
    icon: str
    """A Material icon as Streamlit names it."""
    description: str
    seed_text: str
    excerpt: str
    """A typical sentence, in the corpus's language."""
    documents: int
    characters: int
    bytes: int
    distinct_sentences: int
    license: str
    translations: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """Name and description by language, where they are not in the corpus's own."""

    def title(self, language: str) -> str:
        """Its name in this language, or in its own."""
        return self.translations.get(language, {}).get("name", self.name)

    def about(self, language: str) -> str:
        """Its description in this language, or in its own."""
        return self.translations.get(language, {}).get("description", self.description)


def list_samples(folder: Path = SAMPLES) -> list[SampleCard]:
    """Every sample with a whole card, by language and name."""
    cards = (_card(path.parent) for path in sorted(folder.glob("*/card.json")))
    return sorted((card for card in cards if card), key=lambda card: (card.language, card.name))


def add_sample(workspace: Workspace, slug: str, *, folder: Path = SAMPLES) -> Corpus:
    """A sample as a corpus of the workspace; the one that exists if it was added before.

    Raises CorpusError where there is no such sample.
    """
    cards = {card.slug: card for card in list_samples(folder)}
    if slug not in cards:
        raise CorpusError(
            msg(
                "There is no sample corpus {slug!r}. Choose one of {cards}.",
                slug=slug,
                cards=", ".join(cards) or msg("none"),
            )
        )
    card = cards[slug]
    source = InputFile(f"{slug}.jsonl", folder / slug / "documents.jsonl")
    result = read_source(source, options=ReadOptions(encoding="UTF-8", column="text"))
    return add_corpus(workspace, [result], name=card.name, sample=slug, seed_text=card.seed_text)


def _card(folder: Path) -> SampleCard | None:
    try:
        values = read_json(folder / "card.json") or {}
        return from_json(SampleCard, {**values, "slug": folder.name})
    except ValueError:
        return None
