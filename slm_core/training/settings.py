"""Settings of training: optimizer, batches, budget, samples, machine. Free of torch."""

import re
from typing import Annotated, ClassVar, Literal

from pydantic import Field
from pydantic.dataclasses import dataclass

from slm_core.errors import SettingsError
from slm_core.messages import Message, msg, plural
from slm_core.settings_schema import Settings

_USUAL_RATES = {"sgd": 1.0, "asgd": 10.0}
"""Learning rates beyond which nobody needs to go, where that is not 0.01."""


@dataclass(frozen=True)
class TrainingSettings(Settings):
    """How the network's weights are learned."""

    section: ClassVar[str] = "training"

    optimizer: Literal["adamw", "adam", "sgd", "asgd", "muon"] = "adamw"
    """Optimizer, the rule by which gradients update the weights: AdamW, Adam, SGD with momentum,
    averaged SGD (asgd: plain SGD until validation loss stops falling, then the mean of its
    weights), or Muon (Jordan 2024), which orthogonalises the updates of the network's inner
    matrices."""
    learning_rate: Annotated[float, Field(ge=0.0, le=1000.0)] = 0.01
    """Learning rate at its largest, after the warm-up. Too small learns slowly, too large diverges.
    SGD needs about a hundred times as much as the others."""
    schedule: Literal["linear", "cosine", "one-cycle", "plateau", "constant"] = "linear"
    """Learning rate schedule after the warm-up: decay to zero at the end of the budget in a
    straight line (linear) or a cosine (cosine), a long rise and a deep fall (one-cycle, Smith
    2018), a lower rate whenever validation loss stops falling (plateau), or none (constant)."""
    warmup: Annotated[float | None, Field(ge=0.0, le=0.9)] = None
    """Warm-up: the share of the budget in which the learning rate rises to its largest. Not set:
    0.04, with one-cycle 0.3."""
    batch_size: Annotated[int, Field(ge=1, le=8192)] = 32
    """Batch size: sequences processed in parallel in each step."""
    sequence_length: Annotated[int, Field(ge=1, le=8192)] = 32
    """Sequence length: tokens of each sequence in one step, which is also how far back gradients
    flow (truncated BPTT)."""
    accumulation: Annotated[int, Field(ge=1, le=1024)] = 1
    """Gradient accumulation: parts in which a batch is processed, one after the other, their
    gradients added up; the same step in less memory."""
    loss: Literal["cross-entropy", "brier"] = "cross-entropy"
    """Loss function that training minimises: cross-entropy, or brier, the squared error of the
    predicted distribution (Brier 1950), to see that it learns worse. Scores are always
    cross-entropy."""
    label_smoothing: Annotated[float, Field(ge=0.0, le=0.9)] = 0.0
    """Label smoothing: the share of each target spread evenly over all tokens, so that the model is
    never quite certain (Szegedy et al. 2016). With cross-entropy only."""
    momentum: Annotated[float | None, Field(ge=0.0, le=0.999)] = None
    """Momentum: how much of the earlier updates is added to the next; SGD and Muon only. Not set:
    0.9 for sgd, 0 for asgd, 0.95 for muon; with one-cycle sgd goes from 0.95 to 0.85 and back."""
    weight_decay: Annotated[float | None, Field(ge=0.0, le=10.0)] = None
    """Weight decay: how strongly weight matrices are pulled towards zero at each step. Not set: 0.1
    for AdamW and Muon, 0 for the others, where it is part of the gradient and 0.1 would outweigh
    the rest."""
    clip_norm: Annotated[float, Field(ge=0.0, le=1000.0)] = 1.0
    """Gradient clipping: a gradient with a larger norm is scaled down to this norm. 0 turns
    clipping off."""
    averaging: Literal["none", "exponential", "tail"] = "none"
    """Weight averaging: score and save the mean of the weights instead of the latest ones.
    exponential gives older ones less weight, tail gives all since averaging_start the same. With
    none only asgd averages, by its own rule."""
    averaging_decay: Annotated[float, Field(ge=0.0, le=0.999999)] = 0.99
    """Decay of the exponential average: the share of it that stays at each step; 0.99 averages over
    about the last 100 steps."""
    averaging_start: Annotated[float, Field(ge=0.0, le=1.0)] = 0.75
    """Start of the tail average, as a share of the budget."""
    patience: Annotated[int, Field(ge=0, le=1000)] = 0
    """Early stopping patience: validations in a row without a lower loss after which the run ends
    early, with its best weights; a budget has about 40 validations. 0: never."""
    plateau_patience: Annotated[int, Field(ge=1, le=1000)] = 3
    """Plateau patience: validations in a row without a lower loss after which the plateau schedule
    lowers the learning rate, or asgd begins to average."""
    plateau_factor: Annotated[float, Field(ge=0.01, le=0.99)] = 0.5
    """Factor by which the plateau schedule multiplies the learning rate."""
    state_reset: Annotated[float, Field(ge=0.0, le=1.0)] = 0.01
    """Probability, at each step and for each sequence of the batch, that the hidden state is reset
    to zero."""
    canaries: Annotated[int, Field(ge=0, le=1000)] = 0
    """Canary: how many times a made-up secret is planted in the training text. The evaluation then
    tells how well the model remembers it (Carlini et al. 2019). 0: none."""
    seed: Annotated[int, Field(ge=0, le=2**31 - 1)] = 1
    """Random seed: the same seed on the same machine gives the same run."""

    def gentler_rate(self, rate: float) -> float:
        """A learning rate to try after `rate` broke the model: a tenth, and what is usual at the
        most."""
        tenth = float(f"{min(rate, self.learning_rate) / 10:.1g}")
        return max(min(tenth, _USUAL_RATES.get(self.optimizer, 0.01)), 1e-5)

    def __post_init__(self) -> None:
        """Refuse what cannot be, alone or together. Raises SettingsError."""
        if self.accumulation > self.batch_size:
            raise SettingsError(
                msg(
                    "training.accumulation ({accumulation}) cannot cut a batch of "
                    "training.batch_size ({batch_size}) into so many parts. Set "
                    "training.accumulation={batch_size} at the most.",
                    accumulation=self.accumulation,
                    batch_size=self.batch_size,
                )
            )
        if self.label_smoothing and self.loss != "cross-entropy":
            raise SettingsError(
                msg(
                    "training.label_smoothing ({label_smoothing:g}) belongs to "
                    "cross-entropy; training.loss is {loss}. Set one of them back.",
                    label_smoothing=self.label_smoothing,
                    loss=self.loss,
                )
            )
        if self.momentum is not None and self.optimizer not in _MOMENTUM:
            raise SettingsError(
                msg(
                    "training.momentum ({momentum:g}) is of {momentum_2}; {optimizer} has "
                    "means of its own. Leave it unset, or choose another training.optimizer.",
                    momentum=self.momentum,
                    momentum_2=", ".join(_MOMENTUM),
                    optimizer=self.optimizer,
                )
            )
        if self.averaging != "none" and self.optimizer == "asgd":
            raise SettingsError(
                msg(
                    "asgd averages its weights by itself, and training.averaging is "
                    "{averaging}. Set training.averaging=none, or training.optimizer=sgd.",
                    averaging=self.averaging,
                )
            )
        self._check_patience()

    def _check_patience(self) -> None:
        waits = self.schedule == "plateau" or self.optimizer == "asgd"
        if waits and 0 < self.patience <= self.plateau_patience:
            raise SettingsError(
                msg(
                    "training.patience ({patience}) ends the run before "
                    "training.plateau_patience ({plateau_patience}) has any effect. Set "
                    "training.patience={value} or more, or 0.",
                    patience=self.patience,
                    plateau_patience=self.plateau_patience,
                    value=2 * self.plateau_patience + 1,
                )
            )

    @property
    def rise(self) -> float:
        """Share of the budget in which the learning rate rises."""
        if self.warmup is not None:
            return self.warmup
        return 0.3 if self.schedule == "one-cycle" else 0.04

    @property
    def momentum_used(self) -> float:
        """Momentum of sgd, asgd and muon, as set or as is usual."""
        return _MOMENTUM[self.optimizer] if self.momentum is None else self.momentum


