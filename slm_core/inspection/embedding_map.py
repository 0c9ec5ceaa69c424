"""The embeddings of the most frequent tokens: a map in two dimensions, neighbours, analogies."""

import math

import torch
from torch import Tensor

from slm_core.inspection.attribution.explain import token_id
from slm_core.inspection.frequent_tokens import frequent_tokens
from slm_core.inspection.records import EmbeddingMap, TokenPoint
from slm_core.inspection.requests import AskAnalogy, AskMap
from slm_core.models.internals.embedded import token_embeddings
from slm_core.runs.load_model import RunModel
from slm_core.tokenizers.tokenizer import EOS, UNK

MOST_TOKENS = 500
_NEIGHBOURS = 6
_PERPLEXITY, _ROUNDS, _EXAGGERATED = 20.0, 400, 100


def embedding_map(source: RunModel, asked: AskMap) -> EmbeddingMap:
    """The map by principal components or t-SNE, each token with its nearest neighbours."""
    ids = frequent_tokens(source, most=MOST_TOKENS)
    table = token_embeddings(source.model).detach()[ids]
    centred = table - table.mean(0)
    flat, explained = principal_components(centred)
    if asked.method == "tsne" and len(ids) > 3:
        flat = t_sne(centred, start=flat)
    nearest = _cosines(table, table).fill_diagonal_(-math.inf)
    found = nearest.topk(min(_NEIGHBOURS, len(ids) - 1))
    shown = [source.tokenizer.shown(index) for index in ids]
    rows = zip(found.values.tolist(), found.indices.tolist(), strict=True)
    points = tuple(
        TokenPoint(
            index,
            shown[place],
            *flat[place].tolist(),
            neighbours=tuple((shown[other], value) for value, other in zip(*row, strict=True)),
        )
        for place, (index, row) in enumerate(zip(ids, rows, strict=True))
    )
    return EmbeddingMap(points, explained)


def analogy(source: RunModel, asked: AskAnalogy) -> tuple[tuple[str, float], ...]:
    """Tokens nearest to second - first + third, with the cosine; the three are none of them.

    Mikolov et al. 2013, "Linguistic regularities in continuous space word representations". Raises
    SettingsError where one of the three is no token.
    """
    table = token_embeddings(source.model).detach()
    given = [token_id(source.tokenizer, one) for one in (asked.first, asked.second, asked.third)]
    unit = table / table.norm(dim=-1, keepdim=True).clamp_min(1e-12)
    first, second, third = unit[given]
    values = _cosines((second - first + third)[None], table)[0]
    values[[*given, UNK, EOS]] = -math.inf
    best = values.topk(min(_NEIGHBOURS, len(values) - len({*given, UNK, EOS})))
    pairs = zip(best.indices.tolist(), best.values.tolist(), strict=True)
    return tuple((source.tokenizer.shown(index), value) for index, value in pairs)


def principal_components(centred: Tensor) -> tuple[Tensor, float]:
    """The two directions of most variance of (rows, size): (rows, 2), and the share they keep."""
    left, sizes, _ = torch.linalg.svd(centred, full_matrices=False)
    flat = torch.zeros(len(centred), 2)
    kept = min(2, len(sizes))
    flat[:, :kept] = left[:, :kept] * sizes[:kept]
    total = float(sizes.square().sum())
    return flat, float(sizes[:kept].square().sum()) / total if total else 1.0


@torch.no_grad()
def t_sne(points: Tensor, *, start: Tensor) -> Tensor:
    """(rows, 2) in which who is near in `points` (rows, size) stays near, begun from `start`.

    van der Maaten & Hinton 2008, "Visualizing data using t-SNE", computed exactly: all pairs.
    """
    near = _joint_probabilities(points)
    flat = start / start.std().clamp_min(1e-12) * 1e-2
    speed, gain = torch.zeros_like(flat), torch.ones_like(flat)
    for turn in range(_ROUNDS):
        early = turn < _EXAGGERATED
        wanted = near * 4.0 if early else near
        weight = 1 / (1 + torch.cdist(flat, flat).square())
        weight.fill_diagonal_(0.0)
        pull = (wanted - weight / weight.sum()) * weight  # (rows, rows)
        slope = 4 * (pull.sum(1, keepdim=True) * flat - pull @ flat)
        same = slope.sign() == speed.sign()
        gain = torch.where(same, gain * 0.8, gain + 0.2).clamp_min(0.01)
        speed = (0.5 if early else 0.8) * speed - 100.0 * gain * slope
        flat = flat + speed
        flat = flat - flat.mean(0)
    return flat


def _joint_probabilities(points: Tensor) -> Tensor:
    """How near each two of the rows are: (rows, rows), summing to 1; each row's own bandwidth is
    sought so that it has about as many neighbours as the perplexity says."""
    distance = torch.cdist(points, points).square()
    distance = distance / distance.mean().clamp_min(1e-12)
    others = ~torch.eye(len(points), dtype=torch.bool)
    target = math.log(min(_PERPLEXITY, (len(points) - 1) / 3))
    low, high = torch.full((len(points), 1), -7.0), torch.full((len(points), 1), 12.0)
    for _ in range(40):
        middle = (low + high) / 2  # logarithm of the precision
        logits = (-distance * middle.exp()).masked_fill(~others, -math.inf)
        chance = logits.softmax(1)
        entropy = -(chance * chance.clamp_min(1e-12).log()).sum(1, keepdim=True)
        low = torch.where(entropy > target, middle, low)
        high = torch.where(entropy > target, high, middle)
    return (chance + chance.T) / (2 * len(points))


def _cosines(rows: Tensor, table: Tensor) -> Tensor:
    """Of the angles between each of `rows` and of `table`: (rows, tokens)."""
    lengths = [one.norm(dim=-1, keepdim=True).clamp_min(1e-12) for one in (rows, table)]
    return (rows / lengths[0]) @ (table / lengths[1]).T
