"""Points in a plane: each with its name and note, groups told apart by colour."""

import json

import altair
import pytest

from tests.pages.charts.drawn import drawn, layers, rows


def scattered(named=False):
    from pages.charts.chart import Axis
    from pages.charts.points import NamedPoint, points_chart

    points = [
        NamedPoint("unit 1", 0.1, 0.9, "input", "closed 10 %"),
        NamedPoint("单元 2", 0.5, 0.2, "forget"),
    ]
    axes = (Axis("closed", "percent"), Axis("open", "percent"))
    points_chart(points, axes, key="points", alt="Gates", named=named)


@pytest.mark.parametrize("named", [False, True])
def test_points_carry_their_names_and_groups_have_colours(named: bool) -> None:
    proto = drawn(scattered, named)
    found = rows(proto, "points")
    assert [row["name"] for row in found] == ["unit 1", "单元 2"]
    assert [row["note"] for row in found] == ["closed 10 %", ""]
    (marks,) = layers(proto)
    assert marks["mark"]["type"] == ("text" if named else "point")
    assert marks["encoding"]["color"]["scale"]["domain"] == ["input", "forget"]
    assert marks["encoding"]["x"]["axis"]["title"] == "closed"
    assert proto.alt == "Gates"


@pytest.mark.parametrize("named", [False, True])
def test_the_specification_is_valid_vega_lite(named: bool) -> None:
    altair.LayerChart.from_dict(json.loads(drawn(scattered, named).spec))
