"""The step that removes stop words, in 58 languages."""

import functools
import re
from typing import ClassVar, Literal

from pydantic.dataclasses import dataclass

from slm_core.corpus.cleaning.step import TextStep
from slm_core.corpus.text.scripts import HAN, KANA, UNSPACED_LANGUAGES
from slm_core.corpus.text.word_segmentation import cut, known_language
from slm_core.corpus.text.words import pieces, split_words
from slm_core.messages import Message, msg

_HAN_OR_KANA = re.compile(f"([{HAN}{KANA}]+)")
_BLANKS = (" ", "\t")
_OPENING = tuple('\n([{"“‘«')
_HYPHENS = ("-", "‐")  # a small word in a compound, as in on-site, stays

# fmt: off
Language = Literal[
    "auto", "af", "ar", "bg", "bn", "br", "ca", "cs", "da", "de", "el", "en", "eo", "es", "et",
    "eu", "fa", "fi", "fr", "ga", "gl", "gu", "ha", "he", "hi", "hr", "hu", "hy", "id", "it", "ja",
    "ko", "ku", "la", "lt", "lv", "mr", "ms", "nl", "no", "pl", "pt", "ro", "ru", "sk", "sl", "so",
    "st", "sv", "sw", "th", "tl", "tr", "uk", "ur", "vi", "yo", "zh", "zu", "none",
]
# fmt: on


@dataclass(frozen=True)
class StopWords(TextStep):
    """Remove stop words, the small words of every text: the, of, 的, und."""

    section: ClassVar[str] = "stop_words"
    warning: ClassVar[Message | None] = msg(
        "Without stop words a model writes no whole sentences. It is good for topics, search "
        "and comparing the words of a field."
    )

    language: Language = "auto"
    """Language of the stop words: a two-letter code, or auto for the language of most of the
    text."""
    keep: str = ""
    """Words to keep although they are on the list, with blanks between, such as not no never."""
    also: str = ""
    """Words to remove although they are not on the list, with blanks between."""

    def apply(self, text: str) -> tuple[str, int]:
        """See TextStep."""
        language = known_language(text, self.language)
        words = stop_words(language, self.keep, self.also)
        if not words:
            return text, 0
        done: list[str] = []
        changes = 0
        for piece in pieces(text):
            after, removed = (_without_wide if language in UNSPACED_LANGUAGES else _without)(
                piece, words, language
            )
            done.append(after)
            changes += removed
        return ("".join(done), changes) if changes else (text, 0)


@functools.lru_cache(maxsize=16)
def stop_words(language: str, keep: str = "", also: str = "") -> frozenset[str]:
    """The small words of a language, in small letters; none where no list is known."""
    import stopwordsiso  # noqa: PLC0415 - reads all its languages, 6 MB

    listed = stopwordsiso.stopwords(language) if stopwordsiso.has_lang(language) else set()
    words = {word.casefold() for word in listed} | set(also.casefold().split())
    return frozenset(words - set(keep.casefold().split()))


def _without(text: str, words: frozenset[str], _: str) -> tuple[str, int]:
    parts = split_words(text)
    stops = [
        at
        for at in range(1, len(parts), 2)
        if parts[at].replace("’", "'").casefold() in words
        and parts[at - 1][-1:] not in _HYPHENS
        and parts[at + 1][:1] not in _HYPHENS
    ]
    for at in stops:
        # The blanks before the word go with it; where a line or a bracket opens, those after it.
        before, after = parts[at - 1], parts[at + 1]
        glued = at + 2 < len(parts) and _glued(after)
        if before.endswith(_BLANKS) and not glued:
            before = before.rstrip(" \t")
        elif not before or before.endswith(_OPENING):
            after = after.lstrip(" \t")
        parts[at - 1] = parts[at] = ""
        parts[at + 1] = before + after
    return "".join(parts), len(stops)


def _glued(after: str) -> bool:
    """Whether the next word follows without a blank, as after a hyphen."""
    return bool(after) and not after[0].isspace() and not after[-1].isspace()


def _without_wide(text: str, words: frozenset[str], language: str) -> tuple[str, int]:
    """Where words stand without blanks they are cut first; the rest is joined again."""
    changes = 0
    japanese = language == "ja"
    parts = _HAN_OR_KANA.split(text)
    for at in range(1, len(parts), 2):
        tokens = cut(parts[at], japanese=japanese)
        remaining = [token for token in tokens if token not in words]
        if len(remaining) != len(tokens):
            changes += len(tokens) - len(remaining)
            parts[at] = "".join(remaining)
            before, after = parts[at - 1], parts[at + 1]
            if not remaining and after.startswith(" ") and (not before or before[-1] in " \n"):
                parts[at + 1] = after[1:]
    return "".join(parts), changes
