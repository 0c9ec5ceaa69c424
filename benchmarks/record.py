"""The record: tiny-shakespeare in ten minutes of a processor, judged once on its last tenth.

`python -m benchmarks.record [--trial] [--minutes M] [--set SETTING=VALUE …] [--json FILE]`. The
text is tinyshakespeare/input.txt in the folder that ARGOT_REAL_DATA names. The first nine tenths
are divided into a training and a validation part (85 and 5 percent of the whole); settings are
compared on the validation part alone, with `--trial`, which never looks at the last tenth. Without
it one run is made with the settings that won, and the last tenth is read once, as one stream, by
code that shares nothing with the library's (benchmarks/support/training.py).
"""

import argparse
import json
import sys
from pathlib import Path

from benchmarks.machine import described, machine
from benchmarks.support.data import real_file
from benchmarks.support.figures import Figure, table
from benchmarks.support.training import nats_per_character, told_by
from benchmarks.support.workplace import temporary_home

TARGET = 1.40
"""Nats per character of the last tenth, or fewer."""
SPLIT = "85/5/10"
"""The last tenth is the test part: training never sees it, nor does what chooses weights."""


def main(arguments: list[str] | None = None) -> int:
    """Train once and print its score; 1 where the target is missed."""
    options = _options(arguments)
    about = machine()
    print(described(about), flush=True)
    text = real_file("tinyshakespeare", "input.txt")
    chosen = [str(text), "--split", SPLIT, "--minutes", f"{options.minutes:g}"]
    chosen += [word for setting in options.set for word in ("--set", setting)]
    with temporary_home() as home:
        told = told_by(home, chosen)
        figures = [_validation(told["validation"]["nats_per_character"], told["seconds"])]
        if not options.trial:
            nats = nats_per_character(home, told["run"], text.read_text(encoding="utf-8"))
            figures = [Figure("last tenth", "nats", (nats,), target=TARGET), *figures]
    print("\n" + table(figures))
    if options.json:
        found = {"machine": about, "settings": options.set, "minutes": options.minutes}
        found["figures"] = [figure.to_json() for figure in figures]
        options.json.write_text(json.dumps(found, indent=2, ensure_ascii=False) + "\n")
    return int(any(figure.verdict == "missed" for figure in figures))


def _validation(nats: float, seconds: float) -> Figure:
    return Figure(f"validation part, after {seconds:.0f} s", "nats", (nats,))


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.record", description=__doc__)
    parser.add_argument("--trial", action="store_true", help="look at the validation part only")
    parser.add_argument("--minutes", type=float, default=10.0, help="budget of the run")
    parser.add_argument("--set", action="append", default=[], metavar="SETTING=VALUE")
    parser.add_argument("--json", type=Path, metavar="FILE", help="also write all values there")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
