"""What a model's predictions would cost with their logits divided by a temperature."""

import torch
from torch import Tensor

from slm_core.metrics.evaluate import PredictionRows, TokenIds, read_rows
from slm_core.models.base import LanguageModel


class TemperatureSample:
    """A sample of predictions at any temperature, in two halves: the one finds the temperature, the
    other tells what it is worth. Every second prediction is of a half, so both are of one text.
    """

    @torch.inference_mode()
    def __init__(self, model: LanguageModel, ids: TokenIds, *, limit: int) -> None:
        """Reads the text of `ids` (n,), about `limit` predictions spread over it."""
        self._model = model
        was_training = model.training
        model.eval()
        try:
            self._rows: list[PredictionRows] = list(read_rows(model, ids, limit))
        finally:
            model.train(was_training)

    def to_find(self, temperature: float) -> float:
        """Mean nats of the first half."""
        costs = [costs for costs, _, _ in self._at(temperature, half=0)]
        return float(torch.cat(costs).mean()) if costs else 0.0

    def to_judge(self, temperature: float) -> tuple[Tensor, Tensor, Tensor]:
        """Of the second half (n,): nats, probability of the first guess, whether it was right."""
        columns = list(zip(*self._at(temperature, half=1), strict=True))
        nats, confidence, correct = (torch.cat(column).cpu() for column in columns)
        return nats, confidence, correct

    @torch.inference_mode()
    def _at(self, temperature: float, *, half: int) -> list[tuple[Tensor, Tensor, Tensor]]:
        was_training = self._model.training
        self._model.eval()
        found = []
        try:
            for rows in self._rows:
                mine = rows.places % 2 == half
                logits = self._model.head(rows.hidden[mine]).float()  # (rows, vocabulary)
                chances = (logits / temperature).log_softmax(-1)
                targets = rows.targets[mine]
                costs = -chances.gather(-1, targets[:, None])[:, 0].double()
                best, guess = chances.max(-1)
                found.append((costs, best.exp(), guess == targets))
        finally:
            self._model.train(was_training)
        return found
