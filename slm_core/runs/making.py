"""A run's learner as it is before its first step: for the trainer, and for a trial beforehand."""

import torch

from slm_core.models.build import build
from slm_core.runs.config import RunConfig
from slm_core.runs.equip import equip
from slm_core.training.learner import Learner
from slm_core.training.optimizers import make_optimizer


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
