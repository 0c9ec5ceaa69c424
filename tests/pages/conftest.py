"""Opening a page in-process, as a browser would by its address, on a workspace of its own."""

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from slm_core.workspace import Workspace, open_workspace

ROOT = Path(__file__).parents[2]

OpenPage = Callable[..., AppTest]


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    """An empty workspace, which the pages of this test use."""
    monkeypatch.setenv("ARGOT_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("ARGOT_SLOTS", "1")  # however many cores there are
    monkeypatch.setattr("sys.argv", ["streamlit"])
    return open_workspace()


@pytest.fixture
def open_page(workspace: Workspace) -> OpenPage:
    """`open_page("training", run=...)`: the page after its first run, with nothing gone wrong."""

    def opened(place: str, **parameters: str) -> AppTest:
        page = page_at(place, parameters)
        assert not page.exception, page.exception
        return page

    return opened


def page_at(place: str, parameters: Mapping[str, str]) -> AppTest:
    """A page after its first run, whatever came of it."""
    page = AppTest.from_file(str(ROOT / "pages" / "router.py"), default_timeout=60)
    page.run()
    page.switch_page(str(ROOT / "pages" / place / "page.py"))
    for name, value in parameters.items():
        page.query_params[name] = value
    return page.run()
