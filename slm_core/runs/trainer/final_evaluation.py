"""A run's facts before the first step, and its scores after the last."""

from dataclasses import asdict

import torch

from slm_core.errors import SettingsError
from slm_core.messages import msg
from slm_core.metrics.evaluate import evaluate
from slm_core.metrics.ngram import token_frequencies, unigram_baseline
from slm_core.models.base import count_parameters
from slm_core.runs.config import RunConfig
from slm_core.runs.fine_tuning.transfer import StartModel, score_before_and_after
from slm_core.runs.logger import RunLogger
from slm_core.runs.run import Facts, Run
from slm_core.tokenizers.encoded.token_store import TokenStore
from slm_core.training.trainer import Trainer
from slm_core.training.validation import evaluate_split


def facts_of(config: RunConfig, trainer: Trainer, store: TokenStore, device: torch.device) -> Facts:
    """What is known before the first step."""
    train, validation = store.parts["train"], store.parts["validation"]
    vocabulary_size = trainer.model.vocabulary_size
    frequencies = token_frequencies(store.ids("train"), vocabulary_size)
    return Facts(
        vocabulary_size=vocabulary_size,
        parameters=count_parameters(trainer.model),
        train_tokens=train.tokens,
        validation_tokens=validation.tokens,
        characters_per_token=train.characters / max(1, train.tokens - 1),
        bytes_per_token=validation.bytes / max(1, validation.tokens - 1),
        tokenizer_seconds=0.0 if config.race else store.seconds,
        unknown_share=validation.unknown / max(1, validation.tokens - 1),
        device=device.type,
        threads=torch.get_num_threads(),
        floors=unigram_baseline(frequencies, store.ids("validation")),
    )


def final_evaluation(
    run: Run, config: RunConfig, trainer: Trainer, store: TokenStore, logger: RunLogger
) -> None:
    """Score the best weights on the whole validation part, and the test part if asked for.

    Leaves the trainer with those weights. Raises SettingsError where a part is empty.
    """
    state = trainer.state
    step, best = state.step, state.validation.best
    # The best at step 0 has learned nothing: where none was validated since, the newest are.
    if trainer.best_weights is not None and (
        best.step > 0 or state.phase.last_validation_fraction > 0.0
    ):
        trainer.model.load_state_dict(trainer.best_weights)
        step = best.step
    for name in ("validation", "test") if config.open_test else ("validation",):
        part = store.parts[name]
        if part.tokens < 2:
            raise SettingsError(msg("The {name} part is empty, so it cannot be scored.", name=name))
        score = evaluate_split(evaluate(trainer.model, store.ids(name)), part)
        logger.report(name, score, step=step, sizes=asdict(part))
        if name == "test":
            logger.event("test_opened")
    if config.start is not None:
        score_before_and_after(run, StartModel(trainer.model, store.tokenizer()))
