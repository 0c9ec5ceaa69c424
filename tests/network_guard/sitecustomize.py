"""Loaded by every Python process that finds this folder on its PYTHONPATH: notes and refuses each
connection and each look-up of a name that would leave this machine. Children inherit it.

It sees what Python's own sockets do, which is all that Streamlit, uvicorn and httpx2 use.
"""

import ipaddress
import os
import sys


def _leaves(host: object) -> bool:
    """Whether this is somewhere else than this machine."""
    if host is None or isinstance(host, (bytes, bytearray)):
        host = bytes(host or b"").decode("ascii", errors="replace")
    name = str(host).partition("%")[0]
    if name in ("", "localhost", "0.0.0.0", "::"):
        return False
    try:
        return not ipaddress.ip_address(name).is_loopback
    except ValueError:
        return True


def _guard(event: str, arguments: tuple) -> None:
    if event in ("socket.connect", "socket.sendto", "socket.sendmsg"):
        address = arguments[1]
        asked = address[0] if isinstance(address, tuple) else None  # a path is on this machine
    elif event in ("socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr"):
        asked = arguments[0]
    else:
        return
    if _leaves(asked):
        line = f"{event} {asked!r} {' '.join(sys.argv[:3])}\n"
        log = os.open(os.environ["ARGOT_NETWORK_LOG"], os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        os.write(log, line.encode())
        os.close(log)
        raise PermissionError(f"No test asks outside this machine: {line}")


if os.environ.get("ARGOT_NETWORK_LOG"):
    sys.addaudithook(_guard)
