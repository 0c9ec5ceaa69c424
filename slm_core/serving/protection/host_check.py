"""ASGI middleware that answers only to the server's own names and to pages of its own."""

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from slm_core.messages import Message, msg
from slm_core.serving.protection.hosts import AllowedHosts

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

Refusal = tuple[str, bytes]
"""Content type and body of a 403 answer."""

_LONGEST_SHOWN = 80
"""Characters of a header that are said again."""


class HostCheckMiddleware:
    """Refuses, with status 403, HTTP requests and websockets for another host or from the page of
    another origin. `refuse` makes the answer's body of the sentence."""

    def __init__(
        self,
        app: App,
        allowed: Callable[[], AllowedHosts],
        refuse: Callable[[Message], Refusal],
    ) -> None:
        self._app = app
        self._allowed = allowed
        self._refuse = refuse

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """See ASGI."""
        problem = self._problem(scope) if scope["type"] in ("http", "websocket") else None
        if problem is None:
            await self._app(scope, receive, send)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})  # the server answers 403
        else:
            await _answer(send, *self._refuse(problem))

    def _problem(self, scope: Scope) -> Message | None:
        """Why the request is refused, None where it is not."""
        headers = dict(scope["headers"])
        host, origin = _text(headers.get(b"host")), _text(headers.get(b"origin"))
        connected = (scope.get("server") or (None,))[0]
        allowed = self._allowed()
        if not allowed.allows_host(host, connected):
            return msg(
                "Argot does not answer to the address {host}, so that no other website can pass "
                "itself off as Argot. Open it as localhost or 127.0.0.1, or start it with "
                "--allow-host and this name.",
                host=_shown(host),
            )
        if not allowed.allows_origin(origin, host):
            return msg(
                "A page of {origin} asked for this, and only Argot's own pages may. To let "
                "programs on that page ask a model server, start it with --allow-origin and this "
                "origin.",
                origin=_shown(origin),
            )
        return None


def _text(value: bytes | None) -> str | None:
    return None if value is None else value.decode("latin-1")


def _shown(header: str | None) -> str:
    """A header from anybody, short and without signs that no name has."""
    plain = "".join(sign if sign.isascii() and sign.isprintable() else "?" for sign in header or "")
    return plain if len(plain) <= _LONGEST_SHOWN else plain[: _LONGEST_SHOWN - 1] + "…"


async def _answer(send: Send, content_type: str, body: bytes) -> None:
    headers = [
        (b"content-type", content_type.encode()),
        (b"content-length", str(len(body)).encode()),
        (b"cache-control", b"no-store"),
    ]
    await send({"type": "http.response.start", "status": 403, "headers": headers})
    await send({"type": "http.response.body", "body": body})
