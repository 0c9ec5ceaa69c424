"""The process that starts a sweep's trials one after the other: a job of its own.

It keeps nothing in memory that is not in the folders of the runs: killed at any moment and started
again, it goes on where the trials are. They are processes of their own, and end by themselves.
"""

import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field, replace

from filelock import FileLock, Timeout

from slm_core.corpus.store import open_corpus
from slm_core.errors import ArgotError, RunError, SettingsError, StoppedError
from slm_core.hardware.machine import slots as checked_slots
from slm_core.messages import Message, msg
from slm_core.processes.jobs import Job, JobReporter, start_job
from slm_core.runs.config import RunConfig
from slm_core.runs.launching.control import ask
from slm_core.runs.launching.create import check_fits, create_run, resume
from slm_core.runs.launching.launch import launch
from slm_core.runs.run import STARTED, Run
from slm_core.storage import friendly_os_errors, write_json
from slm_core.tuning.ablation import WHOLE, planned
from slm_core.tuning.cleaning.switches import is_cleaning
from slm_core.tuning.cleaning.texts import text_without
from slm_core.tuning.halving import stop_hopeless
from slm_core.tuning.progress import has_room, progress_message, share_done
from slm_core.tuning.sampler import suggest
from slm_core.tuning.search_space import Values, search_space, with_values
from slm_core.tuning.sweep import ASKED, LOCK, OUTCOME, STOP, Sweep, SweepOutcome, open_sweep
from slm_core.tuning.trials import PRESET, Trial, preset_of, trials_of, winner_of
from slm_core.workspace import Workspace, names_in

_EVERY = 0.5
"""Seconds between two looks at the trials."""
_LOCK_SECONDS = 5.0
"""To wait for the lock: somebody may be asking for it only to see whether it is held."""
_REFUSED = 20
"""Values in a row that cannot be trained, after which the sweep gives up."""
_FAILED = 3
"""Trials that failed, none having a score, after which no further one is started."""
_STARTS = 20
"""Times a trial is started before it counts as failed."""
_PATIENCE = 60.0
"""Seconds that trials asked to stop have for it."""


def start_sweep(sweep: Sweep, *, slots: int | None = None) -> Job:
    """Let its trials be started, or go on where they were left, by a process that outlives this
    one. Raises WorkspaceError."""
    with friendly_os_errors(sweep.folder):
        for name in (STOP, OUTCOME):
            (sweep.folder / name).unlink(missing_ok=True)
        (sweep.folder / ASKED).touch()
    request = {"sweep": sweep.id, "slots": checked_slots(slots)}
    return start_job(sweep.workspace, "sweep", lambda _: request)


def conduct(workspace: Workspace, job: Job, reporter: JobReporter) -> Mapping[str, object]:
    """What a job of the kind `sweep` does."""
    request = job.request()
    sweep = open_sweep(workspace, str(request.get("sweep")))
    asked = request.get("slots")
    work = _Conductor(sweep, checked_slots(asked if isinstance(asked, int) else None), reporter)
    try:
        with FileLock(sweep.folder / LOCK, timeout=_LOCK_SECONDS, thread_local=False):
            (sweep.folder / ASKED).unlink(missing_ok=True)
            return work.run()
    except Timeout:
        raise RunError(msg("{id} is going on already.", id=sweep.id)) from None


