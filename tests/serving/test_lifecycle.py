import http.server
import os
import signal
import socket
import stat
import subprocess
import sys
import tempfile
import threading
from concurrent.futures import ThreadPoolExecutor

import httpx2
import psutil
import pytest

from slm_core import storage
from slm_core.errors import ServingError, WorkspaceError
from slm_core.leftovers import TEMPORARY_SERVER, sweep_temporary_servers, this_user
from slm_core.serving.lifecycle import Address, ensure_server, running_server
from slm_core.serving.server import serve
from slm_core.storage import read_json, write_json
from tests.serving.servers import alive, end_server, server_pid, wait_for


def start_server(workspace, *options):
    return subprocess.Popen(
        [sys.executable, "-m", "slm_core.serving.server", "--workspace", workspace.root, *options]
    )


def test_it_listens_on_the_loopback_and_keeps_its_key_to_its_owner(served):
    workspace, address = served
    assert httpx2.get(f"{address.url}/health").json() == {"status": "ok"}
    assert httpx2.get(f"{address.url}/v1/models").status_code == 401
    assert stat.S_IMODE(workspace.serving.stat().st_mode) == 0o600
    assert len(address.key) >= 32
    [listening] = [
        connection.laddr.ip
        for connection in psutil.Process(server_pid(workspace)).net_connections()
        if connection.status == "LISTEN"
    ]
    assert listening == "127.0.0.1"


def test_whoever_asks_gets_the_same_server(served):
    workspace, address = served
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda _: ensure_server(workspace), range(8)))
    assert set(found) == {address}


def test_it_stands_in_a_session_of_its_own(served):
    pid = server_pid(served[0])
    assert os.getsid(pid) == pid


def test_many_who_ask_at_once_start_one(workspace):
    with ThreadPoolExecutor(3) as pool:
        found = list(pool.map(lambda _: ensure_server(workspace), range(3)))
    try:
        assert len(set(found)) == 1
    finally:
        end_server(workspace)


def test_a_killed_server_is_replaced(workspace):
    first = ensure_server(workspace)
    end_server(workspace, how=signal.SIGKILL)
    assert workspace.serving.exists()
    assert running_server(workspace) is None
    try:
        assert ensure_server(workspace) != first
    finally:
        end_server(workspace)


def test_one_that_is_asked_to_end_takes_its_address_along(workspace):
    process = start_server(workspace)
    wait_for(lambda: running_server(workspace) is not None, seconds=60)
    process.terminate()
    assert process.wait(timeout=20) == 0
    assert not workspace.serving.exists()


def test_ctrl_c_ends_a_server_of_the_command_line(workspace):
    code = (
        "import sys; from slm_core.serving.server import serve; "
        "from slm_core.workspace import open_workspace; "
        "serve(open_workspace(sys.argv[1]), host='127.0.0.1', port=int(sys.argv[2]), key='k')"
    )
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    process = subprocess.Popen([sys.executable, "-c", code, workspace.root, str(port)])
    wait_for(lambda: answers(port), seconds=60)
    assert httpx2.get(
        f"http://127.0.0.1:{port}/v1/models", headers={"Authorization": "Bearer k"}
    ).json() == {"object": "list", "data": []}
    process.send_signal(signal.SIGINT)
    assert process.wait(timeout=20) == 0


def answers(port):
    try:
        return httpx2.get(f"http://127.0.0.1:{port}/health").status_code == 200
    except httpx2.TransportError:
        return False


class Stranger(http.server.BaseHTTPRequestHandler):
    """Another program that got the port of a server that is gone."""

    def do_GET(self):
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b'{"status": "ok"}')

    def log_message(self, *_):
        pass


def test_a_port_that_another_program_took_is_no_server(workspace):
    with http.server.HTTPServer(("127.0.0.1", 0), Stranger) as stranger:
        threading.Thread(target=stranger.serve_forever, daemon=True).start()
        write_json(workspace.serving, {"port": stranger.server_port, "key": "k", "pid": 1})
        assert running_server(workspace) is None
        stranger.shutdown()


def test_the_server_of_another_workspace_is_not_ours(served, workspace):
    _, address = served
    write_json(workspace.serving, {"port": address.port, "key": address.key, "pid": 1})
    assert running_server(workspace) is None