_MOMENTUM = {"sgd": 0.9, "asgd": 0.0, "muon": 0.95}
"""Optimizers with a momentum that can be chosen, and what it is where none is."""


@dataclass(frozen=True)
class BudgetSettings(Settings):
    """How long to learn: exactly one of minutes, epochs and steps."""

    section: ClassVar[str] = "budget"

    minutes: Annotated[float | None, Field(ge=0.01, le=100_000)] = None
    """Training time in minutes, with training of the tokenizer; waiting, pauses and the final
    evaluation do not count."""
    epochs: Annotated[float | None, Field(ge=0.01, le=1_000_000)] = None
    """Epochs: how often the training text is read."""
    steps: Annotated[int | None, Field(ge=1, le=1_000_000_000)] = None
    """Steps: how often the weights are updated."""

    def __post_init__(self) -> None:
        """Refuse what cannot be. Raises SettingsError."""
        given = [name for name in ("minutes", "epochs", "steps") if getattr(self, name) is not None]
        if len(given) != 1:
            said = " and ".join(given) or msg("none of them")
            raise SettingsError(
                msg(
                    "A budget is one of minutes, epochs and steps, and here it is {said}. "
                    "Choose one.",
                    said=said,
                )
            )

    def describe(self) -> Message:
        """The budget in words, such as "5 minutes"."""
        value = next(one for one in (self.minutes, self.epochs, self.steps) if one is not None)
        n = 1 if value == 1 else 2
        if self.minutes is not None:
            return plural("{value:,g} minute", "{value:,g} minutes", n=n, value=value)
        if self.epochs is not None:
            return plural("{value:,g} epoch", "{value:,g} epochs", n=n, value=value)
        return plural("{value:,g} step", "{value:,g} steps", n=n, value=value)


