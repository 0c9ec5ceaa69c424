"""From when on a document is odd: a threshold read off documents the model did not learn from.

The threshold is that of split conformal prediction (Vovk et al. 2005; Laxhammar & Falkman 2010):
where a new document is drawn as the held-out ones were, it is flagged with a probability of at most
the false-alarm rate, whatever the model is worth.
"""

import math
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from slm_core.errors import SettingsError
from slm_core.evaluation.surprisal.records import AnomalyThreshold, DocumentSurprisal
from slm_core.messages import msg

FALSE_ALARMS = 0.05
"""Where nothing else is asked for."""
FEWEST = 20
"""Held-out documents below which nothing is said."""


def check_false_alarms(share: float) -> None:
    """Refuse what is no rate. Raises SettingsError."""
    if not 0.0 < share < 1.0:
        raise SettingsError(
            msg(
                "The false-alarm rate is {share:g}; it must be more than 0 and less than 1, such "
                "as 0.05.",
                share=share,
            )
        )


def anomaly_threshold(held_out: Sequence[float], *, false_alarms: float) -> AnomalyThreshold | None:
    """The bits per byte that no more than `false_alarms` of usual documents exceed.

    None where `held_out`, the bits per byte of documents, are too few for that rate.
    """
    count = len(held_out)
    place = math.ceil((1 - false_alarms) * (count + 1))
    if count < FEWEST or place > count:
        return None
    return AnomalyThreshold(sorted(held_out)[place - 1], false_alarms, count)


def with_typicality(
    documents: Sequence[DocumentSurprisal], held_out: Sequence[float]
) -> tuple[DocumentSurprisal, ...]:
    """The documents with the share of held-out ones that are at least as surprising, each counting
    itself as one of them (the conformal p-value); unchanged where those are too few."""
    ranked = sorted(held_out)
    count = len(ranked)
    if count < FEWEST:
        return tuple(documents)
    return tuple(
        replace(
            document,
            typicality=(1 + count - bisect_left(ranked, document.bits_per_byte)) / (count + 1),
        )
        for document in documents
    )
