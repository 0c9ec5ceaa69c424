"""Copies of a model that read parts of a batch at the same time, each in a thread of its own.

On a processor, where small matrices leave torch's own threads waiting for each other: two copies
with a thread each read up to twice as fast (benchmarks/README.md).
"""

import copy
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from functools import partial
from typing import TypeVar

import torch
from torch import Tensor

from slm_core.models.base import LanguageModel

Result = TypeVar("Result")
Job = Callable[[LanguageModel], Result]
"""Computes with the copy it is given, and leaves gradients at its weights."""


class ThreadReplicas:
    """`count` copies whose gradients are added up in the model they are copies of.

    In float32 their weights are the model's own. In another precision they share one copy of them,
    which is made anew for each step; the model keeps float32, so that no small step is lost
    (Micikevicius et al. 2018, arXiv:1710.03740). Sums are in a fixed order, and each copy's
    dropout draws from a generator started from torch's global one: the same run each time.
    """

    def __init__(
        self, model: LanguageModel, count: int, *, dtype: torch.dtype, threads: int = 1
    ) -> None:
        """`threads` for each. The model's weights may change, but not be replaced."""
        self.count, self.dtype, self.threads = count, dtype, threads
        self._weights: list[Tensor] = list(model.parameters())
        source = model if dtype == torch.float32 else copy.deepcopy(model).to(dtype)
        self._shared: list[Tensor] | None = None
        if source is not model:
            self._shared = list(source.parameters())
        self._copies = [_sharing(source, model) for _ in range(count)]
        self._pool = ThreadPoolExecutor(
            count,
            thread_name_prefix="replica",
            initializer=partial(torch.set_num_threads, threads),  # of its own operations
        )

    def for_model(self, model: LanguageModel) -> "ThreadReplicas":
        """As many of another model; these end."""
        self.close()
        return ThreadReplicas(model, self.count, dtype=self.dtype, threads=self.threads)

    def backward(self, jobs: Sequence[Job[Result]]) -> list[Result]:
        """Do up to `count` jobs at the same time, and add their gradients to the model's.

        Raises what a job raised, once all have ended.
        """
        self._begin_step()
        copies = self._copies[: len(jobs)]
        running = [self._pool.submit(job, copied) for job, copied in zip(jobs, copies, strict=True)]
        wait(running)
        results = [job.result() for job in running]
        for weight, *parts in zip(
            self._weights, *(copied.parameters() for copied in copies), strict=True
        ):
            _add_up(weight, parts)
        return results

    def close(self) -> None:
        """End the threads."""
        self._pool.shutdown()

    def _begin_step(self) -> None:
        """The present weights for all, and for each its own random generator state."""
        if self._shared is not None:
            with torch.no_grad():
                torch._foreach_copy_(self._shared, self._weights)
        seeds = torch.randint(2**62, (self.count,)).tolist()  # drawn always: exact resuming
        for copied, seed in zip(self._copies, seeds, strict=True):
            assert copied.generator is not None
            copied.generator.manual_seed(seed)


def _sharing(source: LanguageModel, model: LanguageModel) -> LanguageModel:
    """A copy in training mode with the weights of `source` and the buffers of `model` in the same
    memory, but its own gradients."""
    shared = copy.deepcopy(source).train()
    for mine, theirs in zip(shared.parameters(), source.parameters(), strict=True):
        mine.data = theirs.data
        mine.grad = None
    for mine, theirs in zip(shared.buffers(), model.buffers(), strict=True):
        mine.data = theirs.data  # of whole numbers, in whatever precision the weights are
    shared.generator = torch.Generator()
    return shared


def _add_up(weight: Tensor, parts: Sequence[Tensor]) -> None:
    """The gradients of `parts` added to that of `weight`, in float32, and taken from them."""
    for part in parts:
        if part.grad is not None:
            grad = part.grad.to(weight.dtype)
            weight.grad = grad if weight.grad is None else weight.grad.add_(grad)
            part.grad = None
