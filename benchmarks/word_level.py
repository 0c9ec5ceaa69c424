"""Perplexity on WikiText-2 after as many minutes as pytorch/examples' LSTM gets.

`python -m benchmarks.word_level [--minutes M] [--json FILE]`. ARGOT_EXAMPLES names a checkout of
pytorch/examples; its model (word_language_model/model.py) learns as its main.py makes it by
default, in a process of its own. Vocabulary and tokens are as its data.py has them: 33,278 words
between blanks, one more at each line's end, nothing unknown that is not in the files already. Both
then predict the whole test part once, state carried. Minutes are those of learning: reading the
files and evaluating are on neither clock, but ours has its looks on it.
"""

import argparse
import copy
import json
import math
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import nn
from torch.nn import functional

from benchmarks.machine import described, machine
from benchmarks.support.data import ROOT, real_file
from benchmarks.support.figures import Figure, table
from slm_core.hardware.machine import describe_machine
from slm_core.metrics.evaluate import evaluate
from slm_core.metrics.ngram import token_frequencies
from slm_core.models.registry import build
from slm_core.models.settings import LstmSettings, ModelSettings
from slm_core.processes.spawn import environment, training_variables
from slm_core.tokenizers.encoded.split_stats import SplitStats
from slm_core.training.dataloader import BpttLoader
from slm_core.training.distributed.thread_replicas import ThreadReplicas
from slm_core.training.loop import train
from slm_core.training.optim.optimizers import make_optimizer, warm_up_optimizers
from slm_core.training.settings import BudgetSettings, TrainingSettings
from slm_core.training.stopping.budget import Budget, Clock
from slm_core.training.trainer import Trainer
from slm_core.training.validation import TrainingData

MODEL = LstmSettings(hidden_size=256, embedding_size=256, dropout=0.2, output="adaptive")
TRAINING = TrainingSettings(batch_size=32, sequence_length=32, learning_rate=0.006)
_THEIR_BATCH, _THEIR_LENGTH, _THEIR_RATE, _THEIR_CLIP = 20, 35, 20.0, 0.25
"""Defaults of main.py, as are 200 units in two layers and a dropout of 0.2."""


def main(arguments: list[str] | None = None) -> int:
    """Train both, print the table; 1 where ours is not the better one."""
    options = _options(arguments)
    if options.side:
        print(json.dumps(SIDES[options.side](options.minutes)))
        return 0
    if not os.environ.get("ARGOT_EXAMPLES"):
        sys.exit("Set ARGOT_EXAMPLES to a checkout of pytorch/examples to compare with.")
    about = machine()
    print(described(about), flush=True)
    scores = {side: _in_a_process(side, options.minutes) for side in SIDES}
    theirs = scores["theirs"]["perplexity"]
    name = f"{options.minutes:g} minutes, test perplexity"
    figures = [
        Figure(f"{name}, word_language_model", "", (theirs,)),
        Figure(f"{name}, ours", "", (scores["ours"]["perplexity"],), target=theirs),
    ]
    print("\n" + table(figures))
    print(f"\n{scores}\nload after: {machine()['load before']}")
    if options.json:
        options.json.write_text(json.dumps({"machine": about, "scores": scores}, indent=2) + "\n")
    return int(any(figure.verdict == "missed" for figure in figures))


def ours(minutes: float) -> dict[str, float]:
    """The library's loop over the ids: schedule, looks and all."""
    torch.set_num_threads(describe_machine().cores)
    trainer, looks = learned(MODEL, TRAINING, minutes, device=torch.device("cpu"))
    found = evaluate(trainer.model, word_ids()[0]["test"])
    tokens = float(trainer.state.tokens)
    perplexity = math.exp(found.nats / found.predictions)
    return {"perplexity": perplexity, "seconds": looks[-1].seconds, "tokens": tokens}


@dataclass(frozen=True)
class Look:
    """At a sample of the validation part, on the way."""

    seconds: float
    epoch: float
    perplexity: float


def learned(
    model: ModelSettings, training: TrainingSettings, minutes: float, *, device: torch.device
) -> tuple[Trainer, list[Look]]:
    """A network with its best weights after so many minutes with the words of WikiText-2."""
    parts, size = word_ids()
    torch.manual_seed(training.seed)
    warm_up_optimizers()
    network = build(model, size)
    network.init_output_bias(torch.from_numpy(token_frequencies(parts["train"], size)).float())
    network = network.to(device)
    generator = torch.Generator().manual_seed(training.seed)
    trainer = Trainer(network, make_optimizer(network, training), training, generator)
    if device.type == "cpu":
        dtype = torch.bfloat16 if describe_machine().bfloat16 else torch.float32
        trainer.replicas = ThreadReplicas(network, describe_machine().cores, dtype=dtype)
    else:
        trainer.mixed_precision = True
    streams = BpttLoader(
        parts["train"], training.batch_size, training.sequence_length, training.seed
    )
    count = len(parts["valid"])
    data = TrainingData(streams, parts["valid"], SplitStats(count, count, count, 0, 0.0))
    plan = Budget(BudgetSettings(minutes=minutes), streams.steps_per_epoch)
    clock, looks = Clock(), []
    clock.start()
    for report in train(trainer, data, plan, clock):
        if report.validation is not None:
            epoch = trainer.state.tokens / len(parts["train"])
            looks.append(Look(clock.seconds(), epoch, report.validation.perplexity))
    trainer.restore_best()
    return trainer, looks


