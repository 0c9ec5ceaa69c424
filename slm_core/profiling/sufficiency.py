"""What an amount of text is enough for: tokens and sizes of models, in sentences with reasons.

Measured for this file, once each, on two cores: `train --model lstm --minutes 0.5` on the last so
many characters of tiny-shakespeare before its last 100,000, which validate; nats a character.

    characters to learn from    16,000   80,000   300,000   1,000,000
    char                         2.05     1.73      1.56       1.56
    bpe                                   1.80      1.58       1.50
    word                                  1.85      1.66       1.56

Characters: so enough is where more text gives little in the time that people wait; that a sign
should be met a hundred times is a rule of thumb.
Words: dearer than pieces at every size here. The corpora that word models are compared on have 0.9
million words (Penn Treebank: 10,000 kinds, 5 % unknown; Mikolov et al. 2010) and 2.1 million
(WikiText-2: 33,000 kinds, 3 % unknown; Merity et al. 2016). Text of one trade that repeats its
words needs less, so it is judged by what validation finds unknown.
Pieces: as many as the form for a new model takes (slm_core/tokenizers/vocabularies.py). In earlier
trials on those 1.0 million characters 768 pieces did best, each met 500 times; we ask for 300 of
the smallest vocabulary.
Size: what the form takes where there is time for it (slm_core/models/sizes.py). In those trials
from 0.7 million parameters on dropout, not speed, was the limit, and 1.2 million gained 0.01 more.
Language models that read their text once want 20 tokens a parameter (Hoffmann et al. 2022); four
readings are about as good as new text (Muennighoff et al. 2023).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from slm_core.corpus.text.scripts import WIDE_LANGUAGES
from slm_core.corpus.text.statistics import QuickStats
from slm_core.messages import msg
from slm_core.models.sizes import largest_size
from slm_core.profiling.profile import CorpusProfile, Judgement, Level
from slm_core.tokenizers.vocabularies import SMALLEST_FOR_PIECES, vocabulary_for

_TRAIN = 0.8
_TIMES_A_PIECE, _FEWEST_TIMES_A_PIECE = 300, 50
_PARAMETERS_A_CHARACTER = 1.2
_TOKENS_A_PARAMETER = 20
_GOOD_READINGS = 4
SEGMENTED_FROM = 600_000
"""Characters of Chinese from which words were learned better than characters: see
benchmarks/README.md."""
_TOKENS_A_CHARACTER, _TOKENS_A_WIDE_CHARACTER = 0.5, 0.9  # of some hundred byte pairs
_FEW, _MANY, _OFTEN = 16_000, 150_000, 100
"""Characters to train on that make a start and that are enough, and how often each should occur."""
_FEWEST_SIGNS, _FEWEST_WORDS = 10, 300
"""Kinds below which a text, however long, has no language in it, or no words to choose from."""


@dataclass(frozen=True)
class Measures:
    """What the rules go by, counted or reckoned from a part."""

    characters: int
    different_characters: int
    words: float
    different_words: int
    """In the part of the text that was looked at."""
    looked_at: float
    """Which share of the text that part is."""
    unknown: float
    """Share of words in new text of this kind that the text does not have."""
    without_blanks: bool
    """Whether it is written without blanks between words."""
    pieces: tuple[tuple[int, int], ...] = ()
    """(vocabulary, tokens of the whole text) of byte-pair vocabularies that were tried."""

    @classmethod
    def of(cls, report: CorpusProfile) -> "Measures":
        """Those of a corpus."""
        return cls(
            characters=report.characters,
            different_characters=report.different_characters,
            words=report.words,
            different_words=report.different_words,
            looked_at=report.sampled_characters / max(1, report.characters),
            unknown=report.unknown.words,
            without_blanks=report.language in WIDE_LANGUAGES,
            pieces=tuple(
                (row.vocabulary_size, row.tokens) for row in report.tokens if row.kind == "bpe"
            ),
        )

    @property
    def is_language(self) -> bool:
        """Whether there are as many kinds of signs as any language has."""
        return self.different_characters >= _FEWEST_SIGNS


def assess_amount(text: Measures) -> tuple[Judgement, ...]:
    """What the text is enough for."""
    return (_characters(text), _words(text), _pieces(text), _size(text))


def assess_sample(characters: int, seen: QuickStats) -> tuple[Judgement, ...]:
    """What a text of so many characters is enough for, of which `seen` counts a part."""
    looked_at = seen.characters / max(1, characters)
    return assess_amount(
        Measures(
            characters=characters,
            different_characters=seen.distinct_characters,
            words=seen.words / looked_at if looked_at else 0.0,
            different_words=seen.distinct_words,
            looked_at=looked_at,
            unknown=seen.unknown,
            without_blanks=seen.is_wide,
        )
    )


def summarise(verdict: Sequence[Judgement], *, characters: int, different: int) -> Judgement:
    """One sentence in words that everybody knows, from what is told of a model of characters.

    `characters` are all that the text has, `different` those that differ.
    """
    state = next(judged for judged in verdict if judged.subject == "characters")
    wanted = (max(_MANY, _OFTEN * different) if state.level == "scarce" else _FEW) / _TRAIN
    sentence = {
        "enough": msg("There is enough text for a model to learn its language."),
        "scarce": msg(
            "This is a small text: a model learns its style, and memorises part of it. From about "
            "{wanted} characters on it writes more of its own."
        ),
        "too little": msg(
            "This is very little text: a model would only repeat it. {wanted} characters make a "
            "start."
        ),
    }[state.level]
    if state.level == "too little" and characters >= wanted:
        sentence = msg("This text has too few different characters to learn a language from.")
    values = {"wanted": format_number(wanted)}
    return Judgement("amount", state.level, sentence.with_values(values), state.reason)


def _characters(text: Measures) -> Judgement:
    characters = _TRAIN * text.characters
    each = characters / max(1, text.different_characters)
    level: Level = "scarce"
    if characters < _FEW or each < 15 or not text.is_language:
        level = "too little"
    elif characters >= _MANY and each >= _OFTEN:
        level = "enough"
    sentence = {
        "enough": msg("Enough for a character model."),
        "scarce": msg("Barely enough for a character model: it will memorise part of the text."),
        "too little": msg("Too little for a character model: it would only memorise the text."),
    }[level]
    reason = msg(
        "There are {characters} characters to train on, each of the {different} different ones "
        "{each} times on average. On Shakespeare's plays a model reached 2.05 nats a character "
        "(less is better) with 16,000 characters, 1.73 with 80,000, 1.56 with 300,000, and in "
        "the same time no better with a million. Characters that occur fewer than a hundred "
        "times are hardly learned."
    )
    values = {
        "characters": format_number(characters),
        "different": format_number(text.different_characters),
        "each": format_number(each),
    }
    return Judgement("characters", level, sentence.with_values(values), reason.with_values(values))


def _words(text: Measures) -> Judgement:
    words = _TRAIN * text.words
    each = words * text.looked_at / max(1, text.different_words)
    unknown = text.unknown
    level: Level = "too little"
    is_varied = text.different_words >= _FEWEST_WORDS
    if is_varied and (
        (words >= 400_000 and unknown <= 0.05)
        or (words >= 25_000 and each >= 25 and unknown < 0.03)
    ):
        level = "enough"
    elif is_varied and words >= 25_000 and unknown <= 0.12:
        level = "scarce"
    sentence = {
        "enough": msg("Enough for a word model."),
        "scarce": msg("Barely enough for a word model: word pieces (bpe) will do better."),
        "too little": msg("Too little for a word model: use characters or word pieces (bpe)."),
    }[level]
    if level != "enough" and text.without_blanks:
        sentence = msg("Barely enough for a word model: characters will do better.")
        level = "scarce" if text.is_language else level
        if text.characters >= SEGMENTED_FROM:
            sentence = msg(
                "For a word model, cut the text into words by a dictionary (segmented), and "
                "compare with characters."
            )
    reason = msg(
        "There are {words} words to train on, {different} different ones, each {each} times on "
        "average; {unknown} of the words kept back for validation never occur among them. Word "
        "models need some 400,000 words and at most 5 % unknown, or a field that repeats its "
        "words; on Shakespeare's plays they are 0.05 nats a character worse than word pieces."
    )
    values = {
        "words": format_number(words),
        "different": format_number(text.different_words),
        "each": format_number(each),
        "unknown": percent(unknown),
    }
    return Judgement("words", level, sentence.with_values(values), reason.with_values(values))


def _pieces(text: Measures) -> Judgement:
    size, tokens = _pieces_fed(text)
    each = _TRAIN * tokens / size
    is_fed = each >= _FEWEST_TIMES_A_PIECE or (
        text.characters >= SMALLEST_FOR_PIECES and not text.without_blanks
    )
    level: Level = "too little"
    sentence = msg("Too little for word pieces (bpe): use characters.")
    if is_fed and text.is_language:
        smallest = vocabulary_for("bpe", wide=text.without_blanks, characters=0).vocabulary_size
        level = "enough" if _TRAIN * tokens >= _TIMES_A_PIECE * smallest else "scarce"
        sentence = msg("Enough text for about {size} word pieces.")
    reason = msg(
        "With {size} word pieces the text is about {tokens} tokens, of which 80 % are for "
        "training. Each piece should occur some 300 times; here it is {each} times on average."
    )
    values = {
        "size": f"{size:,}",
        "tokens": format_number(tokens),
        "each": format_number(each),
    }
    return Judgement("pieces", level, sentence.with_values(values), reason.with_values(values))


def _size(text: Measures) -> Judgement:
    pieces, tokens = _pieces_fed(text)
    characters = _TRAIN * text.characters
    units = largest_size(text.characters).units
    parameters = lstm_parameters(units, pieces)
    level: Level = "enough" if characters >= _MANY else "scarce"
    sentence = msg(
        "Enough text for an LSTM of up to {units} units, about {parameters} parameters; it needs "
        "dropout where it reads the text often, or it memorises the text."
    )
    if parameters <= _PARAMETERS_A_CHARACTER * characters:
        sentence = msg(
            "Enough text for an LSTM of up to {units} units, about {parameters} parameters."
        )
    if characters < _FEW or not text.is_language:
        level = "too little"
        sentence = msg(
            "Too little for a model of any size: even the smallest memorises such a text."
        )
    reason = msg(
        "{units} units are what a new model gets for so much text, given enough minutes. Without "
        "dropout about one parameter for each of the {characters} characters to train on is the "
        "limit: on Shakespeare's plays a larger model needed it. The rule of large models, 20 "
        "tokens for each parameter with the text read four times, would stop at {fewest}."
    )
    fewest = _GOOD_READINGS * _TRAIN * tokens / _TOKENS_A_PARAMETER
    values = {
        "parameters": format_number(parameters),
        "units": f"{units:,}",
        "characters": format_number(characters),
        "fewest": format_number(fewest),
    }
    return Judgement("size", level, sentence.with_values(values), reason.with_values(values))


def lstm_parameters(units: int, vocabulary: int) -> int:
    """Numbers in a one-layer LSTM with an embedding of at most 128 and an output of its own."""
    embedding = min(128, units)
    cells = 4 * units * (embedding + units) + 8 * units
    return cells + vocabulary * (embedding + units + 1)


def _pieces_fed(text: Measures) -> tuple[int, float]:
    """(vocabulary size, tokens of the whole text under it)."""
    wide = text.without_blanks
    size = vocabulary_for("bpe", wide=wide, characters=text.characters).vocabulary_size
    near = min(text.pieces, key=lambda counted: abs(counted[0] - size), default=None)
    share = _TOKENS_A_WIDE_CHARACTER if wide else _TOKENS_A_CHARACTER
    return size, near[1] if near else share * text.characters


def format_number(value: float) -> str:
    """As people say it: 1.2 million, 43,000."""
    if value >= 1e6:
        return f"{value / 1e6:.1f} million"
    if value >= 1e4:
        return f"{round(value, -3):,.0f}"
    return f"{value:,.0f}" if value >= 10 else f"{value:.2g}"


def percent(share: float) -> str:
    """A share as people say it."""
    return f"{100 * share:.1f} %" if share < 0.1 else f"{100 * share:.0f} %"
