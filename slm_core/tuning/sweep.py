"""A sweep or an ablation as a folder: what was asked for. How it stands, its runs tell.

sweeps/<id>/
    sweep.json     what was asked for
    sweep.lock     held by the process that starts its trials, as long as it lives
    asked          there until that process has taken the lock
    stop           there when somebody wants it to stop
    outcome.json   what came of it, once it is over
"""

import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

from slm_core.errors import ArgotError, DamagedFileError, RunError, SettingsError, WorkspaceError
from slm_core.locks import is_locked
from slm_core.messages import Message, msg
from slm_core.records import Count, Damaged, Seconds, read_record
from slm_core.runs.config import RunConfig
from slm_core.storage import friendly_os_errors, new_folder, remove_folder, write_json
from slm_core.workspace import Workspace, names_in, new_run_id

SweepKind = Literal["sweep", "ablation"]
SweepState = Literal["running", "done", "failed", "stopped", "interrupted"]
STATE_TITLES: dict[SweepState, Message] = {
    "running": msg("running"),
    "done": msg("done"),
    "failed": msg("failed"),
    "stopped": msg("stopped"),
    "interrupted": msg("interrupted"),
}
_GRACE = 30.0
"""Seconds that the process of a sweep just asked for has to take its lock."""
RECORD, LOCK, STOP, OUTCOME, ASKED = (
    "sweep.json",
    "sweep.lock",
    "stop",
    "outcome.json",
    "asked",
)


@dataclass(frozen=True)
class SweepOutcome:
    """What came of a sweep: outcome.json. Bits per byte are of the test part."""

    error: Message | None = None
    """Why it failed, None where it did not."""
    winner: str = ""
    """Id of the best trial; "" where there is none."""
    preset: str = ""
    """Id of the trial with the preset's settings."""
    winner_bits: float | None = None
    preset_bits: float | None = None
    """None where neither was judged: the preset was the best, there is no test part, or judging
    failed."""
    low: float | None = None
    high: float | None = None
    """95 % interval of the preset's bits minus the winner's, which allows for documents and for
    training; None where the part is too small."""
    left_out: tuple[Message, ...] = ()
    """Of an ablation: what could not be switched off, a sentence each."""
    by_documents: bool = False
    """Whether the interval is over documents; else over blocks of the text."""
    not_judged: Message | None = None
    """Why the best trial could not be judged on the test part; None where it was, or where there
    was nothing to judge."""

    @property
    def gained(self) -> bool:
        """Whether the winner is better than the preset beyond doubt."""
        return self.low is not None and self.low > 0


@dataclass(frozen=True)
class Switched:
    """What of an ablation is switched off, as far as its base does not say it."""

    settings: bool = True
    """Whether the settings are."""
    cleaning: tuple[str, ...] = ()
    """Paths of the cleaning steps that are."""
    why_no_cleaning: Message | None = None
    """Why there are none; None where there are, or nobody asked for them."""


NOTHING_ELSE = Switched()
"""Settings alone."""


@dataclass(frozen=True)
class Sweep:
    """One sweep or ablation of a workspace."""

    workspace: Workspace
    id: str
    kind: SweepKind
    base: RunConfig
    """What it starts from: the preset of a sweep's trials, the configuration an ablation takes
    things out of."""
    minutes: float
    """Training minutes that all trials of a sweep may take; 0 of an ablation, which has as many
    runs as it has."""
    repeats: int
    """Seeds that an ablation trains each of its configurations with; 1 of a sweep."""
    asked: float
    """When, in seconds since 1970."""
    switched: Switched = NOTHING_ELSE
    """What an ablation switches off beside or instead of settings."""

    @property
    def name(self) -> str:
        """That of its configuration."""
        return self.base.name

    @property
    def folder(self) -> Path:
        """Where what was asked for is."""
        return self.workspace.sweep_folder(self.id)

    def outcome(self) -> SweepOutcome | None:
        """What came of it; None while it is not over, or where that cannot be read."""
        with suppress(DamagedFileError):
            return read_record(SweepOutcome, self.folder / OUTCOME)
        return None

    def state(self) -> SweepState:
        """Whether a process starts its trials, and how it ended."""
        if is_locked(self.folder / LOCK):
            return "running"
        outcome = self.outcome()
        if outcome is not None:
            return "done" if outcome.error is None else "failed"
        if (self.folder / STOP).exists():
            return "stopped"
        return "running" if self._is_starting() else "interrupted"

    def stop(self) -> None:
        """Ask it to stop: its trials keep what they learned. Raises WorkspaceError."""
        with friendly_os_errors(self.folder):
            (self.folder / STOP).touch()

    def _is_starting(self) -> bool:
        """Whether a process was asked for a moment ago that has not taken the lock yet; it removes
        the file when it does."""
        try:
            asked = (self.folder / ASKED).stat().st_mtime
            return abs(time.time() - asked) < _GRACE  # a clock that was set back, too
        except OSError:
            return False


