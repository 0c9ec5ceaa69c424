"""How well `classify train` tells labels apart, beside naive Bayes: BANKING77's ten most frequent
intents; and the two worked examples of the page Score text.

`python -m benchmarks.classify [--repetitions N] [--json FILE]`. README.md says what is measured.
"""

import csv
import json
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

from benchmarks.support.command import Measures, measure_all
from benchmarks.support.figures import Figure
from benchmarks.support.workplace import temporary_home
from slm_core.evaluation.listener import Listener
from slm_core.workspace import open_workspace

MINUTES = 5.0
_LABELS = 10
_DATA = Path(os.environ.get("ARGOT_REAL_DATA") or Path(__file__).parents[2] / "shared" / "data")


def frequent_intents(data: Path, folder: Path) -> tuple[Path, Path]:
    """The training and the test file with the rows of the ten most frequent intents."""
    source = data / "customer_banking77"
    with open(source / "train.csv", encoding="utf-8", newline="") as file:
        counts = Counter(row["category"] for row in csv.DictReader(file))
    kept = {label for label, _ in counts.most_common(_LABELS)}
    for name in ("train.csv", "test.csv"):
        with (
            open(source / name, encoding="utf-8", newline="") as file,
            open(folder / name, "w", encoding="utf-8", newline="") as out,
        ):
            rows = csv.DictReader(file)
            table = csv.DictWriter(out, ["text", "category"])
            table.writeheader()
            table.writerows(row for row in rows if row["category"] in kept)
    return folder / "train.csv", folder / "test.csv"


def intents(repetitions: int) -> list[Figure]:
    """Accuracy and F1 on the test file, and what the floors reach there."""
    found = []
    for _ in range(repetitions):
        with temporary_home() as home:
            train, test = frequent_intents(_DATA, home.parent)
            command = ["classify", "train", str(train), "--text", "text", "--label", "category"]
            command += ["--minutes", f"{MINUTES:g}", "--test", str(test), "--json"]
            done = subprocess.run(
                [sys.executable, "-m", "slm_core", *command],
                env={**os.environ, "ARGOT_HOME": str(home)},
                stdout=subprocess.PIPE,
                check=True,
            )
            found.append(json.loads(done.stdout))
    floors = [one["floors"] for one in found]
    bayes = tuple(100 * one["naive_bayes"]["accuracy"] for one in floors)
    frequent = tuple(100 * one["commonest"]["accuracy"] for one in floors)
    about = f"ten intents, {MINUTES:g} minutes"
    return [
        Figure(
            f"{about}: accuracy",
            "%",
            tuple(100 * one["accuracy"] for one in found),
            target=bayes[0],
            at_least=True,
        ),
        Figure(f"{about}: macro F1", "%", tuple(100 * one["f1"] for one in found)),
        Figure("naive Bayes: accuracy", "%", bayes),
        Figure("naive Bayes: macro F1", "%", tuple(100 * o["naive_bayes"]["f1"] for o in floors)),
        Figure("the most frequent label: accuracy", "%", frequent),
    ]


def worked_examples(repetitions: int) -> list[Figure]:
    """Accuracy, F1 and the area under the ROC curve of both, as long as the page trains."""
    from slm_core.evaluation.classification.jobs.classify_job import MINUTES as BY_NAME  # noqa: PLC0415
    from slm_core.evaluation.classification.jobs.kept_labels import read_labels  # noqa: PLC0415
    from slm_core.evaluation.classification.jobs.worked_examples import work_example  # noqa: PLC0415

    figures = []
    for name, minutes in BY_NAME.items():
        judged = []
        for _ in range(repetitions):
            with temporary_home() as home:
                workspace = open_workspace(home)
                kept = work_example(workspace, name, minutes, Listener())
                found = read_labels(workspace, kept).judged
                assert found is not None
                judged.append(found)
        about = f"{name}, {minutes:g} minutes"
        scores = [one.scores for one in judged]
        bayes = tuple(100 * one.floors.naive_bayes.accuracy for one in judged)
        figures += [
            Figure(f"{about}: accuracy", "%", tuple(100 * one.accuracy for one in scores)),
            Figure(f"{about}: macro F1", "%", tuple(100 * one.f1 for one in scores)),
            Figure(f"{about}: area under ROC", "", tuple(one.area for one in scores)),
            Figure(f"{about}: naive Bayes, accuracy", "%", bayes),
        ]
    return figures


MEASURES: Measures = {"intents": (intents, 1), "worked_examples": (worked_examples, 1)}


def main(arguments: list[str] | None = None) -> int:
    """Measure, print the table; 1 where naive Bayes is better."""
    return measure_all(MEASURES, arguments, program="benchmarks.classify", about=__doc__)


if __name__ == "__main__":
    sys.exit(main())
