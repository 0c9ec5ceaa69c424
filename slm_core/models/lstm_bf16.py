"""An LSTM layer for training in bfloat16 on a processor: weight gradients in one product.

oneDNN adds to the weights' gradients after each time step. From 512 units on they no longer fit
beside the core, and a step waits for memory; here the gates' gradients of all steps are kept and
multiplied at once, 1.3 times as fast with 512 units, 1.8 times with 1,024 (benchmarks/README.md).
"""

from collections.abc import Sequence
from typing import NamedTuple

import torch
from torch import Tensor
from torch.autograd.function import FunctionCtx, once_differentiable

WIDE = 512
"""Units from which on this is faster than torch's layer."""


def is_wide(x: Tensor, hidden_size: int) -> bool:
    """Whether a layer of so many units should read `x` with `bf16_lstm`: to learn, in bfloat16, on
    a processor."""
    suits = x.dtype == torch.bfloat16 and x.device.type == "cpu"
    return suits and hidden_size >= WIDE and torch.is_grad_enabled()


def bf16_lstm(
    x: Tensor, state: tuple[Tensor, Tensor], weights: Sequence[Tensor]
) -> tuple[Tensor, Tensor, Tensor]:
    """What `torch.lstm` makes of one layer: the hidden states (batch, time, hidden) and the last
    hidden and cell state (1, batch, hidden) each.

    `x` (batch, time, input); `state` hidden and cell, (1, batch, hidden) each; `weights` as torch
    has them: (4 hidden, input), (4 hidden, hidden) and two biases (4 hidden), in the order input,
    forget, cell, output. All in one precision; cells and gates are kept in float32 at least.
    """
    hidden, cell = _Bf16Lstm.apply(x, *state, *weights)
    return hidden, hidden[:, -1].unsqueeze(0), cell


class _Read(NamedTuple):
    """What a pass forward leaves for the one backward. Streams come last everywhere, so that one
    step's numbers lie together and the weights stand on the left, where oneDNN takes them as they
    are. All but the lines is in float32 at least."""

    lines: Tensor
    """(input + hidden, time + 1, batch): at each step what comes in over what is remembered."""
    gates: Tensor
    """(time, 4 hidden, batch), opened: sigmoids, and the tanh of the cell's."""
    cells: Tensor
    """(time + 1, hidden, batch); the first is the one before all steps."""
    bent: Tensor
    """(time, hidden, batch): tanh of the cells after each step."""


class _Bf16Lstm(torch.autograd.Function):
    @staticmethod
    def forward(  # noqa: PLR0913, PLR0917 -- torch passes them by place
        ctx: FunctionCtx,
        x: Tensor,
        hidden: Tensor,
        cell: Tensor,
        weight_ih: Tensor,
        weight_hh: Tensor,
        bias_ih: Tensor,
        bias_hh: Tensor,
    ) -> tuple[Tensor, Tensor]:
        read = _laid_out(x, hidden[0], cell[0], weight_hh.shape[1])
        bias = bias_ih.to(read.gates.dtype) + bias_hh
        _run(read, torch.cat((weight_ih, weight_hh), dim=1), bias)
        ctx.save_for_backward(weight_ih, weight_hh, *read)
        size = x.shape[2]
        after = _streams_first(read.lines[size:])[:, 1:]
        return after, read.cells[-1].t().to(x.dtype).unsqueeze(0)

    @staticmethod
    @once_differentiable
    def backward(ctx: FunctionCtx, hidden: Tensor, cell: Tensor) -> tuple[Tensor, ...]:
        weight_ih, weight_hh, *kept = ctx.saved_tensors  # ty: ignore[missing-attribute]
        read = _Read(*kept)
        steps, size = read.bent.shape[0], weight_ih.shape[1]
        turned = weight_hh.t().contiguous()
        d_gates, d_cell = _run_back(read, turned, _streams_last(hidden), cell[0].t())
        d_hidden = turned @ d_gates[:, 0]
        flat = d_gates.flatten(1)  # (4 hidden, time · batch)
        d_weights = flat @ read.lines.flatten(1)[:, : flat.shape[1]].t()
        d_x = (flat.t() @ weight_ih).view(steps, -1, size).transpose(0, 1)
        d_bias = flat.sum(1)
        return (
            d_x,
            d_hidden.t().unsqueeze(0),
            d_cell.t().to(hidden.dtype).unsqueeze(0),
            d_weights[:, :size],
            d_weights[:, size:],
            d_bias,
            d_bias,
        )


