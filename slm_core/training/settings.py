"""What can be chosen about learning: optimizer, batches, budget, samples. Free of torch."""

import re
from dataclasses import dataclass
from typing import Annotated, ClassVar, Literal

from slm_core.errors import SettingsError
from slm_core.settings_schema import Range, check_fields


@dataclass(frozen=True)
class TrainingSettings:
    """How the network's weights are learned."""

    section: ClassVar[str] = "training"

    optimizer: Literal["adamw", "adam", "sgd", "asgd", "muon"] = "adamw"
    """The rule that turns gradients into steps: AdamW, Adam, SGD with momentum, averaged SGD (asgd:
    plain at first, the mean of its weights once validation stops falling), or Muon (Jordan 2024),
    whose steps of the network's inner matrices are equally long in all directions."""
    learning_rate: Annotated[float, Range(0.0, 1000.0)] = 0.01
    """Size of a step at its largest, after the warm-up. Too small learns slowly, too large breaks
    the model. SGD needs about a hundred times as much as the others."""
    schedule: Literal["linear", "cosine", "one-cycle", "plateau", "constant"] = "linear"
    """What the learning rate does after the warm-up: fall to zero at the end of the budget in a
    straight line (linear) or a wave (cosine), rise long and fall deep (one-cycle, Smith 2018), fall
    whenever validation stops falling (plateau), or stay (constant)."""
    warmup: Annotated[float, Range(0.0, 0.9)] | None = None
    """Share of the budget in which the learning rate rises to its largest. Not set: 0.04, with
    one-cycle 0.3."""
    batch_size: Annotated[int, Range(1, 8192)] = 32
    """Places in the text that are read side by side."""
    sequence_length: Annotated[int, Range(1, 8192)] = 32
    """Tokens read between two steps; how far back an error is traced (truncated BPTT)."""
    accumulation: Annotated[int, Range(1, 1024)] = 1
    """Parts in which a batch is read, one after the other, their gradients added up: the same step
    in less memory."""
    loss: Literal["cross-entropy", "brier"] = "cross-entropy"
    """What learning makes small: cross-entropy, or brier, the squared error of the predicted
    distribution (Brier 1950), to see that it learns worse. Scores are always of cross-entropy."""
    label_smoothing: Annotated[float, Range(0.0, 0.9)] = 0.0
    """Share of each target spread over all tokens, so that the model is never quite certain
    (Szegedy et al. 2016). With cross-entropy only."""
    momentum: Annotated[float, Range(0.0, 0.999)] | None = None
    """How much of earlier steps goes on in the next; of SGD and Muon only. Not set: 0.9 for sgd, 0
    for asgd, 0.95 for muon; with one-cycle sgd goes from 0.95 to 0.85 and back."""
    weight_decay: Annotated[float, Range(0.0, 10.0)] | None = None
    """How strongly weight matrices are pulled towards zero at each step. Not set: 0.1 for AdamW and
    Muon, 0 for the others, where the pull is part of the gradient and 0.1 drowns it."""
    clip_norm: Annotated[float, Range(0.0, 1000.0)] = 1.0
    """Longest gradient allowed; a longer one is shortened to this. 0 leaves it as it is."""
    averaging: Literal["none", "exponential", "tail"] = "none"
    """Judge and keep not the latest weights but their mean: exponential forgets the older ones,
    tail takes all since averaging_start alike. With none only asgd averages, by a rule of its
    own."""
    averaging_decay: Annotated[float, Range(0.0, 0.999999)] = 0.99
    """Share of an exponential average that stays at each step; 0.99 looks back about 100 steps."""
    averaging_start: Annotated[float, Range(0.0, 1.0)] = 0.75
    """Share of the budget after which a tail average begins."""
    patience: Annotated[int, Range(0, 1000)] = 0
    """Looks at the validation part without a better one (a budget has about 40) after which the run
    ends early, with its best weights. 0: it never does."""
    plateau_patience: Annotated[int, Range(1, 1000)] = 3
    """Looks without a better one after which the plateau schedule lowers the learning rate, or asgd
    begins to average."""
    plateau_factor: Annotated[float, Range(0.01, 0.99)] = 0.5
    """By what the plateau schedule multiplies the learning rate."""
    state_reset: Annotated[float, Range(0.0, 1.0)] = 0.01
    """Chance, at each step and for each stream, that the memory starts again from nothing."""
    seed: Annotated[int, Range(0, 2**31 - 1)] = 1
    """Start of all randomness: the same seed on the same machine gives the same run."""

    def __post_init__(self) -> None:
        """Refuse what cannot be, alone or together. Raises SettingsError."""
        check_fields(self)
        if self.accumulation > self.batch_size:
            raise SettingsError(
                f"training.accumulation ({self.accumulation}) cannot cut a batch of "
                f"training.batch_size ({self.batch_size}) into so many parts. "
                f"Set training.accumulation={self.batch_size} at the most."
            )
        if self.label_smoothing and self.loss != "cross-entropy":
            raise SettingsError(
                f"training.label_smoothing ({self.label_smoothing:g}) belongs to cross-entropy; "
                f"training.loss is {self.loss}. Set one of them back."
            )
        if self.momentum is not None and self.optimizer not in _MOMENTUM:
            raise SettingsError(
                f"training.momentum ({self.momentum:g}) is of {', '.join(_MOMENTUM)}; "
                f"{self.optimizer} has means of its own. Leave it unset, or choose another "
                "training.optimizer."
            )
        if self.averaging != "none" and self.optimizer == "asgd":
            raise SettingsError(
                f"asgd averages its weights by itself, and training.averaging is {self.averaging}. "
                f"Set training.averaging=none, or training.optimizer=sgd."
            )
        self._check_patience()

    def _check_patience(self) -> None:
        waits = self.schedule == "plateau" or self.optimizer == "asgd"
        if waits and 0 < self.patience <= self.plateau_patience:
            raise SettingsError(
                f"training.patience ({self.patience}) ends the run before "
                f"training.plateau_patience ({self.plateau_patience}) can do anything. "
                f"Set training.patience={2 * self.plateau_patience + 1} or more, or 0."
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
class BudgetSettings:
    """How long to learn: exactly one of minutes, epochs and steps."""

    section: ClassVar[str] = "budget"

    minutes: Annotated[float, Range(0.01, 100_000)] | None = None
    """Minutes of tokenizer training and learning; waiting, pauses and the final evaluation are
    not counted."""
    epochs: Annotated[float, Range(0.01, 1_000_000)] | None = None
    """Times the training part is read."""
    steps: Annotated[int, Range(1, 1_000_000_000)] | None = None
    """Updates of the weights."""

    def __post_init__(self) -> None:
        """Refuse what cannot be. Raises SettingsError."""
        check_fields(self)
        given = [name for name in ("minutes", "epochs", "steps") if getattr(self, name) is not None]
        if len(given) != 1:
            said = " and ".join(given) or "none of them"
            raise SettingsError(
                f"A budget is one of minutes, epochs and steps, and here it is {said}. Choose one."
            )

    def describe(self) -> str:
        """The budget in words, such as "5 minutes"."""
        for name in ("minutes", "epochs", "steps"):
            value = getattr(self, name)
            if value is not None:
                return f"{value:,g} {name[:-1] if value == 1 else name}"
        raise AssertionError("a budget has one of the three")


@dataclass(frozen=True)
class SampleSettings:
    """What the model writes while it learns, to be looked at."""

    section: ClassVar[str] = "samples"

    seed_text: str = ""
    """Text the samples go on from; empty starts at the beginning of a document."""
    temperatures: tuple[float, ...] = (0.5, 0.8, 1.1)
    """How daring each sample is: below 1 keeps to the likely, above 1 dares the unlikely."""
    length: Annotated[int, Range(0, 2000)] = 120
    """Tokens in each sample; 0 writes none."""

    def __post_init__(self) -> None:
        """Refuse what cannot be. Raises SettingsError."""
        check_fields(self)
        for value in self.temperatures:
            if not 0.0 < value <= 5.0:
                raise SettingsError(
                    f"samples.temperatures has {value:g}; each must be above 0 and at most 5."
                )


_DEVICE = re.compile(r"auto|cpu|cuda(:\d{1,3})?")


@dataclass(frozen=True)
class MachineSettings:
    """Where the run computes."""

    section: ClassVar[str] = "machine"

    device: str = "auto"
    """cpu, cuda (an NVIDIA GPU), cuda:1 (the second of several), or auto: a GPU where there is
    one."""
    processes: Annotated[int, Range(1, 64)] = 1
    """Processes that share each batch, each with an NVIDIA GPU of its own. With device=cpu they
    share the processor, where replicas do the same faster. Exact repetition needs the same
    number."""
    precision: Literal["auto", "float32", "bfloat16"] = "auto"
    """Of what the network computes with: float32, or bfloat16 for what can bear it (weights stay
    float32), on a GPU or a processor that has it. auto: bfloat16 where that is faster."""
    deterministic: bool = False
    """On a GPU, use only what gives the same numbers each time, which may be slower. A processor
    does so anyway."""
    threads: Annotated[int, Range(0, 1024)] = 0
    """Processor threads the run may use; 0 is this machine's share for one run. Exact repetition
    needs the same number."""
    replicas: Annotated[int, Range(0, 64)] = 0
    """On a processor, copies of the network that read parts of each batch side by side, each in a
    thread of its own. 0: one for each thread where that is faster, as it is for small networks.
    Exact repetition needs the same number."""

    turn_seconds: Annotated[float, Range(0.0, 3600.0)] = 0.0
    """Seconds of learning after which the run lets another one that waits go first, and waits for
    its own turn again, its process and memory kept. 0 keeps its place until it ends."""

    def __post_init__(self) -> None:
        """Refuse what cannot be. Raises SettingsError."""
        check_fields(self)
        object.__setattr__(self, "device", self.device.strip().casefold())
        if not _DEVICE.fullmatch(self.device):
            raise SettingsError(
                f"machine.device is {self.device!r}; it must be auto, cpu, cuda, or one of several "
                "GPUs, such as cuda:1."
            )
        if self.processes > 1 and ":" in self.device:
            raise SettingsError(
                f"machine.device is {self.device}, one GPU, and machine.processes "
                f"({self.processes}) need one each. Set machine.device=cuda."
            )
        if self.threads and self.replicas > self.threads:
            raise SettingsError(
                f"machine.replicas ({self.replicas}) is more than machine.threads "
                f"({self.threads}), and each needs a thread. Set machine.replicas={self.threads} "
                "at the most."
            )
