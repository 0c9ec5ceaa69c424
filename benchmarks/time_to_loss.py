"""Seconds to a loss on tiny-shakespeare, through the real trainer, beside nanoGPT's.

`python -m benchmarks.time_to_loss [--only NAME] [--repetitions N] [--json FILE]`. The text is
tinyshakespeare/input.txt in the folder that ARGOT_REAL_DATA names. ARGOT_NANOGPT names a checkout
of nanoGPT; where it does, its README's run for processors is made in turn with ours, and with
`--only others` on four other texts too, where ours gets a 30th to a 10th of its seconds. Each
score is of the whole last tenth, computed by code of its own (benchmarks/support/training.py).
Seconds are those of the trainer's clock, from the start of tokenizer training, with looks at the
validation part, checkpoints and samples; without imports and the final evaluation.
"""

import os
import re
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from benchmarks.support.command import measure_all
from benchmarks.support.data import real_file
from benchmarks.support.figures import Figure
from benchmarks.support.training import AGREE, Outcome, train_once

_TIMES_SOONER = 30.0
_CHARACTERS = ("--tokenizer", "char", "--set", "model.embedding_size=48")
PIECES = ("--tokenizer", "bpe", "--set", "tokenizer.vocabulary_size=768")


@dataclass(frozen=True)
class Recipe:
    """Settings for a budget, and what they should reach."""

    seconds: float
    target: float
    """Nats per character of the last tenth."""
    options: tuple[str, ...]
    hidden: int
    rate: float
    dropout: float = 0.0
    embedding_dropout: float = 0.0

    def run(self, text: Path | None = None) -> Outcome:
        """Train by it once, on tiny-shakespeare unless another text is named."""
        settings = {
            "model.hidden_size": self.hidden,
            "model.dropout": self.dropout,
            "model.embedding_dropout": self.embedding_dropout,
            "training.learning_rate": self.rate,
        }
        chosen = [part for name, value in settings.items() for part in ("--set", f"{name}={value}")]
        minutes = f"{self.seconds / 60:.6f}"
        text = text or shakespeare()
        return train_once(text, "--model", "lstm", "--minutes", minutes, *self.options, *chosen)


_WIDE = ("--set", "training.batch_size=96", "--set", "training.sequence_length=12")
_FLOAT32 = ("--set", "machine.precision=float32")
RECIPES = {
    "quick": Recipe(1.25, 1.88, (*_CHARACTERS, *_WIDE), 128, 0.032),
    "gpu": Recipe(24.0, 1.47, PIECES, 256, 0.012),
    "gpu32": Recipe(34.0, 1.47, (*PIECES, *_FLOAT32), 256, 0.012, 0.1),
    "minute": Recipe(60.0, 1.44, PIECES, 256, 0.012, 0.3, 0.05),
    "characters": Recipe(60.0, 1.55, ("--tokenizer", "char", *_FLOAT32), 256, 0.008, 0.1),
    "three": Recipe(174.0, 1.42, PIECES, 384, 0.008, 0.4, 0.1),
}
"""By name: the first two are nanoGPT's results on a processor and on a GPU."""


@dataclass(frozen=True)
class Other:
    """Another text, by what part of nanoGPT's seconds ours gets, and with what settings."""

    path: tuple[str, ...]
    sooner: float
    pieces: int
    """Byte pairs, which lose nothing whatever the signs."""
    hidden: int = 128
    rate: float = 0.032
    dropout: float = 0.0
    embedding_dropout: float = 0.0

    def recipe(self, seconds: float) -> Recipe:
        """For nanoGPT's seconds on this text."""
        cut = ("--tokenizer", "bpe", "--set", f"tokenizer.vocabulary_size={self.pieces}")
        shape = (self.hidden, self.rate, self.dropout, self.embedding_dropout)
        return Recipe(seconds / self.sooner, 0.0, (*cut, *_WIDE), *shape)


OTHERS = {
    "medical answers": Other(("medical_medquad", "medquad_niddk.txt"), 30, 384),
    "German law": Other(("de_gesetze", "bgb.md"), 30, 384),
    "Japanese novel": Other(("ja_soseki", "kokoro.txt"), 15, 1500, 128, 0.032, 0.15, 0.05),
    "Chinese recipes": Other(("zh_recipes", "howtocook.md"), 10, 1500, 192, 0.024, 0.1, 0.03),
}
"""Of thousands of signs there is more to learn before anything is known."""


def shakespeare() -> Path:
    """The text everybody measures with."""
    return real_file("tinyshakespeare", "input.txt")


def main(arguments: list[str] | None = None) -> int:
    """Measure, print the table; 1 where a target is missed."""
    measures = {
        name: (lambda count, name=name: _reached(name, count), 3 if recipe.seconds < 60 else 1)
        for name, recipe in RECIPES.items()
        if name != "quick"
    }
    measures = {"quick": (_beside_nanogpt, 3), **measures}
    seldom = ["gpu32"]
    if os.environ.get("ARGOT_NANOGPT"):
        measures["others"] = (_others, 1)
        seldom.append("others")
    return measure_all(
        measures, arguments, program="benchmarks.time_to_loss", about=__doc__, seldom=seldom
    )


