import pytest

from slm_core.workspace import Workspace, open_workspace


@pytest.fixture
def workspace(tmp_path) -> Workspace:
    return open_workspace(tmp_path / "home")
