"""What training gets out of an NVIDIA GPU, where there is one.

`python -m benchmarks.gpu [--only NAME] [--repetitions N] [--json FILE]`; the environment variable
ARGOT_AWD_MINUTES says how long the AWD-LSTM learns, 10 when it is not set.

nanogpt: its recipe for GPUs by its own defaults, in turn with ours through the command line; needs
ARGOT_NANOGPT, a checkout of it. Its clock is the sum of its steps up to its best evaluation.
throughput: tokens a second of the cuDNN LSTM and of the Transformer in bfloat16, and the operations
of their matrices as a share of the fastest square matrix multiplication on the same GPU.
awd: AWD-LSTM with the sizes of Merity et al. 2017 (arXiv:1708.02182) on WikiText-2, its perplexity
on the validation part as it falls, and on the test part at the end; 65.8 after 750 readings in the
paper.
"""

import math
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import torch

from benchmarks.support.command import measure_all
from benchmarks.support.figures import Figure
from benchmarks.time_to_loss import PIECES, Recipe, nanogpt
from benchmarks.word_level import learned, word_ids
from slm_core.metrics.evaluate import evaluate
from slm_core.models.registry import build
from slm_core.models.settings import (
    AwdLstmSettings,
    LstmSettings,
    ModelSettings,
    TransformerSettings,
)
from slm_core.training.dataloader import BpttLoader
from slm_core.training.optim.optimizers import make_optimizer
from slm_core.training.settings import TrainingSettings
from slm_core.training.trainer import Trainer

THEIR_RUN = "config/train_shakespeare_char.py --log_interval=1"
OURS = Recipe(60.0, 1.4697, PIECES, 512, 0.006, 0.4, 0.1)
"""A guess until somebody measures it on a GPU."""

VOCABULARY = 8000
NETWORKS: dict[str, tuple[ModelSettings, TrainingSettings]] = {
    "LSTM": (
        LstmSettings(hidden_size=1024, embedding_size=1024, layers=2),
        TrainingSettings(batch_size=256, sequence_length=128),
    ),
    "Transformer": (
        TransformerSettings(hidden_size=512, heads=8, layers=8, context=512),
        TrainingSettings(batch_size=64, sequence_length=512),
    ),
}
PAPER = AwdLstmSettings(
    hidden_size=1150,
    layers=3,
    embedding_size=400,
    dropout=0.4,
    hidden_dropout=0.2,
    input_dropout=0.65,
    embedding_dropout=0.1,
    weight_drop=0.5,
    activation_penalty=2.0,
    change_penalty=1.0,
)
PAPER_TRAINING = TrainingSettings(
    optimizer="asgd",
    schedule="constant",
    learning_rate=30.0,
    batch_size=80,
    sequence_length=70,
    weight_decay=1.2e-6,
    clip_norm=0.25,
    plateau_patience=5,
)


def main(arguments: list[str] | None = None) -> int:
    """Measure, print the table; 1 where a target is missed."""
    if not torch.cuda.is_available():
        sys.exit("torch finds no NVIDIA GPU here; the other benchmarks need none.")
    gpu = torch.device("cuda")
    print(f"GPU: {torch.cuda.get_device_name(gpu)}", flush=True)
    measures = {
        "throughput": (lambda count: throughput(gpu, count), 5),
        "awd": (lambda count: awd_lstm(gpu, count), 1),
    }
    if os.environ.get("ARGOT_NANOGPT"):
        measures = {"nanogpt": (_beside_nanogpt, 3), **measures}
    return measure_all(measures, arguments, program="benchmarks.gpu", about=__doc__)


def _beside_nanogpt(count: int) -> list[Figure]:
    checkout = Path(os.environ["ARGOT_NANOGPT"])
    pairs = [(OURS.run(), nanogpt(checkout, THEIR_RUN)) for _ in range(count)]
    ratios = tuple(theirs.until_best / ours.seconds for ours, theirs in pairs)
    return [
        Figure("ours: nats per character", "nats", tuple(o.recomputed for o, _ in pairs), 1.4697),
        Figure("ours: seconds on the clock", "s", tuple(o.seconds for o, _ in pairs)),
        Figure("nanoGPT: its best loss", "nats", tuple(t.best for _, t in pairs)),
        Figure("nanoGPT: until then", "s", tuple(t.until_best for _, t in pairs)),
        Figure("ours is so many times sooner", "×", ratios, 1.0, at_least=True),
    ]


