"""Settings of the tokenizer."""

from dataclasses import dataclass
from importlib.metadata import version
from typing import Annotated, ClassVar, Literal

import pydantic.dataclasses
from pydantic import Field

from slm_core.errors import SettingsError
from slm_core.messages import Message, msg
from slm_core.settings_schema import Settings
from slm_core.tokenizers.user_dictionary import UserWord, parse_terms, terms_hash


@pydantic.dataclasses.dataclass(frozen=True)
class TokenizerSettings(Settings):
    """How text is cut into tokens."""

    section: ClassVar[str] = "tokenizer"

    kind: Literal["char", "word", "segmented", "bpe"] = "bpe"
    """What a token is: char (one character), word (a word with the space before it), segmented (a
    word as a dictionary cuts it, for Chinese and Japanese; rare words are spelled) or bpe (pieces
    of words, found by byte-pair encoding)."""
    vocabulary_size: Annotated[int, Field(ge=16, le=200_000)] = 768
    """Vocabulary size: the largest number of different tokens. With char and word, rarer ones
    beyond it are unknown to the model; bpe can spell everything, and needs at least 258."""
    minimum_frequency: Annotated[int, Field(ge=1, le=1_000_000)] = 1
    """Minimum frequency: how often a character, word or pair must occur in the training text to
    become a token."""
    lowercase: bool = False
    """Lower-case the text first: fewer different words to learn, but the model writes no
    capitals."""
    terms: str = ""
    """Terms of your field that are never cut where kind is segmented: one a line, with its
    frequency behind it if wanted."""

    def __post_init__(self) -> None:
        """Refuse what cannot be. Raises SettingsError."""
        terms = parse_terms(self.terms)
        if terms and self.kind != "segmented":
            raise SettingsError(
                msg(
                    "tokenizer.terms names words to keep whole ({terms:,}), and "
                    "tokenizer.kind is {kind}, which does not cut by a dictionary. Choose "
                    "tokenizer.kind=segmented, or leave the terms out.",
                    terms=len(terms),
                    kind=self.kind,
                )
            )
        if self.kind == "bpe" and self.vocabulary_size < 258:
            raise SettingsError(
                msg(
                    "tokenizer.vocabulary_size is {vocabulary_size}; byte pairs need 258 at "
                    "the least (256 bytes and two marks). Raise it, or choose "
                    "tokenizer.kind=char.",
                    vocabulary_size=self.vocabulary_size,
                )
            )


KIND_TITLES: dict[str, Message] = {
    "char": msg("Single characters"),
    "word": msg("Words"),
    "segmented": msg("Words by a dictionary"),
    "bpe": msg("Pieces of words (BPE)"),
}
"""What people call each kind of token."""

SEGMENTER = "rjieba"
"""The library that cuts Chinese into words."""


@dataclass(frozen=True)
class SegmenterRecord:
    """What cuts Chinese beforehand, as config.json names it; tokenizer.json has the terms."""

    name: str
    version: str
    terms: str
    """Hash of the list of terms, "" where there is none."""

    @property
    def made_by(self) -> str:
        """Name and version, such as rjieba 0.2.2."""
        return f"{self.name} {self.version}"


def segmenter_of(settings: TokenizerSettings) -> SegmenterRecord | None:
    """What this machine cuts with under these settings, None where nothing is cut beforehand."""
    if settings.kind != "segmented":
        return None
    terms = terms_hash(kept_whole(settings))
    return SegmenterRecord(SEGMENTER, version(SEGMENTER), terms)


def kept_whole(settings: TokenizerSettings) -> tuple[UserWord, ...]:
    """The terms, lower-cased where the text is."""
    return parse_terms(settings.terms.lower() if settings.lowercase else settings.terms)


def check_installed(asked: SegmenterRecord | None) -> None:
    """Refuse to go on with another version than the one asked for. Raises SettingsError."""
    if asked is not None and asked.version != version(SEGMENTER):
        raise SettingsError(
            msg(
                "This run's text is cut by {made_by}, and {segmenter} {segmenter_2} is "
                "installed here, which may cut it in other places. Install the other one "
                "(pip install {name}=={version}) to go on with this run, or start a new "
                "one.",
                made_by=asked.made_by,
                segmenter=SEGMENTER,
                segmenter_2=version(SEGMENTER),
                name=asked.name,
                version=asked.version,
            )
        )
