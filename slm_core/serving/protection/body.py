"""ASGI middleware that reads a request's body before anything else does: whole, not too large, in
UTF-8. What comes after it needs no care for that."""

import asyncio
from collections.abc import MutableMapping
from typing import Any

from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from slm_core.errors import ServingError
from slm_core.messages import msg
from slm_core.serving.schema import error_answer

LARGEST_BODY = 16_000_000
"""Bytes: the longest seed text with every character escaped."""
SECONDS = 60.0
"""For the whole of a body."""


class BodyMiddleware:
    """Answers 400, 408 or 413 where the body cannot be used; else hands it on in one piece."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """See ASGI."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        try:
            body = await asyncio.wait_for(_body(receive), SECONDS)
        except TimeoutError:
            problem = msg(
                "The request's body did not come within {seconds:.0f} s. Send it again.",
                seconds=SECONDS,
            )
            await _refuse(scope, receive, send, 408, ServingError(problem))
        except _TooLarge:
            problem = msg(
                "The request's body has more than {most:,} bytes. Send a shorter seed text: the "
                "model uses little of what is far back.",
                most=LARGEST_BODY,
            )
            await _refuse(scope, receive, send, 413, ServingError(problem))
        except UnicodeDecodeError as error:
            problem = msg(
                "The request's body is not in UTF-8: byte {position} cannot be read. Encode the "
                "JSON text as UTF-8 and send it again.",
                position=error.start,
            )
            await _refuse(scope, receive, send, 400, ServingError(problem))
        else:
            if body is not None:  # else the client has gone
                await self._app(scope, _replayed(body, receive), send)


class _TooLarge(Exception):
    """More came than is read."""


async def _body(receive: Receive) -> bytes | None:
    """All of it, None where the client left before its end."""
    parts, size = [], 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            return None
        parts.append(message.get("body", b""))
        size += len(parts[-1])
        if size > LARGEST_BODY:
            raise _TooLarge
        if not message.get("more_body", False):
            body = b"".join(parts)
            body.decode("utf-8")
            return body


def _replayed(body: bytes, receive: Receive) -> Receive:
    """The body, and then what the client does, which is to leave."""
    rest = [body]

    async def replay() -> MutableMapping[str, Any]:
        if rest:
            return {"type": "http.request", "body": rest.pop(), "more_body": False}
        return await receive()

    return replay


async def _refuse(
    scope: Scope, receive: Receive, send: Send, status: int, error: ServingError
) -> None:
    answer = JSONResponse(
        error_answer(str(error), "invalid_request_error"), status, {"Connection": "close"}
    )
    await answer(scope, receive, send)