@dataclass(frozen=True)
class SampleSettings(Settings):
    """What the model writes while it learns, to be looked at."""

    section: ClassVar[str] = "samples"

    seed_text: str = ""
    """Seed text (prompt) that each sample continues; empty starts at the beginning of a
    document."""
    temperatures: Annotated[tuple[float, ...], Field(min_length=1)] = (0.5, 0.8, 1.1)
    """Sampling temperature of each sample: below 1 keeps to likely tokens, above 1 picks unlikely
    ones more often."""
    length: Annotated[int, Field(ge=0, le=2000)] = 120
    """Length of each sample in tokens; 0 for no samples."""

    def __post_init__(self) -> None:
        """Refuse what cannot be. Raises SettingsError."""
        for value in self.temperatures:
            if not 0.0 < value <= 5.0:
                raise SettingsError(
                    msg(
                        "samples.temperatures has {value:g}; each must be above 0 and at most 5.",
                        value=value,
                    )
                )


_DEVICE = re.compile(r"auto|cpu|cuda(:\d{1,3})?")


@dataclass(frozen=True)
class MachineSettings(Settings):
    """Where the run computes."""

    section: ClassVar[str] = "machine"

    device: str = "auto"
    """Device: cpu, cuda (an NVIDIA GPU), cuda:1 (the second of several), or auto: a GPU where there
    is one."""
    processes: Annotated[int, Field(ge=1, le=64)] = 1
    """Processes that share each batch (data parallelism), each with an NVIDIA GPU of its own. With
    device=cpu they share the CPU, where replicas do the same faster. Exact repetition needs the
    same number."""
    precision: Literal["auto", "float32", "bfloat16"] = "auto"
    """Precision of the computation: float32, or bfloat16 where it is precise enough (weights stay
    float32), on a GPU or CPU that supports it. auto: bfloat16 where that is faster."""
    deterministic: bool = False
    """Deterministic algorithms: on a GPU, use only those that give the same numbers each time,
    which may be slower. A CPU always does."""
    threads: Annotated[int, Field(ge=0, le=1024)] = 0
    """CPU threads that the run may use; 0 is this machine's share for one run. Exact repetition
    needs the same number."""
    replicas: Annotated[int, Field(ge=0, le=64)] = 0
    """Replicas of the network on a CPU, which process parts of each batch in parallel, one thread
    each. 0: one for each thread where that is faster, as it is for small networks. Exact repetition
    needs the same number."""

    watts: Annotated[float, Field(ge=0.0, le=100_000.0)] = 0.0
    """Power in watts that the machine draws while it trains, for what a run cost where the machine
    does not report its energy. 0: 30 watts, as a laptop does."""
    turn_seconds: Annotated[float, Field(ge=0.0, le=3600.0)] = 0.0
    """Time slice in seconds of training, after which the run lets a waiting one go first and waits
    for its next turn, its process and memory kept. 0: it trains until it ends."""

    def __post_init__(self) -> None:
        """Refuse what cannot be. Raises SettingsError."""
        object.__setattr__(self, "device", self.device.strip().casefold())
        if not _DEVICE.fullmatch(self.device):
            raise SettingsError(
                msg(
                    "machine.device is {device!r}; it must be auto, cpu, cuda, or one of "
                    "several GPUs, such as cuda:1.",
                    device=self.device,
                )
            )
        if self.processes > 1 and ":" in self.device:
            raise SettingsError(
                msg(
                    "machine.device is {device}, one GPU, and machine.processes "
                    "({processes}) need one each. Set machine.device=cuda.",
                    device=self.device,
                    processes=self.processes,
                )
            )
        if self.threads and self.replicas > self.threads:
            raise SettingsError(
                msg(
                    "machine.replicas ({replicas}) is more than machine.threads ({threads}), "
                    "and each needs a thread. Set machine.replicas={threads} at the most.",
                    replicas=self.replicas,
                    threads=self.threads,
                )
            )