@pytest.mark.parametrize(
    "content", ["", "{", "[]", '{"port": "x", "key": 1}', '{"port": 99999999}']
)
def test_a_damaged_serving_json_is_no_server(workspace, content):
    workspace.serving.write_text(content)
    assert running_server(workspace) is None


def test_it_ends_when_nobody_asks_and_takes_its_address_along(workspace):
    process = start_server(workspace, "--idle-seconds", "1.5")
    wait_for(lambda: running_server(workspace) is not None, seconds=60)
    assert process.wait(timeout=20) == 0
    assert not workspace.serving.exists()


def test_one_that_was_replaced_ends_and_leaves_the_others_address(workspace):
    process = start_server(workspace)
    wait_for(lambda: running_server(workspace) is not None, seconds=60)
    other = {"port": 1, "key": "another", "pid": 1}
    write_json(workspace.serving, other)
    assert process.wait(timeout=20) == 0
    assert read_json(workspace.serving) == other
    assert not alive(process.pid)


def test_a_workspace_that_may_only_be_read_has_its_server_elsewhere(workspace, make_read_only):
    make_read_only(workspace.root)
    folder = workspace.serving.parent
    assert folder != workspace.root
    ensure_server(workspace)
    try:
        assert running_server(workspace) is not None
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
        assert stat.S_IMODE(workspace.serving.stat().st_mode) == 0o600
    finally:
        end_server(workspace)
    assert not folder.exists()
    folder.mkdir()
    folder.chmod(0o755)  # by somebody who wants to read the key
    try:
        with pytest.raises(WorkspaceError, match=folder.name):
            ensure_server(workspace)
    finally:
        folder.rmdir()


def test_what_a_killed_one_left_there_goes(workspace, make_read_only, monkeypatch):
    make_read_only(workspace.root)
    folder = workspace.serving.parent
    address = ensure_server(workspace)
    monkeypatch.setattr(storage, "_OLD", -1.0)
    sweep_temporary_servers()
    assert running_server(workspace) == address, "one that lives is left alone"
    pid = server_pid(workspace)
    os.kill(pid, signal.SIGKILL)
    wait_for(lambda: not alive(pid))
    sweep_temporary_servers()
    assert not folder.exists()


def test_nobody_elses_folder_among_temporary_files_is_touched(tmp_path, monkeypatch):
    monkeypatch.setattr(storage, "_OLD", -1.0)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    theirs = [tmp_path / "argot-demo", tmp_path / f"{TEMPORARY_SERVER}{this_user()}-mine"]
    for folder in theirs:
        (folder / "corpora").mkdir(parents=True)
        (folder / "serving.json").write_text("{}")
    left = tmp_path / f"{TEMPORARY_SERVER}{this_user()}-0123"
    left.mkdir()
    (left / "serving.log").write_text("ended")
    sweep_temporary_servers()
    assert sorted(tmp_path.iterdir()) == sorted(theirs)
    assert all((folder / "serving.json").exists() for folder in theirs)


def test_a_port_in_use_is_told_plainly(workspace):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(ServingError, match=f"Port {port} on 127.0.0.1 is in use.*--port"):
            serve(workspace, host="127.0.0.1", port=port, key="k")


@pytest.mark.parametrize(
    ("host", "port", "said"),
    [
        ("127.0.0.1", 99999, "ports go from 0"),
        ("192.0.2.1", 0, "Choose an address of this machine"),
    ],
)
def test_an_address_that_is_none_is_told_plainly(workspace, host, port, said):
    with pytest.raises(ServingError, match=said):
        serve(workspace, host=host, port=port, key="k")


def test_an_empty_key_is_refused(workspace):
    with pytest.raises(ServingError, match="key is empty"):
        serve(workspace, host="127.0.0.1", port=0, key=" ")


def test_a_server_that_cannot_start_says_why(workspace, monkeypatch):
    monkeypatch.setenv("OMP_NUM_THREADS", "1")
    monkeypatch.setattr("sys.executable", "/bin/false")
    with pytest.raises(ServingError, match="ended as soon as it was started"):
        ensure_server(workspace)


def test_an_address_is_written_as_a_url():
    assert Address(8000, "k").url == "http://127.0.0.1:8000"
    assert Address(8000, "k").headers == {"Authorization": "Bearer k"}


def test_asking_for_a_server_needs_no_torch():
    code = "import sys, slm_core.serving.client; print('torch' in sys.modules)"
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert result.stdout.strip() == "False"
