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
    """Whether a layer of so many units should use `bf16_lstm`: to train in bfloat16 on a CPU."""
    is_supported = x.dtype == torch.bfloat16 and x.device.type == "cpu"
    return is_supported and hidden_size >= WIDE and torch.is_grad_enabled()


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


class _Saved(NamedTuple):
    """What the forward pass saves for the backward pass.

    The batch is the last dimension, so that the values of one step are contiguous and the weights
    stand on the left, where oneDNN takes them as they are. All but `inputs` is in float32 at least.
    """

    inputs: Tensor
    """(input + hidden, time + 1, batch): at each step the input above the hidden state."""
    gates: Tensor
    """(time, 4 hidden, batch), activated: sigmoids, and the tanh of the cell's."""
    cells: Tensor
    """(time + 1, hidden, batch); the first is the one before all steps."""
    cell_tanh: Tensor
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
        saved = _allocate(x, hidden[0], cell[0], weight_hh.shape[1])
        bias = bias_ih.to(saved.gates.dtype) + bias_hh
        _run(saved, torch.cat((weight_ih, weight_hh), dim=1), bias)
        ctx.save_for_backward(weight_ih, weight_hh, *saved)
        size = x.shape[2]
        after = _streams_first(saved.inputs[size:])[:, 1:]
        return after, saved.cells[-1].t().to(x.dtype).unsqueeze(0)

    @staticmethod
    @once_differentiable
    def backward(ctx: FunctionCtx, hidden: Tensor, cell: Tensor) -> tuple[Tensor, ...]:
        weight_ih, weight_hh, *kept = ctx.saved_tensors  # ty: ignore[missing-attribute]
        saved = _Saved(*kept)
        steps, size = saved.cell_tanh.shape[0], weight_ih.shape[1]
        transposed = weight_hh.t().contiguous()
        d_gates, d_cell = _run_back(saved, transposed, _streams_last(hidden), cell[0].t())
        d_hidden = transposed @ d_gates[:, 0]
        flat = d_gates.flatten(1)  # (4 hidden, time · batch)
        d_weights = flat @ saved.inputs.flatten(1)[:, : flat.shape[1]].t()
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


def _allocate(x: Tensor, hidden: Tensor, cell: Tensor, units: int) -> _Saved:
    batch, steps, size = x.shape
    inputs = x.new_empty(size + units, steps + 1, batch)
    # Turned as a whole matrix, which torch does in blocks; the last column is never read.
    padded = x.new_zeros(steps + 1, batch, size)
    padded[:steps] = x.transpose(0, 1)
    inputs.flatten(1)[:size] = padded.flatten(0, 1).t()
    inputs[size:, 0] = hidden.t()
    precise = torch.promote_types(x.dtype, torch.float32)
    cells = x.new_empty(steps + 1, units, batch, dtype=precise)
    cells[0] = cell.t()
    gates = x.new_empty(steps, 4 * units, batch, dtype=precise)
    return _Saved(inputs, gates, cells, torch.empty_like(cells[1:]))


def _run(saved: _Saved, weights: Tensor, bias: Tensor) -> None:
    """All steps forward; fills `saved`. Overwrites `weights` and `bias`."""
    units = saved.cell_tanh.shape[1]
    # tanh(a) = 2 sigmoid(2 a) - 1, and torch's sigmoid is many times as fast as its tanh.
    for rows in (weights, bias):
        rows[2 * units : 3 * units] *= 2
    bias = bias[:, None]
    sums, out = (
        weights.new_empty(len(weights), saved.inputs.shape[2]),
        torch.empty_like(saved.cell_tanh[0]),
    )
    steps_of = zip(
        saved.inputs.unbind(1),
        saved.inputs[-units:].unbind(1)[1:],
        saved.gates.unbind(0),
        *(part.unbind(0) for part in saved.gates.split(units, dim=1)),
        saved.cells.unbind(0),
        saved.cells.unbind(0)[1:],
        saved.cell_tanh.unbind(0),
        strict=False,
    )
    for line, hidden, gates, i, f, g, o, before, cell, cell_tanh in steps_of:
        torch.mm(weights, line, out=sums)
        gates.copy_(sums).add_(bias).sigmoid_()
        g.mul_(2).sub_(1)
        torch.mul(f, before, out=cell).addcmul_(i, g)
        torch.mul(cell, 2, out=cell_tanh).sigmoid_().mul_(2).sub_(1)
        hidden.copy_(torch.mul(o, cell_tanh, out=out))


def _run_back(
    saved: _Saved, transposed: Tensor, d_out: Tensor, d_last: Tensor
) -> tuple[Tensor, Tensor]:
    """All steps backward: gradients of the gates before activation, (4 hidden, time, batch), and of
    the first cell (hidden, batch).

    `transposed` is that of weight_hh, (hidden, 4 hidden); `d_out` (hidden, time, batch)
    and `d_last` (hidden, batch) are the gradients of the hidden states and of the last cell.
    """
    steps, units, batch = saved.cell_tanh.shape
    d_gates = transposed.new_empty(4 * units, steps, batch)
    d = torch.empty_like(saved.gates[0])
    d_i, d_f, d_g, d_o = d.split(units)
    d_cell = torch.empty_like(saved.cells[0]).copy_(d_last)
    d_hidden, through = torch.empty_like(d_cell), torch.empty_like(d_cell)
    back = transposed.new_empty(units, batch)
    steps_of = zip(
        d_gates.unbind(1),
        d_out.unbind(1),
        saved.gates[:, : 2 * units].unbind(0),
        *(part.unbind(0) for part in saved.gates.split(units, dim=1)),
        saved.cells.unbind(0),
        saved.cell_tanh.unbind(0),
        strict=False,
    )
    later = None
    for here, own, i_f, i, f, g, o, before, cell_tanh in reversed(list(steps_of)):
        if later is not None:
            torch.addmm(own, transposed, later, out=back)
        d_hidden.copy_(own if later is None else back)
        torch.mul(d_hidden, cell_tanh, out=d_o)
        torch.mul(d_hidden, o, out=through)
        d_cell += _TANH(through, cell_tanh, grad_input=through)
        torch.mul(d_cell, g, out=d_i)
        torch.mul(d_cell, before, out=d_f)
        torch.mul(d_cell, i, out=d_g)
        _SIGMOID(d[: 2 * units], i_f, grad_input=d[: 2 * units])
        _SIGMOID(d_o, o, grad_input=d_o)
        _TANH(d_g, g, grad_input=d_g)
        d_cell *= f
        later = here.copy_(d)
    return d_gates, d_cell


_SIGMOID = torch.ops.aten.sigmoid_backward.grad_input
_TANH = torch.ops.aten.tanh_backward.grad_input


def _streams_first(x: Tensor) -> Tensor:
    """(hidden, time, batch) to (batch, time, hidden)."""
    return x.flatten(1).t().contiguous().view(*x.shape[1:], -1).transpose(0, 1)


def _streams_last(x: Tensor) -> Tensor:
    """(batch, time, hidden) to (hidden, time, batch)."""
    batch, steps, units = x.shape
    return x.transpose(0, 1).reshape(-1, units).t().contiguous().view(units, steps, batch)
