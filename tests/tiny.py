"""Real things, small: a text, a corpus, a configuration, a trainer; and waiting for a run."""

import random
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import torch

from slm_core.corpus.readers.document import InputFile
from slm_core.corpus.readers.registry import read_source
from slm_core.corpus.split import SplitSettings
from slm_core.corpus.store import Corpus, add_corpus
from slm_core.metrics.ngram import token_frequencies
from slm_core.models.registry import build
from slm_core.models.settings import MODEL_SETTINGS, ModelSettings
from slm_core.runs.config import RunConfig
from slm_core.runs.run import Run
from slm_core.settings_schema import fields_of, from_dict
from slm_core.tokenizers.encoded.split_stats import SplitStats
from slm_core.tokenizers.settings import TokenizerSettings
from slm_core.training.dataloader import BpttLoader
from slm_core.training.optim.optimizers import make_optimizer
from slm_core.training.settings import (
    BudgetSettings,
    MachineSettings,
    SampleSettings,
    TrainingSettings,
)
from slm_core.training.trainer import Trainer
from slm_core.training.validation import TrainingData
from slm_core.workspace import Workspace, open_workspace

T = TypeVar("T")

torch.set_num_threads(1)  # a tiny model on several threads mostly waits for them

_WORDS = "the old pump of line two was found hot and noisy so we changed its oil filter seal"


def text_of(characters: int, *, seed: int = 1) -> str:
    """Sentences of a few words, different with each seed."""
    chance = random.Random(seed)
    found = ""
    while len(found) < characters:
        sentence = " ".join(chance.choices(_WORDS.split(), k=chance.randint(3, 9)))
        found += sentence.capitalize() + ".\n"
    return found[:characters]


def make_corpus(workspace: Workspace, text: str = "", *, name: str = "Tiny") -> Corpus:
    """The text, or 12,000 characters of one, as a corpus of one document."""
    source = InputFile("tiny.txt", (text or text_of(12_000)).encode())
    return add_corpus(workspace, [read_source(source)], name=name)


def make_config(
    corpus: Corpus, *, budget: BudgetSettings | None = None, **settings: Any
) -> RunConfig:
    """A run of a second or so; `settings` as training={...}, model={...} and so on."""

    def section(cls: type[T], **defaults: object) -> T:
        chosen: dict[str, object] = settings.get(cls.section, {})
        return from_dict(cls, {**defaults, **chosen})

    return RunConfig(
        corpus=corpus.id,
        name="tiny run",
        budget=budget or BudgetSettings(steps=60),
        split=section(SplitSettings),
        tokenizer=section(TokenizerSettings, kind="char"),
        model=make_settings(settings.get("model", {})),
        training=section(TrainingSettings, batch_size=4, sequence_length=8),
        samples=section(SampleSettings, length=0),
        machine=section(MachineSettings, device="cpu", threads=1, precision="float32"),
        open_test=settings.get("open_test", False),
    )


def make_settings(chosen: Mapping[str, object]) -> ModelSettings:
    """Settings of a network of a few hundred numbers, an LSTM unless `chosen` has another kind."""
    wanted = MODEL_SETTINGS[str(chosen.get("kind", "lstm"))]
    known = fields_of(wanted)
    small = {"embedding_size": 8, "hidden_size": 16, "context": 16}
    sizes = {name: value for name, value in small.items() if name in known}
    return from_dict(wanted, {**sizes, **chosen})


def workspace_in(folder: Path) -> Workspace:
    """A workspace of this test's own."""
    return open_workspace(folder / "home")


def make_ids(count: int, *, vocabulary: int = 12, seed: int = 0) -> np.ndarray:
    """Ids with some order in them: mostly the last one plus one."""
    draw = np.random.default_rng(seed)
    steps = np.where(draw.random(count) < 0.8, 1, draw.integers(vocabulary, size=count))
    return (np.cumsum(steps) % vocabulary).astype(np.uint16)


def make_trainer(
    ids: np.ndarray, *, vocabulary: int = 12, seed: int = 3, **settings: Any
) -> Trainer:
    """A trainer at its beginning; `settings` as model={...} and training={...}."""
    torch.manual_seed(seed)
    chosen = {"batch_size": 4, "sequence_length": 8, **settings.get("training", {})}
    training = from_dict(TrainingSettings, chosen)
    model = build(make_settings(settings.get("model", {})), vocabulary)
    model.init_output_bias(torch.from_numpy(token_frequencies(ids, vocabulary)).float())
    generator = torch.Generator().manual_seed(seed)
    return Trainer(model, make_optimizer(model, training), training, generator)


def make_data(
    ids: np.ndarray, validation: np.ndarray, trainer: Trainer, *, seed: int = 1
) -> TrainingData:
    """What the loop needs beside a trainer; a character and a byte a token."""
    settings = trainer.settings
    loader = BpttLoader(ids, settings.batch_size, settings.sequence_length, seed)
    size = len(validation)
    return TrainingData(loader, validation, SplitStats(size, size - 1, size - 1, 0, 0.0))


def wait_for(condition: Callable[[], bool], *, seconds: float = 60.0, what: str = "") -> None:
    """Until it is so; an assertion fails when it is not so in time."""
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until, f"waited {seconds:g} s in vain {what}"
        time.sleep(0.02)


def wait_for_state(run: Run, *states: str, seconds: float = 60.0) -> None:
    """Until the run is in one of these states; at once an error if it has ended otherwise."""
    until = time.monotonic() + seconds
    while (status := run.status()).state not in states:
        ended = states != ("interrupted",) and status.state in (
            "failed",
            "interrupted",
            "finished",
            "stopped",
        )
        assert not ended, (status, run.log_tail())
        assert time.monotonic() < until, (status, run.log_tail())
        time.sleep(0.02)