@dataclass
class _Conductor:
    """One sitting of a sweep."""

    sweep: Sweep
    slots: int
    reporter: JobReporter
    refused: list[Values] = field(default_factory=list)
    """Values that cannot be trained here, found in this sitting."""
    others: set[str] = field(default_factory=set)
    """Names of runs that are of no trial: they are read once."""
    left_out: dict[str, Message] = field(default_factory=dict)
    """By cleaning step: why there is no text without it, found in this sitting."""
    is_out: bool = False
    """Whether no trial is to be started any more."""

    def run(self) -> Mapping[str, object]:
        """To the end of its budget; its outcome is written then. Raises StoppedError."""
        try:
            while self._step():
                time.sleep(_EVERY)
            outcome = self._outcome()
        except StoppedError:
            raise
        except ArgotError as error:
            self._write(SweepOutcome(error=error.message))
            raise
        self._write(outcome)
        return {"sweep": self.sweep.id, "winner": outcome.winner}

    def _step(self) -> bool:
        """Look once, and do what is to be done; False when all trials are over and none is left."""
        trials = self._trials()
        if self.reporter.should_stop() or (self.sweep.folder / STOP).exists():
            self._stop(trials)
        trials = self._revive(trials)
        active = [trial for trial in trials if trial.status.is_active]
        is_failing = _is_failing(trials)
        if is_failing and not active:
            raise _all_failed(trials)
        if self.sweep.kind == "sweep":
            stop_hopeless(trials)
        if len(active) < self.slots and not self.is_out and not is_failing:
            self.is_out = not self._start_next(trials)
            return True
        done = share_done(self.sweep, trials, slots=self.slots)
        self.reporter.tell(progress_message(self.sweep, trials), fraction=done)
        return bool(active) or not self.is_out

    def _trials(self) -> list[Trial]:
        """Its trials; runs that were seen to be others are not read again."""
        runs = []
        for name in names_in(self.sweep.workspace.runs):
            if name in self.others:
                continue
            run = Run(self.sweep.workspace, name)
            try:
                is_ours = run.config().sweep == self.sweep.id
            except ArgotError:  # damaged
                is_ours = False
            if is_ours:
                runs.append(run)
            else:
                self.others.add(name)
        return trials_of(self.sweep, runs)

    def _revive(self, trials: list[Trial]) -> list[Trial]:
        """Trials whose process was killed go on at their newest checkpoint."""
        for trial in trials:
            if trial.status.state != "interrupted":
                continue
            if trial.run.log_tail(100_000).count(STARTED) >= _STARTS:
                continue
            with suppress(ArgotError):  # its corpus is gone, or another process took it up
                resume(trial.run, slots=self.slots)
        return trials_of(self.sweep, [trial.run for trial in trials])

    def _start_next(self, trials: list[Trial]) -> bool:
        """Start the next trial; False where there is none."""
        found = self._next(trials)
        if found is None:
            return False
        name, config = found
        if self.sweep.switched.cleaning:
            path = name.partition("#")[0]
            try:
                text = text_without(self.sweep, path if is_cleaning(path) else WHOLE)
            except ArgotError as error:
                if not is_cleaning(path):
                    raise
                self.left_out[path] = msg("{path}: {reason}", path=path, reason=error.message)
                return True
            config = replace(config, corpus=text.id)
        title = f"{self.sweep.base.name} · {name}"
        config = replace(config, name=title, sweep=self.sweep.id, trial=name)
        launch(create_run(self.sweep.workspace, config, slots=self.slots), slots=self.slots)
        return True

    def _next(self, trials: list[Trial]) -> tuple[str, RunConfig] | None:
        names = {trial.name for trial in trials}
        if self.sweep.kind == "ablation":
            for name, config in planned(self.sweep).items():
                if name not in names and name.partition("#")[0] not in self.left_out:
                    return name, config
            return None
        if PRESET not in names:
            return PRESET, self.sweep.base
        if not has_room(self.sweep, trials, slots=self.slots):
            return None
        number = 1 + max((int(name) for name in names if name.isdigit()), default=0)
        return str(number), self._suggested(trials)

    def _suggested(self, trials: list[Trial]) -> RunConfig:
        space = search_space(self.sweep.base)
        corpus = open_corpus(self.sweep.workspace, self.sweep.base.corpus)
        reason: Message | None = None
        for _ in range(_REFUSED):
            values = suggest(self.sweep, space, trials, self.refused)
            try:
                config = with_values(self.sweep.base, values)
                check_fits(config, corpus)
                return config
            except SettingsError as error:
                reason = error.message
                self.refused.append(values)
        raise RunError(
            msg(
                "No further trial can be started. The last one was refused: {reason}", reason=reason
            )
        )

    def _stop(self, trials: list[Trial]) -> None:
        """Ask all to stop, and wait for it. Raises StoppedError."""
        with suppress(OSError):
            (self.sweep.folder / STOP).touch()
        for trial in trials:
            with suppress(ArgotError):  # it is over
                ask(trial.run, "stop")
        until = time.monotonic() + _PATIENCE
        while time.monotonic() < until:
            if not any(trial.run.status().is_active for trial in trials):
                break
            time.sleep(_EVERY)
        raise StoppedError(msg("The sweep was stopped."))

    def _outcome(self) -> SweepOutcome:
        """Of a sweep, the best trial judged against the preset. Raises RunError."""
        trials = self._trials()
        if not any(trial.bits is not None for trial in trials):
            raise _all_failed(trials)
        if self.sweep.kind == "ablation":
            return SweepOutcome(left_out=tuple(self.left_out.values()))
        winner, preset = winner_of(trials), preset_of(trials)
        if winner is None:
            raise RunError(msg("No trial trained to its end, so none can be judged."))
        judged = SweepOutcome(winner=winner.run.id, preset=preset.run.id if preset else "")
        if preset is None or preset.bits is None or winner.name == PRESET:
            return judged
        if not self.sweep.base.split.test:
            return judged
        self.reporter.tell(
            msg("judging the best trial on the test part"), fraction=1.0, at_once=True
        )
        # Were this process to die of it, the sweep would still have its winner.
        self._write(replace(judged, not_judged=msg("The judging did not come to its end.")))
        from slm_core.tuning.judging import judge  # noqa: PLC0415 - loads torch

        try:
            return judge(winner.run, preset.run)
        except ArgotError as error:
            return replace(judged, not_judged=error.message)

    def _write(self, outcome: SweepOutcome) -> None:
        write_json(self.sweep.folder / OUTCOME, asdict(outcome))


def _is_failing(trials: list[Trial]) -> bool:
    """Whether all trials that are over have failed, and that are enough to start no further one:
    those at work may still show that it was not the sweep's fault."""
    over = [trial for trial in trials if trial.status.is_over]
    return len(over) >= _FAILED and all(trial.failed for trial in over)


def _all_failed(trials: list[Trial]) -> RunError:
    reason = next((trial.error for trial in trials if trial.error is not None), None)
    if reason is None:
        return RunError(msg("No trial of this sweep has a score."))
    return RunError(msg("Every trial of this sweep failed. One of them: {reason}", reason=reason))
