"""The API key, how many requests are in progress, and the time of the last one."""

import secrets
import time

from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from slm_core.serving.schema import error_answer

OPEN = "/health"
"""The one path that needs no key and is always answered; it tells only that somebody is there."""

MOST_AT_ONCE = 64
"""Requests in progress; each may hold a thread and wait for its turn with a model."""


class ApiKeyMiddleware:
    """ASGI middleware: lets through who has the key, and counts requests in progress."""

    def __init__(self, app: ASGIApp, key: str) -> None:
        self._app = app
        self._wanted = key.encode()
        self._inside = 0
        self._last = time.monotonic()

    def idle_seconds(self) -> float:
        """Since the last request with the right key ended; 0 while one goes on."""
        return 0.0 if self._inside else time.monotonic() - self._last

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """See ASGI."""
        if scope["type"] != "http" or scope["path"] == OPEN:
            await self._app(scope, receive, send)
        elif not self._has_key(dict(scope["headers"]).get(b"authorization", b"")):
            message = "The key is missing or wrong. Send it as `Authorization: Bearer KEY`."
            answer = error_answer(message, "invalid_request_error", code="invalid_api_key")
            await JSONResponse(answer, 401, {"WWW-Authenticate": "Bearer"})(scope, receive, send)
        elif self._inside >= MOST_AT_ONCE:
            message = f"{MOST_AT_ONCE} requests are in progress. Try again in a few seconds."
            answer = error_answer(message, "server_error", code="server_busy")
            await JSONResponse(answer, 503, {"Retry-After": "2"})(scope, receive, send)
        else:
            self._inside += 1
            try:
                await self._app(scope, receive, send)
            finally:
                self._inside -= 1
                self._last = time.monotonic()

    def _has_key(self, given: bytes) -> bool:
        """Whether an Authorization header has the key; its first word may be in any case."""
        scheme, _, key = given.partition(b" ")
        return scheme.lower() == b"bearer" and secrets.compare_digest(key.strip(), self._wanted)
