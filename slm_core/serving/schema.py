"""What the API is asked and what it answers, in OpenAI's shape: shared by server and client.

Imports neither torch nor fastapi, so that pages and the command line can use it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from slm_core.corpus.text.passages import CopiedSpan
from slm_core.errors import ServingError, SettingsError
from slm_core.generation.output import TokenProbability, WordCompletion
from slm_core.generation.settings import GenerationSettings
from slm_core.messages import Message, msg
from slm_core.storage import from_json

Json = dict[str, object]

LONGEST_PROMPT = 1_000_000
"""Characters; a model reads about 50,000 a second."""


class NextRequest(BaseModel):
    """Body of POST /v1/next: what does the model expect after this text?"""

    model_config = ConfigDict(extra="forbid")

    model: str
    prompt: str = ""
    count: Annotated[int, Field(ge=1, le=1000)] = 10
    temperature: Annotated[float, Field(ge=0.0, le=5.0)] = 1.0
    """1 gives the model's own probabilities."""
    top_k: Annotated[int, Field(ge=0, le=1_000_000)] = 0
    top_p: Annotated[float, Field(ge=0.0001, le=1.0)] = 1.0
    min_p: Annotated[float, Field(ge=0.0, le=1.0)] = 0.0
    typical_p: Annotated[float, Field(ge=0.0001, le=1.0)] = 1.0

    def settings(self) -> GenerationSettings:
        """How the next token is chosen. Raises SettingsError."""
        return GenerationSettings(
            temperature=self.temperature,
            top_k=self.top_k,
            top_p=self.top_p,
            min_p=self.min_p,
            typical_p=self.typical_p,
        )


class WordsRequest(BaseModel):
    """Body of POST /v1/words: which words may come next, for a text box."""

    model_config = ConfigDict(extra="forbid")

    model: str
    prompt: str = ""
    count: Annotated[int, Field(ge=1, le=20)] = 6


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
    """Likeliest first by the model itself; their probabilities are those after what was asked for:
    0 for one that is cut off."""
    before: tuple[float, ...] = ()
    """The model's own probability of each candidate."""
    object: Literal["next"] = "next"


@dataclass(frozen=True)
class WordsResponse:
    """Answer to POST /v1/words."""

    model: str
    words: tuple[WordCompletion, ...]
    """Likeliest first."""
    sentence: str
    """The likeliest way on to the end of the sentence; "" where it is too far."""
    object: Literal["words"] = "words"


@dataclass(frozen=True)
class TokenScore:
    """A token of a text, and what the model thought of it."""

    text: str
    """As it may be read: "bytes:\\xe4" for a part of a character."""
    log_probability: float | None
    """Natural logarithm of the model's own probability; None for the first of a prompt."""
    offset: int
    """Where it begins in the text, in characters."""
    alternatives: tuple[tuple[str, float], ...]
    """The likeliest tokens at this place, with their logarithms."""


@dataclass(frozen=True)
class TextParcel:
    """The next part of a text on its way to a client."""

    text: str
    tokens: tuple[TokenScore, ...] = ()
    """Where they were asked for."""


@dataclass(frozen=True)
class CompletionSummary:
    """What is known when a text is written."""

    finish: str
    """"stop": the text came to its end, or to a stop string. "length": it is as long as was asked
    for."""
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
    int8: Mapping[str, float] | None = None
    """Where its weights are in int8: bits per byte `before` and `after` rounding them, and the
    `characters` of validation text that tell it."""
    notice: Message | None = None
    """What people should know of the model's weights: that newer ones are damaged."""


@dataclass(frozen=True)
class StreamChunk:
    """Text on its way: "" while the server is busy, and with the summary at the end."""

    text: str
    summary: CompletionSummary | None = None
    index: int = 0
    """Of which text, where several are written."""


def read_chunk(event: Mapping[str, Any]) -> StreamChunk:
    """One event of a stream. Raises ServingError where it is an error."""
    if "error" in event:
        raise ServingError(str(event["error"]["message"]))
    [choice] = event["choices"]
    if choice["finish_reason"] is None:
        return StreamChunk(choice["text"], index=choice["index"])
    values = {**event["argot"], "finish": choice["finish_reason"]}
    return StreamChunk(choice["text"], from_json(CompletionSummary, values), index=choice["index"])


def error_answer(message: str, kind: str, *, code: str | None = None) -> Json:
    """An error as OpenAI's clients read it; `message` is a sentence for people."""
    # Half a character, of which a request may have brought one, is in no encoding.
    whole = message.encode("utf-8", errors="replace").decode("utf-8")
    return {"error": {"message": whole, "type": kind, "param": None, "code": code}}
