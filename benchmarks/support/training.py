"""Runs of the command line, each in a workspace of its own, scored again by other code.

The score is computed in a few lines that share nothing with `slm_core.evaluation`: the last tenth
of the text as one stream, every token predicted once, total nats divided by its characters.
"""

import json
import math
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch.nn import functional

from benchmarks.support.data import ROOT
from benchmarks.support.workplace import temporary_home
from slm_core.runs.load_model import load_run_model
from slm_core.runs.run import open_run
from slm_core.tokenizers.tokenizer import EOS
from slm_core.workspace import open_workspace

AGREE = 0.002
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
    """From the start of tokenizer training to the last step, looks and samples included."""
    whole: float
    """Of the whole command, imports and final evaluation included."""
    tokens_per_second: float


def train_once(text: Path, *options: str) -> Outcome:
    """`train TEXT OPTIONS` on nine tenths, and its score on the last."""
    with temporary_home() as home:
        began = time.perf_counter()
        told = told_by(home, [str(text), "--split", "90/10/0", *options])
        whole = time.perf_counter() - began
        recomputed = nats_per_character(home, told["run"], text.read_text(encoding="utf-8"))
    score = told["validation"]["nats_per_character"]
    return Outcome(score, recomputed, told["seconds"], whole, told["tokens_per_second"])


def told_by(home: Path, arguments: list[str]) -> dict[str, Any]:
    """What `train ARGUMENTS --json` prints, in the workspace `home`."""
    command = [sys.executable, "-m", "slm_core", "train", *arguments]
    command += ["--json", "--workspace", str(home)]
    ended = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True)
    return json.loads(ended.stdout)


def last_tenth(text: str) -> str:
    """What a split of 90/10/0 leaves for validation."""
    return text[math.floor(len(text) * 0.9) :]


@torch.inference_mode()
def nats_per_character(home: Path, run: str, text: str) -> float:
    """Nats of every token of the last tenth, read as one stream, divided by its characters."""
    loaded = load_run_model(open_run(open_workspace(home), run))
    part = last_tenth(text)
    tokens = loaded.tokenizer.encode(part)
    assert loaded.tokenizer.decode(tokens) == part, "nothing may be lost, or it would be free"
    ids = torch.tensor([EOS, *tokens.tolist()])  # (tokens + 1)
    nats, state = 0.0, None
    for start in range(0, len(tokens), _CHUNK):
        inputs = ids[start : start + _CHUNK + 1]
        logits, state = loaded.model(inputs[None, :-1], state)  # (1, chunk, vocabulary)
        losses = functional.cross_entropy(logits[0].double(), inputs[1:], reduction="sum")
        nats += float(losses)
    return nats / len(part)
