"""Rating sets as folders: ratings/<id>/ with set.json, which never changes, and votes.jsonl."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from slm_core import checksums
from slm_core.csv_tables import csv_table
from slm_core.errors import DamagedFileError, RunError
from slm_core.json_log import JsonLog
from slm_core.messages import msg
from slm_core.records import Count, Damaged, Seconds, read_record
from slm_core.storage import from_json, remove_folder
from slm_core.workspace import Workspace, names_in

Choice = Literal["left", "right", "tie"]
REAL = "real"
"""Stands for the text that was really there, among the ids of runs; no run's id is as short."""
_SHARES: dict[Choice, float] = {"left": 1.0, "right": 0.0, "tie": 0.5}


@dataclass(frozen=True)
class RatedPair:
    """Two continuations of one place, in the order they are shown."""

    prompt: str
    left: str
    right: str
    left_source: str
    """Id of a run, or REAL."""
    right_source: str


@dataclass(frozen=True)
class RatingSetRecord:
    """set.json."""

    runs: tuple[str, ...]
    """Ids of the runs that wrote."""
    names: tuple[str, ...]
    """What they were called then, in the same order."""
    corpus: str
    made: Seconds
    pairs: tuple[RatedPair, ...]


@dataclass(frozen=True)
class Vote:
    """A line of votes.jsonl."""

    pair: Count
    """Its number, from 0."""
    choice: Choice
    time: Seconds


@dataclass(frozen=True)
class RatingSet:
    """One set of pairs to judge."""

    id: str
    folder: Path
    record: RatingSetRecord

    def votes(self) -> dict[int, Vote]:
        """The newest vote on each pair that has one, by the pair's number."""
        lines, _ = JsonLog(self.folder / "votes.jsonl").read()
        found = {}
        for line in lines:
            try:
                vote = from_json(Vote, line)
            except ValueError:  # a line that is no vote is left out
                continue
            if vote.pair < len(self.record.pairs):
                found[vote.pair] = vote
        return found

    def vote(self, pair: int, choice: Choice) -> None:
        """Note somebody's choice, on disk before this returns. Raises WorkspaceError."""
        record = {"pair": pair, "choice": choice, "time": time.time()}
        JsonLog(self.folder / "votes.jsonl").append(record, sync=True)

    def next_pair(self) -> int | None:
        """The first pair without a vote; None where all have one."""
        judged = self.votes()
        return next((at for at in range(len(self.record.pairs)) if at not in judged), None)

    def contestants(self) -> list[str]:
        """Ids of the runs, and REAL."""
        return [*self.record.runs, REAL]

    def outcomes(self) -> list[tuple[int, int, float]]:
        """(left, right, share of the win that the left gets) of each vote, by their places among
        the contestants."""
        places = {source: at for at, source in enumerate(self.contestants())}
        pairs = self.record.pairs
        return [
            (
                places[pairs[number].left_source],
                places[pairs[number].right_source],
                _SHARES[vote.choice],
            )
            for number, vote in sorted(self.votes().items())
        ]

    def to_csv(self) -> str:
        """A line a pair: texts, what wrote them, and the choice, "" where there is none yet."""
        votes = self.votes()
        return csv_table(
            ("pair", "prompt", "left", "right", "left_source", "right_source", "choice"),
            (
                (number, *vars(pair).values(), votes[number].choice if number in votes else "")
                for number, pair in enumerate(self.record.pairs)
            ),
        )


def open_ratings(workspace: Workspace, name: str) -> RatingSet:
    """The set with this id. Raises RunError where there is none or it is damaged, WorkspaceError
    on a wild name."""
    folder = workspace.rating_folder(name)
    try:
        record = read_record(RatingSetRecord, folder / "set.json")
    except DamagedFileError as error:
        raise RunError(error.message) from None
    if record is None:
        raise RunError(msg("There are no ratings {name!r} in this workspace.", name=name))
    known = {*record.runs, REAL}
    sources = {source for pair in record.pairs for source in (pair.left_source, pair.right_source)}
    if not sources <= known or len(record.names) != len(record.runs):
        raise RunError(checksums.damaged(folder / "set.json", msg("it names unknown runs")))
    return RatingSet(name, folder, record)


def list_ratings(workspace: Workspace) -> tuple[list[RatingSet], list[Damaged]]:
    """All sets, newest first, and those that nobody can read."""
    found, damaged = [], []
    for name in names_in(workspace.ratings):
        try:
            found.append(open_ratings(workspace, name))
        except RunError as error:
            damaged.append(Damaged(name, error.message))
    return sorted(found, key=lambda one: -one.record.made), damaged


def delete_ratings(workspace: Workspace, name: str) -> None:
    """Remove a set and its votes. Raises WorkspaceError."""
    remove_folder(workspace.rating_folder(name))


def shown_names(record: RatingSetRecord, *, real: str) -> Sequence[str]:
    """What contestants are called, the real text as `real`."""
    return [*record.names, real]


def as_json(ratings: RatingSet) -> Mapping[str, object]:
    """The set and its votes for other programs."""
    votes = ratings.votes()
    return {
        "id": ratings.id,
        "runs": list(ratings.record.runs),
        "votes": [
            {**vars(pair), "choice": votes[number].choice if number in votes else None}
            for number, pair in enumerate(ratings.record.pairs)
        ],
    }
