"""Labels that texts got, with how good they are, as files: cache/labelled/<id>.json, the newest of
them. Loads no torch."""

import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from slm_core.csv_tables import csv_table
from slm_core.errors import CorpusError
from slm_core.evaluation.classification.judge_runs import JudgedLabels
from slm_core.evaluation.surprisal.kept_scores import make_room
from slm_core.messages import msg
from slm_core.records import Count, Seconds, keep, read_record
from slm_core.workspace import Workspace, checked_name, content_hash

_LONGEST = 400  # characters of a text that are kept
_DECIMALS = 4


@dataclass(frozen=True)
class LabelledText:
    """One text with the label it got."""

    text: str
    """Its beginning."""
    label: str
    right: str = ""
    """Its right label; "" where that is not known."""
    probability: float | None = None
    """Of the label; None where a threshold decided."""


@dataclass(frozen=True)
class LabelReport:
    """Texts with their labels; judged where the right ones are known."""

    name: str
    """What the texts are called."""
    texts: tuple[LabelledText, ...]
    made: Seconds = 0.0
    judged: JudgedLabels | None = None
    held_out: bool = False
    """Whether the texts were held out of the training of the classifier itself."""
    classifier: str = ""
    """Its id; "" where runs were judged that are no classifier."""
    scores: str = ""
    """Id of the kept scores of the same texts, where they were scored."""
    example: str = ""
    """The worked example this is the outcome of."""
    learned: Count = 0
    """Texts that were learned from, where that is known."""

    def by_doubt(self) -> list[int]:
        """The places of the texts: wrong ones first, of each the surest first."""
        return sorted(range(len(self.texts)), key=self._rank)

    def _rank(self, place: int) -> tuple[bool, float]:
        one = self.texts[place]
        return (not one.right or one.right == one.label, -(one.probability or 0.0))


def labelled(
    texts: Sequence[str],
    labels: Sequence[str],
    *,
    right: Sequence[str] = (),
    probabilities: Sequence[float] = (),
) -> tuple[LabelledText, ...]:
    """The texts as a report has them; of texts without `right` ones the labels are not judged."""
    return tuple(
        LabelledText(
            text[:_LONGEST],
            labels[at],
            right[at] if right else "",
            round(probabilities[at], _DECIMALS) if len(probabilities) else None,
        )
        for at, text in enumerate(texts)
    )


def keep_labels(workspace: Workspace, report: LabelReport) -> str:
    """Write the report down; its id. Raises WorkspaceError."""
    made = time.time()
    name = content_hash(report.name, report.classifier, str(made))
    folder = workspace.cache / "labelled"
    make_room(folder, name)
    keep(folder / f"{name}.json", {**asdict(report), "made": made})
    return name


def read_labels(workspace: Workspace, name: str) -> LabelReport:
    """The report with this id. Raises CorpusError where it is gone, DamagedFileError,
    WorkspaceError."""
    path = workspace.cache / "labelled" / f"{checked_name(name)}.json"
    found = read_record(LabelReport, path)
    if found is None:
        raise CorpusError(
            msg("These labels are no longer kept; the newest fifty are. Label the texts again.")
        )
    return found


def labels_csv(report: LabelReport) -> str:
    """A row a text, in the order of the file."""
    headings = ["number", "text", "label", "probability", "right"]
    rows = enumerate(report.texts, 1)
    return csv_table(
        headings,
        (
            [at, one.text, one.label, "" if one.probability is None else one.probability, one.right]
            for at, one in rows
        ),
    )
