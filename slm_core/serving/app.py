"""The API: OpenAI's completions for the runs of a workspace, and what a model expects next."""

import json
import logging
import os
from collections.abc import AsyncIterator, Callable, Iterator

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response, StreamingResponse
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException

from slm_core.errors import NO_MEMORY, ArgotError, RunError, is_out_of_memory
from slm_core.generation.generate import next_token_candidates
from slm_core.generation.settings import GenerationSettings
from slm_core.serving.completion import complete
from slm_core.serving.model_cache import LoadedModel, ModelCache
from slm_core.serving.schema import (
    CompletionRequest,
    CompletionResponse,
    CompletionSummary,
    Json,
    ModelInfo,
    ModelList,
    NextRequest,
    NextResponse,
    checked_prompt,
    error_answer,
)
from slm_core.serving.streaming import stream_from_thread

log = logging.getLogger("slm_core.serving")

_BROKEN = "The model server met an error it did not expect: {error}. Its log has the details."


def create_app(store: ModelCache) -> FastAPI:
    """The API over `store`; put a Gate in front of it."""
    app = FastAPI(title="Argot", docs_url=None, redoc_url=None, openapi_url=None)
    _add_routes(app, store)
    _add_error_handlers(app)
    return app


def _add_routes(app: FastAPI, store: ModelCache) -> None:
    @app.get("/health")
    def health() -> Json:
        return {"status": "ok"}

    @app.get("/v1/server")
    def server() -> Json:
        return {"workspace": str(store.workspace.root), "pid": os.getpid()}

    @app.get("/v1/models")
    def models() -> ModelList:
        return ModelList(
            tuple(
                ModelInfo(run.id, run.config().name, step, created=int(run.status().asked))
                for run, step in store.runs()
            )
        )

    @app.post("/v1/next")
    def next_tokens(body: NextRequest) -> NextResponse:
        prompt = checked_prompt(body.prompt)
        settings = GenerationSettings(temperature=body.temperature)
        run_model = store.load(body.model).run_model
        tokenizer = run_model.tokenizer
        found = next_token_candidates(
            run_model.model, tokenizer, prompt, count=body.count, settings=settings
        )
        unknown = tuple(tokenizer.unknown_in_prompt(prompt))
        return NextResponse(body.model, run_model.step, unknown, tuple(found))

    @app.post("/v1/completions")
    async def completions(request: Request, body: CompletionRequest) -> Response:
        prompt, settings = body.text(), body.settings()
        loaded = await run_in_threadpool(store.load, body.model)
        parcels = stream_from_thread(request, _writer(loaded, prompt, settings))
        answer = CompletionResponse(body.model)
        if body.stream:
            return StreamingResponse(_events(parcels, answer), media_type="text/event-stream")
        return await _whole(parcels, answer)


def _writer(
    loaded: LoadedModel, prompt: str, settings: GenerationSettings
) -> Callable[[Callable[[], bool]], Iterator[str | CompletionSummary]]:
    return lambda should_stop: complete(loaded, prompt, settings, should_stop=should_stop)


async def _whole(
    parcels: AsyncIterator[str | CompletionSummary | None], answer: CompletionResponse
) -> Response:
    text = ""
    async for parcel in parcels:
        if isinstance(parcel, CompletionSummary):
            return JSONResponse(answer.end(parcel, text=text))
        text += parcel or ""
    return Response(status_code=499)  # the client has gone


async def _events(
    parcels: AsyncIterator[str | CompletionSummary | None], answer: CompletionResponse
) -> AsyncIterator[str]:
    """Server-sent events; a comment while there is nothing to say, so that both sides notice
    when the other has gone."""
    try:
        async for parcel in parcels:
            if parcel is None:
                yield ": still here\n\n"
            elif isinstance(parcel, CompletionSummary):
                yield _event(answer.end(parcel))
            else:
                yield _event(answer.chunk(parcel))
        yield "data: [DONE]\n\n"
    except ArgotError as error:
        yield _event(error_answer(str(error), "invalid_request_error"))
    except Exception as error:  # the status is sent already: this is the edge
        if is_out_of_memory(error):
            yield _event(error_answer(str(NO_MEMORY), "server_error"))
            return
        log.exception("while writing")
        yield _event(error_answer(_BROKEN.format(error=error), "server_error"))


def _event(body: Json) -> str:
    return f"data: {json.dumps(body, ensure_ascii=False)}\n\n"


def _add_error_handlers(app: FastAPI) -> None:
    @app.exception_handler(ArgotError)
    async def refused(_: Request, error: ArgotError) -> JSONResponse:
        status = 404 if isinstance(error, RunError) else 400
        return JSONResponse(error_answer(str(error), "invalid_request_error"), status)

    @app.exception_handler(RequestValidationError)
    async def malformed(_: Request, error: RequestValidationError) -> JSONResponse:
        problems = "; ".join(
            f"{'.'.join(str(part) for part in problem['loc'][1:]) or 'body'}: {problem['msg']}"
            for problem in error.errors()
        )
        message = f"The request cannot be read ({problems}). Mend that and send it again."
        return JSONResponse(error_answer(message, "invalid_request_error"), 400)

    @app.exception_handler(HTTPException)
    async def no_such_place(request: Request, error: HTTPException) -> JSONResponse:
        message = (
            f"{request.method} {request.url.path} is not part of this API ({error.detail}). It has "
            "GET /health, GET /v1/models, POST /v1/completions and POST /v1/next."
        )
        answer = error_answer(message, "invalid_request_error")
        return JSONResponse(answer, error.status_code, error.headers)

    @app.exception_handler(Exception)
    async def broken(_: Request, error: Exception) -> JSONResponse:
        if is_out_of_memory(error):
            return JSONResponse(error_answer(str(NO_MEMORY), "server_error"), 503)
        return JSONResponse(error_answer(_BROKEN.format(error=error), "server_error"), 500)
