"""What settings are chosen by: minutes, text and machine. Free of torch.

The networks stand in slm_core/models/sizes.py and the vocabularies in
slm_core/tokenizers/vocabularies.py, by which the report of a corpus goes, too. The figures of all
tables stand in benchmarks/README.md. They were measured on two processor cores with bfloat16;
minutes on another machine count as many of that one as it is faster. How fast it is, earlier runs
there tell; where none does, it is judged by its cores and bfloat16. What a GPU or AVX-512 is worth
was not measured.
"""

from dataclasses import dataclass, replace
from typing import Literal

from slm_core.corpus.card import CorpusCard
from slm_core.corpus.text.scripts import UNSPACED_LANGUAGES, WIDE_LANGUAGES
from slm_core.hardware.machine import Machine
from slm_core.models.settings import LstmSettings, ModelSettings
from slm_core.models.sizes import size_for
from slm_core.profiling.sufficiency import SEGMENTED_FROM
from slm_core.tokenizers.settings import TokenizerSettings
from slm_core.tokenizers.vocabularies import SMALLEST_FOR_PIECES, vocabulary_for
from slm_core.training.settings import TrainingSettings

CHARACTERS_A_TOKEN = {"bpe": 2.4, "char": 1.0, "word": 4.5, "segmented": 1.5}
"""Typical, where nothing was counted yet."""
_WIDE_PIECE = 1.1
"""Characters in a byte-pair piece of a language with thousands of signs."""
_SIGNS, _WIDE_SIGNS = 100, 2000
"""Different characters of a text, and of one in a language with thousands of signs."""


DROPOUTS = (
    (2, 0.05),
    (3, 0.1),
    (5, 0.15),
    (8, 0.2),
    (13, 0.25),
    (18, 0.3),
    (23, 0.35),
    (28, 0.4),
    (31, 0.45),
    (34, 0.5),
)
"""(readings of the training part, dropout from there on). tiny-shakespeare, 256 units: read 10
times, 2.008 bits per byte with 0.2, 2.026 with 0.4; 28 times, 1.986 with 0.4; 384 units: 28 times,
1.982 with 0.5; 35 times, 1.999 with 0.45, 2.034 and 2.041 with 0.3. Health news, 250 kB of phrases
that repeat: read 17 times, 0.713 with 0.2, 0.725 with 0.35, 0.772 with 0.5; 50 times, 0.745 with
0.2, 0.689 with 0.5."""
_WIDE_FROM, _WIDE_MOST = 5, 0.5
"""Readings from which on dropout is doubled where there are thousands of signs, and its limit.
After a minute, with the table's and with so much: a Japanese novel 1.314 and 1.249 bits per byte,
Chinese recipes 1.262 and 1.232; but Chinese medicine, read twice, 0.958 and, with 0.3, 0.978."""

_TRAIN = 0.8
"""Share of the text that usually trains."""
_WEIGHTS_A_SECOND = 50e9
"""Weights that the machine of the figures learns with in a second: for each token all of them but
the table of tokens coming in. 45 to 62 thousand millions with 256 to 512 units."""
_FASTEST = 150_000
"""Tokens a second that it does not exceed, however small the network."""
_WITHOUT_BFLOAT16 = 0.65
"""Speed of a processor without instructions for bfloat16, as a share."""
_MUCH_THE_SAME = 1.4
"""Factor up to which a speed that was seen changes nothing: what is chosen should not hang on a
busy minute, and what runs of one machine show differs by a quarter."""
_GPU = 10.0
"""Speed of a GPU, as a multiple; not measured."""


@dataclass(frozen=True)
class Defaults:
    """What follows from a text, a kind of token, minutes and a machine."""

    tokenizer: TokenizerSettings
    model: LstmSettings
    training: TrainingSettings


def defaults_for(card: CorpusCard, kind: str, *, minutes: float, machine: Machine) -> Defaults:
    """Vocabulary, network and learning rate of the tables, for these minutes on this machine."""
    tokenizer = tokenizer_for(kind, card)
    size = size_for(minutes * relative_throughput(machine), card.counts.characters)
    model = LstmSettings(embedding_size=min(128, size.units), hidden_size=size.units)
    speed = typical_speed(model, typical_vocabulary(tokenizer, card), machine)
    speed *= characters_a_token(kind, card)
    readings = 60.0 * minutes * speed / max(1.0, _TRAIN * card.counts.characters)
    wide = card.language in WIDE_LANGUAGES
    dropout = dropout_for(readings, wide=wide)
    embedding_dropout = embedding_dropout_for(dropout, wide=wide)
    return Defaults(
        tokenizer,
        replace(model, dropout=dropout, embedding_dropout=embedding_dropout),
        fitting(TrainingSettings(learning_rate=size.learning_rate), card, kind),
    )


