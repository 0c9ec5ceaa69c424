"""What a chart sends to the browser."""

import io
import json
from collections.abc import Callable

import pyarrow as pa
from streamlit.testing.v1 import AppTest


def drawn(script: Callable[..., None], *args: object):
    """The chart that a page with this script shows: its message to the browser."""
    page = AppTest.from_function(script, args=args, default_timeout=60).run()
    assert not page.exception
    (chart,) = page.get("vega_lite_chart")
    return chart.proto


def layers(proto) -> list[dict]:
    """Layers of the specification, the lowest first."""
    return json.loads(proto.spec)["layer"]


def rows(proto, name: str) -> list[dict[str, object]]:
    """Rows of one of the chart's data sets."""
    for dataset in proto.datasets:
        if dataset.name == name:
            return pa.ipc.open_stream(io.BytesIO(dataset.data.data)).read_all().to_pylist()
    raise AssertionError(f"There is no data set called {name}.")
