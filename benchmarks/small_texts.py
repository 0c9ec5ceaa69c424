"""What is promised of a small text, and what came: score and speed, on texts of 1 to 100 kB.

`python -m benchmarks.small_texts [--minutes M] [--kilobytes 1,3,10] [--json FILE]`. Each text is
the beginning of a larger one; `preflight` promises with nothing but the minutes named, and `train`
with the same options shows what came. The promised score is the middle of the band. The sample
corpora are in this repository, the others in the folder that ARGOT_REAL_DATA names.
"""

import argparse
import json
import math
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from benchmarks.machine import described, machine
from benchmarks.support.data import ROOT, real_file
from benchmarks.support.training import told_by
from benchmarks.support.workplace import temporary_home

WITHIN = 0.2
"""Share by which what came may differ from what was promised."""
TEXTS: dict[str, Callable[[], str]] = {
    "health news": lambda: _sample("health_news"),
    "Shakespeare": lambda: real_file("tinyshakespeare", "input.txt").read_text("utf-8"),
    "medical answers": lambda: real_file("medical_medquad", "medquad_niddk.txt").read_text("utf-8"),
}


@dataclass(frozen=True)
class Promise:
    """One text of one size: what was told of it beforehand, and what came."""

    text: str
    kilobytes: float
    parameters: int
    low: float | None
    high: float | None
    came: float
    speed_promised: float
    speed_came: float
    steps: int
    readings: float

    @property
    def score_apart(self) -> float | None:
        """By how much the score differs from the middle of the band, as a share of it."""
        if self.low is None or self.high is None:
            return None
        return self.came / math.sqrt(self.low * self.high) - 1.0

    @property
    def speed_apart(self) -> float:
        """By how much the speed differs from the promised one, as a share of it."""
        return self.speed_came / self.speed_promised - 1.0

    @property
    def is_kept(self) -> bool:
        """Whether both came as promised."""
        apart = self.score_apart
        return apart is not None and max(abs(apart), abs(self.speed_apart)) <= WITHIN


def main(arguments: list[str] | None = None) -> int:
    """Measure every text in every size; 1 where a promise was not kept."""
    options = _options(arguments)
    about = machine()
    print(described(about), flush=True)
    found: list[Promise] = []
    for name in options.texts:
        for size in options.kilobytes:
            found.append(measured(name, size, minutes=options.minutes))
            print(f"measured: {found[-1]}", file=sys.stderr, flush=True)
    print(f"\nafter {options.minutes:g} minutes\n\n{table(found)}")
    print(f"\nload after: {machine()['load before']}")
    if options.json:
        runs = [asdict(one) for one in found]
        told = {"machine": about, "minutes": options.minutes, "runs": runs}
        options.json.write_text(json.dumps(told, indent=2, ensure_ascii=False) + "\n")
    return int(not all(one.is_kept for one in found))


def measured(text: str, kilobytes: float, *, minutes: float) -> Promise:
    """One promise and its run, in a workspace of their own."""
    with temporary_home() as home:
        home.mkdir(parents=True, exist_ok=True)
        file = home / "text.txt"
        whole = TEXTS[text]().encode()[: int(1000 * kilobytes)]
        file.write_text(whole.decode("utf-8", errors="ignore"), "utf-8")
        budget = ["--minutes", f"{minutes:g}"]
        told = _preflight(home, [str(file), *budget])
        came = told_by(home, [told["corpus"], *budget])
    band = told["band"] or {"low": None, "high": None}
    return Promise(
        text,
        kilobytes,
        came["parameters"],
        band["low"],
        band["high"],
        came["validation"]["bits_per_byte"],
        told["speed"]["tokens_per_second"],
        came["tokens_per_second"],
        came["steps"],
        told["readings"],
    )


def _sample(name: str) -> str:
    """A sample corpus as one text, its documents apart by an empty line."""
    lines = (ROOT / "sample_corpora" / name / "documents.jsonl").read_text("utf-8").splitlines()
    return "\n\n".join(json.loads(line)["text"] for line in lines)


def table(found: Sequence[Promise]) -> str:
    """A row for each."""
    heads = ("text", "kB", "parameters", "promised", "came", "apart", "tokens/s promised", "came")
    lines = [
        "| " + " | ".join((*heads, "apart", "within 20 %")) + " |",
        "|---" * (len(heads) + 2) + "|",
    ]
    for one in found:
        band = "–" if one.low is None else f"{one.low:.2f}–{one.high:.2f}"
        apart = one.score_apart
        cells = (
            one.text,
            f"{one.kilobytes:g}",
            f"{one.parameters:,}",
            band,
            f"{one.came:.2f}",
            "–" if apart is None else f"{apart:+.0%}",
            f"{one.speed_promised:,.0f}",
            f"{one.speed_came:,.0f}",
            f"{one.speed_apart:+.0%}",
            "yes" if one.is_kept else "no",
        )
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines)


def _preflight(home: Path, arguments: list[str]) -> dict[str, Any]:
    command = [sys.executable, "-m", "slm_core", "preflight", *arguments]
    command += ["--json", "--workspace", str(home)]
    ended = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True)
    return json.loads(ended.stdout)


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.small_texts", description=__doc__)
    parser.add_argument("--minutes", type=float, default=0.5, help="budget of each run")
    parser.add_argument("--kilobytes", type=_numbers, default=[1.0, 3.0, 10.0, 30.0, 100.0])
    parser.add_argument("--texts", type=lambda text: text.split(","), default=list(TEXTS))
    parser.add_argument("--json", type=Path, metavar="FILE", help="also write all values there")
    options = parser.parse_args(arguments)
    for name in options.texts:
        if name not in TEXTS:
            parser.error(f"{name} is none of {', '.join(TEXTS)}")
    return options


def _numbers(text: str) -> list[float]:
    return [float(part) for part in text.split(",")]


if __name__ == "__main__":
    sys.exit(main())