def theirs(minutes: float) -> dict[str, float]:
    """Their network, their rule: plain steps of 20 over gradients of length 0.25 at most, of a
    quarter of that after each reading that did not help; the best weights count."""
    sys.path.insert(0, str(Path(os.environ["ARGOT_EXAMPLES"]) / "word_language_model"))
    from model import RNNModel  # noqa: PLC0415  # ty: ignore[import-not-found]

    parts, size = word_ids()
    torch.manual_seed(1111)
    model = RNNModel("LSTM", size, 200, 200, 2, 0.2, False)
    tokens, rate, clock = 0, _THEIR_RATE, Clock()
    best, kept = math.inf, copy.deepcopy(model.state_dict())
    while clock.seconds() < 60 * minutes:
        clock.start()
        tokens += _their_reading(model, parts["train"], rate, clock, until=60 * minutes)
        clock.stop()
        score = _their_score(model, parts["valid"])
        if score < best:
            best, kept = score, copy.deepcopy(model.state_dict())
        else:
            rate /= 4
    model.load_state_dict(kept)
    perplexity = _their_score(model, parts["test"])
    return {"perplexity": perplexity, "seconds": clock.seconds(), "tokens": tokens}


def _their_reading(model: Any, ids: np.ndarray, rate: float, clock: Clock, *, until: float) -> int:
    """One reading of the text, or what of it fits; how many tokens it was."""
    model.train()
    hidden, tokens = model.init_hidden(_THEIR_BATCH), 0
    for inputs, targets in _their_batches(ids, _THEIR_BATCH):
        model.zero_grad()
        hidden = tuple(part.detach() for part in hidden)
        output, hidden = model(inputs, hidden)
        functional.nll_loss(output, targets).backward()
        nn.utils.clip_grad_norm_(model.parameters(), _THEIR_CLIP)
        for parameter in model.parameters():
            parameter.data.add_(parameter.grad, alpha=-rate)
        tokens += inputs.numel()
        if clock.seconds() >= until:
            break
    return tokens


@torch.inference_mode()
def _their_score(model: Any, ids: np.ndarray) -> float:
    model.eval()
    nats, count, hidden = 0.0, 0, model.init_hidden(10)
    for inputs, targets in _their_batches(ids, 10):
        output, hidden = model(inputs, hidden)
        nats += float(functional.nll_loss(output, targets, reduction="sum"))
        count += len(targets)
    return math.exp(nats / count)


def _their_batches(ids: np.ndarray, batch: int) -> Iterator[tuple[torch.Tensor, torch.Tensor]]:
    """(time, batch) and (time × batch): columns one after the other, what is left over left out."""
    length = len(ids) // batch
    columns = torch.from_numpy(ids[: length * batch].astype(np.int64)).view(batch, length).t()
    for start in range(0, length - 1, _THEIR_LENGTH):
        end = min(start + _THEIR_LENGTH, length - 1)
        yield columns[start:end].contiguous(), columns[start + 1 : end + 1].reshape(-1)


def word_ids() -> tuple[dict[str, np.ndarray], int]:
    """Ids of the three parts, and how many words there are; frequent words first.

    Only their numbering differs from theirs, which counts by first occurrence.
    """
    texts = {
        name: [
            word
            for line in real_file("wikitext-2", f"{name}.txt").read_text("utf-8").split("\n")[:-1]
            for word in (*line.split(), "<eos>")
        ]
        for name in ("train", "valid", "test")
    }
    counts: dict[str, int] = {}
    for word in texts["train"]:
        counts[word] = counts.get(word, 0) + 1
    for name in ("valid", "test"):
        for word in texts[name]:
            counts.setdefault(word, 0)
    ordered = sorted(counts, key=lambda word: -counts[word])
    index = {word: place for place, word in enumerate(ordered)}
    ids = {name: np.array([index[w] for w in words], np.uint32) for name, words in texts.items()}
    return ids, len(ordered)


SIDES = {"theirs": theirs, "ours": ours}


def _in_a_process(side: str, minutes: float) -> dict[str, float]:
    command = [sys.executable, "-m", "benchmarks.word_level", "--side", side]
    command += ["--minutes", f"{minutes:g}"]
    # Ours as the trainer has it; theirs as anybody runs it.
    ours = side == "ours"
    as_a_trainer = environment(**training_variables(describe_machine().cores))
    ended = subprocess.run(
        command,
        cwd=ROOT,
        env=as_a_trainer if ours else None,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return json.loads(ended.stdout.splitlines()[-1])


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.word_level", description=__doc__)
    parser.add_argument("--minutes", type=float, default=5.0, help="of learning, for each")
    parser.add_argument("--side", choices=tuple(SIDES), help="train this one only, and print JSON")
    parser.add_argument("--json", type=Path, metavar="FILE", help="also write all values there")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
