"""Settings chosen for people: by the minutes they have, the text they bring, and the machine.

The tables stand in defaults.py. Free of torch, and of this machine: it is given.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

from slm_core.corpus.card import CorpusCard
from slm_core.corpus.split import SplitSettings
from slm_core.corpus.text.scripts import WIDE_LANGUAGES
from slm_core.hardware.machine import Machine
from slm_core.messages import Message, as_given, msg
from slm_core.models.settings import LstmSettings
from slm_core.runs.config import RunConfig
from slm_core.runs.planning.defaults import (
    characters_a_token,
    defaults_for,
    recommended_tokenizer,
    tokenizer_for,
    words_of,
)
from slm_core.tokenizers.settings import TokenizerSettings
from slm_core.training.settings import BudgetSettings, SampleSettings, TrainingSettings

MEASURED_ON = Machine(cores=2, memory_bytes=25_000_000_000, bfloat16=True)
"""The machine of the figures in benchmarks/README.md."""
_SAMPLE = 400
"""Characters of a sample, which are eight lines beside the curves; half of them are wide."""


@dataclass(frozen=True)
class Preset:
    """A way to train: for some minutes, or with settings that are fixed."""

    name: str
    """"" for one that has none."""
    title: str
    description: Message
    """What it is for, in one sentence."""
    minutes: float | None = None
    """Its budget; None where it is no recommendation for some minutes."""
    fixed: Callable[[CorpusCard], RunConfig] | None = None
    """Its settings, where they do not follow from minutes."""
    differences: tuple[Message, ...] = ()
    """What we do differently from the source it is named after, and why."""

    def tokenizer_kind(self, card: CorpusCard) -> str:
        """The kind of token it has for this text, unless another is asked for."""
        return self.fixed(card).tokenizer.kind if self.fixed else recommended_tokenizer(card)

    def config(
        self, card: CorpusCard, machine: Machine, *, tokenizer: str | None = None
    ) -> RunConfig:
        """Everything a run needs but the corpus's id; `tokenizer` is another kind of token."""
        if self.fixed is None:
            assert self.minutes is not None
            return recommend(card, minutes=self.minutes, tokenizer=tokenizer, machine=machine)
        config = self.fixed(card)
        if tokenizer in (None, config.tokenizer.kind):
            return config
        return replace(config, tokenizer=tokenizer_for(tokenizer, card), preset="")


def for_minutes(minutes: float) -> Preset:
    """What is recommended for so many minutes, under no name."""
    return Preset("", "", as_given(""), minutes)


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
    usual = recommended_tokenizer(card)
    kind = tokenizer or usual
    chosen = defaults_for(card, kind, minutes=minutes, machine=machine)
    return RunConfig(
        corpus="",
        name=card.name,
        budget=BudgetSettings(minutes=minutes),
        tokenizer=chosen.tokenizer,
        model=chosen.model,
        training=chosen.training,
        samples=SampleSettings(seed_text=card.seed_text, length=_sample_length(kind, card)),
        preset=_NAMES.get(minutes, "") if kind == usual else "",
    )


def _sample_length(kind: str, card: CorpusCard) -> int:
    characters = _SAMPLE // 2 if card.language in WIDE_LANGUAGES else _SAMPLE
    return round(characters / characters_a_token(kind, card))


def _article(card: CorpusCard) -> RunConfig:
    return RunConfig(
        corpus="",
        name=card.name,
        budget=BudgetSettings(epochs=100),
        split=SplitSettings(train=80, validation=20, test=0),
        tokenizer=TokenizerSettings(
            kind=words_of(card), vocabulary_size=20_000, minimum_frequency=1, lowercase=True
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
            msg("Enough to see how it learns and to get the style of your text."),
            minutes=1.0,
        ),
        Preset(
            "better",
            "5 minutes (better)",
            msg(
                "A larger network and the time to train it: fewer invented words, and "
                "text that makes sense for longer."
            ),
            minutes=5.0,
        ),
        Preset(
            "long",
            "15 minutes (long)",
            msg(
                "For texts of a few hundred thousand characters or more; much of a "
                "smaller one is memorised."
            ),
            minutes=15.0,
        ),
        Preset(
            "hour",
            "60 minutes (an hour)",
            msg("For texts of millions of characters, which are enough for a larger network."),
            minutes=60.0,
        ),
        Preset(
            "article",
            "Word LSTM",
            msg(
                "A recipe of many tutorials, to compare with: lower-cased words, two LSTM "
                "layers of 512 units, 100 epochs. It can take hours."
            ),
            fixed=_article,
            differences=(
                msg(
                    "The text is read as continuous sequences, and the hidden state is "
                    "carried over from batch to batch. Tutorials cut it into overlapping "
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
