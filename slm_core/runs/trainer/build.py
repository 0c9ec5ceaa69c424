"""How a learner computes in this process, as the run's settings have it."""

import torch

from slm_core.models.base import device_of
from slm_core.models.registry import build
from slm_core.models.settings import ModelSettings
from slm_core.runs.config import RunConfig
from slm_core.training.device import chosen_device, compute_exactly, is_mixed, use
from slm_core.training.distributed.thread_replicas import Replicas
from slm_core.training.optimizers import make_optimizer
from slm_core.training.settings import MachineSettings
from slm_core.training.trainer import Learner


def prepare_device(machine: MachineSettings, *, place: int = 0) -> torch.device:
    """The device of the process at `place` among those of the run, ready.

    Raises SettingsError where it is not there.
    """
    chosen_device(machine.device, place=machine.processes - 1)  # nobody should wait for others
    device = chosen_device(machine.device, place=place)
    use(device)
    if machine.deterministic:
        compute_exactly()
    torch.set_num_threads(max(1, machine.threads // machine.processes))
    return device


def equip(learner: Learner, machine: MachineSettings) -> None:
    """Give `learner` the precision and the copies it was asked for. Raises SettingsError."""
    device = device_of(learner.model)
    low = is_mixed(machine.precision, device)
    if device.type == "cuda":
        learner.mixed = low
    elif low or machine.replicas > 1:
        count = max(1, machine.replicas)
        threads = max(1, machine.threads // machine.processes // count)
        dtype = torch.bfloat16 if low else torch.float32
        learner.replicas = Replicas(learner.model, count, dtype=dtype, threads=threads)


def rebuild(learner: Learner, settings: ModelSettings) -> None:
    """The same weights in a network built anew: only it knows where its settings stand."""
    with torch.random.fork_rng(devices=[]):  # what it draws is of no use
        model = build(settings, learner.model.vocabulary_size)
    model.load_state_dict(learner.model.state_dict())
    model.to(device_of(learner.model)).train(learner.model.training)
    optimizer = make_optimizer(model, learner.settings)
    optimizer.load_state_dict(learner.optimizer.state_dict())
    learner.replace_model(model, optimizer)


def new_learner(config: RunConfig, vocabulary_size: int, device: torch.device) -> Learner:
    """Network, optimizer and copies as `config` has them; seeds torch's global generator.

    Its weights are drawn, but know nothing of the text yet: `model.start_from` gives them that.
    Raises SettingsError where the device cannot compute as somebody chose.
    """
    training = config.training
    torch.manual_seed(training.seed)
    model = build(config.model, vocabulary_size).to(device)
    generator = torch.Generator().manual_seed(training.seed)
    learner = Learner(model, make_optimizer(model, training), training, generator)
    equip(learner, config.machine)
    learner.progress.peak_rate = training.learning_rate
    return learner
