"""What the API is asked and what it answers, in OpenAI's shape: shared by server and client.

Imports neither torch nor fastapi, so that pages and the command line can use it.
"""

import secrets
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from slm_core.corpus.text.passages import CopiedSpan
from slm_core.errors import ServingError, SettingsError
from slm_core.generation.output import TokenProbability
from slm_core.generation.settings import GenerationSettings
from slm_core.messages import Message, msg
from slm_core.storage import from_json

Json = dict[str, object]

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
                        "prompt has {prompt} texts; this server continues one at a time. Send "
                        "one request for each.",
                        prompt=len(prompt),
                    )
                )
            prompt = prompt[0]
        return checked_prompt(prompt)

    @classmethod
    def streamed(cls, run: str, prompt: str, settings: GenerationSettings) -> "CompletionRequest":
        """Text written on from `prompt` under these settings, sent as it comes."""
        chosen = asdict(settings)
        length = chosen.pop("length")
        return cls(model=run, prompt=prompt, stream=True, max_tokens=length, **chosen)

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
                "The seed text has {prompt:,} characters; at most {longest_prompt:,} are read. "
                "Send its end only: the model uses little of what is far back.",
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


@dataclass(frozen=True)
class ModelInfo:
    """A run that can write."""

    id: str
    name: str
    step: int
    """Of its newest checkpoint."""
    created: int
    """When the run was asked for, in seconds since 1970."""
    object: Literal["model"] = "model"
    owned_by: str = "argot"


@dataclass(frozen=True)
class ModelList:
    """Answer to GET /v1/models."""

    data: tuple[ModelInfo, ...]
    """Newest first."""
    object: Literal["list"] = "list"


@dataclass(frozen=True)
class NextResponse:
    """Answer to POST /v1/next: what a model expects after a text."""

    model: str
    step: int
    unknown: tuple[str, ...]
    """Words or characters of the text that the model does not know, in order."""
    candidates: tuple[TokenProbability, ...]
    """Likeliest first."""
    object: Literal["next"] = "next"


@dataclass(frozen=True)
class CompletionSummary:
    """What is known when a text is written."""

    finish: str
    """"stop": the text came to its end. "length": it is as long as was asked for."""
    step: int
    seed: int
    prompt_tokens: int
    tokens: int
    seconds: float
    tokens_per_second: float
    """0 where the text is too short to tell."""
    unknown: tuple[str, ...]
    """Words or characters of the prompt that the model does not know."""
    copy: CopiedSpan | None
    """None where the corpus was deleted since."""
    notice: Message | None = None
    """What people should know of the model's weights: that newer ones are damaged."""


@dataclass(frozen=True)
class StreamChunk:
    """Text on its way: "" while the server is busy, and with the summary at the end."""

    text: str
    summary: CompletionSummary | None = None


@dataclass(frozen=True)
class CompletionResponse:
    """One answer to POST /v1/completions, whole or in chunks that share its id."""

    model: str
    id: str = field(default_factory=lambda: f"cmpl-{secrets.token_hex(12)}")
    created: int = field(default_factory=lambda: int(time.time()))

    def chunk(self, text: str) -> Json:
        """Text on the way."""
        return self._body(text, None)

    def end(self, summary: CompletionSummary, *, text: str = "") -> Json:
        """The last chunk, or with the whole `text` an answer that is not streamed.

        `argot` holds what OpenAI's shape has no place for.
        """
        extras = asdict(summary)
        extras["notice"] = summary.notice.to_json() if summary.notice else None
        del extras["finish"], extras["prompt_tokens"]
        return self._body(text, summary.finish) | {
            "system_fingerprint": f"step-{summary.step}",
            "usage": {
                "prompt_tokens": summary.prompt_tokens,
                "completion_tokens": summary.tokens,
                "total_tokens": summary.prompt_tokens + summary.tokens,
            },
            "argot": extras,
        }

    def _body(self, text: str, finish: str | None) -> Json:
        return {
            "id": self.id,
            "object": "text_completion",
            "created": self.created,
            "model": self.model,
            "choices": [{"index": 0, "text": text, "logprobs": None, "finish_reason": finish}],
        }


def read_chunk(event: Mapping[str, Any]) -> StreamChunk:
    """What `chunk`, `end` or `error_answer` gave. Raises ServingError where it is the last."""
    if "error" in event:
        raise ServingError(str(event["error"]["message"]))
    [choice] = event["choices"]
    if choice["finish_reason"] is None:
        return StreamChunk(choice["text"])
    used = {"prompt_tokens": event["usage"]["prompt_tokens"], "finish": choice["finish_reason"]}
    return StreamChunk(choice["text"], from_json(CompletionSummary, {**event["argot"], **used}))


def error_answer(message: str, kind: str) -> Json:
    """An error as OpenAI's clients read it; `message` is a sentence for people."""
    return {"error": {"message": message, "type": kind, "param": None, "code": None}}
