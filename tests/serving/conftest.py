import pytest

from slm_core.serving.lifecycle import Address, ensure_server
from slm_core.workspace import Workspace, open_workspace
from tests.serving.servers import end_server


@pytest.fixture
def workspace(tmp_path) -> Workspace:
    return open_workspace(tmp_path / "home")


@pytest.fixture(scope="module")
def served(tmp_path_factory) -> tuple[Workspace, Address]:
    """A workspace with a server, for all tests of a file that leave it standing."""
    workspace = open_workspace(tmp_path_factory.mktemp("served"))
    yield workspace, ensure_server(workspace)  # ty: ignore[invalid-return-type]
    end_server(workspace)
