"""What the LSTM's training gets out of this processor: share of its peak, cost of the rest.

`python -m benchmarks.throughput [--only NAME] [--repetitions N] [--json FILE]`. Peak is the
fastest square matrix multiplication found, by whichever library, in the same precision and process,
its rounds taken in turn with ours. A step's operations are counted from the matrices alone: two for
each weight and token forward, twice that backward.
"""

import os
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import torch

from benchmarks.support.command import measure_all
from benchmarks.support.figures import Figure
from slm_core.hardware.machine import describe_machine
from slm_core.json_log import JsonLog
from slm_core.metrics.scores import TrainRecord
from slm_core.models.base import LanguageModel, State
from slm_core.models.registry import build
from slm_core.models.settings import LstmSettings
from slm_core.processes.spawn import KEPT_MEMORY, environment, training_variables
from slm_core.training.dataloader import BpttLoader
from slm_core.training.distributed.thread_replicas import ThreadReplicas
from slm_core.training.losses import BatchLoss, Objective, backward
from slm_core.training.optim.optimizers import make_optimizer, warm_up_optimizers
from slm_core.training.settings import TrainingSettings
from slm_core.training.trainer import Trainer

_VOCABULARY = 768
_SETTINGS = TrainingSettings(batch_size=64, sequence_length=32)
_MODEL = LstmSettings(hidden_size=512, embedding_size=512)
_SECONDS = 3.0
"""Of each round."""


def main(arguments: list[str] | None = None) -> int:
    """Measure, print the table; 1 where a target is missed."""
    torch.set_num_threads(describe_machine().cores)
    warm_up_optimizers()
    measures = {"float32": (_float32, 5), "bfloat16": (_bfloat16, 5)}
    if not describe_machine().bfloat16:
        del measures["bfloat16"]
    return measure_all(measures, arguments, program="benchmarks.throughput", about=__doc__)


def _float32(count: int) -> list[Figure]:
    return _measured(torch.float32, count)


def _bfloat16(count: int) -> list[Figure]:
    return _measured(torch.bfloat16, count)


def _measured(dtype: torch.dtype, count: int) -> list[Figure]:
    with TemporaryDirectory() as folder:
        return _figures(dtype, count, Path(folder))


def _figures(dtype: torch.dtype, count: int, folder: Path) -> list[Figure]:
    trainer = _learner(dtype)
    whole, bare = _whole_step(trainer, folder), _bare_step(trainer)
    for warm_up in (whole, bare):
        warm_up()
    peaks, shares, costs, speeds = [], [], [], []
    for _ in range(count):
        peak = max(_peak(dtype, size) for size in (1024, 2048))
        tokens = _SETTINGS.batch_size * _SETTINGS.sequence_length
        step, alone = _seconds(whole), _seconds(bare)
        peaks.append(peak / 1e9)
        shares.append(100 * _operations(trainer.model) * tokens / step / peak)
        costs.append(100 * (step / alone - 1))
        speeds.append(tokens / step / 1e3)
    name = str(dtype).removeprefix("torch.")
    return [
        Figure(f"{name}: peak of matrix multiplication", "GFLOP/s", tuple(peaks)),
        Figure(f"{name}: the whole step's share of it", "%", tuple(shares), 65, at_least=True),
        Figure(f"{name}: what is not forward and backward", "%", tuple(costs), 10),
        Figure(f"{name}: speed", "ktok/s", tuple(speeds)),
    ]


def _learner(dtype: torch.dtype) -> Trainer:
    torch.manual_seed(1)
    model = build(_MODEL, _VOCABULARY).train()
    generator = torch.Generator().manual_seed(1)
    trainer = Trainer(model, make_optimizer(model, _SETTINGS), _SETTINGS, generator)
    trainer.replicas = ThreadReplicas(model, describe_machine().cores, dtype=dtype)
    return trainer


def _whole_step(trainer: Trainer, folder: Path) -> Callable[[], None]:
    """Batch, step, and its record, written to a file as the trainer writes it."""
    ids = np.random.default_rng(1).integers(_VOCABULARY, size=500_000).astype(np.uint16)
    batches = BpttLoader(ids, _SETTINGS.batch_size, _SETTINGS.sequence_length, 1).batches(
        trainer.state.loader
    )

    metrics = JsonLog(folder / "metrics.jsonl")

    def step() -> None:
        done = trainer.training_step(next(batches), rate=1e-4)
        found = (float(done.loss), float(done.correct), 1e-4, float(done.gradient_norm), 0.0)
        metrics.append(asdict(TrainRecord(*found)))

    return step


def _bare_step(trainer: Trainer) -> Callable[[], None]:
    """Forward and backward of as large a batch that is always the same, and nothing else."""
    replicas = trainer.replicas
    assert replicas is not None
    share = _SETTINGS.batch_size // replicas.count
    ids = torch.randint(_VOCABULARY, (share, _SETTINGS.sequence_length))
    objective = Objective(_SETTINGS, 1.0 / ids.numel())
    state: State = tuple(x.to(replicas.dtype) for x in trainer.model.initial_state(share))

    def read(reader: LanguageModel) -> BatchLoss:
        hidden, _ = reader.features(ids, state)
        return backward(reader, hidden, ids, objective)

    def step() -> None:
        replicas.backward([read] * replicas.count)
        trainer.optimizer.zero_grad(set_to_none=True)

    return step


def _operations(model: LanguageModel) -> int:
    """Of a token's training step: the embedding is looked up, not multiplied."""
    names = {"embedding.weight"}
    return 6 * sum(p.numel() for n, p in model.named_parameters() if p.ndim > 1 and n not in names)


def _peak(dtype: torch.dtype, size: int) -> float:
    one, other = (torch.randn(size, size).to(dtype) for _ in range(2))
    ways: list[Callable[[], object]] = [lambda: one @ other]
    if dtype == torch.float32 and torch.backends.mkldnn.is_available():
        # Where MKL, which multiplies otherwise, uses less of the processor than oneDNN.
        ours, theirs = one.to_mkldnn(), other.to_mkldnn()
        ways.append(lambda: torch.nn.functional.linear(ours, theirs))
    return 2 * size**3 / min(_seconds(way, limit=0.5) for way in ways)


def _seconds(work: Callable[[], object], *, limit: float = _SECONDS) -> float:
    """Of one call, on the average of as many as fit."""
    began, count = time.perf_counter(), 0
    while time.perf_counter() - began < limit or not count:
        work()
        count += 1
    return (time.perf_counter() - began) / count


def _as_a_trainer() -> int:
    """The same in the surroundings of a trainer, which glibc reads before anything of ours runs."""
    command = [sys.executable, "-m", "benchmarks.throughput", *sys.argv[1:]]
    surroundings = environment(**training_variables(describe_machine().cores))
    return subprocess.run(command, env=surroundings, check=False).returncode


if __name__ == "__main__":
    sys.exit(main() if KEPT_MEMORY.items() <= os.environ.items() else _as_a_trainer())
