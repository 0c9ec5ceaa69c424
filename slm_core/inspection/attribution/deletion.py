"""Does an attribution tell the truth? The tokens it names are taken out, and the prediction must
suffer more than when random or the most recent ones are (Petsiuk et al. 2018, arXiv:1806.07421;
DeYoung et al. 2020 call it comprehensiveness, arXiv:1911.03429)."""

import torch
from torch import Tensor

from slm_core.inspection.attribution.prediction import Prediction
from slm_core.inspection.records import DeletionCurve

_TAKEN = (1, 2, 3, 5, 8, 12, 20, 32, 48, 64, 96, 128)
_DRAWS = 10


def deletion_curve(prediction: Prediction, values: Tensor) -> DeletionCurve:
    """Taken out are tokens with the largest `values` (time,): those that speak most for it.

    A token taken out is replaced by the baseline, so that all others stay where they were.
    """
    time = len(values)
    half = max(1, time // 2)
    taken = tuple(sorted({0, half, *(count for count in _TAKEN if count < half)}))
    generator = torch.Generator().manual_seed(1)
    orders = [values.argsort(descending=True), torch.arange(time).flip(0)]
    orders += [torch.randperm(time, generator=generator) for _ in range(_DRAWS)]
    ranks = torch.stack([order.argsort() for order in orders])  # (orders, time)
    masks = ranks[:, None] < torch.tensor(taken)[:, None]  # (orders, counts, time)
    found = prediction.without(masks.flatten(0, 1)).view(len(orders), len(taken))
    top, recent, random = found[0], found[1], found[2:].mean(0)
    worst = min(float(recent[1:].mean()), float(random[1:].mean()))
    is_true = float(top[1:].mean()) < worst
    return DeletionCurve(
        taken,
        tuple(top.tolist()),
        tuple(recent.tolist()),
        tuple(random.tolist()),
        is_true=is_true if time > 1 else None,
    )
