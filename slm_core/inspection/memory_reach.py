"""How far back a model's memory reaches: the loss when it may see only the last few tokens.

Khandelwal et al. 2018, "Sharp nearby, fuzzy far away", arXiv:1805.04623, cut the past of an LSTM in
the same way.
"""

import math

import torch
from torch import Tensor
from torch.nn import functional as F

from slm_core.errors import CorpusError
from slm_core.inspection.held_out import HeldOutText
from slm_core.inspection.records import MemoryReach, ReachPoint
from slm_core.messages import Message, msg, plural
from slm_core.models.base import LanguageModel, count_parameters

LENGTHS = (1, 2, 4, 8, 16, 32, 64, 128, 256)
_MOST_PLACES, _LEAST_PLACES = 512, 64
_OPERATIONS = 1.5e12
_TOGETHER = 16_384
"""Tokens read side by side."""
_NEAR = 0.01
"""Share of the loss within which it counts as reached."""


@torch.inference_mode()
def memory_reach(model: LanguageModel, held: HeldOutText) -> MemoryReach:
    """The loss at the same places of held-out text for every number of tokens seen before them.

    Each reading begins with an empty state, as a text does, but without the mark of its beginning.
    Raises CorpusError where the text is shorter than the longest past.
    """
    longest = LENGTHS[-1]
    count = len(held.ids) - longest - 1
    if count < _LEAST_PLACES:
        raise CorpusError(
            msg(
                "The validation text of this run has {n} tokens, too few to look back {most} from "
                "many places of it.",
                n=len(held.ids),
                most=longest,
            )
        )
    affordable = int(_OPERATIONS / (2 * count_parameters(model) * sum(LENGTHS)))
    places = min(count, max(_LEAST_PLACES, min(_MOST_PLACES, affordable)))
    ids = torch.from_numpy(held.ids.astype("int64"))
    at = longest + torch.linspace(0, count - 1, places).round().long()  # (places,) to predict
    losses = {length: _losses(model, ids, at, length) for length in LENGTHS}
    full = losses[longest]
    points = tuple(_point(length, loss, full) for length, loss in losses.items())
    enough = full.mean() * (1 + _NEAR)
    reach = next(length for length in LENGTHS if losses[length].mean() <= enough)
    return MemoryReach(points, places, reach, verdict=_verdict(reach, points))


def _losses(model: LanguageModel, ids: Tensor, at: Tensor, length: int) -> Tensor:
    """Bits that the token at each place costs after the `length` before it: (places,)."""
    found = []
    for part in at.split(max(1, _TOGETHER // length)):
        read = ids[part[:, None] - length + torch.arange(length)]  # (places, length)
        hidden, _ = model.features(read)
        logits = model.head(hidden[:, -1])
        found.append(F.cross_entropy(logits, ids[part], reduction="none"))
    return torch.cat(found).double() / math.log(2)


def _point(length: int, loss: Tensor, full: Tensor) -> ReachPoint:
    more = loss - full
    error = float(more.std() / math.sqrt(len(more)))
    return ReachPoint(length, float(loss.mean()), float(more.mean()), error)


def _verdict(reach: int, points: tuple[ReachPoint, ...]) -> Message:
    first, last = points[0], points[-1]
    if reach == LENGTHS[-1]:
        return msg(
            "It uses all that it may see: with fewer than {reach} tokens it predicts worse.",
            reach=reach,
        )
    return msg(
        "Its memory reaches back about {reach}: with that it predicts as well as with "
        "{most}. With one token alone it needs {first:.2f} bits, with all {last:.2f}.",
        reach=plural("{n} token", "{n} tokens", n=reach),
        most=last.tokens,
        first=first.bits,
        last=last.bits,
    )
