"""The studio's way to the models: asks the model server, and starts it where there is none.

All that pages and the command line may know of serving. Needs no torch.
"""

import json
import threading
from collections.abc import Callable, Generator, Mapping
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from typing import Any, TypeVar

import httpx2

from slm_core.errors import ServingError
from slm_core.generation.settings import GenerationSettings
from slm_core.messages import msg
from slm_core.serving.lifecycle import Address, ensure_server, running_server
from slm_core.workspace import Workspace

T = TypeVar("T")

_SILENCE = 60.0
"""Seconds without a word after which the server counts as gone; it speaks four times a second."""


@dataclass(frozen=True)
class ModelInfo:
    """A run that can write."""

    id: str
    name: str
    step: int
    """Of its newest checkpoint."""


@dataclass(frozen=True)
class NextToken:
    """A token that may come next."""

    id: int
    text: str
    """What it adds to the text; "" where it is no text: the end, part of a character."""
    shown: str
    probability: float


@dataclass(frozen=True)
class Expectation:
    """What a model expects after a text."""

    step: int
    unknown: tuple[str, ...]
    """Words or characters of the text that the model does not know, in order."""
    candidates: tuple[NextToken, ...]
    """Likeliest first."""


@dataclass(frozen=True)
class Copy:
    """The longest stretch of a written text that stands in the training text."""

    length: int
    """In characters."""
    start: int
    """Where it begins in what was written."""
    before: str
    """What stands before it in the training text."""
    after: str


@dataclass(frozen=True)
class Summary:
    """What is known when a text is written."""

    finish: str
    """"stop": the text came to its end. "length": it is as long as was asked for."""
    step: int
    seed: int
    tokens: int
    seconds: float
    tokens_per_second: float
    """0 where the text is too short to tell."""
    unknown: tuple[str, ...]
    copy: Copy | None
    """None where the corpus was deleted since."""


@dataclass(frozen=True)
class StreamChunk:
    """Text on its way: "" while the server is busy, and with the summary at the end."""

    text: str
    summary: Summary | None = None


