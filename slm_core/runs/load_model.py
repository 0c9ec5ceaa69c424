"""A run's model, ready to use: its best weights and its tokenizer."""

from dataclasses import dataclass

from slm_core.corpus.split import split_corpus, split_text
from slm_core.corpus.store import open_corpus
from slm_core.messages import Message
from slm_core.models.base import LanguageModel
from slm_core.models.registry import build
from slm_core.runs.run import Run
from slm_core.tokenizers.tokenizer import Tokenizer
from slm_core.training.checkpoints.checkpoint import load_weights, no_checkpoint
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


def load_run_model(run: Run) -> RunModel:
    """The model at its newest checkpoint. Raises RunError before there is one."""
    if newest_step(run.folder) is None:
        raise no_checkpoint(run.folder)
    tokenizer = Tokenizer.load(run.folder / "tokenizer.json")
    model = build(run.config().model, tokenizer.vocabulary_size)
    restored = load_weights(run.folder, model)
    assert restored.step is not None, "load_weights raises where there is none"
    return RunModel(run, model.eval(), tokenizer, restored.step, restored.notice)


def training_text(run: Run) -> str:
    """The run's training part as one text. Raises CorpusError where the corpus was deleted."""
    config = run.config()
    corpus = open_corpus(run.workspace, config.corpus)
    text = "\n".join(split_text(corpus, split_corpus(corpus, config.split).train))
    return text.lower() if config.tokenizer.lowercase else text
