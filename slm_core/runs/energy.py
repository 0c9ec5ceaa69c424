"""What the counters of the machine added up to while a run trained: energy.json."""

from dataclasses import dataclass
from typing import Annotated

from pydantic import Field

ENERGY_FILE = "energy.json"


@dataclass(frozen=True)
class MeasuredEnergy:
    """Energy of a run, over all its sittings."""

    joules: Annotated[float, Field(ge=0.0, allow_inf_nan=False)]
    seconds: Annotated[float, Field(ge=0.0, allow_inf_nan=False)]
    """Training time in which they counted."""
    source: str
    """rapl, nvml, or rapl+nvml."""
