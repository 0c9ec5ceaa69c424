"""What can be chosen about cutting text into tokens. Knows nothing of how it is done."""

from dataclasses import dataclass
from typing import Annotated, ClassVar, Literal

from slm_core.errors import SettingsError
from slm_core.fields import Range, check_fields


@dataclass(frozen=True)
class TokenizerSettings:
    """How text is cut into tokens."""

    section: ClassVar[str] = "tokenizer"

    kind: Literal["char", "word", "bpe"] = "bpe"
    """What a token is: char (one character), word (a word with the space before it) or bpe
    (pieces of words, found by byte-pair encoding)."""
    vocabulary_size: Annotated[int, Range(16, 200_000)] = 768
    """Most tokens the model may know. The rarest characters or words beyond it are unknown to it;
    byte-pair pieces can spell everything, and need 258 at the least."""
    minimum_frequency: Annotated[int, Range(1, 1_000_000)] = 1
    """How often a character, word or pair must occur in the training part to become a token."""
    lowercase: bool = False
    """Lower-case the text first: fewer words to learn, and a model that writes no capitals."""

    def __post_init__(self) -> None:
        """Refuse what cannot be. Raises SettingsError."""
        check_fields(self)
        if self.kind == "bpe" and self.vocabulary_size < 258:
            raise SettingsError(
                f"tokenizer.vocabulary_size is {self.vocabulary_size}; byte pairs need 258 "
                "at the least (256 bytes and two marks). Raise it, or choose tokenizer.kind=char."
            )
