"""How fast a run is judged: evaluation beside training, Kneser–Ney, copies of the training text.

`python -m benchmarks.scores [--only NAME] [--repetitions N] [--json FILE]`. Kneser–Ney counts
WikiText-2's training part in a process of its own, whose memory is looked at.
"""

import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator

import numpy as np
import torch

from benchmarks.support.command import measure_all
from benchmarks.support.data import ROOT, real_file
from benchmarks.support.figures import Figure
from slm_core.evaluation.floors import counting_floors
from slm_core.evaluation.memorisation.memorise import LEAST, find_copies
from slm_core.evaluation.report import Continuation
from slm_core.hardware.machine import describe_machine
from slm_core.metrics.evaluate import predict_tokens
from slm_core.metrics.kneser_ney import KneserNey
from slm_core.metrics.overlap import NgramIndex
from slm_core.models.registry import build
from slm_core.models.settings import LstmSettings
from slm_core.tokenizers.settings import TokenizerSettings
from slm_core.tokenizers.train import train_tokenizer
from slm_core.training.dataloader import Batch, BpttLoader
from slm_core.training.optim.optimizers import make_optimizer, warm_up_optimizers
from slm_core.training.settings import TrainingSettings
from slm_core.training.trainer import Trainer

_MODEL = LstmSettings(hidden_size=256, embedding_size=256)
_TRAINING = TrainingSettings(batch_size=64, sequence_length=64)
_STEPS = 40
_TOKENS_A_STEP = _TRAINING.batch_size * _TRAINING.sequence_length
_JUDGED = 111_000
"""Characters of tiny-shakespeare's last tenth."""
_COPIED = 10_000_000
"""Characters of a training text in which copies are looked for."""


def main(arguments: list[str] | None = None) -> int:
    """Measure, print the table; 1 where a target is missed."""
    if arguments is None and sys.argv[1:] == ["kneser-ney"]:
        return _count_wikitext()
    torch.set_num_threads(describe_machine().cores)
    warm_up_optimizers()
    measures = {
        "evaluation": (_evaluation, 3),
        "kneser-ney": (_kneser_ney, 1),
        "floors": (_floors, 1),
        "copies": (_copies, 3),
    }
    return measure_all(measures, arguments, program="benchmarks.scores", about=__doc__)


def _evaluation(count: int) -> list[Figure]:
    """A character LSTM that trains, and predicts every token of a part."""
    text = real_file("tinyshakespeare", "input.txt").read_text(encoding="utf-8")
    tokenizer = train_tokenizer([text], TokenizerSettings(kind="char"))
    ids = tokenizer.encode(text).astype(np.uint16)
    torch.manual_seed(1)
    model = build(_MODEL, tokenizer.vocabulary_size).train()
    optimizer = make_optimizer(model, _TRAINING)
    trainer = Trainer(model, optimizer, _TRAINING, torch.Generator().manual_seed(1))
    loader = BpttLoader(ids, _TRAINING.batch_size, _TRAINING.sequence_length, 1)
    batches = loader.batches(trainer.state.loader)
    speeds, shares, of_cores = [], [], []
    for _ in range(count):
        training = _rate(lambda: _train(trainer, batches), _STEPS * _TOKENS_A_STEP)
        judging = _rate(lambda: predict_tokens(model, ids[-_JUDGED:]), _JUDGED)
        speeds.append(judging[0] / 1e3)
        shares.append(judging[0] / training[0])
        of_cores.append(judging[1] / training[1])
    return [
        Figure("evaluation: every token of a part", "ktok/s", tuple(speeds)),
        Figure("evaluation: beside training", "×", tuple(shares), 3, at_least=True),
        Figure("the same, by seconds of all cores", "×", tuple(of_cores), 3, at_least=True),
    ]


def _train(trainer: Trainer, batches: Iterator[Batch]) -> None:
    for _ in range(_STEPS):
        trainer.training_step(next(batches), rate=1e-3)


def _rate(work: Callable[[], object], tokens: int) -> tuple[float, float]:
    """Tokens by second, of the clock and of all cores together."""
    began, used = time.perf_counter(), time.process_time()
    work()
    return tokens / (time.perf_counter() - began), tokens / (time.process_time() - used)


def _kneser_ney(count: int) -> list[Figure]:
    """In a process of its own, so that its memory is its own."""
    told = [
        subprocess.run(
            [sys.executable, "-m", "benchmarks.scores", "kneser-ney"],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=True,
        ).stdout.split()
        for _ in range(count)
    ]
    return [
        Figure("Kneser–Ney, order 5, WikiText-2", "s", tuple(float(one[0]) for one in told), 60),
        Figure("Kneser–Ney: memory", "MB", tuple(float(one[1]) for one in told), 1500),
    ]


def _count_wikitext() -> int:
    words = real_file("wikitext-2", "train.txt").read_text(encoding="utf-8").split()
    kept, ids = np.unique(np.array(words), return_inverse=True)
    began = time.perf_counter()
    KneserNey(ids, len(kept), order=5)
    seconds = time.perf_counter() - began
    print(seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3)
    return 0


def _floors(count: int) -> list[Figure]:
    """Both Kneser–Ney models of a megabyte, as each evaluation counts them."""
    text = real_file("tinyshakespeare", "input.txt").read_text(encoding="utf-8")
    train, judged = text[:-_JUDGED], text[-_JUDGED:]
    seconds = [_seconds(lambda: counting_floors(train, judged)) for _ in range(count)]
    return [Figure("floors by counting, a megabyte", "s", tuple(seconds))]


def _copies(count: int) -> list[Figure]:
    """32 continuations of 240 characters and as many real ones, in ten megabytes."""
    text = real_file("wikitext-2", "train.txt").read_text(encoding="utf-8")
    held, train = text[:20_000], text[20_000 : 20_000 + _COPIED]
    written = [
        Continuation("", train[at : at + LEAST + 30] + held[at : at + 180], "")
        for at in range(0, 6_400, 200)
    ]
    real = [held[at : at + 240] for at in range(0, 7_680, 240)]
    index = NgramIndex(train)
    seconds = [_seconds(lambda: find_copies(written, real, index)) for _ in range(count)]
    return [Figure(f"copies in {len(train) / 1e6:.0f} MB", "s", tuple(seconds), 10)]


def _seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


if __name__ == "__main__":
    sys.exit(main())