def throughput(device: torch.device, count: int) -> list[Figure]:
    """Of each of the NETWORKS, on a device that bfloat16 suits."""
    peaks = [_peak(device) for _ in range(count)]
    figures = [Figure("peak, bfloat16", "TFLOP/s", tuple(peak / 1e12 for peak in peaks))]
    for name, (model, training) in NETWORKS.items():
        step = _step(device, model, training)
        tokens = training.batch_size * training.sequence_length
        speeds = [tokens / _seconds(step, device) for _ in range(count)]
        work = operations(model, VOCABULARY, training.sequence_length)
        shares = (100 * work * speed / peak for speed, peak in zip(speeds, peaks, strict=True))
        figures += [
            Figure(f"{name}: speed", "ktok/s", tuple(speed / 1e3 for speed in speeds)),
            Figure(f"{name}: share of the peak", "%", tuple(shares)),
        ]
    return figures


def operations(settings: ModelSettings, vocabulary_size: int, length: int) -> int:
    """Of a token's training step in sequences of `length`: six for each weight of a matrix, and
    twelve for each place that each layer of a Transformer looks at for each of its units
    (Chowdhery et al. 2022, arXiv:2204.02311, appendix B). The embedding is looked up."""
    named = build(settings, vocabulary_size).named_parameters()
    weights = sum(p.numel() for name, p in named if p.ndim > 1 and name != "embedding.weight")
    if settings.tied_weights:  # and multiplied on the way out
        weights += vocabulary_size * settings.input_size
    looking = settings.layers * settings.hidden_size * length
    return 6 * weights + (12 * looking if settings.kind == "transformer" else 0)


def _step(
    device: torch.device, model: ModelSettings, training: TrainingSettings
) -> Callable[[], None]:
    torch.manual_seed(1)
    network = build(model, VOCABULARY).to(device).train()
    generator = torch.Generator().manual_seed(1)
    trainer = Trainer(
        network, make_optimizer(network, training), training, generator, mixed_precision=True
    )
    ids = np.random.default_rng(1).integers(VOCABULARY, size=2_000_000).astype(np.uint16)
    streams = BpttLoader(ids, training.batch_size, training.sequence_length, 1)
    batches = streams.batches(trainer.state.loader)

    def step() -> None:
        trainer.training_step(next(batches), rate=1e-4)

    return step


def _peak(device: torch.device) -> float:
    """Operations a second."""
    size = 8192 if device.type == "cuda" else 512
    one, other = (torch.randn(size, size, device=device).bfloat16() for _ in range(2))
    return 2 * size**3 / _seconds(lambda: one @ other, device)


def _seconds(work: Callable[[], object], device: torch.device, *, count: int = 20) -> float:
    """Of one call, on the average of `count` after a few that do not count."""

    def finished() -> float:
        if device.type == "cuda":
            torch.cuda.synchronize(device)
        return time.perf_counter()

    for _ in range(3):
        work()
    began = finished()
    for _ in range(count):
        work()
    return (finished() - began) / count


def awd_lstm(device: torch.device, count: int) -> list[Figure]:
    """Perplexities after ARGOT_AWD_MINUTES; the curve is printed as it falls."""
    minutes = float(os.environ.get("ARGOT_AWD_MINUTES", "10"))
    last, test = [], []
    for _ in range(count):
        trainer, records = learned(PAPER, PAPER_TRAINING, minutes, device=device)
        for record in records:
            told = f"reading {record.epoch:.2f}: validation perplexity {record.perplexity:.1f}"
            print(told, file=sys.stderr, flush=True)
        last.append(records[-1].perplexity)
        found = evaluate(trainer.model, word_ids()[0]["test"])
        test.append(math.exp(found.nats / found.predictions))
    return [
        Figure(f"AWD-LSTM, {minutes:g} minutes: validation perplexity", "", tuple(last)),
        Figure(f"AWD-LSTM, {minutes:g} minutes: test perplexity (65.8 published)", "", tuple(test)),
    ]


if __name__ == "__main__":
    sys.exit(main())
