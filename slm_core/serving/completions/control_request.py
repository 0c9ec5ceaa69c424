"""The part of a request that holds what is written: glossary terms and one constraint.

OpenAI's completions have no such parameters. Imports neither torch nor fastapi.
"""

import json
from dataclasses import asdict

from pydantic import BaseModel

from slm_core.errors import SettingsError
from slm_core.generation.control.constraint import Constraint
from slm_core.generation.control.control import Control
from slm_core.generation.control.glossary import USUAL_STRENGTH, Glossary
from slm_core.messages import msg


class ControlRequest(BaseModel):
    """Parameters that a completion has beside OpenAI's. None stands for what was not given."""

    forbid: list[str] | None = None
    """Terms that are not written, beside those of the glossaries of the run and its corpus."""
    prefer: list[str] | None = None
    prefer_strength: float | None = None
    regex: str | None = None
    choices: list[str] | None = None
    json_schema: dict[str, object] | str | None = None
    template: str | None = None

    def control(self) -> Control:
        """What the text is held to. Raises SettingsError."""
        strength = USUAL_STRENGTH if self.prefer_strength is None else self.prefer_strength
        glossary = Glossary(tuple(self.forbid or ()), tuple(self.prefer or ()), strength)
        return Control(glossary, one_constraint(self._constraints()))

    def _constraints(self) -> dict[str, Constraint]:
        found: dict[str, Constraint] = {}
        if self.regex is not None:
            found["regex"] = Constraint("regex", self.regex)
        if self.choices is not None:
            found["choices"] = Constraint.one_of(tuple(self.choices))
        if self.json_schema is not None:
            schema = self.json_schema
            text = schema if isinstance(schema, str) else json.dumps(schema)
            found["json_schema"] = Constraint("json", text)
        if self.template is not None:
            found["template"] = Constraint("template", self.template)
        return found


def one_constraint(given: dict[str, Constraint]) -> Constraint | None:
    """The one constraint given under some name, if any. Raises SettingsError for several."""
    if len(given) > 1:
        raise SettingsError(
            msg(
                "{names} exclude each other: a text is held to one of them. Leave the others out.",
                names=", ".join(given),
            )
        )
    return next(iter(given.values()), None)


def control_parameters(control: Control) -> dict[str, object]:
    """The parameters of a request for this control."""
    glossary, constraint = control.glossary, control.constraint
    asked: dict[str, object] = {}
    if glossary:
        terms = asdict(glossary)
        asked |= {"forbid": [*terms["forbidden"]], "prefer": [*terms["preferred"]]}
        asked["prefer_strength"] = glossary.strength
    if constraint is None:
        return asked
    source = constraint.source
    name = {"json": "json_schema"}.get(constraint.kind, constraint.kind)
    return asked | {name: [*constraint.choices()] if name == "choices" else source}
