"""`serve`: where its key comes from, what it warns of, and that it ends."""

import json
import os
import signal
import socket
import subprocess
import sys
import urllib.request

import pytest

from tests.cli.shell import ROOT, Shell

LONG = "a key that nobody guesses"


def serve(shell: Shell, *options: str, key: str = "", given: str = "") -> tuple[str, int, str]:
    """Start it, ask it for its models with `key`, end it: what it said, the status, its key."""
    process = subprocess.Popen(
        [sys.executable, "-m", "slm_core", "serve", "--port=0", *options],
        cwd=ROOT,
        env={**os.environ, "ARGOT_HOME": str(shell.home)},
        stdin=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )
    try:
        return spoken_with(process, options, key, given)
    finally:
        process.kill()  # nothing where it has ended
        process.wait(30)


def spoken_with(
    process: subprocess.Popen[str], options: tuple[str, ...], key: str, given: str
) -> tuple[str, int, str]:
    assert process.stdin is not None
    assert process.stderr is not None
    process.stdin.write(given)
    process.stdin.close()
    said = ""
    while "Ctrl-C" not in said:
        line = process.stderr.readline()
        assert line, said
        said += line
    if not key:
        said += process.stderr.readline()
        key = said.rpartition("Key: ")[2].strip()
    port = int(said.rpartition("/v1;")[0].rpartition(":")[2])
    host = "[::1]" if "--host=::" in options else "127.0.0.1"
    request = urllib.request.Request(
        f"http://{host}:{port}/v1/models", headers={"Authorization": f"Bearer {key}"}
    )
    with urllib.request.urlopen(request, timeout=30) as answer:
        assert json.load(answer)["data"] == []
        status = answer.status
    process.send_signal(signal.SIGINT)
    assert process.wait(30) == 0
    process.stderr.close()
    return said, status, key


def test_a_port_in_use_is_told(shell: Shell) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        said = shell("serve", f"--port={port}", f"--key={LONG}")
    assert said.code == 2
    assert f"Port {port}" in said.err


def test_the_key_comes_from_where_nobody_else_can_see_it(
    shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    said, status, _ = serve(shell, "--key=-", key=LONG, given=f"{LONG}\n")
    assert (status, LONG in said, "Warning" in said) == (200, False, False)
    monkeypatch.setenv("ARGOT_KEY", LONG)
    said, status, _ = serve(shell, key=LONG)
    assert (status, LONG in said, "Key:" in said) == (200, False, False)


def test_an_empty_key_is_refused_wherever_it_comes_from(shell: Shell) -> None:
    for options in (["--key="], ["--key= "]):
        said = shell("serve", "--port=0", *options)
        assert (said.code, "The key is empty" in said.err) == (2, True)


@pytest.mark.parametrize(
    ("options", "key", "warned"),
    [
        (["--host=0.0.0.0", "--key=short"], "short", "listens on every address of this machine"),
        (["--host=::"], "", "listens on every address of this machine"),
    ],
)
def test_what_is_risky_is_said_before_anybody_can_ask(
    shell: Shell, options: list[str], key: str, warned: str
) -> None:
    if "--host=::" in options:
        try:
            socket.create_server(("::1", 0), family=socket.AF_INET6).close()
        except OSError:
            pytest.skip("This machine has no IPv6.")
    said, status, used = serve(shell, *options, key=key)
    assert status == 200
    assert said.index(warned) < said.index("Ctrl-C")
    if key:
        assert said.index("the key has 5 characters") < said.index("Ctrl-C")
    else:
        assert len(used) > 30, "one that was drawn"


def test_help_names_the_variable(shell: Shell) -> None:
    said = shell("serve", "--help")
    assert "ARGOT_KEY" in said.out
    assert "--allow-host" in said.out
