"""The speed test: a few real steps before a run, to measure how fast this machine trains with its
settings.

What is measured is kept with the corpus, so that nobody waits for the same figures twice.
"""

import json
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from slm_core.corpus.store import open_corpus
from slm_core.errors import DamagedFileError, RunError, SettingsError
from slm_core.hardware.machine import Machine, describe_machine
from slm_core.messages import Message, msg
from slm_core.processes.spawn import spawn, training_variables
from slm_core.records import keep, read_record
from slm_core.runs.config import RunConfig
from slm_core.runs.fine_tuning.setup import check_start
from slm_core.runs.launching.create import check_fits
from slm_core.runs.planning.compute import resolve_machine_settings
from slm_core.storage import from_json
from slm_core.workspace import Workspace, content_hash

_VERSION = "5"
"""Raised when the same settings would be measured in another way than before."""
_PATIENCE = 120.0
"""Seconds after which a trial is given up: its settings are too much for this machine."""


@dataclass(frozen=True)
class SpeedTest:
    """What a few real steps told."""

    tokens_per_second: float
    steps: int
    """That were timed."""
    parameters: int
    vocabulary_size: int
    """Tokens found in a sample of the training part."""
    characters_per_token: float
    threads: int
    replicas: int
    precision: str
    """float32 or bfloat16."""
    device: str


class RunningSpeedTest:
    """A trial on its way, in a process of its own; whoever started it asks now and then."""

    def __init__(
        self, workspace: Workspace, config: RunConfig, *, slots: int, patience: float = _PATIENCE
    ) -> None:
        """Starts the process. Raises what `create_run` raises where there cannot be such a run."""
        check_fits(config, open_corpus(workspace, config.corpus))
        check_start(workspace, config)
        config = _settled(config, slots)
        machine = config.machine
        self._until = time.monotonic() + patience
        self._patience = patience
        self._process = spawn(
            "slm_core.runs.preflight.speed_test_worker",
            variables=training_variables(max(1, machine.threads // machine.processes)),
        )
        request = {"root": str(workspace.root), "slots": slots, "config": config.to_json()}
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(request).encode())
        self._process.stdin.close()

    def poll(self) -> SpeedTest | None:
        """What was found, None while it is at work.

        Raises RunError where it could not be measured: another run trains, or it went wrong.
        """
        if self._process.poll() is None:
            if time.monotonic() < self._until:
                return None
            self.cancel()
            raise RunError(
                msg(
                    "Measuring took longer than {patience:g} seconds and was given up. "
                    "Choose a smaller network or a smaller batch, or start without it.",
                    patience=self._patience,
                )
            )
        assert self._process.stdout is not None
        answer = self._process.stdout.read()
        return self._told(json.loads(answer) if answer else {})

    def wait(self) -> SpeedTest:
        """What was found, when it is. Raises RunError."""
        while (found := self.poll()) is None:
            time.sleep(0.05)
        return found

    def cancel(self) -> None:
        """End it; nothing is kept."""
        self._process.kill()
        self._process.wait()

    def _told(self, answer: Mapping[str, Any]) -> SpeedTest:
        if "trial" in answer:
            return from_json(SpeedTest, answer["trial"])
        raise RunError(
            Message.from_json(answer["error"])
            if "error" in answer
            else msg(
                "The process that measures ended without an answer: there may be too "
                "little memory. Choose a smaller network or a smaller batch."
            )
        )


def cached_speed_test(
    workspace: Workspace, config: RunConfig, *, slots: int | None = None
) -> SpeedTest | None:
    """What an earlier trial of the same settings on this machine told, None where there is none.

    Of one that had the share of the cores that a run has where `slots` train at once.
    """
    try:
        return read_record(SpeedTest, _path(workspace, _settled(config, slots)))
    except (SettingsError, DamagedFileError):  # it cannot be; or it is of another version
        return None


def cache_speed_test(workspace: Workspace, config: RunConfig, found: SpeedTest) -> None:
    """Keep it for whoever asks for the same settings; `config` is that which was tried, with its
    machine settled. Raises WorkspaceError."""
    keep(_path(workspace, config), asdict(found))


def _settled(config: RunConfig, slots: int | None) -> RunConfig:
    """`config` with the threads, copies and precision that a run of it would get."""
    return replace(
        config, machine=resolve_machine_settings(config, describe_machine(), slots=slots)
    )


def _path(workspace: Workspace, config: RunConfig) -> Path:
    """Where a trial is kept: by all that makes it fast or slow, its machine settled. It goes with
    its corpus."""
    training = config.training
    what = (
        _VERSION,
        repr(config.split),
        repr(config.tokenizer),
        repr(config.model),
        repr((training.optimizer, training.batch_size, training.sequence_length)),
        repr((training.accumulation, training.loss, training.averaging)),
        repr(config.machine),
        repr(config.start),
        _spoken(describe_machine()),
    )
    return workspace.corpus_cache(config.corpus) / f"trial-{content_hash(*what)}.json"


def _spoken(machine: Machine) -> str:
    gpus = [gpu.name for gpu in machine.gpus]
    return repr((machine.cores, machine.memory_bytes, machine.instructions, gpus))
