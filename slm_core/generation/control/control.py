"""All that holds what is written, as `generate` and requests take it: glossary and constraint."""

from dataclasses import dataclass, field

from slm_core.generation.control.constraint import Constraint
from slm_core.generation.control.glossary import Glossary


@dataclass(frozen=True)
class Control:
    """What may be written, and what is preferred. Nothing is held to anything by default."""

    glossary: Glossary = field(default_factory=Glossary)
    constraint: Constraint | None = None

    def with_glossary(self, kept: Glossary) -> "Control":
        """The same with the terms of a glossary that is kept with a corpus or a run."""
        return Control(kept.joined(self.glossary), self.constraint)


FREE = Control()
"""The model may write what it likes."""
