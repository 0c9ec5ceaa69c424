"""How much a model learns in its first minute: the command line, three times, and the median.

`python -m benchmarks.first_minute [--repetitions N] [--minutes M] [--json FILE]`. The text is
tinyshakespeare/input.txt in the folder that ARGOT_REAL_DATA names, by default ../shared/data.
The score is computed again here, in a few lines that share nothing with `slm_core.evaluation`.
The exit status is 1 where the target is missed, or where the two scores differ.
"""

import argparse
import json
import math
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch.nn import functional

from benchmarks.data import ROOT, real_file
from benchmarks.figures import Figure, table
from benchmarks.machine import described, machine
from benchmarks.workplace import temporary_home
from slm_core.runs.model import load_run_model
from slm_core.runs.run import open_run
from slm_core.tokenizers.tokenizer import END
from slm_core.workspace import open_workspace

TARGET = 1.60
"""Nats per character, or fewer."""
_AGREE = 0.002
"""Nats by which the two scores may differ: the library reads the text as 32 streams side by side,
each with a warm-up, and this file as one."""
_CHUNK = 2048


@dataclass(frozen=True)
class Outcome:
    """One run."""

    told: float
    """Nats per character of the last tenth, as the command line gave it."""
    recomputed: float
    seconds: float
    """Of training, as the command line gave them."""
    tokens_per_second: float


def main(arguments: list[str] | None = None) -> int:
    """Train, score again, print the table; 1 where the target is missed or the scores differ."""
    options = _options(arguments)
    text = real_file("tinyshakespeare", "input.txt")
    about = machine()
    print(described(about), flush=True)
    outcomes = []
    for number in range(options.repetitions):
        print(f"training: {number + 1} of {options.repetitions}", file=sys.stderr, flush=True)
        outcomes.append(train_once(text, minutes=options.minutes))
    figures = _figures(outcomes, minutes=options.minutes)
    print("\n" + table(figures))
    if options.json:
        found = {"machine": about, "figures": [figure.to_json() for figure in figures]}
        options.json.write_text(json.dumps(found, indent=2, ensure_ascii=False) + "\n")
    apart = max(abs(outcome.told - outcome.recomputed) for outcome in outcomes)
    print(f"\nThe two scores differ by at most {apart:.5f} nats.")
    return int(apart > _AGREE or any(figure.verdict == "missed" for figure in figures))


def train_once(text: Path, *, minutes: float) -> Outcome:
    """One run of the command line in a workspace of its own, and its score computed again."""
    with temporary_home() as home:
        options = ["--tokenizer", "char", "--model", "lstm", "--minutes", f"{minutes:g}"]
        options += ["--split", "90/10/0", "--json", "--workspace", str(home)]
        command = [sys.executable, "-m", "slm_core", "train", str(text), *options]
        ended = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True)
        told: dict[str, Any] = json.loads(ended.stdout)
        recomputed = nats_per_character(home, told["run"], text.read_text(encoding="utf-8"))
    score = told["validation"]["nats_per_character"]
    return Outcome(score, recomputed, told["seconds"], told["tokens_per_second"])


def last_tenth(text: str) -> str:
    """What a split of 90/10/0 leaves for validation."""
    return text[math.floor(len(text) * 0.9) :]


@torch.inference_mode()
def nats_per_character(home: Path, run: str, text: str) -> float:
    """Nats of every character of the last tenth, read as one stream, divided by their number."""
    loaded = load_run_model(open_run(open_workspace(home), run))
    part = last_tenth(text)
    ids = torch.tensor([END, *loaded.tokenizer.encode(part).tolist()])  # (characters + 1)
    assert len(ids) == len(part) + 1, "one token is one character here"
    nats, state = 0.0, None
    for start in range(0, len(part), _CHUNK):
        inputs = ids[start : start + _CHUNK + 1]
        logits, state = loaded.model(inputs[None, :-1], state)  # (1, chunk, vocabulary)
        losses = functional.cross_entropy(logits[0].double(), inputs[1:], reduction="sum")
        nats += float(losses)
    return nats / len(part)


def _figures(outcomes: list[Outcome], *, minutes: float) -> list[Figure]:
    name = f"characters, {minutes:g} minutes"
    return [
        Figure(f"{name}, validation", "nats", tuple(o.told for o in outcomes), target=TARGET),
        Figure(f"{name}, computed again", "nats", tuple(o.recomputed for o in outcomes)),
        Figure(f"{name}, seconds of training", "s", tuple(o.seconds for o in outcomes)),
        Figure(f"{name}, speed", "ktok/s", tuple(o.tokens_per_second / 1000 for o in outcomes)),
    ]


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.first_minute", description=__doc__)
    parser.add_argument("--repetitions", type=int, default=3, help="how many runs")
    parser.add_argument("--minutes", type=float, default=1.0, help="budget of each")
    parser.add_argument("--json", type=Path, metavar="FILE", help="also write all values there")
    options = parser.parse_args(arguments)
    if options.repetitions < 1:
        parser.error(f"--repetitions is {options.repetitions}; it must be 1 or more.")
    return options


if __name__ == "__main__":
    sys.exit(main())
