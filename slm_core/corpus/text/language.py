"""The language of a text, told from its script and its stop words."""

import re
from collections.abc import Iterable

from slm_core.corpus.text.scripts import HANGUL, HAS_COMMON_HAN, HAS_KANA, JAPANESE_FROM

_SCRIPTS = {
    "han": HAS_COMMON_HAN,
    "kana": HAS_KANA,
    "hangul": re.compile(f"[{HANGUL}]"),
    "cyrillic": re.compile("[\u0400-\u04ff]"),
    "arabic": re.compile("[\u0620-\u06ff]"),
    "hebrew": re.compile("[\u05d0-\u05ea]"),
    "greek": re.compile("[\u0386-\u03ff]"),
    "thai": re.compile("[\u0e01-\u0e4e]"),
    "devanagari": re.compile("[\u0904-\u0939]"),
    "latin": re.compile("[A-Za-z\u00c0-\u024f]"),
}
_BY_SCRIPT = {
    "hangul": "ko",
    "cyrillic": "ru",
    "arabic": "ar",
    "hebrew": "he",
    "greek": "el",
    "thai": "th",
    "devanagari": "hi",
}
_UKRAINIAN = re.compile("[іїєґ]")
_PERSIAN = re.compile("[پچژگ]")
_HAN_IS_WORTH = 3  # letters: a Chinese character says about as much as three Latin ones
# Words that stand in every text of their language; Italian, Portuguese and Dutch are here so
# that they are not taken for their neighbours.
_SMALL_WORDS = {
    "en": "the of and to in is that it for was with as be are this you i my not have on what how",
    "de": "der die und das ist nicht ein eine zu den von mit sich des auf für im dem auch wird er",
    "fr": "le la les et des est un une du que qui dans en pour pas il ne sur par au ce elle",
    "es": "el la los de que y en un una se del las por con no para es su al lo como",
    "it": "il di che è la e un una per non del della le si con i sono gli nel da al",
    "pt": "o a os de que e do da em um uma não para com se as na no por ao é",
    "nl": "de het een en van is dat niet in te zijn op voor met die aan er ook als bij",
}
_SPOKEN_IN: dict[str, list[str]] = {}
"""The languages that have a small word."""
for _language, _words in _SMALL_WORDS.items():
    for _word in set(_words.split()):
        _SPOKEN_IN.setdefault(_word, []).append(_language)
_WORD = re.compile(r"[^\W\d_]+")
_SAMPLE = 40_000  # characters looked at


def language_of(texts: Iterable[str]) -> str:
    """The language's two-letter code, or "und" where the text does not say."""
    sample = _sample(texts)
    if sample.isascii():
        return _by_small_words(sample) if _SCRIPTS["latin"].search(sample) else "und"
    counts = {script: len(letter.findall(sample)) for script, letter in _SCRIPTS.items()}
    counts["han"] *= _HAN_IS_WORTH
    counts["kana"] *= _HAN_IS_WORTH
    script = max(counts, key=lambda name: counts[name])
    if not counts[script]:
        return "und"
    if script in ("han", "kana"):
        return "ja" if counts["kana"] > JAPANESE_FROM * counts["han"] else "zh"
    if script == "latin":
        return _by_small_words(sample)
    if script == "cyrillic" and len(_UKRAINIAN.findall(sample)) > 0.02 * counts[script]:
        return "uk"
    if script == "arabic" and len(_PERSIAN.findall(sample)) > 0.01 * counts[script]:
        return "fa"
    return _BY_SCRIPT[script]


def _by_small_words(sample: str) -> str:
    words = _WORD.findall(sample.casefold())
    votes = dict.fromkeys(_SMALL_WORDS, 0)
    for word in words:
        for language in _SPOKEN_IN.get(word, ()):
            votes[language] += 1
    ranked = sorted(((count, language) for language, count in votes.items()), reverse=True)
    (first, language), (second, _) = ranked[:2]
    sure = first >= max(3, 0.08 * len(words)) and first >= 1.2 * second
    return language if sure else "und"


def _sample(texts: Iterable[str]) -> str:
    """Pieces of the texts: of many a little, of a long one beginning, middle and end."""
    pieces: list[str] = []
    room = _SAMPLE
    for text in texts:
        if len(text) > _SAMPLE // 2:
            part = _SAMPLE // 6
            middle = len(text) // 2
            piece = "\n".join((text[:part], text[middle : middle + part], text[-part:]))
        else:
            piece = text[:2000]
        pieces.append(piece)
        room -= len(piece)
        if room <= 0:
            break
    return "\n".join(pieces)
