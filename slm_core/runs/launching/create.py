"""Asking for runs: a new one, one taken up again, one trained on, one deleted."""

import os
import shutil
import time
from collections.abc import Mapping
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

from filelock import FileLock, Timeout

from slm_core import checksums
from slm_core.corpus.split import split_corpus
from slm_core.corpus.store import Corpus, open_corpus
from slm_core.errors import RunError
from slm_core.hardware.machine import describe_machine
from slm_core.json_log import JsonLog
from slm_core.messages import msg
from slm_core.runs.config import RunConfig
from slm_core.runs.fine_tuning.setup import copy_start
from slm_core.runs.launching.control import ask, check_change
from slm_core.runs.launching.launch import launch
from slm_core.runs.launching.recovery import cause_of, undo_changes, unsaved_changes
from slm_core.runs.planning.compute import check_batch_fits, check_device, resolve_machine_settings
from slm_core.runs.planning.memory import check_memory
from slm_core.runs.run import Run
from slm_core.runs.status import FINAL, RunStatus, lock_of, read_status, write_status
from slm_core.storage import DELETED, friendly_os_errors, new_folder, write_json
from slm_core.tokenizers.settings import segmenter_of
from slm_core.training.checkpoints.checkpoint_paths import check_version
from slm_core.training.settings import BudgetSettings
from slm_core.workspace import Workspace, new_run_id

_LEAVING = 5.0
"""Seconds a trainer has to leave after the run's last word."""
_PROBED = 0.5
"""Seconds in which somebody who only looks whether the run is alive gives its lock back."""


def create_run(workspace: Workspace, config: RunConfig, *, slots: int | None = None) -> Run:
    """A run folder for `config`, queued but with no process yet: `launch` starts one.

    It gets its share of the cores where `slots` runs train at once.

    Raises SettingsError or CorpusError where the run cannot be, RunError where what it starts from
    cannot be, before anything is written.
    """
    _check_text(config, open_corpus(workspace, config.corpus))
    machine = resolve_machine_settings(config, describe_machine(), slots=slots)
    check_memory(config, describe_machine())
    taken = copy_start(workspace, config)
    if taken is not None:
        config = replace(config, start=taken.settings)
    config = replace(config, machine=machine, segmenter=segmenter_of(config.tokenizer))
    now = time.time()
    run = Run(workspace, new_run_id(config.name, now=datetime.now()))
    with new_folder(run.folder) as draft:
        write_json(draft / "config.json", config.to_json())
        checksums.seal(draft)
        if taken is not None:
            taken.write(draft)
        write_status(draft, RunStatus(state="queued", asked=now))
    return run


def start_run(workspace: Workspace, config: RunConfig, *, slots: int | None = None) -> Run:
    """`create_run` and `launch` in one."""
    run = create_run(workspace, config, slots=slots)
    launch(run, slots=slots)
    return run


def resume(
    run: Run, *, changes: Mapping[str, float] | None = None, slots: int | None = None
) -> None:
    """Take up an interrupted, stopped or failed run at its newest whole checkpoint, with these
    `changes` from there on.

    What was changed after that checkpoint is done again, unless it was more than the run, or the
    memory, could bear. Raises RunError where the run is at work, is finished (then train on
    instead), was saved by another version of Argot, or its corpus is gone; SettingsError or
    CorpusError on a change that cannot be.
    """
    status = run.status()
    if status.state == "finished":
        raise RunError(
            msg(
                "{id} is finished: its budget of {budget} is spent. Train it longer with a "
                "further budget instead.",
                id=run.id,
                budget=run.config().budget.describe(),
            )
        )
    check_version(run.folder)
    _check_corpus(run)
    wanted = changes or {}
    for name, value in wanted.items():
        check_change(run, name, value)
    _queue_again(run, "resume")
    if status.state == "failed" and cause_of(run):
        undo_changes(run, unsaved_changes(run))
    for name, value in wanted.items():
        ask(run, "set", name=name, value=value)
    launch(run, slots=slots)


