"""Steps that several texts share, though each is written in a thread of its own.

Whoever finds the model free reads a token for all who wait at that moment, in one batch. Alone
nobody waits for anything.
"""

import threading
from dataclasses import dataclass

import torch
from torch import Tensor

from slm_core.generation.decoder import step_of
from slm_core.models.base import LanguageModel, State, join_states


@dataclass
class _Waiting:
    """Streams of one text, or several, that are to go on by one token."""

    ids: Tensor
    state: State
    read: tuple[Tensor, State] | None = None
    """Logits and state after the token."""
    problem: BaseException | None = None


class SharedSteps:
    """One model's steps; call it as a `Step`, from any thread.

    What is read beside a text changes it only where rounding does.
    """

    def __init__(self, model: LanguageModel) -> None:
        self._step = step_of(model)
        self._model = threading.Lock()
        self._adding = threading.Lock()
        self._waiting: list[_Waiting] = []

    def __call__(self, ids: Tensor, state: State) -> tuple[Tensor, State]:
        """See Step."""
        mine = _Waiting(ids, state)
        with self._adding:
            self._waiting.append(mine)
        with self._model:
            is_waiting = mine.read is None and mine.problem is None
            if is_waiting:  # else another thread read it with its own
                with self._adding:
                    batch, self._waiting = self._waiting, []
                self._read(batch)
        if mine.problem is not None:
            raise mine.problem
        assert mine.read is not None, "the batch had it"
        return mine.read

    def _read(self, batch: list[_Waiting]) -> None:
        try:
            if len(batch) == 1:
                batch[0].read = self._step(batch[0].ids, batch[0].state)
                return
            ids = torch.cat([one.ids for one in batch])
            logits, after = self._step(ids, join_states([one.state for one in batch]))
            start = 0
            for one in batch:
                rows = slice(start, start + len(one.ids))
                state = tuple(part[:, rows].contiguous() for part in after)
                one.read, start = (logits[rows], state), rows.stop
        except BaseException as error:  # noqa: BLE001 - raised again in each of the threads
            for one in batch:
                one.problem = error
