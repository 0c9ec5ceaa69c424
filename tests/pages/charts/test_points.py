"""Points in a plane: each with its name and note, groups told apart by colour."""

import json

import altair
import pytest

from pages.charts.points import _pick
from tests.pages.charts.drawn import drawn, layers, rows


def scattered(named=False, pickable=False):
    from pages.charts.chart import Axis
    from pages.charts.points import NamedPoint, Scatter, points_chart

    points = [
        NamedPoint("unit 1", 0.1, 0.9, "input", "closed 10 %"),
        NamedPoint("单元 2", 0.5, 0.2, "forget"),
    ]
    axes = (Axis("closed", "percent"), Axis("open", "percent"))
    scatter = Scatter(points, axes, named=named, picked=1 if pickable else None)
    points_chart(scatter, key="points", alt="Gates", on_pick=print if pickable else None)


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


@pytest.mark.parametrize("pickable", [False, True])
@pytest.mark.parametrize("named", [False, True])
def test_the_specification_is_valid_vega_lite(named: bool, pickable: bool) -> None:
    altair.LayerChart.from_dict(json.loads(drawn(scattered, named, pickable).spec))


def test_the_point_that_is_picked_has_a_ring_and_others_take_clicks() -> None:
    proto = drawn(scattered, False, True)
    ring, marks = layers(proto)
    assert ring["transform"] == [{"filter": "datum.picked"}]
    assert [row["picked"] for row in rows(proto, "points")] == [False, True]
    assert list(proto.selection_mode) == ["picked"]
    assert marks["encoding"]["tooltip"][0]["field"] == "name"


@pytest.mark.parametrize(
    ("row", "places"), [({"place": 1, "drawn": 0}, [1]), ({"place": 7}, []), ({}, [])]
)
def test_a_click_is_the_point_nearest_to_it(
    monkeypatch: pytest.MonkeyPatch, row: dict[str, int], places: list[int]
) -> None:
    picked: list[int] = []
    monkeypatch.setattr("streamlit.session_state", {"points": {"selection": {"picked": [row]}}})
    _pick("points", 2, picked.append)
    assert picked == places
