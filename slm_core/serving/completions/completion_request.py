"""What POST /v1/completions is asked, in OpenAI's shape, and the texts that this asks for.

Imports neither torch nor fastapi, so that pages and the command line can use it.
"""

import secrets
from dataclasses import asdict, dataclass, fields
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict

from slm_core.errors import SettingsError
from slm_core.generation.control.control import FREE, Control
from slm_core.generation.settings import GenerationSettings
from slm_core.messages import msg
from slm_core.serving.completions.control_request import ControlRequest, control_parameters
from slm_core.serving.schema import checked_prompt

T = TypeVar("T")

MOST_PROMPTS, MOST_EACH, MOST_TEXTS = 64, 16, 64
"""Prompts of a request, texts for each of them (n), and both together."""
MOST_STOPS, LONGEST_STOP = 4, 1000
"""Stop strings, as OpenAI has it, and the characters of each."""
MOST_ALTERNATIVES = 20
"""Tokens in one entry of top_logprobs."""
_SEEDS = 2**31

_NEUTRAL: dict[str, tuple[object, ...]] = {
    "suffix": ("",),
    "logit_bias": ({},),
}
"""OpenAI's parameters that this server does not have, each with the values that ask for nothing."""
_SILENT = ("user",)
"""Parameters that change nothing: who asks."""
_SETTINGS = [field.name for field in fields(GenerationSettings) if field.name != "length"]
_OPENAIS_NAMES = {"generation.length": "max_tokens"}


@dataclass(frozen=True)
class TextRequest:
    """One text to be written."""

    prompt: str
    settings: GenerationSettings
    is_generated: bool = True
    """Whether anything is written after the prompt."""
    is_echoed: bool = False
    """Whether the prompt stands before what is written."""
    stop: tuple[str, ...] = ()
    """Texts before which it ends."""
    alternatives: int | None = None
    """How many tokens are told for each place, with their probabilities; None tells of none."""
    control: Control = FREE
    """Beside the glossary that is kept for the run."""


@dataclass(frozen=True)
class Wanted:
    """What a client of ours may ask for beside settings."""

    texts: int = 1
    """Continuations of the prompt, written side by side."""
    stop: tuple[str, ...] = ()
    """Texts before which each ends."""
    control: Control = FREE


ONE_TEXT = Wanted()
"""One free text."""


class StreamOptions(BaseModel):
    """The stream_options of a request."""

    include_usage: bool | None = None


