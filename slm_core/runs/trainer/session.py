"""One sitting of a trainer: from tokens to the final evaluation, obeying requests on the way."""

import math
import time
from dataclasses import asdict

import torch
from filelock import FileLock
from torch import Tensor

from slm_core.corpus.store import open_corpus
from slm_core.errors import ArgotError, DivergedError
from slm_core.generation.generate import write_samples
from slm_core.hardware.machine import describe_machine, slots
from slm_core.messages import msg
from slm_core.metrics.ngram import token_frequencies
from slm_core.models.base import LanguageModel
from slm_core.runs.fine_tuning.transfer import StartModel, initialise_from, start_tokenizer
from slm_core.runs.launching.control import Request
from slm_core.runs.launching.queue import take_slot, take_slot_soon
from slm_core.runs.launching.torchrun import rendezvous
from slm_core.runs.logger import RunLogger
from slm_core.runs.planning.compute import check_batch_fits, on_cpu
from slm_core.runs.run import Run
from slm_core.runs.status import RunStatus
from slm_core.runs.trainer.build import new_trainer, prepare_device
from slm_core.runs.trainer.final_evaluation import facts_of, final_evaluation
from slm_core.runs.trainer.requests import PendingRequests
from slm_core.runs.trainer.run_state import RunState
from slm_core.runs.trainer.time_slice import TimeSlice
from slm_core.tokenizers.settings import check_installed
from slm_core.tokenizers.token_store import TokenStore, prepare_tokens
from slm_core.training.budget import Clock
from slm_core.training.checkpoint import load_trainer, save_checkpoint
from slm_core.training.checkpoint_paths import newest_step
from slm_core.training.dataloader import BpttLoader
from slm_core.training.distributed.process_group import init_process_group
from slm_core.training.early_stopping import TrainerEvent
from slm_core.training.loop import StepReport, TrainingData, check_finite, train
from slm_core.training.optimizers import warm_up_optimizers
from slm_core.training.trainer import Trainer

_FIRST_CHECKPOINT = 20
"""Steps after which a run can be written with, and has something to go on from."""
_CHECKPOINT_EVERY = 5.0
"""Seconds between checkpoints, at the least; and no more than a twentieth of the time on them."""
_CUTTING_SHARE = 0.1
"""Of a budget in minutes that training the tokenizer and cutting the text may take; what they take
beyond is on no clock."""
_SAMPLE_SHARE = 0.03
"""Share of the training time that writing samples may take."""


