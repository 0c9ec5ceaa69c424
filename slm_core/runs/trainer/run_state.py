"""A run's trainer on its way: what it reads, how far it is, and the changes people make to it.

What was changed is in the trainer's progress, and so in every checkpoint; what was changed after
the newest checkpoint is done again at the same step, from events.jsonl.
"""

from dataclasses import replace
from typing import Any

from slm_core.runs.config import RunConfig
from slm_core.runs.launching.control import Request, changeable, with_change
from slm_core.runs.launching.recovery import undone_changes
from slm_core.runs.planning.compute import check_batch_fits
from slm_core.runs.run import Event, Run
from slm_core.runs.trainer.build import rebuild_model
from slm_core.settings_schema import from_dict
from slm_core.training.budget import Budget
from slm_core.training.dataloader import LoaderState
from slm_core.training.loop import TrainingData
from slm_core.training.schedules import lr_factor, rescale_schedule
from slm_core.training.settings import BudgetSettings
from slm_core.training.trainer import Trainer

_TRAIN_ON_RATE = 0.5
"""Largest learning rate of a further stretch, as a share of the first's: all of it would undo
what a finished schedule has settled."""


class RunState:
    """A trainer with its data, stretch by stretch through every budget it was given."""

    def __init__(self, run: Run, config: RunConfig, trainer: Trainer, data: TrainingData) -> None:
        """`trainer` as its checkpoint has it, or new; `data` as `config` has it."""
        self._run = run
        self._config = config
        self.trainer = trainer
        self.data = data
        for name, value in trainer.progress.changed_settings.items():
            self._config = with_change(self._config, name, value)
        self._read_in_batches_of(self._config.training.batch_size)
        if "dropout" in trainer.progress.changed_settings:
            rebuild_model(self.trainer, self._config.model)
        self._plans = self._made_plans()
        self._left_out = undone_changes(run)
        known = self._left_out.union(trainer.progress.applied_requests)
        changes = [event for event in run.events() if event.kind == "set"]
        self._replay = [event for event in changes if event.details["id"] not in known]

    @property
    def plan(self) -> Budget:
        """The stretch under way."""
        planned = self._plans[self.trainer.progress.phase]
        return replace(planned, steps_per_epoch=self.data.streams.steps_per_epoch)

    @property
    def fraction(self) -> float:
        """Share of the stretch's budget that is spent."""
        progress = self.trainer.progress
        return self.plan.fraction(progress.step + progress.step_shift, progress.seconds)

    @property
    def seconds_left(self) -> float | None:
        """Training time to go in this stretch, None before anything tells."""
        progress = self.trainer.progress
        return self.plan.seconds_left(progress.step + progress.step_shift, progress.seconds)

    @property
    def epoch(self) -> float:
        """Times the training part has been read."""
        streams = self.data.streams
        a_reading = streams.steps_per_epoch * streams.batch_size * streams.sequence_length
        return self.trainer.progress.tokens / a_reading

    @property
    def is_at_end(self) -> bool:
        """Whether the run stands where this stretch was stopped and the next one begins."""
        after = self.trainer.progress.phase + 1
        return after < len(self._plans) and (
            self.trainer.progress.step >= self._plans[after].first_step
        )

    def start_next_phase(self) -> bool:
        """Start on the next budget; False where there is none."""
        if self.trainer.progress.phase + 1 >= len(self._plans):
            return False
        self.trainer.start_phase(rate=_TRAIN_ON_RATE * self._config.training.learning_rate)
        return True

    def knows(self, request: str) -> bool:
        """Whether the change with this id is made already, will be by `replay`, or never will."""
        waiting = {event.details["id"] for event in self._replay}
        return request in waiting.union(self._left_out, self.trainer.progress.applied_requests)

    def replay(self) -> None:
        """Change settings where they were changed in the sitting that was interrupted."""
        progress = self.trainer.progress
        here = (progress.phase, progress.step)
        for event in [e for e in self._replay if _place(e) <= here]:
            self._change(event.details["name"], event.details["value"])
            progress.applied_requests.append(event.details["id"])
            self._replay.remove(event)

    def change(self, request: Request) -> dict[str, object]:
        """Change a setting from the next step on; what events.jsonl is to hold of it.

        Raises SettingsError or CorpusError where that cannot be; it counts as done then, too.
        """
        progress = self.trainer.progress
        progress.applied_requests.append(request.id)
        before = self._value(request.name)
        self._change(request.name, request.value)
        value = changeable(request.name).check(request.value)
        about: dict[str, object] = {"id": request.id, "name": request.name}
        return about | {"value": value, "before": before, "phase": progress.phase}

    def _value(self, name: str) -> float:
        if name == "learning_rate":
            return self.trainer.progress.max_lr * lr_factor(self.trainer.settings, self.fraction)
        return getattr(self._config.model if name == "dropout" else self._config.training, name)

    def _change(self, name: str, value: float) -> None:
        progress = self.trainer.progress
        if name == "learning_rate":
            settings = self.trainer.settings
            progress.max_lr = rescale_schedule(settings, self.fraction, rate=value)
            return
        config = with_change(self._config, name, value)
        check_batch_fits(config, len(self.data.streams.ids), counted="only")
        self._config = config
        progress.changed_settings[name] = value
        if name == "dropout":
            rebuild_model(self.trainer, config.model)
        elif config.training.batch_size != self.data.streams.batch_size:
            self._begin_reading_in_batches_of(config.training.batch_size)

    def _begin_reading_in_batches_of(self, size: int) -> None:
        """Another number of streams stands at other places: they begin a new reading there."""
        progress = self.trainer.progress
        spent = self.fraction
        self._read_in_batches_of(size)
        progress.loader = LoaderState(progress.loader.epoch + 1, 0)
        if self.plan.budget.epochs is not None:
            assert self.plan.steps is not None
            done = progress.step - self.plan.first_step
            progress.step_shift = round(spent * self.plan.steps) - done

    def _read_in_batches_of(self, size: int) -> None:
        self.data = replace(self.data, streams=replace(self.data.streams, batch_size=size))
        self.trainer.settings = replace(self.trainer.settings, batch_size=size)

    def _made_plans(self) -> list[Budget]:
        per_epoch = self.data.streams.steps_per_epoch
        plans = [Budget(self._config.budget, per_epoch)]
        for event in self._run.events():
            if event.kind == "extended":
                budget: Any = event.details["budget"]
                parsed = from_dict(BudgetSettings, budget)
                plans.append(Budget(parsed, per_epoch, event.step, event.seconds))
        return plans


def _place(event: Event) -> tuple[int, int]:
    return event.details["phase"], event.step