def train_on(run: Run, budget: BudgetSettings, *, slots: int | None = None) -> None:
    """Give a finished or stopped run a further budget, with a learning-rate schedule of its own.

    Raises RunError where the run is at work, was saved by another version of Argot, or its corpus
    is gone.
    """
    state = run.status().state
    if state not in ("finished", "stopped"):
        raise RunError(
            msg(
                "{id} is {state}: only a finished or stopped run can be trained longer.",
                id=run.id,
                state=state,
            )
        )
    check_version(run.folder)
    _check_corpus(run)
    status = _queue_again(run, "train on", fraction=0.0, seconds_left=None)
    where = {"time": time.time(), "step": status.step, "seconds": status.seconds}
    record = {"kind": "extended", **where, "budget": asdict(budget)}
    JsonLog(run.folder / "events.jsonl").append(record, sync=True)
    launch(run, slots=slots)


def delete_run(run: Run) -> None:
    """Delete the run's folder, model and all.

    Raises RunError while a process is at work on it, and where somebody deleted it before.
    """
    if not run.folder.is_dir():
        raise _gone(run)
    try:
        lock = _free_lock(run)
    except Timeout:
        raise RunError(
            msg("{id} is still training. Stop it first, then delete it.", id=run.id)
        ) from None
    with friendly_os_errors(run.folder):
        gone = run.folder.with_name(f"{DELETED}{run.id}")
        try:
            os.rename(run.folder, gone)
        except FileNotFoundError:
            raise _gone(run) from None
        finally:
            lock.release()
        shutil.rmtree(gone)


def _gone(run: Run) -> RunError:
    return RunError(msg("{id} is no longer there: somebody has deleted it meanwhile.", id=run.id))


def check_fits(config: RunConfig, corpus: Corpus) -> None:
    """Refuse what `create_run` would refuse of this text on this machine, before it is asked.

    Raises SettingsError, CorpusError.
    """
    _check_text(config, corpus)
    check_device(config, describe_machine())
    check_memory(config, describe_machine())


def _check_text(config: RunConfig, corpus: Corpus) -> None:
    """Refuse a run whose training part cannot fill one batch. Raises SettingsError, CorpusError.

    A token has at least one character, or one byte where byte pairs are used: so a part whose
    characters are too few is refused here. One whose tokens turn out too few, the trainer refuses.
    """
    split = split_corpus(corpus, config.split)
    train = split.characters("train")
    share = corpus.card.counts.bytes / max(1, corpus.card.counts.characters)
    most_tokens = train * (share if config.tokenizer.kind == "bpe" else 1.0) + len(split.train) + 1
    check_batch_fits(config, int(most_tokens), counted="at most")


def _check_corpus(run: Run) -> None:
    corpus = run.config().corpus
    if not run.workspace.corpus_folder(corpus).exists():
        raise RunError(
            msg(
                "{id} was trained on {corpus}, which was deleted: it can still generate text, "
                "but it cannot be trained longer. A new run on another text can start with its "
                "model.",
                id=run.id,
                corpus=corpus,
            )
        )


def _free_lock(run: Run) -> FileLock:
    """The run's lock, held. Raises Timeout while a trainer is at work, WorkspaceError.

    One that has said its last word may take a moment to leave.
    """
    lock = lock_of(run.folder)
    patience = _LEAVING if read_status(run.folder).state in FINAL else _PROBED
    with friendly_os_errors(run.folder):
        lock.acquire(timeout=patience, poll_interval=0.05)
    return lock


def _queue_again(run: Run, action: str, **changes: Any) -> RunStatus:
    """Back to `queued` with no process, unless one is at work, and with these changes of its
    status. The status as it was."""
    try:
        lock = _free_lock(run)
    except Timeout:
        state = read_status(run.folder).state
        raise RunError(
            msg(
                "{id} is {state}: there is nothing to {action}. Stop it first, or wait "
                "until it has ended.",
                id=run.id,
                state=state,
                action=action,
            )
        ) from None
    try:
        status = read_status(run.folder)
        waiting = replace(
            status, state="queued", asked=time.time(), pid=None, error=None, doing=None, host=""
        )
        asked_before = JsonLog(run.folder / "control.jsonl").size()
        waiting = replace(waiting, requests_before=asked_before)
        write_status(run.folder, replace(waiting, **changes))
        return status
    finally:
        lock.release()
