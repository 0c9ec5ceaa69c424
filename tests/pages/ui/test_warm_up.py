"""What is loaded beside the pages: what the first page needs at once, the charts after it."""

import importlib
import time
from importlib.util import find_spec

from pages.ui import warm_up


def test_charts_are_loaded_when_the_first_page_has_been_drawn(monkeypatch) -> None:
    order: list[object] = []
    monkeypatch.setattr(importlib, "import_module", order.append)
    monkeypatch.setattr(time, "sleep", order.append)
    warm_up._load()
    assert order == [*warm_up._SLOW, warm_up._FIRST_PAGE, *warm_up._CHARTS]
    assert all(find_spec(name) for name in (*warm_up._SLOW, *warm_up._CHARTS))
