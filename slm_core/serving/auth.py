"""The API key, and the time of the last request."""

import secrets
import time

from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from slm_core.serving.schema import error_answer

OPEN = "/health"
"""The one path that needs no key; it tells nothing but that somebody is there."""


class ApiKeyMiddleware:
    """ASGI middleware: lets through who has the key, and counts who is inside."""

    def __init__(self, app: ASGIApp, key: str) -> None:
        self._app = app
        self._wanted = f"Bearer {key}".encode()
        self._inside = 0
        self._last = time.monotonic()

    def idle_seconds(self) -> float:
        """Since the last request with the right key ended; 0 while one goes on."""
        return 0.0 if self._inside else time.monotonic() - self._last

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """See ASGI."""
        if scope["type"] != "http" or scope["path"] == OPEN:
            await self._app(scope, receive, send)
            return
        given = dict(scope["headers"]).get(b"authorization", b"")
        if not secrets.compare_digest(given, self._wanted):
            message = "The key is missing or wrong. Send it as `Authorization: Bearer KEY`."
            answer = error_answer(message, "invalid_api_key")
            await JSONResponse(answer, 401, {"WWW-Authenticate": "Bearer"})(scope, receive, send)
            return
        self._inside += 1
        try:
            await self._app(scope, receive, send)
        finally:
            self._inside -= 1
            self._last = time.monotonic()
