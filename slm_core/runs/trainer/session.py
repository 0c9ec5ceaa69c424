"""One session of a trainer: from tokens to the final evaluation, applying requests on the way."""

import math
import time

from filelock import FileLock

from slm_core import checksums
from slm_core.errors import DivergedError
from slm_core.generation.generate import expected_next, write_samples
from slm_core.hardware.energy import EnergyMeter
from slm_core.messages import msg
from slm_core.runs.logger import RunLogger
from slm_core.runs.run import Run
from slm_core.runs.status import RunStatus
from slm_core.runs.trainer.checkpoints import CheckpointSaver
from slm_core.runs.trainer.energy import EnergyLog, gpus_of
from slm_core.runs.trainer.final_evaluation import facts_of, final_evaluation
from slm_core.runs.trainer.requests import PendingRequests
from slm_core.runs.trainer.run_state import RunState
from slm_core.runs.trainer.setup import join_workers, set_up
from slm_core.runs.trainer.slot import Slot

_EXPECTED = 5
"""Tokens that a sample names as the likeliest after its prompt."""
_SAMPLE_SHARE = 0.03
"""Share of the training time that writing samples may take, all but the one before the first
step."""


class TrainingSession:
    """Does a run's work in this process; whatever it needs to know is in the run's folder."""

    def __init__(self, run: Run, status: RunStatus, lock: FileLock) -> None:
        """`lock` is that of the run's slot, held."""
        self._run = run
        self._logger = logger = RunLogger(run, status)
        self._setup = setup = set_up(run, logger)
        self._run_state = RunState(run, setup.config, setup.trainer, setup.data)
        join_workers(setup)
        self._requests = PendingRequests(run, self._run_state, logger, since=status.requests_before)
        self._checkpoints = CheckpointSaver(run, setup.trainer, setup.clock)
        self._slot = Slot(run, lock, logger, self._requests, setup.clock, self._checkpoints)
        meter = EnergyMeter(gpus=gpus_of(setup.device))
        self._energy = EnergyLog(run, setup.clock, meter)
        self._sample_seconds = 0.0

    def run(self) -> None:
        """Train to the end of the budget, or until somebody asks to stop; then evaluate."""
        setup, logger = self._setup, self._logger
        if not setup.is_resumed:
            with checksums.sealing(self._run.folder, "tokenizer.json"):
                setup.tokenizer.save(self._run.folder / "tokenizer.json")
            logger.facts(facts_of(setup.config, setup.trainer, setup.store, setup.device))
        logger.set_state("running", step=setup.trainer.state.step, seconds=setup.clock.seconds())
        event = "resumed" if setup.is_resumed else "started"
        logger.event(event, device=setup.device.type)
        try:
            is_finished = self._train()
            setup.clock.stop()
            self._energy.record()
            self._checkpoints.save()
            setup.trainer.release_workers()
        except DivergedError:
            logger.set_state("running")  # where it stood, for whoever tells of the failure
            raise
        self._finish(is_finished=is_finished)

    def _train(self) -> bool:
        """Train through every phase; False if somebody stopped it."""
        self._run_state.replay()
        is_new_phase = self._setup.trainer.state.phase.last_validation_fraction < 0.0
        if not is_new_phase and not self._do_requests():
            return False  # asked before it was resumed
        for report in self._run_state.train(self._setup.clock):
            self._logger.step(report)
            if report.validation is not None:
                self._sample_if_affordable(report.progress.fraction)
            if not self._do_requests():
                return False
            self._checkpoints.save_if_due(report)
            self._energy.record_if_due()
            if self._slot.is_wanted() and not self._slot.let_others_train():
                return False
        return True

    def _finish(self, *, is_finished: bool) -> None:
        """Score the best weights, and say how the run ended."""
        setup, logger = self._setup, self._logger
        logger.update_status(seconds_left=None)
        if setup.config.race:
            self._slot.take_again()
        logger.set_state("running", doing=msg("the final evaluation"))
        final_evaluation(self._run, setup.config, setup.trainer, setup.store, logger)
        self._sample()  # by the weights that are kept, which no earlier sample may have had
        is_spent = is_finished and not setup.trainer.state.phase.early_stopping.stopped
        state = "finished" if is_finished else "stopped"
        logger.event(state)
        logger.set_state(state, fraction=1.0 if is_spent else logger.status.fraction)

    def _do_requests(self) -> bool:
        """Do what was asked since the last step; False if that was to stop."""
        while action := self._requests.next_action():
            if action == "stop" or (action == "pause" and not self._slot.pause()):
                return False
        return True

    def _sample_if_affordable(self, fraction: float) -> None:
        """At the first validation after a step always, and then as far as the `fraction` of the
        budget allows: what it writes changes most at the start, so much of the share goes there."""
        allowed = _SAMPLE_SHARE * self._setup.clock.seconds() / math.sqrt(max(fraction, 0.01))
        if self._sample_seconds > allowed:
            return
        began = time.perf_counter()
        with self._setup.trainer.averaged_weights():
            self._sample()
        if fraction:
            self._sample_seconds += time.perf_counter() - began

    def _sample(self) -> None:
        """Let the model, with the weights it has, write on from the prompt."""
        setup, samples = self._setup, self._setup.config.samples
        if not samples.length:
            return
        model, tokenizer = setup.trainer.model, setup.tokenizer
        texts = write_samples(
            model,
            tokenizer,
            samples.seed_text,
            temperatures=samples.temperatures,
            length=samples.length,
            seed=setup.config.training.seed,
        )
        expected = expected_next(model, tokenizer, samples.seed_text, count=_EXPECTED)
        self._logger.sample(samples.seed_text, texts, expected=expected)
