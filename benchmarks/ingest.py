"""How fast files become a corpus, and a corpus tokens, beside what was promised.

`python -m benchmarks.ingest [--only NAME] [--repetitions N] [--json FILE]`. README.md says what
each number is; the texts are those of the folder that ARGOT_REAL_DATA names, by default
../shared/data. `large` needs 6 GB of disk and minutes, and is measured only when named. The exit
status is 1 where a target is missed.
"""

import sys

from benchmarks.large import large
from benchmarks.support.command import Measures, measure_all
from benchmarks.support.keeping import uncleaned
from benchmarks.support.reading import files, pdf, previews
from benchmarks.support.tokenizing import tokens

MEASURES: Measures = {
    "tokens": (tokens, 5),
    "files": (files, 5),
    "pdf": (pdf, 7),
    "preview": (previews, 7),
    "uncleaned": (uncleaned, 3),
    "large": (large, 1),
}
"""What can be measured, and how often it is when nobody says otherwise."""


def main(arguments: list[str] | None = None) -> int:
    """Measure what was asked for; 1 where a target is missed."""
    return measure_all(
        MEASURES, arguments, program="benchmarks.ingest", about=__doc__, seldom=("large",)
    )


if __name__ == "__main__":
    sys.exit(main())
