"""Names of models: a run, or one of its checkpoints as RUN@STEP. Free of torch."""

from dataclasses import dataclass

from slm_core.errors import RunError
from slm_core.messages import msg


@dataclass(frozen=True)
class ModelName:
    """Which weights are meant."""

    run: str
    """Id of the run."""
    step: int | None = None
    """At which they were learned; None for the best of the newest checkpoint."""

    @classmethod
    def of(cls, name: str) -> "ModelName":
        """What a name means. Raises RunError."""
        run, marked, step = name.rpartition("@")
        if not marked:
            return cls(name)
        if not (step.isascii() and step.isdecimal() and len(step) <= 12):
            raise RunError(
                msg(
                    "{name!r} names no checkpoint. Write RUN@STEP, such as {example}.",
                    name=name[:200],
                    example=f"{run[:100] or 'last'}@300",
                )
            )
        return cls(run, int(step))

    def __str__(self) -> str:
        """As it is written."""
        return self.run if self.step is None else f"{self.run}@{self.step}"
