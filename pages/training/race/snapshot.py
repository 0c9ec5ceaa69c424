"""The state of a race at one moment, as its page shows it."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass

from pages.training.run.snapshot import RunSnapshot, load_snapshot, samples_of
from pages.ui.session import metrics_follower
from slm_core.corpus.store import open_corpus
from slm_core.errors import ArgotError
from slm_core.runs.launching.race import Race
from slm_core.runs.planning.ngram_baseline import ngram_baseline_if_cached


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


def floor_by_counting(racers: Sequence[RaceMember]) -> float | None:
    """Bits per byte that counting characters reaches on the text they are all judged by; None
    where nobody counted it or the corpus is gone."""
    if not racers:
        return None
    run, split = racers[0].view.run, racers[0].view.config.split
    with suppress(ArgotError):  # the corpus was deleted, or cannot be split
        corpus = open_corpus(run.workspace, racers[0].view.config.corpus)
        return ngram_baseline_if_cached(run.workspace, corpus, split)
    return None


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
