"""What a run cost: seconds, and energy as the machine reported it or as a stated power makes it."""

from dataclasses import dataclass

from slm_core.messages import Message, msg
from slm_core.metrics.scores import Score
from slm_core.records import read_record
from slm_core.runs.energy import ENERGY_FILE, MeasuredEnergy
from slm_core.runs.run import Run
from slm_core.runs.status import RunStatus

STATED_WATTS = 30.0
"""Watts of a laptop whose processor is busy, where the machine reports nothing."""


@dataclass(frozen=True)
class Cost:
    """Of one run."""

    seconds: float
    """Training time over all sittings."""
    joules: float
    source: str
    """rapl, nvml; "stated" where it is seconds times a stated power."""
    watts: float
    """On the average."""
    saved_bits: float | None
    """Bits per byte below those of token frequencies; None before it has a score, or above them."""

    @property
    def joules_a_hundredth(self) -> float | None:
        """Joules for each 0.01 bits per byte that it is below token frequencies."""
        return 0.01 * self.joules / self.saved_bits if self.saved_bits else None

    def energy_in_words(self) -> Message:
        """Time and energy, and where the energy is from."""
        values = {"minutes": self.seconds / 60, "joules": self.joules, "hours": self.joules / 3.6e6}
        if self.source == "stated":
            return msg(
                "{minutes:.1f} minutes of training, about {joules:,.0f} joules ({hours:.4f} kWh), "
                "if the machine drew {watts:g} watts: it does not report what it draws.",
                watts=self.watts,
                **values,
            )
        return msg(
            "{minutes:.1f} minutes of training, {joules:,.0f} joules ({hours:.4f} kWh) as {source} "
            "reports them: {watts:.0f} watts on the average.",
            watts=self.watts,
            source={"rapl": "RAPL", "nvml": "NVML"}.get(self.source, self.source.upper()),
            **values,
        )

    def worth_in_words(self) -> list[Message]:
        """What a hundredth of a bit per byte cost; nothing where it learned less than counting."""
        each = self.joules_a_hundredth
        if each is None:
            return []
        return [
            msg(
                "{joules:,.1f} joules for each 0.01 bits per byte below token frequencies alone.",
                joules=each,
            )
        ]


def cost_of(run: Run, status: RunStatus, *, score: Score | None, floor: float | None) -> Cost:
    """The cost of a run so far. Raises DamagedFileError where energy.json is damaged."""
    measured = read_record(MeasuredEnergy, run.folder / ENERGY_FILE)
    seconds = status.seconds
    if measured is not None and measured.seconds > 0:
        # A sitting before this version, or a machine that reports nothing, is taken in proportion.
        watts, source = measured.joules / measured.seconds, measured.source
    else:
        watts, source = run.config().machine.watts or STATED_WATTS, "stated"
    saved = floor - score.bits_per_byte if floor is not None and score is not None else None
    return Cost(
        seconds=seconds,
        joules=watts * seconds,
        source=source,
        watts=watts,
        saved_bits=saved if saved is not None and saved > 0 else None,
    )
