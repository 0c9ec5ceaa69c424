"""The API: OpenAI's completions for the runs of a workspace, and what a model expects next."""

import json
import logging
import threading
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from functools import partial
from typing import TypeVar

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse, Response, StreamingResponse
from starlette.concurrency import run_in_threadpool

from slm_core.errors import NO_MEMORY, ArgotError, is_out_of_memory
from slm_core.generation.generate import next_token_candidates
from slm_core.generation.next_words import complete_text
from slm_core.generation.settings import GenerationSettings
from slm_core.runs.run import Run
from slm_core.serving.completions.completion import Numbered, complete
from slm_core.serving.completions.completion_request import CompletionRequest, TextRequest
from slm_core.serving.completions.completion_response import CompletionResponse, FinishedText
from slm_core.serving.completions.streaming import stream_from_thread
from slm_core.serving.error_handlers import BROKEN, add_error_handlers, without_folders
from slm_core.serving.model_cache import LoadedModel, ModelCache
from slm_core.serving.schema import (
    CompletionSummary,
    Json,
    ModelInfo,
    ModelList,
    NextRequest,
    NextResponse,
    WordsRequest,
    WordsResponse,
    checked_prompt,
    error_answer,
)

T = TypeVar("T")

log = logging.getLogger("slm_core.serving")

_MOST_READING = 4
"""Prompts of /v1/next that are read at once: with more threads at work, Python itself is what all
wait for, /health too."""
_CLIENT_LEFT = 499
"""nginx's status for it; nobody reads it."""


def create_app(store: ModelCache) -> FastAPI:
    """The API over `store`; `protection` and an ApiKeyMiddleware belong in front of it."""
    app = FastAPI(title="Argot", docs_url=None, redoc_url=None, openapi_url=None)
    _add_models(app, store)
    _add_writing(app, store)
    add_error_handlers(app, store.workspace)
    return app


def _add_models(app: FastAPI, store: ModelCache) -> None:
    # On the loop itself and not in a thread, so that it answers when all threads are at work.
    @app.get("/health")
    async def health() -> Json:
        return {"status": "ok"}

    @app.get("/v1/server")
    async def server() -> Json:
        return {"workspace": store.workspace.fingerprint}

    @app.get("/v1/models")
    def models() -> ModelList:
        return ModelList(tuple(_model_info(run, step) for run, step in store.runs()))

    @app.get("/v1/models/{run_id}")
    def model(run_id: str) -> ModelInfo:
        run, step = store.find(run_id)
        return _model_info(run, step)


def _model_info(run: Run, step: int) -> ModelInfo:
    return ModelInfo(run.id, run.config().name, step, created=int(run.status().asked))


def _add_writing(app: FastAPI, store: ModelCache) -> None:
    turns = threading.Semaphore(_MOST_READING)

    @app.post("/v1/next", response_model=None)
    async def next_tokens(request: Request, body: NextRequest) -> Response | NextResponse:
        checked_prompt(body.prompt)
        settings = body.settings()

        def work(should_stop: Callable[[], bool]) -> NextResponse:
            return _expected(store.load(body.model), body, settings, should_stop)

        return await _in_turn(request, turns, work)

    @app.post("/v1/words", response_model=None)
    async def words(request: Request, body: WordsRequest) -> Response | WordsResponse:
        checked_prompt(body.prompt)

        def work(should_stop: Callable[[], bool]) -> WordsResponse | None:
            return _next_words(store.load(body.model), body, should_stop)

        return await _in_turn(request, turns, work)

    @app.post("/v1/completions")
    async def completions(request: Request, body: CompletionRequest) -> Response:
        texts = body.texts()
        loaded = await run_in_threadpool(store.load, body.model)
        parcels = stream_from_thread(request, _writer(loaded, texts))
        answer = CompletionResponse(
            body.model,
            each=body.each,
            has_tokens=texts[0].alternatives is not None,
            with_usage=body.with_usage,
        )
        if body.stream:
            events = _events(
                parcels, answer, hide=partial(without_folders, workspace=store.workspace)
            )
            return StreamingResponse(events, media_type="text/event-stream")
        return await _whole(parcels, answer, len(texts))