class TrainingSession:
    """Does a run's work in this process; whatever it needs to know is in the run's folder."""

    def __init__(self, run: Run, status: RunStatus, slot: FileLock) -> None:
        self._run = run
        self._config = run.config()
        self._slot = slot
        self._turn = TimeSlice(run, self._config.machine.turn_seconds)
        self._journal = RunLogger(run, status)
        self._inbox = PendingRequests(run, since=status.asked)
        self._sampled = 0.0
        self._saved_at = time.perf_counter()
        self._saving = 0.0
        self._kept = newest_step(run.folder) is not None

    def run(self) -> None:
        """Train to the end of the budget, or until somebody asks to stop; then evaluate."""
        self._device = prepare_device(self._config.machine)
        self._do_without_gpu()
        warm_up_optimizers()
        self._clock = Clock()
        if not self._config.race:  # there, who comes first cuts the text for all
            self._clock.start()
        store = self._prepared_tokens()
        self._give_back_cutting()
        self._clock.start()
        self._tokenizer = store.tokenizer()
        check_batch_fits(self._config, store.parts["train"].tokens, counted="only")
        self._learner, resumed = self._made_learner(store)
        self._course = RunState(self._run, self._config, self._learner, self._made_data(store))
        if self._config.machine.processes > 1:
            self._learner.worker_group = init_process_group(
                self._device, self._config.machine.processes, meeting=rendezvous()
            )
            self._learner.worker_group.broadcast(str(store.folder))
            self._learner.worker_group.share_tables(self._learner.model)
        if not resumed:
            self._tokenizer.save(self._run.folder / "tokenizer.json")
            self._journal.facts(facts_of(self._config, self._learner, store, self._device))
        progress = self._learner.progress
        self._journal.set_state("running", step=progress.step, seconds=self._clock.seconds())
        self._journal.event("resumed" if resumed else "started", device=self._device.type)
        try:
            self._turn.begin()
            finished = self._spend_budgets()
            self._clock.stop()
            self._save()
            self._learner.release_workers()
        except DivergedError:
            self._journal.set_state("running")  # where it stood, for whoever tells of the failure
            raise
        self._journal.update_status(seconds_left=None)
        self._acquire_slot()
        self._journal.set_state("running", doing=msg("the final evaluation"))
        final_evaluation(self._run, self._config, self._learner, store, self._journal)
        state = "finished" if finished else "stopped"
        spent = 1.0 if finished and not progress.stopped_early else self._journal.status.fraction
        self._journal.event(state)
        self._journal.set_state(state, fraction=spent)

    def _do_without_gpu(self) -> None:
        """On the processor as it computes best, where the run was to have a GPU, and torch cannot
        use the one that is there, or it is gone since."""
        here, facts = describe_machine(), self._run.facts()
        meant = here.gpus or (facts is not None and facts.device != "cpu")
        if self._config.machine.device == "auto" and self._device.type == "cpu" and meant:
            self._config = on_cpu(self._config, here)
            self._journal.event("no_gpu", name=here.gpus[0].name if here.gpus else "")

    def _give_back_cutting(self) -> None:
        """Of a budget in minutes most is for learning, however large the text."""
        minutes = self._config.budget.minutes
        most = math.inf if minutes is None else _CUTTING_SHARE * 60.0 * minutes
        if self._clock.seconds() > most:
            self._clock = Clock(most)

    def _prepared_tokens(self) -> TokenStore:
        config = self._config
        check_installed(config.segmenter)
        self._journal.set_state("starting", doing=msg("reading the corpus"))
        keeps = config.start is not None and config.start.tokenizer == "same"
        return prepare_tokens(
            self._run.workspace,
            open_corpus(self._run.workspace, config.corpus),
            config.split,
            config.tokenizer,
            tokenizer=start_tokenizer(self._run) if keeps else None,
            tell=lambda doing: self._journal.set_state("starting", doing=doing),
        )

    def _made_learner(self, store: TokenStore) -> tuple[Trainer, bool]:
        """The trainer as it was at the newest checkpoint, or a new one; and which of the two."""
        config = self._config
        trainer = new_trainer(config, self._tokenizer.vocabulary_size, self._device)
        if load_trainer(self._run.folder, trainer):
            self._clock = Clock(trainer.progress.seconds)
            self._clock.start()
            return trainer, True
        frequencies = token_frequencies(store.ids("train"), self._tokenizer.vocabulary_size)
        first = torch.from_numpy(frequencies).float().to(self._device)
        self._give_first_weights(trainer.model, first)
        return trainer, False

    def _give_first_weights(self, model: LanguageModel, frequencies: Tensor) -> None:
        if self._config.start is None:
            model.init_output_bias(frequencies)
            return
        self._journal.set_state("starting", doing=msg("taking over what the earlier run learned"))
        self._clock.stop()
        initialise_from(self._run, StartModel(model, self._tokenizer), frequencies)
        self._clock.start()

    def _made_data(self, store: TokenStore) -> TrainingData:
        training = self._config.training
        streams = BpttLoader(
            store.ids("train"), training.batch_size, training.sequence_length, training.seed
        )
        return TrainingData(streams, store.ids("validation"), store.parts["validation"])

    def _spend_budgets(self) -> bool:
        """Train through every stretch asked for; False if somebody stopped it."""
        while self._spend():
            if not self._course.start_next_phase():
                return True
        return False

    def _spend(self) -> bool:
        """Train through one stretch, or up to the step where the next begins; False if stopped."""
        course = self._course
        course.replay()
        if self._learner.progress.last_validation_fraction >= 0.0 and not self._apply_request():
            return False  # asked before it was taken up again
        while not course.is_at_end:  # it was stopped here, and then trained on
            data = course.data
            for report in train(self._learner, data, course.plan, self._clock):
                self._tell(report)
                course.replay()
                if not self._apply_request():
                    return False
                self._save_if_due(report)
                if self._turn.is_over() and not self._yield_slot():
                    return False
                if course.is_at_end or course.data is not data:
                    break
            else:
                return True
        return True

    def _tell(self, report: StepReport) -> None:
        progress, journal = self._learner.progress, self._journal
        journal.update_status(
            step=progress.step,
            epoch=self._course.epoch,
            tokens=progress.tokens,
            seconds=progress.seconds,
            fraction=report.fraction,
            seconds_left=self._course.seconds_left,
        )
        if report.train:
            journal.metric("train", asdict(report.train))
        if report.validation:
            journal.metric("validation", asdict(report.validation))
            self._sample_if_affordable()
        for note in report.notes:
            self._tell_once(note)

    def _tell_once(self, note: TrainerEvent) -> None:
        """An event, unless an earlier sitting has told it of this very step."""
        step = self._learner.progress.step
        if not any((e.kind, e.step) == (note.kind, step) for e in self._run.events()):
            self._journal.event(note.kind, **note.details)

    def _sample_if_affordable(self) -> None:
        samples = self._config.samples
        spent = self._clock.seconds()
        if not samples.length or self._sampled > _SAMPLE_SHARE * spent + 0.05:
            return
        began = time.perf_counter()
        with self._learner.averaged_weights():
            texts = write_samples(
                self._learner.model,
                self._tokenizer,
                samples.seed_text,
                temperatures=samples.temperatures,
                length=samples.length,
                seed=self._config.training.seed,
            )
        self._journal.sample(samples.seed_text, texts)
        self._sampled += time.perf_counter() - began

    def _apply_request(self) -> bool:
        """Do what was asked since the last step; False if that was to stop."""
        self._inbox.take_in(self._course.knows)
        while request := self._inbox.next():
            if request.action == "set":
                self._set(request)
            elif request.action == "stop" or (request.action == "pause" and not self._pause()):
                return False
        return True

    def _set(self, request: Request) -> None:
        try:
            self._journal.event("set", **self._course.change(request))
        except ArgotError as error:  # it would not go with the rest
            about = {"name": request.name, "value": request.value}
            self._journal.event("refused", id=request.id, **about, reason=error.message)

    def _pause(self) -> bool:
        """Stand still until somebody asks to go on; False if to stop."""
        self._clock.stop()
        return self._wait_while_paused() and self._wait_for_turn(stood=True)

    def _wait_while_paused(self) -> bool:
        """Without slot, until somebody asks to go on; False if to stop."""
        self._save()
        self._journal.set_state("paused", seconds_left=self._journal.status.seconds_left)
        self._journal.event("paused")
        self._slot.release(force=True)  # it was acquired, and then entered as a context
        return self._next_answer() != "stop"

    def _yield_slot(self) -> bool:
        """Let those go first who wait, and take the slot again after them; False if to stop."""
        self._clock.stop()
        unsaved = time.perf_counter() - self._saved_at
        goes_on = self._wait_for_turn()
        self._saved_at = time.perf_counter() - unsaved  # nothing was learned meanwhile
        return goes_on

    def _wait_for_turn(self, *, stood: bool = False) -> bool:
        """Queue as the youngest, without slot, and go on when it is this run's turn; False if to
        stop. Asked to pause meanwhile, it stands still instead of waiting, as it may have `stood`
        before.
        """
        while (slot := self._queued_for_slot()) is None:
            if self._inbox.has("stop") or not self._wait_while_paused():
                return False
            stood = True
        self._slot = slot
        self._journal.set_state("running")
        if stood:
            self._journal.event("resumed")
        self._turn.begin()
        self._clock.start()
        return True

    def _queued_for_slot(self) -> FileLock | None:
        """A slot, or None where somebody asked to pause or stop meanwhile."""
        self._journal.set_state(
            "queued", asked=time.time()
        )  # before the slot goes: others look at it
        self._slot.release(force=True)  # it was acquired, and then entered as a context
        return take_slot(self._run, slots=slots(), give_up=self._should_interrupt)

    def _acquire_slot(self) -> None:
        """For the final evaluation of a racer that was stopped while another's minutes run. Those
        who race take turns of seconds; for other runs nobody waits."""
        if self._config.race and not self._slot.is_locked:
            self._journal.set_state("queued", asked=time.time())
            self._slot = take_slot_soon(self._run, slots=slots()) or self._slot

    def _next_answer(self) -> str:
        while True:
            self._inbox.take_in(self._course.knows)
            while request := self._inbox.next():
                if request.action == "set":
                    self._set(request)
                elif request.action in ("resume", "stop"):
                    return request.action
            self._journal.update_status()
            time.sleep(0.2)

    def _should_interrupt(self) -> bool:
        self._inbox.take_in(self._course.knows)
        return self._inbox.has("stop", "pause")

    def _save_if_due(self, report: StepReport) -> None:
        if report.train is None:
            return  # nobody has looked whether the numbers still are numbers
        since = time.perf_counter() - self._saved_at
        due = since > max(_CHECKPOINT_EVERY, 20 * self._saving)
        if due or (not self._kept and self._learner.progress.step >= _FIRST_CHECKPOINT):
            self._save()

    def _save(self) -> None:
        check_finite(self._learner)  # of what is broken nobody wants a copy
        began = time.perf_counter()
        save_checkpoint(self._run.folder, self._learner)
        self._kept = True
        self._saved_at = time.perf_counter()
        self._saving = self._saved_at - began
