"""How much runs of one configuration differ by their random seed: what a difference has to exceed.

A bootstrap over documents tells how sure a difference of two models is on texts of this kind. It
knows nothing of training: two runs that differ in no more than their seed are two models, and with
enough text one is always surely better. So the spread of seeds goes into every verdict.
"""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from scipy.stats import t as student_t

from slm_core.errors import ArgotError
from slm_core.runs.relations.seeds import each_seed_once, grouped_by_seed
from slm_core.runs.run import list_runs
from slm_core.workspace import Workspace

USUAL_SPREAD = 0.0055
"""Standard deviation of bits per byte over seeds, as a share of bits per byte, where no runs tell:
what `python -m benchmarks.verdicts` measured."""
_WORTH = 12.0
"""Degrees of freedom that this is worth beside what runs tell."""


@dataclass(frozen=True)
class SeedSpread:
    """The standard deviation of bits per byte over seeds, and how well it is known."""

    deviation: float
    """In bits per byte."""
    freedom: float
    """Degrees of freedom."""
    runs: int = 0
    """Runs with the same configuration as another that it was measured from; 0: none were."""

    def half_width(self, *counts: int, level: float = 0.95) -> float:
        """Of the interval of a difference between means over so many seeds each."""
        quantile = float(student_t.ppf((1 + level) / 2, self.freedom))
        return quantile * self.deviation * math.sqrt(sum(1 / count for count in counts))


def seed_spread(groups: Iterable[Sequence[float]], *, bits_per_byte: float) -> SeedSpread:
    """From the scores of groups of runs of one configuration, a group each, beside the usual one.

    The variances are pooled with a usual one that counts as _WORTH further degrees of freedom
    (Smyth 2004, doi:10.2202/1544-6115.1027): two runs alone tell next to nothing of a spread.
    """
    usual = (USUAL_SPREAD * bits_per_byte) ** 2
    squares, freedom, runs = 0.0, 0, 0
    for scores in groups:
        if len(scores) > 1:
            mean = math.fsum(scores) / len(scores)
            squares += math.fsum((score - mean) ** 2 for score in scores)
            freedom += len(scores) - 1
            runs += len(scores)
    pooled = (squares + _WORTH * usual) / (freedom + _WORTH)
    return SeedSpread(math.sqrt(pooled), freedom + _WORTH, runs)


def spread_on(workspace: Workspace, corpus: str, *, bits_per_byte: float) -> SeedSpread:
    """The spread over seeds by the runs that learned from this corpus, beside the usual one."""
    return seed_spread(_groups_on(workspace, corpus), bits_per_byte=bits_per_byte)


def _groups_on(workspace: Workspace, corpus: str) -> Iterator[list[float]]:
    """Final scores of the runs on a corpus, one for each seed, those of one configuration
    together."""
    configs, scores = [], []
    for run in list_runs(workspace):
        try:
            config, score = run.config(), run.score()
            if config.corpus == corpus and score and run.status().state == "finished":
                configs.append(config)
                scores.append(score.bits_per_byte)
        except ArgotError:  # damaged, or deleted at this moment
            continue
    places = range(len(configs))
    for group in grouped_by_seed(places, configs):
        yield [scores[place] for place in each_seed_once(group, [configs[at] for at in group])]
