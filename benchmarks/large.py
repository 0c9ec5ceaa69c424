"""A file of 1 GB to a corpus and to tokens: how much memory that takes, and how long.

`python -m benchmarks.large HOME CORPUS` is the process whose memory is watched while it makes the
tokens; it loads what a trainer does.
"""

import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import psutil

from benchmarks.support.data import ROOT, real_file
from benchmarks.support.figures import Figure
from benchmarks.support.workplace import temporary_home

MEMORY_TARGET = 1_500
"""MB of all processes together, or fewer."""
_SIZE = 1_000_000_000
_DISK = 6 * _SIZE
_EVERY = 0.2
"""Seconds between two looks at the memory."""


@dataclass(frozen=True)
class Watched:
    """What a command and the processes it started took."""

    seconds: float
    memory: float
    """MB at the most, of all together; what they share is counted once."""
    core_seconds: float
    """Of all cores together."""
    share: float
    """Percent of the cores' time that they used of what others left: idle time is the rest."""
    output: str


def large(repetitions: int) -> list[Figure]:
    """Files to a corpus, to tokens, and to a corpus by a recipe with another last step."""
    free = shutil.disk_usage(tempfile.gettempdir()).free
    if free < _DISK:
        sys.exit(
            f"There are {free / 1e9:.1f} GB free in {tempfile.gettempdir()}; this takes "
            f"{_DISK / 1e9:.0f}. Set TMPDIR to a folder with more room."
        )
    rounds = [_round() for _ in range(repetitions)]
    figures = []
    for name in rounds[0]:
        found = [one[name] for one in rounds]
        memory = tuple(one.memory for one in found)
        figures += [
            Figure(f"{name}: memory at the most", "MB", memory, target=MEMORY_TARGET),
            Figure(f"{name}: time", "s", tuple(one.seconds for one in found)),
            Figure(f"{name}: cores' time", "s", tuple(one.core_seconds for one in found)),
            Figure(f"{name}: of cores left", "%", tuple(one.share for one in found)),
        ]
    return figures


def _round() -> dict[str, Watched]:
    with temporary_home() as home:
        file = home.parent / "large.txt"
        write_varied(file, _SIZE)
        again = home.parent / "again.json"
        steps = [{"step": "unicode"}, {"step": "whitespace"}]
        steps += [{"step": "exact_duplicates", "of": "paragraphs"}]
        again.write_text(json.dumps(steps))
        add = [sys.executable, "-m", "slm_core", "corpus", "add", str(file), "--json"]
        add += ["--workspace", str(home), "--recipe"]
        added = watched([*add, "light"])
        corpus = json.loads(added.output)["corpus"]
        cut = watched([sys.executable, "-m", "benchmarks.large", str(home), corpus])
        return {
            "1 GB, corpus add": added,
            "1 GB, tokens": cut,
            "1 GB, last step changed": watched([*add, str(again)]),
        }


def write_varied(file: Path, size: int) -> None:
    """So many bytes, in which hardly a line comes twice."""
    lines = real_file("wikitext-2", "train.txt").read_text(encoding="utf-8").split("\n")
    rng = random.Random(1)
    with open(file, "w", encoding="utf-8") as out:
        while out.tell() < size:
            rng.shuffle(lines)
            out.write("".join(f"{line}{rng.randrange(10**6)}\n" for line in lines))


def watched(command: list[str]) -> Watched:
    """Run a command to its end. Raises CalledProcessError where it fails."""
    before, idle, started = _core_seconds(), _idle_seconds(), time.perf_counter()
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    most = 0.0
    while process.poll() is None:
        most = max(most, _memory(process.pid))
        time.sleep(_EVERY)
    seconds = time.perf_counter() - started
    assert process.stdout is not None
    output = process.stdout.read()
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command, output)
    busy, idle = _core_seconds() - before, _idle_seconds() - idle
    return Watched(seconds, most, busy, 100 * busy / (busy + idle), output)


def _memory(pid: int) -> float:
    """MB of a process and all it started."""
    total = 0
    try:
        root = psutil.Process(pid)
        found = [root, *root.children(recursive=True)]
    except psutil.NoSuchProcess:
        return 0.0
    for process in found:
        try:
            info = process.memory_full_info()
        except psutil.NoSuchProcess:
            continue
        total += getattr(info, "pss", info.rss)  # only Linux tells what is shared
    return total / 1e6


def _core_seconds() -> float:
    """Of all processes that this one has waited for, and those that they have."""
    spent = os.times()
    return spent.children_user + spent.children_system


def _idle_seconds() -> float:
    """Of all cores of the machine."""
    spent = psutil.cpu_times()
    return spent.idle + getattr(spent, "iowait", 0.0)


def _make_tokens(home: str, corpus_id: str) -> None:
    from slm_core.corpus.split import SplitSettings  # noqa: PLC0415 whoever measures needs no torch
    from slm_core.corpus.store import open_corpus  # noqa: PLC0415
    from slm_core.tokenizers.encoded.token_store import prepare_tokens  # noqa: PLC0415
    from slm_core.tokenizers.settings import TokenizerSettings  # noqa: PLC0415
    from slm_core.workspace import open_workspace  # noqa: PLC0415

    workspace = open_workspace(home)
    settings = TokenizerSettings(kind="bpe", vocabulary_size=8_000)
    prepare_tokens(workspace, open_corpus(workspace, corpus_id), SplitSettings(), settings)


if __name__ == "__main__":
    _make_tokens(*sys.argv[1:])
