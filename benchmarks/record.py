"""The record: tiny-shakespeare in ten minutes of a processor, judged once on its last tenth.

`python -m benchmarks.record [--trial] [--minutes M] [--set SETTING=VALUE …] [--json FILE]`. The
text is tinyshakespeare/input.txt in the folder that ARGOT_REAL_DATA names. Of its first nine tenths
a validation part, 3 percent of the whole, is cut from the middle: the play that the last tenth goes
on with begins just before it, and a run that may not learn from its beginning scores 0.1 to 0.2
nats worse. Settings are compared on the validation part alone, with `--trial`, which never looks at
the last tenth. Without it one run is made with the settings that won, and the last tenth is read
once, as one stream, by code that shares nothing with the library (benchmarks/support/training.py).
"""

import argparse
import json
import math
import sys
from pathlib import Path

from benchmarks.machine import described, machine
from benchmarks.support.data import real_file
from benchmarks.support.figures import Figure, table
from benchmarks.support.training import nats_per_character, told_by
from benchmarks.support.workplace import temporary_home

TARGET = 1.40
"""Nats per character of the last tenth, or fewer."""
SPLIT = "87/3/10"
"""The last tenth is the test part: training never sees it, nor does what chooses weights."""
_VALIDATION = (0.43, 0.46)
"""Where in the text its validation part is."""


def main(arguments: list[str] | None = None) -> int:
    """Train once and print its score; 1 where the target is missed."""
    options = _options(arguments)
    about = machine()
    print(described(about), flush=True)
    text = rearranged(real_file("tinyshakespeare", "input.txt").read_text(encoding="utf-8"))
    chosen = ["--split", SPLIT, "--minutes", f"{options.minutes:g}"]
    chosen += [word for setting in options.set for word in ("--set", setting)]
    with temporary_home() as home:
        home.mkdir()
        file = home / "text.txt"
        file.write_text(text, encoding="utf-8")
        told = told_by(home, [str(file), *chosen])
        figures = [_validation(told["validation"]["nats_per_character"], told["seconds"])]
        if not options.trial:
            nats = nats_per_character(home, told["run"], text)
            figures = [Figure("last tenth", "nats", (nats,), target=TARGET), *figures]
    print("\n" + table(figures))
    if options.json:
        found = {"machine": about, "settings": options.set, "minutes": options.minutes}
        found["figures"] = [figure.to_json() for figure in figures]
        options.json.write_text(json.dumps(found, indent=2, ensure_ascii=False) + "\n")
    return int(any(figure.verdict == "missed" for figure in figures))


def rearranged(text: str) -> str:
    """`text` with its validation part moved behind the training part; its last tenth stays."""
    begin, end, last = (math.floor(len(text) * share) for share in (*_VALIDATION, 0.9))
    return text[:begin] + text[end:last] + text[begin:end] + text[last:]


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
