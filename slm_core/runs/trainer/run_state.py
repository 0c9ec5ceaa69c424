"""A run's trainer on its way through its phases, and the changes people make to it.

A phase is one budget: the first is the run's own, and each time somebody trains on adds one. What
was changed is in the trainer's state, and so in every checkpoint; what was changed after the newest
checkpoint is done again at the same step, from events.jsonl.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from slm_core.runs.config import RunConfig
from slm_core.runs.launching.control import Request, changeable, with_change
from slm_core.runs.launching.recovery import undone_changes
from slm_core.runs.planning.compute import check_batch_fits
from slm_core.runs.run import Event, Run
from slm_core.runs.trainer.build import rebuild_model
from slm_core.settings_schema import from_dict
from slm_core.training.loop import StepReport, train
from slm_core.training.optim.schedules import lr_factor, rescale_schedule
from slm_core.training.settings import BudgetSettings
from slm_core.training.stopping.budget import Budget, Clock
from slm_core.training.trainer import Trainer
from slm_core.training.validation import TrainingData

_FURTHER_LR = 0.5
"""Largest learning rate of a further phase, as a share of the first's: all of it would undo what a
finished schedule has settled."""


class RunState:
    """A trainer with its data, phase by phase through every budget it was given."""

    def __init__(self, run: Run, config: RunConfig, trainer: Trainer, data: TrainingData) -> None:
        """`trainer` as its checkpoint has it, or new; `data` as `config` has it."""
        for name, value in trainer.state.changed_settings.items():
            config = with_change(config, name, value)
        self._config = config
        self.trainer = trainer
        trainer.settings = config.training
        self.data = _with_batch_size(data, config.training.batch_size)
        self._loader_was_replaced = False
        if "dropout" in trainer.state.changed_settings:
            rebuild_model(trainer, config.model)
        self._phases = _phases(run, config, self.data.loader.steps_per_epoch)
        self._undone = undone_changes(run)
        applied = self._undone.union(trainer.state.applied_requests)
        changes = [event for event in run.events() if event.kind == "set"]
        self._to_replay = [event for event in changes if event.details["id"] not in applied]

    def train(self, clock: Clock) -> Iterator[StepReport]:
        """Learn through all phases; one report a step. Settings may change between two reports."""
        while True:
            yield from self._train_phase(clock)
            next_phase = self.trainer.state.phase.index + 1
            if next_phase >= len(self._phases):
                return
            max_lr = _FURTHER_LR * self._config.training.learning_rate
            self.trainer.start_phase(max_lr=max_lr)

    def replay(self) -> None:
        """Change settings where they were changed in the session that was interrupted."""
        state = self.trainer.state
        here = (state.phase.index, state.step)
        for event in [event for event in self._to_replay if _place(event) <= here]:
            self._change(event.details["name"], event.details["value"])
            state.applied_requests.append(event.details["id"])
            self._to_replay.remove(event)

    def knows(self, request: str) -> bool:
        """Whether the change with this id is made already, will be by `replay`, or never will."""
        waiting = {event.details["id"] for event in self._to_replay}
        return request in waiting.union(self._undone, self.trainer.state.applied_requests)

    def change(self, request: Request) -> dict[str, object]:
        """Change a setting from the next step on; what events.jsonl is to hold of it.

        Raises SettingsError or CorpusError where that cannot be; it counts as done then, too.
        """
        state = self.trainer.state
        state.applied_requests.append(request.id)
        before = self._value(request.name)
        self._change(request.name, request.value)
        value = changeable(request.name).check(request.value)
        about: dict[str, object] = {"id": request.id, "name": request.name}
        return about | {"value": value, "before": before, "phase": state.phase.index}

    @property
    def _budget(self) -> Budget:
        """That of the present phase."""
        phase = self._phases[self.trainer.state.phase.index]
        return replace(phase, steps_per_epoch=self.data.loader.steps_per_epoch)

    @property
    def _fraction(self) -> float:
        """Share of the phase's budget that is spent."""
        state = self.trainer.state
        return self._budget.fraction(state.step + state.phase.step_shift, state.seconds)

    def _train_phase(self, clock: Clock) -> Iterator[StepReport]:
        """Learn through one phase, up to the step where the next begins if it was stopped there."""
        self.replay()
        while not self._next_phase_begins():
            self._loader_was_replaced = False
            for report in train(self.trainer, self.data, self._budget, clock):
                self.replay()
                yield report
                if self._loader_was_replaced or self._next_phase_begins():
                    break
            else:
                return

    def _next_phase_begins(self) -> bool:
        """Whether the phase was stopped at this very step, and then trained on."""
        state = self.trainer.state
        later = self._phases[state.phase.index + 1 :]
        return bool(later) and state.step >= later[0].first_step

    def _value(self, name: str) -> float:
        if name == "learning_rate":
            factor = lr_factor(self.trainer.settings, self._fraction)
            return self.trainer.state.phase.max_lr * factor
        return getattr(self._config.model if name == "dropout" else self._config.training, name)

    def _change(self, name: str, value: float) -> None:
        trainer = self.trainer
        if name == "learning_rate":
            trainer.set_max_lr(rescale_schedule(trainer.settings, self._fraction, rate=value))
            return
        config = with_change(self._config, name, value)
        check_batch_fits(config, len(self.data.loader.ids), counted="only")
        self._config = config
        trainer.state.changed_settings[name] = value
        if name == "dropout":
            rebuild_model(trainer, config.model)
        elif config.training.batch_size != self.data.loader.batch_size:
            self._change_batch_size(config.training.batch_size)

    def _change_batch_size(self, size: int) -> None:
        spent = self._fraction
        self.trainer.set_batch_size(size)
        self.data = _with_batch_size(self.data, size)
        self._loader_was_replaced = True
        state, budget = self.trainer.state, self._budget
        if budget.budget.epochs is not None:
            assert budget.steps is not None
            done = state.step - budget.first_step
            state.phase.step_shift = round(spent * budget.steps) - done


def _with_batch_size(data: TrainingData, size: int) -> TrainingData:
    return replace(data, loader=replace(data.loader, batch_size=size))


def _phases(run: Run, config: RunConfig, steps_per_epoch: int) -> list[Budget]:
    phases = [Budget(config.budget, steps_per_epoch)]
    for event in run.events():
        if event.kind == "extended":
            budget: Any = event.details["budget"]
            parsed = from_dict(BudgetSettings, budget)
            phases.append(Budget(parsed, steps_per_epoch, event.step, event.seconds))
    return phases


def _place(event: Event) -> tuple[int, int]:
    return event.details.get("phase", 0), event.step
