"""Requests as no browser would send them: with any headers, by hand."""

import base64
import socket

STREAM = "/_stcore/stream"


def status(port: int, path: str = "/", *, method: str = "GET", **headers: str) -> int:
    """The status of the answer."""
    return int(ask(port, path, method=method, **headers).split(b" ", 2)[1])


def ask(port: int, path: str = "/", *, method: str = "GET", **headers: str) -> bytes:
    """The answer to a request with these headers; a Host is there unless another is given."""
    fields = {"Host": f"127.0.0.1:{port}", "Connection": "close"} | headers
    lines = [f"{method} {path} HTTP/1.1", *(f"{name}: {value}" for name, value in fields.items())]
    with socket.create_connection(("127.0.0.1", port), timeout=20) as connection:
        connection.sendall("\r\n".join([*lines, "", ""]).encode("latin-1"))
        parts = []
        while part := connection.recv(65536):
            parts.append(part)
            if b" 101 " in parts[0].split(b"\r\n", 1)[0]:
                break  # a websocket: nobody ends it
    return b"".join(parts)


def open_websocket(port: int, **headers: str) -> int:
    """The status of an attempt to open the studio's websocket: 101 where it is open."""
    upgrade = {
        "Connection": "Upgrade",
        "Upgrade": "websocket",
        "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": base64.b64encode(b"0123456789abcdef").decode(),
        "Sec-WebSocket-Protocol": "streamlit",
    }
    return status(port, STREAM, **upgrade | headers)