@dataclass(frozen=True)
class _Record:
    """What sweep.json holds."""

    kind: SweepKind
    base: Mapping[str, Any]
    minutes: Seconds
    repeats: Count
    asked: Seconds
    switched: Switched = NOTHING_ELSE


def create_sweep(
    workspace: Workspace,
    kind: SweepKind,
    base: RunConfig,
    *,
    minutes: float,
    repeats: int = 1,
    switched: Switched = NOTHING_ELSE,
) -> Sweep:
    """Write down what was asked for; `start_sweep` has it done. Raises WorkspaceError."""
    name = new_run_id(f"{base.name} {kind}", now=datetime.now())
    asked = time.time()
    with new_folder(workspace.sweep_folder(name)) as draft:
        values = {"kind": kind, "base": base.to_json(), "minutes": minutes}
        values |= {"repeats": repeats, "asked": asked, "switched": asdict(switched)}
        write_json(draft / RECORD, values)
        (draft / ASKED).touch()
    return Sweep(workspace, name, kind, base, minutes, repeats, asked, switched)


def open_sweep(workspace: Workspace, sweep: str) -> Sweep:
    """The one with this id. Raises RunError where there is none or its record is damaged,
    WorkspaceError on a wild name."""
    folder = workspace.sweep_folder(sweep)
    try:
        record = read_record(_Record, folder / RECORD)
        if record is not None:
            base = RunConfig.from_json(record.base)
            about = (record.kind, base, record.minutes, record.repeats, record.asked)
            about = (*about, record.switched)
            return Sweep(workspace, sweep, *about)
    except (DamagedFileError, SettingsError) as error:
        raise RunError(
            msg(
                "{reason} The runs of {sweep} are still there, each by itself.",
                reason=error.message,
                sweep=sweep,
            )
        ) from None
    raise RunError(
        msg(
            "There is no sweep called {sweep!r} in this workspace. Choose one from the list.",
            sweep=sweep,
        )
    )


def list_sweeps(workspace: Workspace) -> list[Sweep]:
    """Every sweep and ablation that can be read, newest first."""
    found = []
    for name in names_in(workspace.sweeps):
        with suppress(ArgotError):  # damaged: `damaged_sweeps` lists it
            found.append(open_sweep(workspace, name))
    return sorted(found, key=lambda sweep: (sweep.asked, sweep.id), reverse=True)


def damaged_sweeps(workspace: Workspace) -> list[Damaged]:
    """Those whose record nobody can read, each with the reason."""
    found = []
    for name in names_in(workspace.sweeps):
        try:
            open_sweep(workspace, name)
        except RunError as error:
            found.append(Damaged(name, error.message))
        except WorkspaceError:  # a file of somebody else's
            continue
    return found


def remove_sweep(sweep: Sweep) -> None:
    """Remove its record; its runs stay, each by itself. Raises RunError while it goes on."""
    if sweep.state() == "running":
        raise RunError(msg("{id} is still going on. Stop it first, then delete it.", id=sweep.id))
    remove_folder(sweep.folder)
