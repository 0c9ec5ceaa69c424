"""What a run needs before its first step: its tokens, its trainer, and the data of the loop."""

import math
from dataclasses import dataclass

import torch

from slm_core.corpus.store import open_corpus
from slm_core.hardware.machine import describe_machine
from slm_core.messages import msg
from slm_core.metrics.ngram import token_frequencies
from slm_core.models.base import device_of
from slm_core.runs.config import RunConfig
from slm_core.runs.fine_tuning.transfer import StartModel, initialise_from, start_tokenizer
from slm_core.runs.launching.torchrun import rendezvous_file
from slm_core.runs.logger import RunLogger
from slm_core.runs.planning.compute import check_batch_fits, on_cpu
from slm_core.runs.run import Run
from slm_core.runs.trainer.build import new_trainer, prepare_device
from slm_core.tokenizers.encoded.token_store import TokenStore, prepare_tokens
from slm_core.tokenizers.settings import check_installed
from slm_core.tokenizers.tokenizer import Tokenizer
from slm_core.training.canary import with_canary
from slm_core.training.checkpoints.checkpoint import load_trainer
from slm_core.training.dataloader import BpttLoader
from slm_core.training.distributed.process_group import init_process_group
from slm_core.training.optim.optimizers import warm_up_optimizers
from slm_core.training.stopping.budget import Clock
from slm_core.training.trainer import Trainer
from slm_core.training.validation import TrainingData

_TOKENIZING_SHARE = 0.1
"""Of a budget in minutes that training the tokenizer and cutting the text may take; what they take
beyond is on no clock."""


@dataclass(frozen=True)
class Setup:
    """A run ready to train."""

    config: RunConfig
    """As asked for, or for a CPU where the GPU cannot be used."""
    device: torch.device
    store: TokenStore
    tokenizer: Tokenizer
    trainer: Trainer
    data: TrainingData
    clock: Clock
    """Of training time, running."""
    is_resumed: bool
    """Whether the trainer is as its newest checkpoint has it."""


def set_up(run: Run, logger: RunLogger) -> Setup:
    """Prepare a run's tokens and its trainer. Raises ArgotError of many kinds."""
    config = run.config()
    device = prepare_device(config.machine)
    config = _without_gpu(run, config, device, logger)
    warm_up_optimizers()
    clock = Clock()
    if not config.race:  # there, who comes first cuts the text for all
        clock.start()
    store = _prepare_tokens(run, config, logger)
    clock = _limited(clock, config)
    clock.start()
    tokenizer = store.tokenizer()
    check_batch_fits(config, store.parts["train"].tokens, counted="only")
    trainer = new_trainer(config, tokenizer.vocabulary_size, device)
    restored = load_trainer(run.folder, trainer)
    if restored.notice is not None:
        logger.event("fell_back", reason=restored.notice)
    is_resumed = bool(restored)
    if is_resumed:
        clock = Clock(trainer.state.seconds)
        clock.start()
    else:
        _initialise(run, StartModel(trainer.model, tokenizer), store, clock, logger)
    data = _data(config, store)
    return Setup(config, device, store, tokenizer, trainer, data, clock, is_resumed)


def join_workers(setup: Setup) -> None:
    """Meet the run's other processes, where it has several. Raises ArgotError."""
    if setup.config.machine.processes > 1:
        group = init_process_group(
            setup.device, setup.config.machine.processes, rendezvous=rendezvous_file()
        )
        setup.trainer.worker_group = group
        group.broadcast(str(setup.store.folder))
        group.broadcast_buffers(setup.trainer.model)


def _without_gpu(run: Run, config: RunConfig, device: torch.device, logger: RunLogger) -> RunConfig:
    """As a CPU computes best, where the run was to have a GPU, and torch cannot use the one that is
    there, or it is gone since."""
    machine, facts = describe_machine(), run.facts()
    expected = machine.gpus or (facts is not None and facts.device != "cpu")
    if config.machine.device != "auto" or device.type != "cpu" or not expected:
        return config
    logger.event("no_gpu", name=machine.gpus[0].name if machine.gpus else "")
    return on_cpu(config, machine)


def _limited(clock: Clock, config: RunConfig) -> Clock:
    """Of a budget in minutes most is for learning, however large the text."""
    minutes = config.budget.minutes
    limit = math.inf if minutes is None else _TOKENIZING_SHARE * 60.0 * minutes
    return Clock(limit) if clock.seconds() > limit else clock


def _prepare_tokens(run: Run, config: RunConfig, logger: RunLogger) -> TokenStore:
    check_installed(config.segmenter)
    logger.set_state("starting", doing=msg("reading the corpus"))
    keeps_tokenizer = config.start is not None and config.start.tokenizer == "same"
    store = prepare_tokens(
        run.workspace,
        open_corpus(run.workspace, config.corpus),
        config.split,
        config.tokenizer,
        tokenizer=start_tokenizer(run) if keeps_tokenizer else None,
        tell=lambda doing: logger.set_state("starting", doing=doing),
    )
    if store.renewed is not None:
        logger.event("renewed", reason=store.renewed)
    return store


def _initialise(
    run: Run, new: StartModel, store: TokenStore, clock: Clock, logger: RunLogger
) -> None:
    """The first weights: drawn at random, or those of the run it starts from."""
    counts = token_frequencies(store.ids("train"), new.tokenizer.vocabulary_size)
    frequencies = torch.from_numpy(counts).float().to(device_of(new.model))
    if run.config().start is None:
        new.model.init_output_bias(frequencies)
        return
    logger.set_state("starting", doing=msg("loading the earlier run's model"))
    clock.stop()
    initialise_from(run, new, frequencies)
    clock.start()


def _data(config: RunConfig, store: TokenStore) -> TrainingData:
    training = config.training
    ids = with_canary(store.ids("train"), store.tokenizer(), training)
    loader = BpttLoader(ids, training.batch_size, training.sequence_length, training.seed)
    return TrainingData(loader, store.ids("validation"), store.parts["validation"])