def fitting(settings: TrainingSettings, card: CorpusCard, kind: str) -> TrainingSettings:
    """`settings` with batches that the text, cut into tokens of this kind, can fill eight times."""
    tokens = _TRAIN * card.counts.characters / characters_a_token(kind, card)
    while settings.batch_size > 1 and tokens < 8 * settings.batch_size * settings.sequence_length:
        size = settings.batch_size // 2
        parts = min(settings.accumulation, size)
        settings = replace(settings, batch_size=size, accumulation=parts)
    if tokens < 8 * settings.sequence_length:
        settings = replace(settings, sequence_length=max(1, int(tokens // 8)))
    return settings


def tokenizer_for(kind: str, card: CorpusCard) -> TokenizerSettings:
    """The vocabulary for tokens of this kind."""
    wide, characters = card.language in WIDE_LANGUAGES, card.counts.characters
    fed = vocabulary_for(kind, wide=wide, characters=characters)
    return TokenizerSettings(
        kind=fed.kind,  # ty: ignore[invalid-argument-type]
        vocabulary_size=fed.vocabulary_size,
        minimum_frequency=fed.minimum_frequency,
    )


def recommended_tokenizer(card: CorpusCard) -> str:
    """Characters for Chinese, Japanese and Korean and for the smallest texts, else byte pairs.

    Words for long Chinese texts: in a minute 1.14 bits per byte with words and 1.23 with
    characters from 800,000 characters of medical answers, but 1.31 and 1.28 from 370,000 of
    recipes.
    """
    characters = card.counts.characters
    if card.language == "zh" and characters >= SEGMENTED_FROM:
        return "segmented"
    small = characters < SMALLEST_FOR_PIECES
    return "char" if card.language in WIDE_LANGUAGES or small else "bpe"


def words_of(card: CorpusCard) -> Literal["word", "segmented"]:
    """The kind of token that is a word: by a dictionary where no blanks stand between words."""
    return "segmented" if card.language in UNSPACED_LANGUAGES else "word"


def dropout_for(readings: float, *, wide: bool = False) -> float:
    """More the more often the text is read: then learning by heart is the danger.

    `wide` for a language with thousands of signs: with so many tokens to each know little about,
    twice as much is better once it is read several times.
    """
    share = max((share for times, share in DROPOUTS if readings >= times), default=0.0)
    return min(_WIDE_MOST, 2 * share) if wide and readings >= _WIDE_FROM else share


def embedding_dropout_for(dropout: float, *, wide: bool = False) -> float:
    """What of whole tokens, beside so much of single numbers."""
    return round(dropout / (4 if wide else 5), 2)


def characters_a_token(kind: str, card: CorpusCard) -> float:
    """Typical for this kind of token in this language."""
    wide = card.language in WIDE_LANGUAGES
    return _WIDE_PIECE if kind == "bpe" and wide else CHARACTERS_A_TOKEN[kind]


def typical_vocabulary(tokenizer: TokenizerSettings, card: CorpusCard) -> int:
    """Tokens that such a vocabulary will have, where nothing was counted yet."""
    if tokenizer.kind != "char":
        return tokenizer.vocabulary_size
    signs = _WIDE_SIGNS if card.language in WIDE_LANGUAGES else _SIGNS
    return min(tokenizer.vocabulary_size, signs)


def relative_throughput(machine: Machine) -> float:
    """How much faster than the machine of the figures, two cores with bfloat16, this one is.

    As it was seen to be, where that is not much the same as it is judged to be by its parts.
    """
    judged = _apply_throughput_table(machine)
    if machine.weights_a_second is None:
        return judged
    seen = machine.weights_a_second / _WEIGHTS_A_SECOND
    return judged if 1 / _MUCH_THE_SAME < seen / judged < _MUCH_THE_SAME else seen


def _apply_throughput_table(machine: Machine) -> float:
    if machine.gpus:
        return _GPU
    threads = min(8, machine.cores // max(1, machine.cores // 4))  # the share of one run
    return threads / 2.0 * (1.0 if machine.bfloat16 else _WITHOUT_BFLOAT16)


def typical_speed(model: ModelSettings, vocabulary_size: int, machine: Machine) -> float:
    """Tokens a second to expect, roughly, where nothing was measured yet."""
    weights = weights_at_work(model, vocabulary_size)
    return min(_FASTEST, _WEIGHTS_A_SECOND / weights) * relative_throughput(machine)


def weights_at_work(model: ModelSettings, vocabulary_size: int) -> int:
    """Those that each token is multiplied with: all but the table of tokens coming in."""
    table = vocabulary_size * model.input_size
    return max(1, model.parameters(vocabulary_size) - table * (not model.tied_weights))
