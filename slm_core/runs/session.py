"""One sitting of a trainer: from tokens to the final evaluation, obeying requests on the way."""

import time
from dataclasses import asdict
from typing import Any

import torch
from filelock import FileLock

from slm_core.corpus.store import open_corpus
from slm_core.durable import LineFile
from slm_core.errors import SettingsError
from slm_core.evaluation.evaluate import evaluate
from slm_core.evaluation.floors import floors, token_frequencies
from slm_core.fields import from_dict
from slm_core.generation.generate import write_samples
from slm_core.models.build import build
from slm_core.models.interface import count_parameters
from slm_core.runs.control import Request, RequestReader
from slm_core.runs.create import check_batch_fits
from slm_core.runs.journal import Journal
from slm_core.runs.machine import slots
from slm_core.runs.queue import take_slot
from slm_core.runs.run import Facts, Run
from slm_core.runs.status import RunStatus
from slm_core.tokenizers.store import TokenStore, prepare_tokens
from slm_core.training.batches import Streams
from slm_core.training.checkpoints import load_learner, newest_step, save_checkpoint
from slm_core.training.clock import Clock
from slm_core.training.learner import Learner
from slm_core.training.loop import Data, Report, scored, train
from slm_core.training.optimizers import make_optimizer, warm_up_optimizers
from slm_core.training.plan import Plan
from slm_core.training.schedule import rescaled
from slm_core.training.settings import BudgetSettings

_CHECKPOINT_EVERY = 5.0
"""Seconds between checkpoints, at the least; and no more than a twentieth of the time on them."""
_SAMPLE_SHARE = 0.03
"""Share of the training time that writing samples may take."""
_TRAIN_ON_RATE = 0.5
"""Largest learning rate of a further stretch, as a share of the first's: all of it would undo
what a finished schedule has settled."""


