"""Sums of what the steps since the last record gave, and the record that is made of them."""

import time
from dataclasses import dataclass

import torch
from torch import Tensor

from slm_core.metrics.scores import TrainRecord


@dataclass
class RunningMetrics:
    """Sums since the last record. Written by itself; saved, so that a record may span a stop."""

    loss: float = 0.0
    correct: int = 0
    steps: int = 0
    tokens: int = 0
    seconds: float = 0.0

    def __post_init__(self) -> None:
        """Nothing is on a GPU yet."""
        self._pending: Tensor | None = None  # (loss, correct) of steps that the sums do not have

    def add(self, loss: Tensor, correct: Tensor, *, tokens: int) -> None:
        """Add a step's mean loss and its correct predictions; on a GPU without waiting for it."""
        self.steps += 1
        self.tokens += tokens
        if loss.is_cuda:
            sums = torch.stack([loss.double(), correct.double()])
            self._pending = sums if self._pending is None else self._pending + sums
        else:
            self.loss += float(loss)
            self.correct += int(correct)

    def end_step(self, began: float, *, wait: bool) -> None:
        """Add the time since `began`, of `time.perf_counter`. To `wait` for a GPU takes that into
        the time and into the sums."""
        if wait:
            self.sync()
        self.seconds += time.perf_counter() - began

    def sync(self) -> None:
        """Add what a GPU has counted; waits for it."""
        if self._pending is not None:
            loss, correct = self._pending.tolist()
            self.loss += loss
            self.correct += int(correct)
            self._pending = None

    def take_record(self, *, learning_rate: float, gradient_norm: float) -> TrainRecord:
        """The record of the steps so far; the sums begin again."""
        record = TrainRecord(
            loss=self.loss / self.steps,
            accuracy=self.correct / self.tokens,
            learning_rate=learning_rate,
            gradient_norm=gradient_norm,
            tokens_per_second=self.tokens / max(self.seconds, 1e-9),
        )
        self.loss = self.seconds = 0.0
        self.correct = self.steps = self.tokens = 0
        return record
