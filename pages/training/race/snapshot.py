"""The state of a race at one moment, as its page shows it."""

from collections.abc import Sequence
from dataclasses import dataclass

from pages.training.run.snapshot import RunSnapshot, load_snapshot, samples_of
from pages.ui.session import metrics_follower
from slm_core.errors import ArgotError
from slm_core.runs.launching.race import Race


@dataclass(frozen=True)
class RaceMember:
    """One run of a race."""

    view: RunSnapshot
    place: int
    """In the order they were chosen, from 0; it says the colour."""
    best: float | None
    """Bits per byte: of the best weights at the end, before that of the best check."""
    wrote: str
    """What it wrote last after the seed text, in one line; "" before it wrote anything."""

    @property
    def title(self) -> str:
        """What its network is called."""
        return self.view.config.model.title


def load_race(race: Race) -> list[RaceMember]:
    """The runs that are left and can be read, in the order they were chosen."""
    places = {name: place for place, name in enumerate(race.runs)}
    found = []
    for run in race.members():
        try:
            view = load_snapshot(run)
        except (ArgotError, FileNotFoundError):
            continue  # damaged, or deleted at this moment
        found.append(RaceMember(view, places[run.id], _best(view), _wrote(view)))
    return found


def time_left(racers: Sequence[RaceMember], *, at_once: int) -> float | None:
    """Seconds until all have ended, of which so many train at once; None where nobody can tell.

    One that only waits takes as long as its budget of minutes, or as the others do on average.
    """
    busy = [racer for racer in racers if racer.view.status.is_active]
    known = [left for racer in busy if (left := _left(racer.view)) is not None]
    if not known:
        return None
    whole = sum(known) + (len(busy) - len(known)) * sum(known) / len(known)
    return max(*known, whole / max(1, at_once))


def _left(view: RunSnapshot) -> float | None:
    status, minutes = view.status, view.config.budget.minutes
    if minutes is not None:
        return max(0.0, 60.0 * minutes * (1.0 - min(1.0, status.fraction)))
    return status.seconds_left


def _best(view: RunSnapshot) -> float | None:
    if view.score:
        return view.score.bits_per_byte
    with metrics_follower(view.run) as follower:
        return follower.best_bits_per_byte


def _wrote(view: RunSnapshot) -> str:
    samples = samples_of(view.run)
    if not samples or not samples[-1].texts:
        return ""
    texts = samples[-1].texts
    return "… " + " ".join(texts[len(texts) // 2][1].split())
