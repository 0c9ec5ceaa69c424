"""The energy a run used, added up in its folder where the machine reports any."""

import time

import torch

from slm_core.errors import DamagedFileError
from slm_core.hardware.energy import EnergyMeter
from slm_core.records import read_record
from slm_core.runs.energy import ENERGY_FILE, MeasuredEnergy
from slm_core.runs.run import Run
from slm_core.storage import write_json
from slm_core.training.stopping.budget import Clock

_SECONDS = 5.0
"""Training time between two readings, at the least."""


class EnergyLog:
    """Keeps energy.json of a run that trains."""

    def __init__(self, run: Run, clock: Clock, meter: EnergyMeter) -> None:
        self._path = run.folder / ENERGY_FILE
        self._clock = clock
        self._meter = meter
        self._trained = clock.seconds()
        self._read_at = time.monotonic()
        try:
            known = read_record(MeasuredEnergy, self._path)
        except DamagedFileError:  # it is counted anew from here
            known = None
        self._known = known or MeasuredEnergy(0.0, 0.0, self._meter.source)

    def record_if_due(self) -> None:
        """Read the counters, unless that was a moment ago. Raises WorkspaceError."""
        if self._clock.seconds() - self._trained >= _SECONDS:
            self.record()

    def record(self) -> None:
        """Add what was used since the last time. Raises WorkspaceError."""
        if not self._meter.source:
            return
        trained, now = self._clock.seconds(), time.monotonic()
        joules, seconds = self._meter.used(), trained - self._trained
        passed, self._trained, self._read_at = now - self._read_at, trained, now
        if seconds <= 0.0:
            return
        # While the run waits for its turn, the machine works for others.
        own = joules * min(1.0, seconds / max(passed, 1e-9))
        self._known = MeasuredEnergy(
            self._known.joules + own, self._known.seconds + seconds, self._meter.source
        )
        write_json(self._path, vars(self._known))


def gpus_of(device: torch.device) -> tuple[str, ...]:
    """The identity of the GPU that a run trains on, as its driver knows it; none of a processor."""
    if device.type != "cuda":
        return ()
    uuid = getattr(torch.cuda.get_device_properties(device), "uuid", None)
    return (f"GPU-{uuid}",) if uuid else ()