class CompletionRequest(ControlRequest):
    """Body of POST /v1/completions. None stands for what was not given."""

    model_config = ConfigDict(extra="allow")

    model: str
    """Id of a run, or RUN@STEP for one of its checkpoints that are kept."""
    prompt: str | list[str] = ""
    max_tokens: int | None = None
    temperature: float | None = None
    top_p: float | None = None
    frequency_penalty: float | None = None
    presence_penalty: float | None = None
    top_k: int | None = None
    """Ours, as those down to `sentences`: OpenAI has no such parameters."""
    min_p: float | None = None
    typical_p: float | None = None
    repetition_penalty: float | None = None
    no_repeat_ngram: int | None = None
    beams: int | None = None
    length_penalty: float | None = None
    sentences: int | None = None
    seed: int | None = None
    """Drawn at random where none is given, and told in the answer. The second text of a request
    is written with the next seed, and so on."""
    n: int | None = None
    best_of: int | None = None
    echo: bool | None = None
    stop: str | list[str] | None = None
    logprobs: int | bool | None = None
    stream: bool | None = None
    stream_options: StreamOptions | None = None

    @classmethod
    def streamed(
        cls, run: str, prompt: str, settings: GenerationSettings, wanted: "Wanted"
    ) -> "CompletionRequest":
        """Texts written on from `prompt` under these settings, sent as they come."""
        chosen = asdict(settings)
        chosen["max_tokens"] = chosen.pop("length")
        chosen |= {"n": wanted.texts, "stop": [*wanted.stop]}
        chosen |= control_parameters(wanted.control)
        return cls.model_validate({"model": run, "prompt": prompt, "stream": True} | chosen)

    @property
    def with_usage(self) -> bool:
        """Whether a stream ends with the numbers of tokens."""
        return bool(self.stream_options and self.stream_options.include_usage)

    @property
    def each(self) -> int:
        """Texts for each prompt."""
        return _within("n", 1 if self.n is None else self.n, 1, MOST_EACH)

    def texts(self) -> list[TextRequest]:
        """The texts asked for: all of the first prompt, then all of the second. Raises
        SettingsError."""
        self._refuse_others()
        prompts = self._prompts()
        settings, is_generated = self.settings(), self.max_tokens != 0
        if not is_generated and not self.echo:
            raise SettingsError(
                msg(
                    "max_tokens is 0, so there is nothing to write. Ask for 1 or more, or for echo."
                )
            )
        asked: dict[str, Any] = {
            "is_generated": is_generated,
            "is_echoed": bool(self.echo),
            "stop": self._stops(),
            "alternatives": self._alternatives(),
            "control": self.control(),
        }
        settings.check_texts(self.each)
        repeated = [prompt for prompt in prompts for _ in range(self.each)]
        seeds = (seed_after(settings.seed, number) for number in range(len(repeated)))
        return [
            TextRequest(prompt, GenerationSettings(**asdict(settings) | {"seed": seed}), **asked)
            for prompt, seed in zip(repeated, seeds, strict=True)
        ]

    def settings(self) -> GenerationSettings:
        """How to write, with this studio's defaults for what was left out. Raises SettingsError."""
        given = {name: getattr(self, name) for name in _SETTINGS} | {
            "length": self.max_tokens or None,
            "seed": secrets.randbelow(_SEEDS) if self.seed is None else self.seed,
        }
        chosen: dict[str, Any] = {name: value for name, value in given.items() if value is not None}
        try:
            return GenerationSettings(**chosen)
        except SettingsError as error:
            raise _in_openais_words(error) from None

    def _prompts(self) -> list[str]:
        prompts = [self.prompt] if isinstance(self.prompt, str) else self.prompt
        _within("number of prompts", len(prompts), 1, MOST_PROMPTS)
        if len(prompts) * self.each > MOST_TEXTS:
            raise SettingsError(
                msg(
                    "{count} texts are asked for; at most {most} are written for one request. "
                    "Send several.",
                    count=len(prompts) * self.each,
                    most=MOST_TEXTS,
                )
            )
        checked_prompt("".join(prompts))
        return prompts

    def _stops(self) -> tuple[str, ...]:
        given = [self.stop] if isinstance(self.stop, str) else self.stop or []
        stops = tuple(text for text in given if text)
        _within("number of stops", len(stops), 0, MOST_STOPS)
        _within("length of stop", max(map(len, stops), default=0), 0, LONGEST_STOP)
        return stops

    def _alternatives(self) -> int | None:
        asked = self.logprobs
        if asked is None or asked is False:
            return None
        return _within("logprobs", asked, 0, MOST_ALTERNATIVES)

    def _refuse_others(self) -> None:
        if self.best_of is not None and self.best_of != self.each:
            raise SettingsError(
                msg(
                    "{name} is {value!r}, which this server cannot do. Leave it out.",
                    name="best_of",
                    value=self.best_of,
                )
            )
        for name, value in (self.model_extra or {}).items():
            _refuse_unless_neutral(name, value)


def seed_after(seed: int, number: int) -> int:
    """The random seed of text `number` of a request, counted from 0."""
    return (seed + number) % _SEEDS


def _within(name: str, value: int, low: int, high: int) -> int:
    """`value` if it is a number within these. Raises SettingsError."""
    if isinstance(value, bool) or not low <= value <= high:
        raise SettingsError(
            msg(
                "{path} is {value}; it must be from {low} to {high}.",
                path=name,
                value=str(value),
                low=str(low),
                high=str(high),
            )
        )
    return value


def _in_openais_words(error: SettingsError) -> SettingsError:
    """The same of the parameter by the name that it has in a request."""
    values = error.message.values
    path = str(values.get("path", ""))
    name = _OPENAIS_NAMES.get(path, path.removeprefix("generation."))
    return SettingsError(error.message.with_values({**values, "path": name}))


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
            "{name} is not a parameter of this server. It has {known}.",
            name=name,
            known=", ".join(_PARAMETERS),
        )
    )


_PARAMETERS = [
    *(
        name
        for name in CompletionRequest.__annotations__
        if name not in ("best_of", "model_config")
    ),
    *ControlRequest.__annotations__,
]
"""What a request may have, OpenAI's parameters first."""
