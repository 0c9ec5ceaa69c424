"""Bits per byte after so many minutes: architectures by real corpora, one table.

`python -m benchmarks.minutes [--minutes M] [--models lstm,gru] [--corpora "NAME,…"] [--set
SECTION.NAME=VALUE …] [--json FILE]`. Every run is `python -m slm_core train FILE --model KIND
--minutes M`, with nothing else named but what --set says: the settings are those that anybody gets.
The score is that of the whole validation part. The corpora are in the folder that ARGOT_REAL_DATA
names.
"""

import argparse
import json
import sys
from collections.abc import Callable, Collection, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from benchmarks.machine import described, machine
from benchmarks.support.data import real_file
from benchmarks.support.training import told_by
from benchmarks.support.workplace import temporary_home
from slm_core.models.settings import MODEL_SETTINGS

CORPORA = {
    "shakespeare": ("tinyshakespeare/input.txt",),
    "medical answers": ("medical_medquad/medquad_niddk.txt",),
    "Chinese recipes": ("zh_recipes/howtocook.md",),
    "Chinese medicine": ("zh_medical_gb18030/neike_5000-6000.gb18030.csv", "--column", "answer"),
    "Japanese novel": ("ja_soseki/kokoro.txt",),
    "German law": ("de_gesetze/bgb.md",),
}
"""By name: file in the folder, and what `train` is told of it."""


@dataclass(frozen=True)
class Cell:
    """One run."""

    corpus: str
    model: str
    bits_per_byte: float
    tokens_per_second: float
    steps: int
    parameters: int


def main(arguments: list[str] | None = None) -> int:
    """Train them all, one after the other, and print the table as it grows."""
    options = _options(arguments)
    about = machine()
    print(described(about), flush=True)
    cells: list[Cell] = []
    for corpus in options.corpora:
        for model in options.models:
            cells.append(measured(corpus, model, options.set, minutes=options.minutes))
            print(f"measured: {cells[-1]}", file=sys.stderr, flush=True)
    print(f"\nbits per byte after {options.minutes:g} minutes\n\n{table(cells)}")
    print(f"\nload after: {machine()['load before']}")
    if options.json:
        runs = [asdict(cell) for cell in cells]
        found = {"machine": about, "minutes": options.minutes, "set": options.set, "runs": runs}
        options.json.write_text(json.dumps(found, indent=2, ensure_ascii=False) + "\n")
    return 0


def measured(corpus: str, model: str, chosen: Sequence[str], *, minutes: float) -> Cell:
    """One run, in a workspace of its own; `chosen` as --set has it."""
    path, *named = CORPORA[corpus]
    file = str(real_file(*path.split("/")))
    with temporary_home() as home:
        changed = [f"--set={one}" for one in chosen]
        told = told_by(
            home, [file, *named, "--model", model, "--minutes", f"{minutes:g}", *changed]
        )
    score = told["validation"]["bits_per_byte"]
    speed, steps = told["tokens_per_second"], told["steps"]
    return Cell(corpus, model, score, speed, steps, told["parameters"])


def table(cells: list[Cell]) -> str:
    """A row for each corpus, a column for each architecture, the best of a row in bold."""
    models = list(dict.fromkeys(cell.model for cell in cells))
    lines = ["| corpus | " + " | ".join(models) + " |", "|---" * (len(models) + 1) + "|"]
    for corpus in dict.fromkeys(cell.corpus for cell in cells):
        row = {cell.model: cell.bits_per_byte for cell in cells if cell.corpus == corpus}
        best = min(row.values())
        shown = [_written(row.get(model), best) for model in models]
        lines.append(f"| {corpus} | " + " | ".join(shown) + " |")
    return "\n".join(lines)


def _written(score: float | None, best: float) -> str:
    if score is None:
        return "–"
    return f"**{score:.3f}**" if score == best else f"{score:.3f}"


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.minutes", description=__doc__)
    parser.add_argument("--minutes", type=float, default=1.0, help="budget of each run")
    parser.add_argument("--models", type=_names(MODEL_SETTINGS), default=list(MODEL_SETTINGS))
    parser.add_argument("--corpora", type=_names(CORPORA), default=list(CORPORA))
    parser.add_argument(
        "--set", action="append", default=[], metavar="SECTION.NAME=VALUE", help="for every run"
    )
    parser.add_argument("--json", type=Path, metavar="FILE", help="also write all values there")
    return parser.parse_args(arguments)


def _names(known: Collection[str]) -> Callable[[str], list[str]]:
    def parsed(text: str) -> list[str]:
        names = [name.strip() for name in text.split(",")]
        for name in names:
            if name not in known:
                raise argparse.ArgumentTypeError(f"{name} is none of {', '.join(known)}")
        return names

    return parsed


if __name__ == "__main__":
    sys.exit(main())
