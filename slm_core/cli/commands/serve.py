"""The command that answers programs over HTTP with the models of a workspace."""

import ipaddress
import os
import secrets
import sys
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from slm_core.cli.options import Home
from slm_core.cli.output.terminal import say
from slm_core.errors import ServingError
from slm_core.messages import as_given, msg
from slm_core.serving.protection.hosts import LOOPBACK, WILDCARDS, AllowedHosts, check_names
from slm_core.workspace import open_workspace

SHORTEST_KEY = 16
"""Characters of a key that is not warned of: shorter ones are found by trying."""


def serve(  # noqa: PLR0913, PLR0917 typer draws an option from each
    host: Annotated[
        str, typer.Option(help="Address to listen on; 0.0.0.0 for all of this machine.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port; 0 for any that is free.")] = 8000,
    key: Annotated[
        str | None,
        typer.Option(
            envvar="ARGOT_KEY",
            help="What clients must send as their API key, - to read it from standard input; drawn "
            "at random where none is given. Other users of this machine see what stands on a "
            "command line, and not the variable.",
            show_default=False,
        ),
    ] = None,
    allow_host: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME",
            help="A name of this machine to answer to, such as teacher.school.example; may be "
            "repeated. localhost and addresses of numbers need none.",
            show_default=False,
        ),
    ] = None,
    allow_origin: Annotated[
        list[str] | None,
        typer.Option(
            metavar="ORIGIN",
            help="An origin whose web pages may ask, such as http://localhost:3000; may be "
            "repeated.",
            show_default=False,
        ),
    ] = None,
    int8: Annotated[
        bool,
        typer.Option(
            "--int8",
            help="Round weights to 8 bits as models are loaded: faster for wide LSTMs. Each answer "
            "tells what it costs in bits per byte.",
        ),
    ] = False,
    workspace: Home = None,
) -> None:
    """Answer programs over HTTP. Speaks OpenAI's completions API, until Ctrl-C."""
    check_names(allow_host or ())
    home = open_workspace(workspace)
    chosen = _given(key) if key is not None else secrets.token_urlsafe(24)
    _warn(host, chosen)
    # Must be set before torch loads: spinning threads take the cores from a run beside us.
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    # Here and not above: torch takes a second that no other command should pay; so does FastAPI.
    from slm_core.serving.server import serve as run_server  # noqa: PLC0415

    allowed = AllowedHosts.of(host, *(allow_host or ()), origins=allow_origin or ())
    tell = partial(_tell, home.root, host, chosen if key is None else None)
    run_server(home, host=host, port=port, key=chosen, tell=tell, allowed=allowed, int8=int8)


def _tell(folder: Path, host: str, drawn: str | None, listening: int) -> None:
    """Say where it listens, and with which key where one was drawn."""
    shown = f"[{host}]" if ":" in host else host
    address = f"http://{shown}:{listening}/v1"
    say(msg("Serving {folder} on {address}; Ctrl-C ends it.", folder=folder, address=address))
    if drawn is not None:
        say(msg("Key: {key}", key=drawn))


def _given(key: str) -> str:
    """The key, read from standard input where that is asked for. Raises ServingError."""
    chosen = sys.stdin.readline().strip() if key == "-" else key.strip()
    if not chosen:
        raise ServingError(msg("The key is empty: anybody could use the server. Choose a key."))
    return chosen


def _warn(host: str, key: str) -> None:
    """Say what is risky about a key and an address before anybody can ask."""
    if len(key) < SHORTEST_KEY:
        say(
            msg(
                "Warning: the key has {n} characters, and short keys are found by trying. Use "
                "{shortest} or more, or give none and one is drawn.",
                n=len(key),
                shortest=SHORTEST_KEY,
            )
        )
    if not _is_loopback(host):
        where = msg("every address of this machine") if host in WILDCARDS else as_given(host)
        say(
            msg(
                "Warning: it listens on {where}. Whoever reaches this machine over the network and "
                "has the key can make your models write, and the key travels unencrypted. For "
                "this machine alone leave out --host.",
                where=where,
            )
        )


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host.lower() in LOOPBACK
