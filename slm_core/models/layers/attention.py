"""Causal self-attention over a sliding window, with a cache of keys and values.

Keys are cached before rotary embedding, so a window may slide without end: positions are counted
from its own beginning, and only distances matter.
"""

import torch
from torch import Tensor
from torch.nn import functional as F

Rotation = tuple[Tensor, Tensor]
"""Cosine and signed sine of the angles at every position."""

_BASE = 10_000.0


def window_mask(seen: Tensor, *, past: int, time: int, context: int) -> Tensor:
    """The attention mask (batch, 1, time, past + time), true where allowed.

    Each token attends to itself and up to `context` - 1 before it; of the `past` cached ones before
    these only the last `seen` (batch) are of its own stream.
    """
    positions = torch.arange(past + time, device=seen.device)
    distance = positions[past:, None] - positions  # (time, past + time)
    is_near = (distance >= 0) & (distance < context)
    is_own = positions >= past - seen[:, None, None, None]  # (batch, 1, 1, past + time)
    return is_near & is_own


def rotary_angles(count: int, size: int, *, like: Tensor) -> Rotation:
    """Cosine and signed sine (count, 1, size), by which `apply_rotary` rotates heads of `size`."""
    half = torch.arange(size // 2, device=like.device, dtype=torch.float32)
    angles = torch.arange(count, device=like.device).unsqueeze(1) * _BASE ** (-2.0 * half / size)
    cosine, sine = angles.cos(), angles.sin()  # (count, size / 2)
    both = torch.cat([cosine, cosine], -1), torch.cat([-sine, sine], -1)
    return both[0].unsqueeze(1).to(like.dtype), both[1].unsqueeze(1).to(like.dtype)


def apply_rotary(x: Tensor, rotation: Rotation) -> Tensor:
    """`x` (batch, time, heads, size) with its pairs rotated by their positions.

    Rotary position embedding of Su et al. 2021, arXiv:2104.09864; a pair is a number of the first
    half and one of the second.
    """
    cosine, sine = rotation  # (time, 1, size)
    return torch.addcmul(x * cosine, x.roll(x.shape[-1] // 2, -1), sine)


def causal_attention(queries: Tensor, keys: Tensor, values: Tensor, mask: Tensor | None) -> Tensor:
    """Scaled dot-product attention of `queries` (batch, time, heads, size): (batch, time, heads ×
    size).

    `keys` and `values` are (batch, past + time, heads, size). Without a `mask` there is no past,
    and each attends to all before it. Vaswani et al. 2017, arXiv:1706.03762.
    """
    attended = F.scaled_dot_product_attention(
        queries.transpose(1, 2),
        keys.transpose(1, 2),
        values.transpose(1, 2),
        attn_mask=mask,
        is_causal=mask is None,
    )  # (batch, heads, time, size)
    return attended.transpose(1, 2).flatten(2)
