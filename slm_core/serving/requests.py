"""What may be asked of the API, in OpenAI's shape, and what is refused. Knows no models."""

import secrets
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from slm_core.errors import SettingsError
from slm_core.generation.settings import GenerationSettings
from slm_core.messages import msg

LONGEST_PROMPT = 1_000_000
"""Characters; a model reads about 50,000 a second."""

_NEUTRAL: dict[str, tuple[object, ...]] = {
    "n": (1,),
    "best_of": (1,),
    "echo": (False,),
    "logprobs": (0, False),
    "stop": ([], ""),
    "suffix": ("",),
    "presence_penalty": (0,),
    "frequency_penalty": (0,),
    "logit_bias": ({},),
}
"""OpenAI's parameters that this server does not have, each with the values that ask for nothing."""
_SILENT = ("user", "stream_options")
"""Parameters that change no text: who asks, and usage numbers, which are always sent."""


class CompletionRequest(BaseModel):
    """Body of POST /v1/completions."""

    model_config = ConfigDict(extra="allow")

    model: str
    """Id of a run."""
    prompt: str | list[str] = ""
    max_tokens: int | None = None
    temperature: float | None = None
    top_p: float | None = None
    top_k: int | None = None
    """Ours: OpenAI has no such parameter."""
    seed: int | None = None
    """Drawn at random where none is given, and told in the answer."""
    stream: bool = False

    def text(self) -> str:
        """The prompt as one text. Raises SettingsError."""
        prompt = self.prompt
        if isinstance(prompt, list):
            if len(prompt) != 1:
                raise SettingsError(
                    msg(
                        "prompt has {prompt} texts; this server goes on from one at a time. Send "
                        "one request for each.",
                        prompt=len(prompt),
                    )
                )
            prompt = prompt[0]
        return checked_prompt(prompt)

    def settings(self) -> GenerationSettings:
        """How to write, with this studio's defaults for what was left out. Raises SettingsError."""
        for name, value in (self.model_extra or {}).items():
            _refuse_unless_neutral(name, value)
        given = {
            "temperature": self.temperature,
            "top_k": self.top_k,
            "top_p": self.top_p,
            "length": self.max_tokens,
            "seed": secrets.randbelow(2**31) if self.seed is None else self.seed,
        }
        chosen: dict[str, Any] = {name: value for name, value in given.items() if value is not None}
        return GenerationSettings(**chosen)


class NextRequest(BaseModel):
    """Body of POST /v1/next: what does the model expect after this text?"""

    model_config = ConfigDict(extra="forbid")

    model: str
    prompt: str = ""
    count: Annotated[int, Field(ge=1, le=1000)] = 10
    temperature: float = 1.0
    """1 gives the model's own probabilities."""


def checked_prompt(prompt: str) -> str:
    """`prompt` if it is not too long. Raises SettingsError."""
    if len(prompt) > LONGEST_PROMPT:
        raise SettingsError(
            msg(
                "The seed text has {prompt:,} characters; at most {longest_prompt:,} are "
                "read. Send its end only: the model remembers little of what stands far "
                "back.",
                prompt=len(prompt),
                longest_prompt=LONGEST_PROMPT,
            )
        )
    return prompt


def _refuse_unless_neutral(name: str, value: object) -> None:
    if value is None or name in _SILENT or value in _NEUTRAL.get(name, ()):
        return
    if name in _NEUTRAL:
        raise SettingsError(
            msg(
                "{name} is {value!r}, which this server cannot do. Leave it out.",
                name=name,
                value=value,
            )
        )
    raise SettingsError(
        msg(
            "{name} is not a parameter of this server. It has model, prompt, "
            "max_tokens, temperature, top_p, top_k, seed and stream.",
            name=name,
        )
    )
