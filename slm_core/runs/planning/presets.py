"""Settings chosen for people: by the minutes they have, the text they bring, and the machine.

The tables stand in recipes.py. Free of torch, and of this machine: it is given.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

from slm_core.corpus.card import CorpusCard
from slm_core.corpus.split import SplitSettings
from slm_core.corpus.text.scripts import WIDE_LANGUAGES
from slm_core.hardware.machine import Machine
from slm_core.messages import Message, msg
from slm_core.models.settings import LstmSettings
from slm_core.runs.config import RunConfig
from slm_core.runs.planning.defaults import (
    characters_a_token,
    dropout_for,
    embedding_dropout_for,
    recommended_tokenizer,
    relative_throughput,
    size_for,
    tokenizer_for,
    typical_speed,
    typical_vocabulary,
)
from slm_core.tokenizers.settings import TokenizerSettings
from slm_core.training.settings import BudgetSettings, SampleSettings, TrainingSettings

MEASURED_ON = Machine(cores=2, memory_bytes=25_000_000_000, bfloat16=True)
"""The machine of the figures in benchmarks/README.md."""
_TRAIN = 0.8
"""Share of the text that usually trains."""


@dataclass(frozen=True)
class Preset:
    """A way to train that has a name."""

    name: str
    title: str
    description: Message
    """What it is for, in one sentence."""
    config: Callable[[CorpusCard, Machine], RunConfig]
    """From a corpus's card and the machine to everything a run needs but the corpus's id."""
    differences: tuple[Message, ...] = ()
    """What we do differently from the source it is named after, and why."""
    minutes: float | None = None
    """Its budget; None where it is no recommendation for some minutes."""


def recommend(
    card: CorpusCard,
    *,
    minutes: float,
    tokenizer: str | None = None,
    machine: Machine = MEASURED_ON,
) -> RunConfig:
    """The settings we would choose ourselves for this text and these minutes on this machine.

    `tokenizer` fixes the kind of token, where somebody has chosen it. The corpus id is left
    empty: `dataclasses.replace(config, corpus=…)` fills it in.
    """
    kind = tokenizer or recommended_tokenizer(card)
    cut = tokenizer_for(kind, card)
    size = size_for(minutes * relative_throughput(machine), card.counts.characters)
    model = LstmSettings(embedding_size=min(128, size.units), hidden_size=size.units)
    speed = typical_speed(model, typical_vocabulary(cut, card), machine)
    speed *= characters_a_token(kind, card)
    readings = 60.0 * minutes * speed / max(1.0, _TRAIN * card.counts.characters)
    wide = card.language in WIDE_LANGUAGES
    dropout = dropout_for(readings, wide=wide)
    dropouts = {
        "dropout": dropout,
        "embedding_dropout": embedding_dropout_for(dropout, wide=wide),
    }
    return RunConfig(
        corpus="",
        name=card.name,
        budget=BudgetSettings(minutes=minutes),
        tokenizer=cut,
        model=replace(model, **dropouts),
        training=fitting(TrainingSettings(learning_rate=size.learning_rate), card, kind),
        samples=SampleSettings(seed_text=card.seed_text),
        preset=_NAMES.get(minutes, ""),
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


def _article(card: CorpusCard, _machine: Machine) -> RunConfig:
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


def _recommended(name: str, title: str, description: Message, *, minutes: float) -> Preset:
    def config(card: CorpusCard, machine: Machine) -> RunConfig:
        return recommend(card, minutes=minutes, machine=machine)

    return Preset(name, title, description, config, minutes=minutes)


PRESETS: dict[str, Preset] = {
    preset.name: preset
    for preset in (
        _recommended(
            "quick",
            "1 minute (quick)",
            msg("Enough to see how it learns and to get the style of your text."),
            minutes=1.0,
        ),
        _recommended(
            "better",
            "5 minutes (better)",
            msg(
                "A larger network and the time to train it: fewer invented words, and "
                "text that makes sense for longer."
            ),
            minutes=5.0,
        ),
        _recommended(
            "long",
            "15 minutes (long)",
            msg(
                "For texts of a few hundred thousand characters or more; much of a "
                "smaller one is memorised."
            ),
            minutes=15.0,
        ),
        _recommended(
            "hour",
            "60 minutes (an hour)",
            msg("For texts of millions of characters, which are enough for a larger network."),
            minutes=60.0,
        ),
        Preset(
            "article",
            "The article's settings",
            msg(
                "Lower-cased words, two LSTM layers of 512 units, 100 epochs: the "
                "settings of the article this studio is based on, to compare with."
            ),
            _article,
            (
                msg(
                    "The text is read as continuous sequences, and the hidden state is "
                    "carried over from batch to batch. The article cuts it into overlapping "
                    "windows of 20 words, each with an empty hidden state."
                ),
                msg(
                    "The validation part is set aside before the text is cut. Splitting "
                    "shuffled, overlapping windows puts test text into the training text."
                ),
                msg(
                    "Text is generated by sampling from the probabilities. Always taking the "
                    "most likely word soon repeats itself."
                ),
            ),
        ),
    )
}
"""The named ways, by name, in the order they are offered."""
_NAMES = {preset.minutes: name for name, preset in PRESETS.items() if preset.minutes}
