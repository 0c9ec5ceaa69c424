"""Places of the training text where a model was in nearly the same state as after another text."""

from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from slm_core.corpus.text.word_boundary import last_words, word_end
from slm_core.evaluation.texts.training_text import TrainingText
from slm_core.inspection.held_out import WARM_UP, in_streams
from slm_core.inspection.read_text import read_text, read_through
from slm_core.inspection.records import NearPassage
from slm_core.models.base import count_parameters
from slm_core.runs.load_model import RunModel
from slm_core.tokenizers.tokenizer import Ids, Tokenizer

_MOST_TOKENS, _LEAST_TOKENS = 60_000, 4_000
_OPERATIONS = 1e12
_FOUND = 5
_BEFORE, _AFTER = 60, 30
"""Tokens shown of a place."""


@dataclass(frozen=True)
class TrainingStates:
    """The features after each token of a part of the training text."""

    ids: Ids
    """(n,): what was read."""
    places: Tensor
    """(rows,): which of them each feature follows."""
    features: Tensor
    """(rows, hidden), less their mean, of length 1."""
    mean: Tensor


@torch.inference_mode()
def training_states(source: RunModel) -> TrainingStates:
    """Evenly spread stretches of the training part, read once. Raises CorpusError where the run's
    corpus is gone."""
    ids = _sampled(TrainingText(source).ids, _affordable(source))
    read, places = in_streams(ids)
    features = []
    state = source.model.initial_state(len(read))
    for part in read.split(WARM_UP, 1):
        hidden, state = source.model.features(part, state)
        features.append(hidden)
    own = torch.from_numpy(places)
    found = torch.cat(features, 1)[:, WARM_UP:][own >= 0]
    mean = found.mean(0)
    return TrainingStates(ids, own[own >= 0], _unit(found - mean), mean)


@torch.inference_mode()
def nearest_passages(
    source: RunModel, states: TrainingStates, text: str
) -> tuple[NearPassage, ...]:
    """The places most like the end of the text, no two of them within a passage of each other.

    Raises CorpusError where there is no text.
    """
    read = read_text(source.tokenizer, text)
    hidden, _ = read_through(source.model, read.tensor())
    similarity = states.features @ _unit(hidden - states.mean)
    found: list[NearPassage] = []
    taken: list[int] = []
    for row in similarity.argsort(descending=True)[:2_000].tolist():
        at = int(states.places[row])
        if any(abs(at - other) < _BEFORE for other in taken):
            continue
        taken.append(at)
        before, after = _around(states.ids, at + 1, source.tokenizer)
        found.append(NearPassage(before, after, float(similarity[row])))
        if len(found) == _FOUND:
            break
    return tuple(found)


def _around(ids: Ids, place: int, tokenizer: Tokenizer) -> tuple[str, str]:
    """What stands before and behind a place, from the beginning of a word to the end of one."""
    before = tokenizer.decode(ids[max(0, place - _BEFORE) : place].tolist())
    longer = tokenizer.decode(ids[max(0, place - 2 * _BEFORE) : place].tolist())
    after = tokenizer.decode(ids[place : place + _AFTER].tolist())
    following = tokenizer.decode(ids[place : place + 2 * _AFTER].tolist())
    return last_words(longer, len(before)), following[: word_end(following, len(after))]


def _affordable(source: RunModel) -> int:
    affordable = int(_OPERATIONS / (2 * count_parameters(source.model)))
    return max(_LEAST_TOKENS, min(_MOST_TOKENS, affordable))


def _sampled(ids: Ids, most: int) -> Ids:
    """About `most` of the ids, in stretches of 1,000 spread evenly."""
    if len(ids) <= most:
        return np.asarray(ids)
    count = max(1, most // 1_000)
    starts = np.linspace(0, len(ids) - 1_000, count).astype(int)
    return np.concatenate([ids[start : start + 1_000] for start in starts])


def _unit(rows: Tensor) -> Tensor:
    return rows / rows.norm(dim=-1, keepdim=True).clamp_min(1e-12)
