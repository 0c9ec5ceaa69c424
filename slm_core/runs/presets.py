"""Settings chosen for people: by the minutes they have and the text they bring. Free of torch.

The rules come from measurements on two processor cores (benchmarks/README.md); where a text is
read many times in the minutes given, dropout grows, because then learning by heart is the danger.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass, replace

from slm_core.corpus.card import CorpusCard
from slm_core.corpus.split import SplitSettings
from slm_core.models.settings import LstmSettings
from slm_core.report.enough import SEGMENTED_FROM
from slm_core.runs.config import RunConfig
from slm_core.tokenizers.settings import TokenizerSettings
from slm_core.training.settings import BudgetSettings, SampleSettings, TrainingSettings

_CHARACTER_LANGUAGES = frozenset({"zh", "ja", "ko"})
"""Written without blanks, or with thousands of signs: there one character is a good token."""
_CHARACTERS_A_SECOND = {"bpe": 110_000, "char": 30_000, "word": 60_000, "segmented": 20_000}
"""Roughly what an LSTM of 256 units reads on two cores; only to guess how often a text is read."""


@dataclass(frozen=True)
class Preset:
    """A way to train that has a name."""

    name: str
    title: str
    description: str
    """What it is for, in one sentence."""
    config: Callable[[CorpusCard], RunConfig]
    """From a corpus's card to everything a run needs but the corpus's id."""
    differences: tuple[str, ...] = ()
    """What we do differently from the source it is named after, and why."""


def recommend(card: CorpusCard, *, minutes: float, tokenizer: str | None = None) -> RunConfig:
    """The settings we would choose ourselves for this text and these minutes.

    `tokenizer` fixes the kind of token, where somebody has chosen it. The corpus id is left
    empty: `dataclasses.replace(config, corpus=…)` fills it in.
    """
    kind = tokenizer or recommended_tokenizer(card)
    readings = _expected_readings(card, kind, minutes)
    hidden = _hidden_size(minutes, card.counts.characters)
    return RunConfig(
        corpus="",
        name=card.name,
        budget=BudgetSettings(minutes=minutes),
        tokenizer=_tokenizer_settings(kind, card),
        model=LstmSettings(
            embedding_size=min(128, hidden),
            hidden_size=hidden,
            dropout=_dropout(readings),
            embedding_dropout=round(_dropout(readings) / 5, 2),
        ),
        training=_training_settings(card, kind, hidden),
        samples=SampleSettings(seed_text=card.seed_text),
        preset={1.0: "quick", 5.0: "better"}.get(minutes, ""),
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
    return "char" if card.language in _CHARACTER_LANGUAGES or characters < 30_000 else "bpe"


def _expected_readings(card: CorpusCard, kind: str, minutes: float) -> float:
    """How often the training part will be read, roughly."""
    seconds = 60.0 * minutes
    return seconds * _CHARACTERS_A_SECOND[kind] / max(1.0, 0.8 * card.counts.characters)


def _hidden_size(minutes: float, characters: int) -> int:
    if minutes < 0.5 or characters < 50_000:
        return 128
    if minutes < 3 or characters < 90_000:
        return 256
    return 384 if minutes < 15 or characters < 2_000_000 else 512


def _dropout(readings: float) -> float:
    """More the more often the text is read: 0.2 after 8 times, 0.3 after 20, 0.45 at most.

    On 250 kB of health news, read 17 times: 0.713 bits per byte with 0.2, 0.725 with 0.35, 0.772
    with 0.5.
    """
    return round(min(0.45, max(0.0, 0.08 * math.log2(max(readings, 1.0) / 1.5))), 2)


def _tokenizer_settings(kind: str, card: CorpusCard) -> TokenizerSettings:
    characters = card.counts.characters
    if kind == "bpe" and card.language in _CHARACTER_LANGUAGES:  # single signs take 1,000 already
        return TokenizerSettings(kind="bpe", vocabulary_size=2000, minimum_frequency=2)
    if kind == "bpe":
        size = 512 if characters < 500_000 else 768 if characters < 4_000_000 else 2000
        return TokenizerSettings(kind="bpe", vocabulary_size=size, minimum_frequency=2)
    if kind == "word":
        size = 5000 if characters < 1_000_000 else 10_000
        return TokenizerSettings(kind="word", vocabulary_size=size, minimum_frequency=2)
    if kind == "segmented":
        return TokenizerSettings(kind="segmented", vocabulary_size=3000, minimum_frequency=2)
    # A sign seen once teaches nothing but that there are unknown ones.
    rare = 2 if card.language in _CHARACTER_LANGUAGES else 1
    return TokenizerSettings(kind="char", vocabulary_size=6000, minimum_frequency=rare)


def _training_settings(card: CorpusCard, kind: str, hidden: int) -> TrainingSettings:
    rate = {128: 0.016, 256: 0.012, 384: 0.008}.get(hidden, 0.006)
    return fitting(TrainingSettings(learning_rate=rate), card, kind)


def fitting(settings: TrainingSettings, card: CorpusCard, kind: str) -> TrainingSettings:
    """`settings` with batches that the text, cut into tokens of this kind, can fill eight times."""
    per_token = {"bpe": 2.4, "char": 1.0, "word": 4.5, "segmented": 1.5}[kind]
    tokens = 0.8 * card.counts.characters / per_token
    while settings.batch_size > 1 and tokens < 8 * settings.batch_size * settings.sequence_length:
        settings = replace(settings, batch_size=settings.batch_size // 2)
    if tokens < 8 * settings.sequence_length:
        settings = replace(settings, sequence_length=max(1, int(tokens // 8)))
    return settings


def _article(card: CorpusCard) -> RunConfig:
    return RunConfig(
        corpus="",
        name=card.name,
        budget=BudgetSettings(epochs=100),
        split=SplitSettings(train=80, validation=20, test=0),
        tokenizer=TokenizerSettings(
            kind="word", vocabulary_size=20_000, minimum_frequency=1, lowercase=True
        ),
        model=LstmSettings(embedding_size=256, hidden_size=512, layers=2),
        training=TrainingSettings(
            optimizer="adam",
            learning_rate=0.001,
            schedule="constant",
            warmup=0.0,
            batch_size=64,
            sequence_length=20,
            weight_decay=0.0,
            clip_norm=0.0,
            state_reset=0.0,
        ),
        samples=SampleSettings(seed_text=card.seed_text),
        preset="article",
    )


PRESETS: dict[str, Preset] = {
    preset.name: preset
    for preset in (
        Preset(
            "quick",
            "1 minute (quick)",
            "Enough to see it learn and to hear the tone of the text.",
            lambda card: recommend(card, minutes=1.0),
        ),
        Preset(
            "better",
            "5 minutes (better)",
            "A larger network with time to use it: fewer invented words, longer sense.",
            lambda card: recommend(card, minutes=5.0),
        ),
        Preset(
            "article",
            "The article's settings",
            "Words, lower-cased, two LSTM layers of 512 units, 100 readings: the settings of the "
            "text this studio grew from, to compare with.",
            _article,
            (
                "The text is read as continuous streams whose memory is carried on. The article "
                "cuts it into overlapping windows of 20 words that each start from nothing.",
                "The validation part is set aside before anything is cut. Splitting shuffled, "
                "overlapping windows lets the model see its exam.",
                "Writing draws from the probabilities. Always taking the likeliest word soon runs "
                "in circles.",
            ),
        ),
    )
}
"""The named ways, by name, in the order they are offered."""
