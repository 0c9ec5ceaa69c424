"""Keyness of words in one text against another: log-odds with an informative Dirichlet prior.

Monroe, Colaresi and Quinn 2008, Fightin' Words, doi:10.1093/pan/mpn018. Ratios alone put the
rarest words first and differences of frequency the commonest; this weighs both by how sure it is.
"""

from collections.abc import Collection, Mapping

import numpy as np
from numpy.typing import NDArray

from slm_core.profiling.profile import Marking
from slm_core.profiling.reference_frequencies import ReferenceFrequencies

Numbers = NDArray[np.float64]

_PRIOR = 1_000.0
"""Words that the prior is worth: enough that a word seen once marks nothing."""
_SURE = 1.96  # standard deviations from which a difference is told
_FEWEST = 3  # occurrences


def keywords_against(
    counts: Mapping[str, int], other: Mapping[str, int], *, without: Collection[str], most: int = 40
) -> tuple[Marking, ...]:
    """Words of `counts` that occur oftener there than in `other`, the surest first.

    The prior is both together; how sure either side is depends on what was counted there.
    """
    words = _worth_telling(counts, without)
    here, there = sum(counts.values()), sum(other.values())
    if not words or not there:
        return ()
    y = np.array([counts[word] for word in words], dtype=float)
    x = np.array([other.get(word, 0) for word in words], dtype=float)
    prior = _PRIOR * (x + y) / (here + there)
    z = _log_odds(y + prior, here + _PRIOR) - _log_odds(x + prior, there + _PRIOR)
    z /= np.sqrt(1 / (y + prior) + 1 / (x + prior))
    return _ordered(words, y, (1e6 * y / here, 1e6 * x / there), z)[:most]


def keywords_against_reference(
    counts: Mapping[str, int],
    table: ReferenceFrequencies,
    *,
    without: Collection[str],
    most: int = 40,
) -> tuple[Marking, ...]:
    """Words of `counts` that occur oftener there than in general language.

    General language is the prior and is taken as known, so only the corpus's own counts are
    uncertain. What is not in the table is taken to be as frequent as its rarest word: rather too
    frequent.
    """
    words = _worth_telling(counts, without)
    here = sum(counts.values())
    if not words:
        return ()
    y = np.array([counts[word] for word in words], dtype=float)
    usual = np.array([table.frequencies.get(word, table.rarest) for word in words])
    prior = _PRIOR * usual / 1e6
    z = _log_odds(y + prior, here + _PRIOR) - _log_odds(prior, _PRIOR)
    z *= np.sqrt(y + prior)
    return _ordered(words, y, (1e6 * y / here, usual), z)[:most]


def _worth_telling(counts: Mapping[str, int], without: Collection[str]) -> list[str]:
    return [
        word
        for word, count in counts.items()
        if count >= _FEWEST and word not in without and (len(word) > 1 or not word.isascii())
    ]


def _log_odds(count: Numbers, total: float) -> Numbers:
    return np.log(count / np.maximum(total - count, 1e-9))


def _ordered(
    words: list[str], counts: Numbers, per_million: tuple[Numbers, Numbers], z: Numbers
) -> tuple[Marking, ...]:
    here, elsewhere = per_million
    return tuple(
        Marking(
            word=words[at],
            count=int(counts[at]),
            per_million=round(float(here[at]), 1),
            elsewhere=round(float(elsewhere[at]), 1),
            z=round(float(z[at]), 2),
        )
        for at in np.argsort(-z, kind="stable")
        if z[at] >= _SURE
    )
