"""Scored texts as files: cache/scored/<id>.json, the newest of them. Loads no torch."""

from dataclasses import asdict
from pathlib import Path

from slm_core.csv_tables import Value, csv_table
from slm_core.errors import CorpusError
from slm_core.evaluation.surprisal.records import DocumentSurprisal, SurprisalReport
from slm_core.messages import msg
from slm_core.records import keep, read_record
from slm_core.storage import friendly_os_errors
from slm_core.workspace import Workspace, checked_name, content_hash

_KEPT = 50
"""Scored texts that are kept: with their tokens each is some megabytes at the most."""


def keep_scores(workspace: Workspace, report: SurprisalReport) -> str:
    """Write the report down; its id, the same for the same scores. Raises WorkspaceError."""
    documents = [
        f"{run.run} {one.bits} {one.beginning}" for run in report.runs for one in run.documents
    ]
    name = content_hash(report.name, *documents)
    folder = workspace.cache / "scored"
    make_room(folder, name)
    keep(folder / f"{name}.json", asdict(report))
    return name


def read_scores(workspace: Workspace, name: str) -> SurprisalReport:
    """The report with this id. Raises CorpusError where it is gone, DamagedFileError,
    WorkspaceError."""
    path = workspace.cache / "scored" / f"{checked_name(name)}.json"
    found = read_record(SurprisalReport, path)
    if found is None:
        raise CorpusError(
            msg(
                "These scores are no longer kept; of scored texts the newest {most} are. Score the "
                "text again.",
                most=_KEPT,
            )
        )
    return found


def ranked_csv(report: SurprisalReport) -> str:
    """A row a document, the most surprising for the first run first; bits per byte of each run."""
    first = report.runs[0]
    headings = ["document", "beginning", "bytes", "bits", "bits_per_byte", "typicality", "odd"]
    if len(report.runs) > 1:
        headings += [*(f"bits_per_byte {run.run}" for run in report.runs), "most_natural"]
    ranked = sorted(first.documents, key=lambda one: -one.bits_per_byte)
    return csv_table(headings, (_row(report, one) for one in ranked))


def _row(report: SurprisalReport, one: DocumentSurprisal) -> list[Value]:
    first = report.runs[0]
    row: list[Value] = [
        one.number + 1,
        one.beginning,
        one.bytes,
        round(one.bits, 3),
        round(one.bits_per_byte, 4),
        "" if one.typicality is None else round(one.typicality, 4),
        int(first.is_odd(one)) if first.threshold else "",
    ]
    if len(report.runs) > 1:
        row += [round(run.documents[one.number].bits_per_byte, 4) for run in report.runs]
        row.append(report.runs[report.most_natural(one.number)].run)
    return row


def make_room(folder: Path, name: str) -> None:
    """Remove the oldest of a folder where there are many beside this one."""
    with friendly_os_errors(folder):
        there = [path for path in folder.glob("*.json") if path.stem not in (name, "checksums")]
        there.sort(key=lambda path: path.stat().st_mtime_ns)
        for path in there[: max(0, len(there) + 1 - _KEPT)]:
            path.unlink(missing_ok=True)
