"""Steps for stemming (by rule) and lemmatisation (by dictionary)."""

import functools
from collections.abc import Callable
from typing import ClassVar, Literal, get_args

from pydantic.dataclasses import dataclass

from slm_core.corpus.cleaning.step import TextStep
from slm_core.corpus.text.word_segmentation import known_language
from slm_core.corpus.text.words import change_words
from slm_core.messages import Message, msg

_KEPT = 1 << 16  # words remembered; text repeats its words, so nearly every one is found there

_ALGORITHMS = {
    "ar": "arabic", "hy": "armenian", "eu": "basque", "ca": "catalan", "cs": "czech",
    "da": "danish", "nl": "dutch", "en": "english", "eo": "esperanto", "et": "estonian",
    "fi": "finnish", "fr": "french", "de": "german", "el": "greek", "hi": "hindi",
    "hu": "hungarian", "id": "indonesian", "ga": "irish", "it": "italian", "lt": "lithuanian",
    "ne": "nepali", "no": "norwegian", "fa": "persian", "pl": "polish", "pt": "portuguese",
    "ro": "romanian", "ru": "russian", "sr": "serbian", "es": "spanish", "sv": "swedish",
    "ta": "tamil", "tr": "turkish", "yi": "yiddish",
}  # fmt: skip

LemmaLanguage = Literal[
    "auto", "ar", "ast", "bg", "ca", "cs", "cy", "da", "de", "el", "en", "eo", "es", "et",
    "fa", "fi", "fr", "ga", "gd", "gl", "gv", "he", "hi", "hr", "hu", "hy", "id", "is", "it",
    "ka", "la", "lb", "lt", "lv", "mk", "ml", "ms", "nl", "nn", "no", "pl", "pt", "ro", "ru",
    "se", "sk", "sl", "sq", "sr", "sv", "sw", "tl", "tr", "uk", "none",
]  # fmt: skip
_LEMMAS = frozenset(get_args(LemmaLanguage)) - {"auto", "none"}
_CALLED = {"no": "nb", "hr": "hbs", "sr": "hbs"}
"""What simplemma calls these."""


@dataclass(frozen=True)
class Stem(TextStep):
    """Stemming: connected, connection and connecting become connect."""

    section: ClassVar[str] = "stem"
    warning: ClassVar[Message | None] = msg(
        "Stems are not words, so a model trained on them writes no readable text. They are "
        "good for topics, search and comparing vocabularies."
    )

    language: Literal[
        "auto", "ar", "hy", "eu", "ca", "cs", "da", "nl", "en", "eo", "et", "fi", "fr", "de", "el",
        "hi", "hu", "id", "ga", "it", "lt", "ne", "no", "fa", "pl", "pt", "ro", "ru", "sr", "es",
        "sv", "ta", "tr", "yi", "none",
    ] = "auto"  # fmt: skip
    """Language of the stemmer: a two-letter code, or auto for the language of most of the text."""

    def apply(self, text: str) -> tuple[str, int]:
        """See TextStep."""
        algorithm = _ALGORITHMS.get(known_language(text, self.language))
        return change_words(text, _stemmer(algorithm)) if algorithm else (text, 0)


@dataclass(frozen=True)
class Lemmatise(TextStep):
    """Lemmatisation, the dictionary form of words: mice becomes mouse, went becomes go."""

    section: ClassVar[str] = "lemmatise"
    warning: ClassVar[Message | None] = msg(
        "Without endings a model writes no grammatical sentences. Lemmas are "
        "good for topics, search and comparing vocabularies."
    )

    language: LemmaLanguage = "auto"
    """Language of the dictionary: a two-letter code, or auto for the language of most of the text.
    Loading one takes up to a second."""

    def apply(self, text: str) -> tuple[str, int]:
        """See TextStep."""
        language = known_language(text, self.language)
        if language not in _LEMMAS:
            return text, 0
        return change_words(text, _lemmatiser(_CALLED.get(language, language)))


@functools.lru_cache(maxsize=4)
def _stemmer(algorithm: str) -> Callable[[str], str]:
    """With PyStemmer beside it, snowballstemmer runs in C; the stems are the same."""
    import snowballstemmer  # noqa: PLC0415 - loads 36 languages' rules

    return functools.lru_cache(maxsize=_KEPT)(snowballstemmer.stemmer(algorithm).stemWord)


@functools.lru_cache(maxsize=4)
def _lemmatiser(language: str) -> Callable[[str], str]:
    import simplemma  # noqa: PLC0415 - 50 ms

    lemmatiser = simplemma.Lemmatizer(cache_max_size=1)

    @functools.lru_cache(maxsize=_KEPT)
    def lemma_of(word: str) -> str:
        return lemmatiser.lemmatize(word, language)

    return lemma_of
