"""A run's learner on its way: what it reads, how far it is, and the changes people make to it.

What was changed is in the learner's progress, and so in every checkpoint; what was changed after
the newest checkpoint is done again at the same step, from events.jsonl.
"""

from dataclasses import replace
from typing import Any

from slm_core.runs.config import RunConfig
from slm_core.runs.launching.control import Request, changeable, with_change
from slm_core.runs.launching.recovery import left_out
from slm_core.runs.planning.compute import check_batch_fits
from slm_core.runs.run import Event, Run
from slm_core.runs.trainer.build import rebuild
from slm_core.settings_schema import from_dict
from slm_core.training.budget import Plan
from slm_core.training.dataloader import Cursor
from slm_core.training.loop import Data
from slm_core.training.schedules import rate_factor, rescaled
from slm_core.training.settings import BudgetSettings
from slm_core.training.trainer import Learner

_TRAIN_ON_RATE = 0.5
"""Largest learning rate of a further stretch, as a share of the first's: all of it would undo
what a finished schedule has settled."""


class Course:
    """A learner with its data, stretch by stretch through every budget it was given."""

    def __init__(self, run: Run, config: RunConfig, learner: Learner, data: Data) -> None:
        """`learner` as its checkpoint has it, or new; `data` as `config` has it."""
        self._run = run
        self._config = config
        self.learner = learner
        self.data = data
        for name, value in learner.progress.changed.items():
            self._config = with_change(self._config, name, value)
        self._read_in_batches_of(self._config.training.batch_size)
        if "dropout" in learner.progress.changed:
            rebuild(self.learner, self._config.model)
        self._plans = self._made_plans()
        self._left_out = left_out(run)
        known = self._left_out.union(learner.progress.applied)
        changes = [event for event in run.events() if event.kind == "set"]
        self._replay = [event for event in changes if event.details["id"] not in known]

    @property
    def plan(self) -> Plan:
        """The stretch under way."""
        planned = self._plans[self.learner.progress.stretch]
        return replace(planned, steps_per_epoch=self.data.streams.steps_per_epoch)

    @property
    def fraction(self) -> float:
        """Share of the stretch's budget that is spent."""
        progress = self.learner.progress
        return self.plan.fraction(progress.step + progress.shift, progress.seconds)

    @property
    def seconds_left(self) -> float | None:
        """Training time to go in this stretch, None before anything tells."""
        progress = self.learner.progress
        return self.plan.seconds_left(progress.step + progress.shift, progress.seconds)

    @property
    def epoch(self) -> float:
        """Times the training part has been read."""
        streams = self.data.streams
        a_reading = streams.steps_per_epoch * streams.batch_size * streams.sequence_length
        return self.learner.progress.tokens / a_reading

    @property
    def is_at_end(self) -> bool:
        """Whether the run stands where this stretch was stopped and the next one begins."""
        after = self.learner.progress.stretch + 1
        return after < len(self._plans) and (
            self.learner.progress.step >= self._plans[after].first_step
        )

    def begin_next_stretch(self) -> bool:
        """Start on the next budget; False where there is none."""
        if self.learner.progress.stretch + 1 >= len(self._plans):
            return False
        self.learner.begin_stretch(rate=_TRAIN_ON_RATE * self._config.training.learning_rate)
        return True

    def knows(self, request: str) -> bool:
        """Whether the change with this id is made already, will be by `replay`, or never will."""
        waiting = {event.details["id"] for event in self._replay}
        return request in waiting.union(self._left_out, self.learner.progress.applied)

    def replay(self) -> None:
        """Change settings where they were changed in the sitting that was interrupted."""
        progress = self.learner.progress
        here = (progress.stretch, progress.step)
        for event in [e for e in self._replay if _place(e) <= here]:
            self._change(event.details["name"], event.details["value"])
            progress.applied.append(event.details["id"])
            self._replay.remove(event)

    def change(self, request: Request) -> dict[str, object]:
        """Change a setting from the next step on; what events.jsonl is to hold of it.

        Raises SettingsError or CorpusError where that cannot be; it counts as done then, too.
        """
        progress = self.learner.progress
        progress.applied.append(request.id)
        before = self._value(request.name)
        self._change(request.name, request.value)
        value = changeable(request.name).check(request.value)
        about: dict[str, object] = {"id": request.id, "name": request.name}
        return about | {"value": value, "before": before, "stretch": progress.stretch}

    def _value(self, name: str) -> float:
        if name == "learning_rate":
            return self.learner.progress.peak_rate * rate_factor(
                self.learner.settings, self.fraction
            )
        return getattr(self._config.model if name == "dropout" else self._config.training, name)

    def _change(self, name: str, value: float) -> None:
        progress = self.learner.progress
        if name == "learning_rate":
            settings = self.learner.settings
            progress.peak_rate = rescaled(settings, self.fraction, rate=value)
            return
        config = with_change(self._config, name, value)
        check_batch_fits(config, len(self.data.streams.ids), counted="only")
        self._config = config
        progress.changed[name] = value
        if name == "dropout":
            rebuild(self.learner, config.model)
        elif config.training.batch_size != self.data.streams.batch_size:
            self._begin_reading_in_batches_of(config.training.batch_size)

    def _begin_reading_in_batches_of(self, size: int) -> None:
        """Another number of streams stands at other places: they begin a new reading there."""
        progress = self.learner.progress
        spent = self.fraction
        self._read_in_batches_of(size)
        progress.cursor = Cursor(progress.cursor.epoch + 1, 0)
        if self.plan.budget.epochs is not None:
            assert self.plan.steps is not None
            done = progress.step - self.plan.first_step
            progress.shift = round(spent * self.plan.steps) - done

    def _read_in_batches_of(self, size: int) -> None:
        self.data = replace(self.data, streams=replace(self.data.streams, batch_size=size))
        self.learner.settings = replace(self.learner.settings, batch_size=size)

    def _made_plans(self) -> list[Plan]:
        per_epoch = self.data.streams.steps_per_epoch
        plans = [Plan(self._config.budget, per_epoch)]
        for event in self._run.events():
            if event.kind == "extended":
                budget: Any = event.details["budget"]
                parsed = from_dict(BudgetSettings, budget)
                plans.append(Plan(parsed, per_epoch, event.step, event.seconds))
        return plans


def _place(event: Event) -> tuple[int, int]:
    return event.details["stretch"], event.step
