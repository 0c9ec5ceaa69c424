"""What the API answers where a request cannot be fulfilled: a sentence in OpenAI's shape, which
tells nothing of where things lie on the server."""

import re

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from slm_core.errors import NO_MEMORY, ArgotError, RunError, is_out_of_memory
from slm_core.serving.schema import error_answer
from slm_core.workspace import Workspace

BROKEN = "The model server met an error it did not expect ({error}). Its log has the details."

_ANY_PATH = re.compile(r"(?<![\w.~/\\])(?:[A-Za-z]:\\|/)(?:[^\s/\\'\"()]+[/\\])+[^\s/\\'\"()]*")
"""An absolute path with at least one folder, of Windows too."""


def without_folders(text: str, workspace: Workspace) -> str:
    """`text` with the last part of every path in it, instead of the whole path."""
    # The workspace's own folder first: its name may have blanks, which no pattern can know.
    inside = re.compile(re.escape(str(workspace.root)) + r"(?:[/\\][^\s'\"()]*)?")
    for pattern in (inside, _ANY_PATH):
        text = pattern.sub(lambda found: re.split(r"[/\\]", found[0])[-1], text)
    return text


def add_error_handlers(app: FastAPI, workspace: Workspace) -> None:
    """Answer what routes raise, and what cannot be read before a route is asked."""

    @app.exception_handler(ArgotError)
    async def refused(_: Request, error: ArgotError) -> JSONResponse:
        is_run = isinstance(error, RunError)
        answer = error_answer(
            without_folders(str(error), workspace),
            "invalid_request_error",
            code="model_not_found" if is_run else None,
        )
        return JSONResponse(answer, 404 if is_run else 400)

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
        if error.status_code == 400:
            message = "The request's body cannot be read. Send it as one JSON object in UTF-8."
            return JSONResponse(error_answer(message, "invalid_request_error"), 400)
        message = (
            f"{request.method} {request.url.path} is not part of this API ({error.detail}). It has "
            "GET /health, GET /v1/models, POST /v1/completions, POST /v1/next and POST /v1/words."
        )
        answer = error_answer(message, "invalid_request_error")
        return JSONResponse(answer, error.status_code, error.headers)

    @app.exception_handler(Exception)
    async def broken(_: Request, error: Exception) -> JSONResponse:
        if is_out_of_memory(error):
            return JSONResponse(error_answer(str(NO_MEMORY), "server_error"), 503)
        message = BROKEN.format(error=type(error).__name__)
        return JSONResponse(error_answer(message, "server_error"), 500)
