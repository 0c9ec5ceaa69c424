"""Exposure of a canary: how much likelier the model finds it than others of its form."""

import math

import numpy as np
import torch
from numpy.typing import NDArray

from slm_core.evaluation.memorisation.records import CanaryExposure
from slm_core.models.base import LanguageModel, device_of
from slm_core.models.layers.logits import logits_chunk_size
from slm_core.runs.load_model import RunModel
from slm_core.tokenizers.tokenizer import EOS
from slm_core.training.canary import draw_canaries

_OTHERS = 2047
"""Random canaries that the planted one is ranked among: at most 11 bits of exposure."""


def canary_exposure(source: RunModel, counts: NDArray[np.int64]) -> CanaryExposure | None:
    """The exposure of the run's canary by its rank (Carlini et al. 2019); None where it has none.

    `counts` (vocabulary,) are of its training text, without the canary.
    """
    training = source.run.config().training
    if not training.canaries:
        return None
    tokenizer = source.tokenizer
    planted = draw_canaries(counts, tokenizer, seed=training.seed, number=1)
    others = draw_canaries(counts, tokenizer, seed=training.seed + 1, number=_OTHERS)
    nats = sequence_nats(source.model, np.concatenate((planted, others)))
    # As likely as it counts as likelier: in a text of one letter all are the same.
    rank = 1 + int((nats[1:] <= nats[0]).sum())
    highest = math.log2(_OTHERS + 1)
    return CanaryExposure(
        text=tokenizer.decode(planted[0].tolist()).strip(),
        times=training.canaries,
        rank=rank,
        others=_OTHERS,
        exposure=highest - math.log2(rank),
        highest=highest,
    )


@torch.inference_mode()
def sequence_nats(model: LanguageModel, sequences: NDArray[np.int64]) -> NDArray[np.float64]:
    """What each of `sequences` (n, time) costs as a document of its own, without its end: (n,)."""
    begin = np.full((len(sequences), 1), EOS, np.int64)
    inputs = np.concatenate((begin, sequences[:, :-1]), axis=1)
    rows = logits_chunk_size(sequences.size, model.vocabulary_size)
    at_once = max(1, rows // sequences.shape[1])
    found = []
    for first in range(0, len(sequences), at_once):
        part = torch.from_numpy(inputs[first : first + at_once]).to(device_of(model))
        targets = torch.from_numpy(sequences[first : first + at_once]).to(device_of(model))
        logs = model(part)[0].float().log_softmax(-1)  # (n, time, vocabulary)
        found.append(-logs.gather(-1, targets.unsqueeze(-1)).sum((1, 2)).double().cpu().numpy())
    return np.concatenate(found)