def _laid_out(x: Tensor, hidden: Tensor, cell: Tensor, units: int) -> _Read:
    batch, steps, size = x.shape
    lines = x.new_empty(size + units, steps + 1, batch)
    # Turned as a whole matrix, which torch does in blocks; the last column is never read.
    padded = x.new_zeros(steps + 1, batch, size)
    padded[:steps] = x.transpose(0, 1)
    lines.flatten(1)[:size] = padded.flatten(0, 1).t()
    lines[size:, 0] = hidden.t()
    precise = torch.promote_types(x.dtype, torch.float32)
    cells = x.new_empty(steps + 1, units, batch, dtype=precise)
    cells[0] = cell.t()
    gates = x.new_empty(steps, 4 * units, batch, dtype=precise)
    return _Read(lines, gates, cells, torch.empty_like(cells[1:]))


def _run(read: _Read, weights: Tensor, bias: Tensor) -> None:
    """All steps forward; fills `read`. Overwrites `weights` and `bias`."""
    units = read.bent.shape[1]
    # tanh(a) = 2 sigmoid(2 a) - 1, and torch's sigmoid is many times as fast as its tanh.
    for rows in (weights, bias):
        rows[2 * units : 3 * units] *= 2
    bias = bias[:, None]
    sums, out = weights.new_empty(len(weights), read.lines.shape[2]), torch.empty_like(read.bent[0])
    one_each = zip(
        read.lines.unbind(1),
        read.lines[-units:].unbind(1)[1:],
        read.gates.unbind(0),
        *(part.unbind(0) for part in read.gates.split(units, dim=1)),
        read.cells.unbind(0),
        read.cells.unbind(0)[1:],
        read.bent.unbind(0),
        strict=False,
    )
    for line, hidden, gates, i, f, g, o, before, cell, bent in one_each:
        torch.mm(weights, line, out=sums)
        gates.copy_(sums).add_(bias).sigmoid_()
        g.mul_(2).sub_(1)
        torch.mul(f, before, out=cell).addcmul_(i, g)
        torch.mul(cell, 2, out=bent).sigmoid_().mul_(2).sub_(1)
        hidden.copy_(torch.mul(o, bent, out=out))


def _run_back(read: _Read, turned: Tensor, d_out: Tensor, d_last: Tensor) -> tuple[Tensor, Tensor]:
    """All steps backward: gradients of what the gates were opened from, (4 hidden, time, batch),
    and of the first cell (hidden, batch).

    `turned` is the matrix from memory to gates, (hidden, 4 hidden); `d_out` (hidden, time, batch)
    and `d_last` (hidden, batch) are the gradients of the hidden states and of the last cell.
    """
    steps, units, batch = read.bent.shape
    found = turned.new_empty(4 * units, steps, batch)
    d = torch.empty_like(read.gates[0])
    d_i, d_f, d_g, d_o = d.split(units)
    d_cell = torch.empty_like(read.cells[0]).copy_(d_last)
    d_hidden, through = torch.empty_like(d_cell), torch.empty_like(d_cell)
    back = turned.new_empty(units, batch)
    one_each = zip(
        found.unbind(1),
        d_out.unbind(1),
        read.gates[:, : 2 * units].unbind(0),
        *(part.unbind(0) for part in read.gates.split(units, dim=1)),
        read.cells.unbind(0),
        read.bent.unbind(0),
        strict=False,
    )
    later = None
    for here, own, i_f, i, f, g, o, before, bent in reversed(list(one_each)):
        if later is not None:
            torch.addmm(own, turned, later, out=back)
        d_hidden.copy_(own if later is None else back)
        torch.mul(d_hidden, bent, out=d_o)
        torch.mul(d_hidden, o, out=through)
        d_cell += _TANH(through, bent, grad_input=through)
        torch.mul(d_cell, g, out=d_i)
        torch.mul(d_cell, before, out=d_f)
        torch.mul(d_cell, i, out=d_g)
        _SIGMOID(d[: 2 * units], i_f, grad_input=d[: 2 * units])
        _SIGMOID(d_o, o, grad_input=d_o)
        _TANH(d_g, g, grad_input=d_g)
        d_cell *= f
        later = here.copy_(d)
    return found, d_cell


_SIGMOID = torch.ops.aten.sigmoid_backward.grad_input
_TANH = torch.ops.aten.tanh_backward.grad_input


def _streams_first(x: Tensor) -> Tensor:
    """(hidden, time, batch) to (batch, time, hidden)."""
    return x.flatten(1).t().contiguous().view(*x.shape[1:], -1).transpose(0, 1)


def _streams_last(x: Tensor) -> Tensor:
    """(batch, time, hidden) to (hidden, time, batch)."""
    batch, steps, units = x.shape
    return x.transpose(0, 1).reshape(-1, units).t().contiguous().view(units, steps, batch)