class TrainingSession:
    """Does a run's work in this process; whatever it needs to know is in the run's folder."""

    def __init__(self, run: Run, status: RunStatus, slot: FileLock) -> None:
        self._run = run
        self._config = run.config()
        self._slot = slot
        self._journal = Journal(run, status)
        self._requests = RequestReader(LineFile(run.folder / "control.jsonl"))
        self._since = status.asked
        self._sampled = 0.0
        self._saved_at = time.perf_counter()
        self._saving = 0.0

    def work(self) -> None:
        """Train to the end of the budget, or until somebody asks to stop; then evaluate."""
        self._device = _chosen_device(self._config.machine.device)
        torch.set_num_threads(self._config.machine.threads or 1)
        warm_up_optimizers()
        self._clock = Clock()
        self._clock.start()
        store = self._prepared_tokens()
        self._tokenizer = store.tokenizer()
        check_batch_fits(self._config, store.parts["train"].tokens, counted="only")
        self._learner, resumed = self._made_learner(store)
        self._data = self._made_data(store)
        if not resumed:
            self._write_facts(store)
        progress = self._learner.progress
        self._journal.enter("running", step=progress.step, seconds=self._clock.seconds())
        self._journal.event("resumed" if resumed else "started", device=self._device.type)
        finished = self._spend_budgets()
        self._clock.stop()
        self._save()
        self._journal.note(seconds_left=None)
        self._evaluate_whole(store)
        state = "finished" if finished else "stopped"
        self._journal.event(state)
        self._journal.enter(state, fraction=1.0 if finished else self._journal.status.fraction)

    def _prepared_tokens(self) -> TokenStore:
        config = self._config
        self._journal.enter("starting", doing="reading the corpus")
        return prepare_tokens(
            self._run.workspace,
            open_corpus(self._run.workspace, config.corpus),
            config.split,
            config.tokenizer,
            tell=lambda doing: self._journal.enter("starting", doing=doing),
        )

    def _made_learner(self, store: TokenStore) -> tuple[Learner, bool]:
        """The learner as it was at the newest checkpoint, or a new one; and which of the two."""
        config = self._config
        torch.manual_seed(config.training.seed)
        model = build(config.model, self._tokenizer.vocabulary_size).to(self._device)
        generator = torch.Generator().manual_seed(config.training.seed)
        optimizer = make_optimizer(model, config.training)
        learner = Learner(model, optimizer, config.training, generator)
        learner.progress.peak_rate = config.training.learning_rate
        if load_learner(self._run.folder, learner):
            self._clock = Clock(learner.progress.seconds)
            self._clock.start()
            return learner, True
        frequencies = token_frequencies(store.ids("train"), self._tokenizer.vocabulary_size)
        model.start_from(torch.from_numpy(frequencies).float().to(self._device))
        return learner, False

    def _made_data(self, store: TokenStore) -> Data:
        training = self._config.training
        streams = Streams(
            store.ids("train"), training.batch_size, training.sequence_length, training.seed
        )
        return Data(streams, store.ids("validation"), store.parts["validation"])

    def _write_facts(self, store: TokenStore) -> None:
        self._tokenizer.save(self._run.folder / "tokenizer.json")
        train_part, validation = store.parts["train"], store.parts["validation"]
        frequencies = token_frequencies(store.ids("train"), self._tokenizer.vocabulary_size)
        self._journal.facts(
            Facts(
                vocabulary_size=self._tokenizer.vocabulary_size,
                parameters=count_parameters(self._learner.model),
                train_tokens=train_part.tokens,
                validation_tokens=validation.tokens,
                characters_per_token=train_part.characters / max(1, train_part.tokens - 1),
                bytes_per_token=validation.bytes / max(1, validation.tokens - 1),
                tokenizer_seconds=store.seconds,
                unknown_share=validation.unknown / max(1, validation.tokens - 1),
                device=self._device.type,
                threads=torch.get_num_threads(),
                floors=floors(frequencies, store.ids("validation")),
            )
        )

    def _spend_budgets(self) -> bool:
        """Train through every stretch asked for; False if somebody stopped it."""
        plans = self._plans()
        progress = self._learner.progress
        replay = self._settings_to_replay()
        while True:
            ends_at = _first_step(plans, progress.stretch + 1)
            for report in train(self._learner, self._data, plans[progress.stretch], self._clock):
                self._tell(report, plans[progress.stretch])
                for request in [r for r in replay if r[0] <= progress.step]:
                    self._set(request[1], plans[progress.stretch], replayed=True)
                    replay.remove(request)
                if not self._obey(plans[progress.stretch]):
                    return False
                self._save_if_due(report)
                if ends_at is not None and progress.step >= ends_at:
                    break
            if progress.stretch + 1 >= len(plans):
                return True
            progress.stretch += 1
            progress.looked = -1.0
            progress.peak_rate = _TRAIN_ON_RATE * self._config.training.learning_rate

    def _plans(self) -> list[Plan]:
        per_epoch = self._data.streams.steps_per_epoch
        plans = [Plan(self._config.budget, per_epoch)]
        for event in self._run.events():
            if event.kind == "extended":
                budget: Any = event.details["budget"]
                parsed = from_dict(BudgetSettings, budget)
                plans.append(Plan(parsed, per_epoch, event.step, event.seconds))
        return plans

    def _settings_to_replay(self) -> list[tuple[int, Request]]:
        """Changes of settings that the checkpoint we go on from does not know yet, by step."""
        known = set(self._learner.progress.applied)
        changes = [event for event in self._run.events() if event.kind == "set"]
        return [
            (
                event.step,
                Request(
                    event.details["id"],
                    event.time,
                    "set",
                    event.details["name"],
                    event.details["value"],
                ),
            )
            for event in changes
            if event.details["id"] not in known
        ]

    def _tell(self, report: Report, plan: Plan) -> None:
        progress, journal = self._learner.progress, self._journal
        journal.note(
            step=progress.step,
            epoch=progress.step / self._data.streams.steps_per_epoch,
            tokens=progress.tokens,
            seconds=progress.seconds,
            fraction=report.fraction,
            seconds_left=plan.seconds_left(progress.step, progress.seconds),
        )
        if report.train:
            journal.metric("train", asdict(report.train))
        if report.validation:
            journal.metric("validation", asdict(report.validation))
            self._sample_if_affordable()

    def _sample_if_affordable(self) -> None:
        samples = self._config.samples
        spent = self._clock.seconds()
        if not samples.length or self._sampled > _SAMPLE_SHARE * spent + 0.05:
            return
        began = time.perf_counter()
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

    def _obey(self, plan: Plan) -> bool:
        """Do what was asked since the last step; False if that was to stop."""
        for request in self._requests.new():
            if request.action == "set":
                if request.id not in self._learner.progress.applied:
                    self._set(request, plan, replayed=False)
            elif request.time < self._since:
                continue  # asked of an earlier sitting
            elif request.action == "stop" or (request.action == "pause" and not self._pause()):
                return False
        return True

    def _set(self, request: Request, plan: Plan, *, replayed: bool) -> None:
        progress = self._learner.progress
        before = progress.peak_rate
        fraction = plan.fraction(progress.step, progress.seconds)
        progress.peak_rate = rescaled(self._config.training, fraction, rate=request.value)
        progress.applied.append(request.id)
        if not replayed:
            details: dict[str, object] = {"id": request.id, "name": request.name}
            self._journal.event("set", **details, value=request.value, before=before)

    def _pause(self) -> bool:
        """Stand still, without slot, until somebody asks to go on; False if to stop."""
        self._clock.stop()
        self._save()
        self._journal.enter("paused", seconds_left=self._journal.status.seconds_left)
        self._journal.event("paused")
        self._slot.release()
        answer = self._next_answer()
        if answer == "stop":
            return False
        self._journal.enter("queued", asked=time.time())
        slot = take_slot(self._run, slots=slots(), give_up=self._stop_was_asked)
        if slot is None:
            return False
        self._slot = slot
        self._journal.enter("running")
        self._journal.event("resumed")
        self._clock.start()
        return True

    def _next_answer(self) -> str:
        while True:
            for request in self._requests.new():
                if request.action in ("resume", "stop"):
                    return request.action
            self._journal.note()
            time.sleep(0.2)

    def _stop_was_asked(self) -> bool:
        return any(request.action == "stop" for request in self._requests.new())

    def _save_if_due(self, report: Report) -> None:
        since = time.perf_counter() - self._saved_at
        first = newest_step(self._run.folder) is None and self._learner.progress.step > 0
        if report.validation and (since > max(_CHECKPOINT_EVERY, 20 * self._saving) or first):
            self._save()

    def _save(self) -> None:
        began = time.perf_counter()
        save_checkpoint(self._run.folder, self._learner)
        self._saved_at = time.perf_counter()
        self._saving = self._saved_at - began

    def _evaluate_whole(self, store: TokenStore) -> None:
        """Score the best weights on the whole validation part, and the test part if asked for."""
        learner = self._learner
        self._journal.enter("running", doing="the final evaluation")
        if learner.best_weights is not None:
            learner.model.load_state_dict(learner.best_weights)
        names = ("validation", "test") if self._config.open_test else ("validation",)
        for name in names:
            part = store.parts[name]
            if part.tokens < 2:
                raise SettingsError(f"The {name} part is empty, so it cannot be scored.")
            score = scored(evaluate(learner.model, store.ids(name)), part)
            self._journal.report(name, score, step=learner.progress.best.step, sizes=asdict(part))
            if name == "test":
                self._journal.event("test_opened")


def _first_step(plans: list[Plan], stretch: int) -> int | None:
    return plans[stretch].first_step if stretch < len(plans) else None


def _chosen_device(asked: str) -> torch.device:
    """Raises SettingsError where a GPU is asked for and there is none."""
    available = torch.cuda.is_available()
    if asked == "cuda" and not available:
        raise SettingsError(
            "machine.device is cuda, but torch finds no NVIDIA GPU here. Choose auto or cpu."
        )
    return torch.device("cuda" if available and asked != "cpu" else "cpu")