async def _in_turn(
    request: Request, turns: threading.Semaphore, work: Callable[[Callable[[], bool]], T | None]
) -> Response | T:
    """What `work(should_stop)` gives, once it has its turn; no more than a few do at once."""

    def wait_and_work(should_stop: Callable[[], bool]) -> Iterator[T]:
        while not turns.acquire(timeout=0.05):
            if should_stop():
                return
        try:
            found = work(should_stop)
        finally:
            turns.release()
        if found is not None:
            yield found

    async for found in stream_from_thread(request, wait_and_work):
        if found is not None:
            return found
    return Response(status_code=_CLIENT_LEFT)


def _next_words(
    loaded: LoadedModel, body: WordsRequest, should_stop: Callable[[], bool]
) -> WordsResponse | None:
    model, tokenizer = loaded.run_model.model, loaded.run_model.tokenizer
    found = complete_text(
        model,
        tokenizer,
        body.prompt,
        count=body.count,
        should_stop=should_stop,
        reader=loaded.reader,
    )
    return None if found is None else WordsResponse(body.model, found.words, found.sentence)


def _expected(
    loaded: LoadedModel,
    body: NextRequest,
    settings: GenerationSettings,
    should_stop: Callable[[], bool],
) -> NextResponse:
    model, tokenizer = loaded.run_model.model, loaded.run_model.tokenizer
    ask = partial(
        next_token_candidates,
        model,
        tokenizer,
        body.prompt,
        count=body.count,
        should_stop=should_stop,
        reader=loaded.reader,
    )
    found, own = ask(settings=settings), ask()  # in one order, and the prompt is read once
    unknown = tuple(tokenizer.unknown_in_prompt(body.prompt))
    before = tuple(one.probability for one in own)
    return NextResponse(body.model, loaded.run_model.step, unknown, tuple(found), before)


def _writer(
    loaded: LoadedModel, texts: Sequence[TextRequest]
) -> Callable[[Callable[[], bool]], Iterator[Numbered]]:
    """All texts, side by side."""
    return lambda should_stop: complete(loaded, texts, should_stop=should_stop)


async def _whole(
    parcels: AsyncIterator[Numbered | None], answer: CompletionResponse, count: int
) -> Response:
    texts = {index: FinishedText() for index in range(count)}
    async for parcel in parcels:
        if parcel is not None:
            texts[parcel[0]].add(parcel[1])
    if any(text.summary is None for text in texts.values()):
        return Response(status_code=_CLIENT_LEFT)
    return JSONResponse(answer.whole(texts))


async def _events(
    parcels: AsyncIterator[Numbered | None],
    answer: CompletionResponse,
    *,
    hide: Callable[[str], str],
) -> AsyncIterator[str]:
    """Server-sent events; a comment while there is nothing to say, so that both sides notice
    when the other has gone."""
    summaries: dict[int, CompletionSummary] = {}
    try:
        async for parcel in parcels:
            if parcel is None:
                yield ": still here\n\n"
                continue
            index, part = parcel
            if isinstance(part, CompletionSummary):
                summaries[index] = part
                yield _event(answer.end(part, index=index))
            else:
                yield _event(answer.chunk(part, index=index))
        if answer.with_usage:
            yield _event(answer.usage_chunk(summaries))
        yield "data: [DONE]\n\n"
    except ArgotError as error:
        yield _event(error_answer(hide(str(error)), "invalid_request_error"))
    except Exception as error:  # the status is sent already: this is the edge
        if is_out_of_memory(error):
            yield _event(error_answer(str(NO_MEMORY), "server_error"))
            return
        log.exception("while writing")
        yield _event(error_answer(BROKEN.format(error=type(error).__name__), "server_error"))


def _event(body: Json) -> str:
    return f"data: {json.dumps(body, ensure_ascii=False)}\n\n"