class Client:
    """One workspace's models. Cheap to make; closing a stream stops the writing."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._address: Address | None = None
        self._starting: Future[Address] | None = None

    def is_ready(self) -> bool:
        """Whether the server answers; if not, it is being started from now on. Returns at once.

        Raises ServingError or WorkspaceError, once, where a start did not succeed.
        """
        starting = self._starting
        if starting is not None:
            if not starting.done():
                return False
            self._starting = None
            self._address = starting.result()
            return True
        self._address = running_server(self._workspace)
        if self._address is None:
            self._starting = _in_background(ensure_server, self._workspace)
        return self._address is not None

    def models(self) -> list[ModelInfo]:
        """Runs that can write, newest first. Raises ServingError, WorkspaceError."""
        answer = self._ask("GET", "/v1/models")
        return [ModelInfo(item["id"], item["name"], item["step"]) for item in answer["data"]]

    def expect_next(
        self, run_id: str, text: str, *, count: int = 10, temperature: float = 1.0
    ) -> Expectation:
        """The likeliest next tokens after `text`. Raises ServingError, WorkspaceError."""
        body = {"model": run_id, "prompt": _whole_characters(text), "count": count}
        answer = self._ask("POST", "/v1/next", {**body, "temperature": temperature})
        return Expectation(
            step=answer["step"],
            unknown=tuple(answer["unknown"]),
            candidates=tuple(NextToken(**item) for item in answer["candidates"]),
        )

    def stream(
        self, run_id: str, prompt: str, settings: GenerationSettings
    ) -> Generator[StreamChunk]:
        """Text written on from `prompt`, as it comes; the last chunk has the summary.

        Close the iterator to stop the writing. Raises ServingError, WorkspaceError.
        """
        asked = asdict(settings)
        body = {"model": run_id, "prompt": _whole_characters(prompt), "stream": True}
        body |= {"max_tokens": asked.pop("length"), **asked}
        started = False
        for attempt in range(2):
            try:
                for chunk in self._chunks(body):
                    started = started or bool(chunk.text)
                    yield chunk
                return
            except _ServerGone as gone:
                self._address = None
                if started or attempt:
                    raise _sentence(gone) from gone
        raise AssertionError("two attempts end in a text or an error")

    def _chunks(self, body: Mapping[str, object]) -> Generator[StreamChunk]:
        with self._http() as http, http.stream("POST", "/v1/completions", json=body) as answer:
            if answer.status_code != httpx2.codes.OK:
                answer.read()
                raise _refusal(answer)
            for line in answer.iter_lines():
                if line.startswith(":"):
                    yield StreamChunk("")
                elif line.startswith("data: ") and line != "data: [DONE]":
                    chunk = _chunk(json.loads(line.removeprefix("data: ")))
                    yield chunk
                    if chunk.summary:
                        return
        raise _ServerGone(msg("the answer broke off"))

    def _ask(
        self, method: str, path: str, body: Mapping[str, object] | None = None
    ) -> dict[str, Any]:
        def ask() -> dict[str, Any]:
            with self._http() as http:
                answer = http.request(method, path, json=body)
                if answer.status_code != httpx2.codes.OK:
                    raise _refusal(answer)
                return answer.json()

        return self._twice(ask)

    def _twice(self, call: Callable[[], T]) -> T:
        """Call, and once more with a new server if the one there was is gone."""
        try:
            return call()
        except _ServerGone:
            self._address = None
        try:
            return call()
        except _ServerGone as gone:
            raise _sentence(gone) from gone

    @contextmanager
    def _http(self) -> Generator[httpx2.Client]:
        """A connection to the server. Raises _ServerGone where it breaks."""
        self._address = self._address or ensure_server(self._workspace)
        try:
            with self._address.connection(timeout=_SILENCE) as http:
                yield http
        except httpx2.TransportError as error:
            raise _ServerGone(str(error) or type(error).__name__) from error


class _ServerGone(Exception):
    """There is no server at the address, or not any more, or not ours."""


def _in_background(call: Callable[[Workspace], Address], workspace: Workspace) -> Future[Address]:
    """The result of a call that goes on in a thread which keeps no program from ending."""
    future: Future[Address] = Future()

    def run() -> None:
        try:
            future.set_result(call(workspace))
        except BaseException as error:  # noqa: BLE001 - raised again where the result is asked for
            future.set_exception(error)

    threading.Thread(target=run, daemon=True).start()
    return future


def _sentence(gone: _ServerGone) -> ServingError:
    return ServingError(
        msg(
            "The model server stopped answering ({gone}). Runs and texts are safe; "
            "try again, and if it happens again, serving.log in the workspace folder "
            "says why.",
            gone=gone,
        )
    )


def _refusal(answer: httpx2.Response) -> Exception:
    if answer.status_code == httpx2.codes.UNAUTHORIZED:
        return _ServerGone(msg("another program has taken its port"))
    try:
        return ServingError(str(answer.json()["error"]["message"]))
    except (ValueError, KeyError, TypeError):
        return ServingError(
            msg(
                "The model server answered {status_code} and no reason. Try again in a moment.",
                status_code=answer.status_code,
            )
        )


def _chunk(event: Mapping[str, Any]) -> StreamChunk:
    if "error" in event:
        raise ServingError(str(event["error"]["message"]))
    [choice] = event["choices"]
    if choice["finish_reason"] is None:
        return StreamChunk(choice["text"])
    extras = event["argot"]
    copy = Copy(**extras.pop("copy")) if extras["copy"] else extras.pop("copy")
    unknown = tuple(extras.pop("unknown"))
    summary = Summary(finish=choice["finish_reason"], unknown=unknown, copy=copy, **extras)
    return StreamChunk(choice["text"], summary)


def _whole_characters(text: str) -> str:
    """`text` without halves of characters, which some keyboards leave and JSON refuses."""
    return text.encode("utf-16", errors="surrogatepass").decode("utf-16", errors="replace")
