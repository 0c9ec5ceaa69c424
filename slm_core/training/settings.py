"""What can be chosen about learning: optimizer, batches, budget, samples. Free of torch."""

from dataclasses import dataclass
from typing import Annotated, ClassVar, Literal

from slm_core.errors import SettingsError
from slm_core.fields import Range, check_fields


@dataclass(frozen=True)
class TrainingSettings:
    """How the network's weights are learned."""

    section: ClassVar[str] = "training"

    optimizer: Literal["adamw", "adam", "sgd"] = "adamw"
    """The rule that turns gradients into steps: AdamW, Adam, or SGD with momentum 0.9."""
    learning_rate: Annotated[float, Range(0.0, 1000.0)] = 0.01
    """Size of a step at its largest, after the warm-up. Too small learns slowly, too large breaks
    the model."""
    schedule: Literal["linear", "constant"] = "linear"
    """What the learning rate does after the warm-up: fall in a straight line to zero at the end of
    the budget, or stay."""
    warmup: Annotated[float, Range(0.0, 0.9)] = 0.04
    """Share of the budget in which the learning rate rises from zero to its largest."""
    batch_size: Annotated[int, Range(1, 8192)] = 32
    """Places in the text that are read side by side."""
    sequence_length: Annotated[int, Range(1, 8192)] = 32
    """Tokens read between two steps; how far back an error is traced (truncated BPTT)."""
    weight_decay: Annotated[float, Range(0.0, 10.0)] | None = None
    """How strongly weight matrices are pulled towards zero at each step. Not set: 0.1 for AdamW,
    0 for Adam and SGD, where the pull is part of the gradient and 0.1 drowns it."""
    clip_norm: Annotated[float, Range(0.0, 1000.0)] = 1.0
    """Longest gradient allowed; a longer one is shortened to this. 0 leaves it as it is."""
    state_reset: Annotated[float, Range(0.0, 1.0)] = 0.01
    """Chance, at each step and for each stream, that the memory starts again from nothing."""
    seed: Annotated[int, Range(0, 2**31 - 1)] = 1
    """Start of all randomness: the same seed on the same machine gives the same run."""

    def __post_init__(self) -> None:
        """Refuse what cannot be. Raises SettingsError."""
        check_fields(self)


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
                f"A budget is one of minutes, epochs and steps; {said} was given. Choose one."
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


@dataclass(frozen=True)
class MachineSettings:
    """Where the run computes."""

    section: ClassVar[str] = "machine"

    device: Literal["auto", "cpu", "cuda"] = "auto"
    """cpu, cuda (an NVIDIA GPU), or auto: the GPU where there is one."""
    threads: Annotated[int, Range(0, 1024)] = 0
    """Processor threads the run may use; 0 is this machine's share for one run. Exact repetition
    needs the same number."""

    def __post_init__(self) -> None:
        """Refuse what cannot be. Raises SettingsError."""
        check_fields(self)
