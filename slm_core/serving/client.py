"""The studio's way to the models: asks the model server, and starts it where there is none.

All that pages and the command line may know of serving. Needs no torch.
"""

import json
import threading
from collections.abc import Callable, Generator, Mapping
from concurrent.futures import Future
from contextlib import contextmanager
from typing import Any, TypeVar

import httpx2

from slm_core.errors import ServingError
from slm_core.generation.settings import GenerationSettings
from slm_core.messages import msg
from slm_core.serving.completions.completion_request import ONE_TEXT, CompletionRequest, Wanted
from slm_core.serving.lifecycle import Address, ensure_server, running_server
from slm_core.serving.schema import (
    ModelInfo,
    ModelList,
    NextRequest,
    NextResponse,
    StreamChunk,
    WordsRequest,
    WordsResponse,
    read_chunk,
)
from slm_core.storage import from_json
from slm_core.workspace import Workspace

T = TypeVar("T")

_SILENCE = 60.0
"""Seconds without a word after which the server counts as gone; it speaks four times a second."""


class Client:
    """One workspace's models. Cheap to make; closing a stream stops the writing."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._address: Address | None = None
        self._kept: tuple[Address, httpx2.Client] | None = None
        self._changing = threading.Lock()
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
        if self._address is not None and self._answers():
            return True
        self._address = running_server(self._workspace)
        if self._address is None:
            self._starting = _in_background(ensure_server, self._workspace)
        return self._address is not None

    def _answers(self) -> bool:
        """Whether the server that was there last is there still."""
        try:
            return self._connections().get("/v1/server", timeout=5.0).status_code == httpx2.codes.OK
        except httpx2.HTTPError:
            return False

    def models(self) -> list[ModelInfo]:
        """Runs that can write, newest first. Raises ServingError, WorkspaceError."""
        return list(from_json(ModelList, self._ask("GET", "/v1/models")).data)

    def expect_next(
        self,
        run_id: str,
        text: str,
        *,
        count: int = 10,
        temperature: float = 1.0,
        settings: GenerationSettings | None = None,
    ) -> NextResponse:
        """The likeliest next tokens after `text`, at a temperature alone or under `settings`.

        Raises ServingError, WorkspaceError.
        """
        how = settings or GenerationSettings(temperature=temperature, top_p=1.0)
        asked = NextRequest(
            model=run_id,
            prompt=_whole_characters(text),
            count=count,
            temperature=how.temperature,
            top_k=how.top_k,
            top_p=how.top_p,
            min_p=how.min_p,
            typical_p=how.typical_p,
        )
        return from_json(NextResponse, self._ask("POST", "/v1/next", asked.model_dump()))

    def next_words(self, run_id: str, text: str, *, count: int = 6) -> WordsResponse:
        """The likeliest next words after `text`. Raises ServingError, WorkspaceError."""
        asked = WordsRequest(model=run_id, prompt=_whole_characters(text), count=count)
        return from_json(WordsResponse, self._ask("POST", "/v1/words", asked.model_dump()))

    def stream(
        self,
        run_id: str,
        prompt: str,
        settings: GenerationSettings,
        wanted: Wanted = ONE_TEXT,
    ) -> Generator[StreamChunk]:
        """Texts written on from `prompt`, as they come; the last chunk of each has its summary.

        Close the iterator to stop the writing. Raises ServingError, WorkspaceError.
        """
        request = CompletionRequest.streamed(run_id, _whole_characters(prompt), settings, wanted)
        body = request.model_dump(exclude_none=True)
        started = False
        for attempt in range(2):
            try:
                for chunk in self._chunks(body, texts=wanted.texts):
                    started = started or bool(chunk.text)
                    yield chunk
                return
            except _ServerGone as gone:
                self._address = None
                if started or attempt:
                    raise _sentence(gone) from gone
        raise AssertionError("two attempts end in a text or an error")

    def _chunks(self, body: Mapping[str, object], *, texts: int) -> Generator[StreamChunk]:
        """Read to the end of the answer, and not of the texts, so that the connection is kept."""
        with self._http() as http, http.stream("POST", "/v1/completions", json=body) as answer:
            if answer.status_code != httpx2.codes.OK:
                answer.read()
                raise _refusal(answer)
            for line in answer.iter_lines():
                if line.startswith(":"):
                    yield StreamChunk("")
                elif line.startswith("data: ") and line != "data: [DONE]":
                    chunk = read_chunk(json.loads(line.removeprefix("data: ")))
                    texts -= chunk.summary is not None
                    yield chunk
        if texts > 0:
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
        """The way to the server, whose connections are kept. Raises _ServerGone where it breaks."""
        try:
            yield self._connections()
        except httpx2.TransportError as error:
            raise _ServerGone(str(error) or type(error).__name__) from error

    def _connections(self) -> httpx2.Client:
        """Those of the server there is now. Threads of several sessions share them."""
        self._address = self._address or ensure_server(self._workspace)
        with self._changing:
            if self._kept is None or self._kept[0] != self._address:
                if self._kept is not None:
                    self._kept[1].close()
                self._kept = self._address, self._address.connection(timeout=_SILENCE)
            return self._kept[1]


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


def _whole_characters(text: str) -> str:
    """`text` without halves of characters, which some keyboards leave and JSON refuses."""
    return text.encode("utf-16", errors="surrogatepass").decode("utf-16", errors="replace")
