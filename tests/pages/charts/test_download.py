"""A chart as files: a drawing that needs nothing, and its numbers."""

import csv
import io
import re
from xml.etree import ElementTree

import pyarrow as pa
import pytest

from pages.charts import chart
from pages.charts.bars import Bar, horizontal_bars
from pages.charts.chart import Axis
from pages.charts.curves import Curves, Floor, Line, Mark, curves_chart
from pages.charts.download import chart_csv, chart_svg
from pages.charts.intervals import ValueRow, interval_chart
from pages.charts.parallel import CoordinateAxis, CoordinateLine, parallel_chart
from pages.charts.slopes import Slope, slope_chart

Drawn = tuple[dict, dict[str, pa.Table]]


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[Drawn]:
    """What each chart gives to its menu."""
    found: list[Drawn] = []
    monkeypatch.setattr(
        chart, "draw_download", lambda look, tables, key: found.append((look, tables))
    )
    return found


def draw_all() -> None:
    lines = [
        Line("验证集", "primary", [0.0, 10.0, 20.0], [3.0, 2.0, 1.5]),
        Line("=training", "gray", [0.0, 20.0], [3.0, 1.0]),
    ]
    curves = Curves(Axis("steps"), Axis("loss"), lines, [Floor("chance", 2.9)], [Mark("lr", 10.0)])
    curves_chart(curves, key="loss_chart", alt="")
    bars = [Bar("model", 1.5), Bar("xz", 2.5, is_floor=True)]
    horizontal_bars(bars, Axis("bits"), key="bars_chart", alt="")
    interval_chart([ValueRow("dropout", 0.1, 0.05, 0.2)], Axis("bits"), key="values", alt="")
    slope_chart([Slope("old", 2.0, 1.0)], ("before", "after"), key="slopes", alt="", unit="bits")
    axes = [CoordinateAxis("a", "rate", logarithmic=True), CoordinateAxis("b", "size")]
    tried = [CoordinateLine(f"trial {n}", {"a": 10.0**-n, "b": n}, 2.0 / n) for n in (1, 2, 3)]
    parallel_chart(axes, tried, key="parallel", alt="")


def test_every_chart_is_a_drawing_of_its_own(drawn) -> None:
    draw_all()
    assert len(drawn) == 5
    for look, tables in drawn:
        text = chart_svg(look, tables).decode()
        ElementTree.fromstring(text)
        assert not re.search(r"primary|<script|href=", text)
        assert "#2A9088" in text or "#8A8F98" in text, "colours that any program knows"
        assert text.count("<path") > 2
    assert all(words in chart_svg(*drawn[0]).decode() for words in ("验证集", "chance", "steps"))
    assert "model" in chart_svg(*drawn[1]).decode()


def test_the_numbers_are_those_of_the_chart(drawn) -> None:
    draw_all()
    text = chart_csv(drawn[0][1]).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))
    assert rows[0] == ["steps", "验证集", "'=training"], "names are no formulas"
    assert rows[1:] == [["0.0", "3.0", "3.0"], ["10.0", "2.0", ""], ["20.0", "1.5", "1.0"]]
    bars = list(csv.DictReader(io.StringIO(chart_csv(drawn[1][1]).decode("utf-8-sig"))))
    assert [(row["name"], float(row["value"])) for row in bars] == [("model", 1.5), ("xz", 2.5)]
