"""A run's model, ready to use: its best weights and its tokenizer."""

from dataclasses import dataclass

from slm_core.corpus.split import split_corpus, split_text
from slm_core.corpus.store import open_corpus
from slm_core.messages import Message
from slm_core.models.base import LanguageModel
from slm_core.models.registry import build
from slm_core.runs.run import Run
from slm_core.tokenizers.tokenizer import Tokenizer
from slm_core.training.checkpoints.checkpoint import (
    load_weights,
    load_weights_of,
    no_checkpoint,
)
from slm_core.training.checkpoints.checkpoint_paths import newest_step


@dataclass(frozen=True)
class RunModel:
    """What generating, scoring and explaining need."""

    run: Run
    model: LanguageModel
    """In evaluation mode, on the CPU."""
    tokenizer: Tokenizer
    step: int
    """At which the weights were learned."""
    notice: Message | None = None
    """What people should know of these weights: that newer ones are damaged."""


def load_run_model(run: Run, *, step: int | None = None) -> RunModel:
    """The best weights of its newest checkpoint, or those of a `step` that is kept. Raises RunError
    where there are none."""
    if newest_step(run.folder) is None:
        raise no_checkpoint(run.folder)
    tokenizer = Tokenizer.load(run.folder / "tokenizer.json")
    model = build(run.config().model, tokenizer.vocabulary_size)
    if step is None:
        restored = load_weights(run.folder, model)
    else:
        restored = load_weights_of(run.folder, model, step)
    assert restored.step is not None, "load_weights raises where there is none"
    return RunModel(run, model.eval(), tokenizer, restored.step, restored.notice)


def training_text(run: Run) -> str:
    """The run's training part as one text. Raises CorpusError where the corpus was deleted."""
    config = run.config()
    corpus = open_corpus(run.workspace, config.corpus)
    text = "\n".join(split_text(corpus, split_corpus(corpus, config.split).train))
    return text.lower() if config.tokenizer.lowercase else text
