"""Steps that remove whole documents: too short, too long, in another language."""

import functools
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Annotated, ClassVar, Literal

from pydantic import Field
from pydantic.dataclasses import dataclass

from slm_core.corpus.cleaning.chunk import Document
from slm_core.corpus.cleaning.step import StepStats, StreamStep
from slm_core.corpus.text.language import language_of
from slm_core.errors import SettingsError
from slm_core.messages import msg

if TYPE_CHECKING:
    import lingua

_LOOKED_AT = 2_000  # characters of a document, from its middle
_FEWEST_LETTERS = 12  # below which nobody can tell
_SURE = 0.2  # how far the best guess must be before the second; see lingua

# The languages told apart: without the rarer ones, and without Latin, a short English line is
# taken for English oftener. All of lingua's 75 cost five times as much a line.
_NAMES = {
    "en": "ENGLISH", "zh": "CHINESE", "ja": "JAPANESE", "de": "GERMAN", "ar": "ARABIC",
    "fr": "FRENCH", "es": "SPANISH", "it": "ITALIAN", "pt": "PORTUGUESE", "nl": "DUTCH",
    "pl": "POLISH", "cs": "CZECH", "sv": "SWEDISH", "da": "DANISH", "fi": "FINNISH",
    "hu": "HUNGARIAN", "ro": "ROMANIAN", "tr": "TURKISH", "ru": "RUSSIAN", "uk": "UKRAINIAN",
    "el": "GREEK", "he": "HEBREW", "fa": "PERSIAN", "ur": "URDU", "hi": "HINDI", "bn": "BENGALI",
    "ta": "TAMIL", "th": "THAI", "ko": "KOREAN", "vi": "VIETNAMESE", "id": "INDONESIAN",
}  # fmt: skip


@dataclass(frozen=True)
class LanguageFilter(StreamStep):
    """Keep only documents in one language; those too short to tell are kept."""

    section: ClassVar[str] = "language_filter"

    language: Literal[
        "auto", "en", "zh", "ja", "de", "ar", "fr", "es", "it", "pt", "nl", "pl", "cs", "sv", "da",
        "fi", "hu", "ro", "tr", "ru", "uk", "el", "he", "fa", "ur", "hi", "bn", "ta", "th", "ko",
        "vi", "id", "none",
    ] = "auto"  # fmt: skip
    """Language to keep: a two-letter code, or auto for the language of most of the text."""

    def run(
        self, documents: Iterator[Document], tally: StepStats, known: Iterable[str] = ()
    ) -> Iterator[Document]:
        """See StreamStep."""
        if self.language in ("auto", "none"):
            yield from documents
            return
        for document in documents:
            middle = _middle(document.text)
            # Small words and scripts decide most documents, fifteen times as fast as lingua.
            if language_of([middle]) == self.language or _told(middle) in (self.language, None):
                yield document
            else:
                tally.dropped(document.text)


@dataclass(frozen=True)
class LengthFilter(StreamStep):
    """Keep only documents that are neither too short nor too long."""

    section: ClassVar[str] = "length_filter"

    shortest: Annotated[int, Field(ge=0, le=1_000_000)] = 20
    """Minimum length of a document in characters, from 0 to 1,000,000."""
    longest: Annotated[int, Field(ge=0, le=1_000_000_000)] = 0
    """Maximum length of a document in characters; 0 for no limit."""

    def __post_init__(self) -> None:  # noqa: D105
        if 0 < self.longest < self.shortest:
            raise SettingsError(
                msg(
                    "length_filter keeps documents of {shortest:,} to {longest:,} "
                    "characters, and there are none. Make the second number larger, or 0.",
                    shortest=self.shortest,
                    longest=self.longest,
                )
            )

    def run(
        self, documents: Iterator[Document], tally: StepStats, known: Iterable[str] = ()
    ) -> Iterator[Document]:
        """See StreamStep."""
        longest = self.longest or float("inf")
        for document in documents:
            if self.shortest <= len(document.text) <= longest:
                yield document
            else:
                tally.dropped(document.text)


@functools.cache
def _detector() -> tuple["lingua.LanguageDetector", dict["lingua.Language", str]]:
    """Who tells languages apart, and what we call them.

    Measured: 0.3 s and 50 MB for the first answer, then 0.04 ms a line in low-accuracy mode.
    """
    import lingua  # noqa: PLC0415 - only where somebody filters by language

    languages = {getattr(lingua.Language, name): code for code, name in _NAMES.items()}
    detector = (
        lingua.LanguageDetectorBuilder.from_languages(*languages)
        .with_low_accuracy_mode()
        .with_minimum_relative_distance(_SURE)
        .build()
    )

    return detector, languages


def _told(text: str) -> str | None:
    """Code of the language of a text, or None where that is not sure."""
    if text.isascii() and sum(map(str.isalpha, text)) < _FEWEST_LETTERS:
        return None
    detector, languages = _detector()
    found = detector.detect_language_of(text)
    return None if found is None else languages[found]


def _middle(text: str) -> str:
    start = max(0, (len(text) - _LOOKED_AT) // 2)
    return text[start : start + _LOOKED_AT]
