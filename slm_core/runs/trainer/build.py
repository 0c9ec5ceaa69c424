"""Builds what a trainer computes with in this process from the run's settings."""

import torch

from slm_core.models.base import device_of
from slm_core.models.registry import build
from slm_core.models.settings import ModelSettings
from slm_core.runs.config import RunConfig
from slm_core.training.device import (
    activate_device,
    resolve_device,
    use_deterministic_algorithms,
    uses_mixed_precision,
)
from slm_core.training.distributed.thread_replicas import ThreadReplicas
from slm_core.training.optim.optimizers import make_optimizer
from slm_core.training.settings import MachineSettings
from slm_core.training.trainer import Trainer


def prepare_device(machine: MachineSettings, *, rank: int = 0) -> torch.device:
    """The device of this process of the run, ready.

    Raises SettingsError where it is not there.
    """
    resolve_device(machine.device, rank=machine.processes - 1)  # nobody should wait for others
    device = resolve_device(machine.device, rank=rank)
    activate_device(device)
    if machine.deterministic:
        use_deterministic_algorithms()
    torch.set_num_threads(max(1, machine.threads // machine.processes))
    return device


def configure_trainer(trainer: Trainer, machine: MachineSettings) -> None:
    """Give `trainer` the precision and the copies it was asked for. Raises SettingsError."""
    device = device_of(trainer.model)
    low = uses_mixed_precision(machine.precision, device)
    if device.type == "cuda":
        trainer.mixed_precision = low
    elif low or machine.replicas > 1:
        count = max(1, machine.replicas)
        threads = max(1, machine.threads // machine.processes // count)
        dtype = torch.bfloat16 if low else torch.float32
        trainer.replicas = ThreadReplicas(trainer.model, count, dtype=dtype, threads=threads)


def rebuild_model(trainer: Trainer, settings: ModelSettings) -> None:
    """The same weights in a network built anew: only it knows where its settings stand."""
    with torch.random.fork_rng(devices=[]):  # what it draws is of no use
        model = build(settings, trainer.model.vocabulary_size)
    model.load_state_dict(trainer.model.state_dict())
    model.to(device_of(trainer.model)).train(trainer.model.training)
    optimizer = make_optimizer(model, trainer.settings)
    optimizer.load_state_dict(trainer.optimizer.state_dict())
    trainer.replace_model(model, optimizer)


def new_trainer(config: RunConfig, vocabulary_size: int, device: torch.device) -> Trainer:
    """Network, optimizer and copies as `config` has them; seeds torch's global generator.

    Its weights are drawn at random; `model.init_output_bias` is called later, by the trainer.
    Raises SettingsError where the device cannot compute as somebody chose.
    """
    training = config.training
    torch.manual_seed(training.seed)
    model = build(config.model, vocabulary_size).to(device)
    generator = torch.Generator().manual_seed(training.seed)
    trainer = Trainer(model, make_optimizer(model, training), training, generator)
    configure_trainer(trainer, config.machine)
    return trainer