def _reached(name: str, count: int) -> list[Figure]:
    return _figures(name, [_checked(RECIPES[name].run()) for _ in range(count)])


def _figures(name: str, outcomes: list[Outcome]) -> list[Figure]:
    recipe = RECIPES[name]
    scores, seconds = ([getattr(o, field) for o in outcomes] for field in ("recomputed", "seconds"))
    about = f"{name}, {recipe.seconds:g} s"
    return [
        Figure(f"{about}: nats per character", "nats", tuple(scores), target=recipe.target),
        Figure(f"{about}: seconds on the clock", "s", tuple(seconds)),
        Figure(f"{about}: the whole command", "s", tuple(o.whole for o in outcomes)),
        Figure(f"{about}: speed", "ktok/s", tuple(o.tokens_per_second / 1e3 for o in outcomes)),
    ]


def _checked(outcome: Outcome) -> Outcome:
    apart = abs(outcome.told - outcome.recomputed)
    if apart > AGREE:
        sys.exit(f"The library says {outcome.told:.4f} nats, other code {outcome.recomputed:.4f}.")
    return outcome


def _beside_nanogpt(count: int) -> list[Figure]:
    checkout = os.environ.get("ARGOT_NANOGPT")
    outcomes, theirs = [], []
    for _ in range(count):
        outcomes.append(_checked(RECIPES["quick"].run()))
        if checkout:
            theirs.append(nanogpt(Path(checkout)))
    figures = _figures("quick", outcomes)
    if theirs:
        ratios = tuple(t.seconds / o.seconds for t, o in zip(theirs, outcomes, strict=True))
        figures += [
            Figure("nanoGPT on a processor: its last loss", "nats", tuple(t.loss for t in theirs)),
            Figure("nanoGPT: seconds of its steps", "s", tuple(t.seconds for t in theirs)),
            Figure("nanoGPT: the whole process", "s", tuple(t.whole for t in theirs)),
            Figure("quick is so many times sooner", "×", ratios, _TIMES_SOONER, at_least=True),
        ]
    return figures


def _others(count: int) -> list[Figure]:
    """Ours after a small part of its seconds, against its last loss."""
    figures = []
    for name, other in OTHERS.items():
        text, ours, theirs = real_file(*other.path), [], []
        for _ in range(count):
            theirs.append(nanogpt(Path(os.environ["ARGOT_NANOGPT"]), text=text))
            ours.append(_checked(other.recipe(theirs[-1].seconds).run(text)))
        losses = tuple(one.loss for one in theirs)
        scores = tuple(one.recomputed for one in ours)
        figures += [
            Figure(f"{name}: nanoGPT's last loss", "nats", losses),
            Figure(f"{name}: its seconds", "s", tuple(one.seconds for one in theirs)),
            Figure(
                f"{name}: ours after a {other.sooner:g}th of them", "nats", scores, median(losses)
            ),
        ]
    return figures


@dataclass(frozen=True)
class NanoGpt:
    """One run of nanoGPT."""

    loss: float
    """On its validation text, by its own estimate at the last step, nats per character."""
    best: float
    """The smallest such estimate."""
    seconds: float
    """Of its steps; where it evaluated in one, the median step is counted instead."""
    until_best: float
    """Of those until the smallest."""
    whole: float


THEIR_RUN = (
    "config/train_shakespeare_char.py --device=cpu --compile=False --eval_iters=20 "
    "--log_interval=1 --block_size=64 --batch_size=12 --n_layer=4 --n_head=4 --n_embd=128 "
    "--max_iters=2000 --lr_decay_iters=2000 --dropout=0.0"
)
"""What its README has for processors."""


def nanogpt(checkout: Path, arguments: str = THEIR_RUN, *, text: Path | None = None) -> NanoGpt:
    """Its run with these arguments, by characters, in a copy of the checkout."""
    with TemporaryDirectory() as folder:
        copy = Path(folder) / "nanogpt"
        shutil.copytree(checkout, copy, ignore=shutil.ignore_patterns(".git"))
        data = copy / "data" / "shakespeare_char"
        shutil.copy(text or shakespeare(), data / "input.txt")
        subprocess.run([sys.executable, "prepare.py"], cwd=data, check=True, capture_output=True)
        command = [sys.executable, "train.py", *arguments.split()]
        began = time.perf_counter()
        ended = subprocess.run(command, cwd=copy, stdout=subprocess.PIPE, text=True, check=True)
        return _read(ended.stdout, whole=time.perf_counter() - began)


def _read(log: str, *, whole: float) -> NanoGpt:
    losses = [(int(n), float(x)) for n, x in re.findall(r"step (\d+): .*val loss ([\d.]+)", log)]
    evaluated = {step for step, _ in losses}
    times = re.findall(r"iter (\d+): loss [\d.]+, time ([\d.]+)ms", log)
    usual = median(float(ms) for step, ms in times if int(step) not in evaluated) / 1e3
    seconds = {int(n): usual if int(n) in evaluated else float(ms) / 1e3 for n, ms in times}
    best, at = min((loss, step) for step, loss in losses)
    until = sum(own for step, own in seconds.items() if step < at)
    return NanoGpt(losses[-1][1], best, sum(seconds.values()), until, whole)


if __name__ == "__main__":
    sys.exit(main())
