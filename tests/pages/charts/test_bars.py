"""Bars: in the order given, with notes and marks, and one that is clicked is the one picked."""

import json

import altair
import pytest

from pages.charts.bars import _pick
from tests.pages.charts.drawn import drawn, layers, rows


def horizontal():
    from pages.charts.bars import Bar, horizontal_bars
    from pages.charts.chart import Axis

    bars = [Bar("pump", 30_000_001, compared=2.5), Bar("泵", 0.25, "a note")]
    horizontal_bars(bars, Axis("times"), key="lying", alt="Pumps")


def vertical():
    from pages.charts.bars import Bar, vertical_bars
    from pages.charts.chart import Axis

    bars = [Bar("1–2", 1), Bar("2–5", 0)]
    vertical_bars(bars, Axis("documents", "whole"), along="characters", key="up", alt="One")


def pickable(share=0.5):
    from pages.charts.bars import Bar, pickable_bars
    from pages.charts.chart import Axis

    bars = [Bar("the", share), Bar("⟨end⟩", 0.1, pickable=False)]
    scale = Axis("probability", "percent")
    pickable_bars(bars, scale, key="pick", alt="the, 50 %", on_pick=print)


def test_bars_keep_their_order_and_carry_notes_and_marks() -> None:
    proto = drawn(horizontal)
    bars = rows(proto, "bars")
    assert [row["name"] for row in bars] == ["pump", "泵"]
    assert [row["note"] for row in bars] == ["30,000,001", "a note"]
    assert [row["compared"] for row in bars] == [2.5, None]
    assert [layer["mark"]["type"] for layer in layers(proto)] == ["bar", "tick"]
    assert proto.alt == "Pumps"


def test_bars_in_a_row_are_named_below_and_whole_numbers_have_no_ticks_between_them() -> None:
    proto = drawn(vertical)
    (bars,) = layers(proto)
    assert bars["encoding"]["y"]["axis"]["tickMinStep"] == 1
    assert bars["encoding"]["x"]["axis"]["title"] == "characters"
    assert proto.alt == "One"


def test_a_row_takes_clicks_all_along_and_grey_is_what_cannot_be_picked() -> None:
    proto = drawn(pickable)
    row, bars = layers(proto)
    assert row["mark"]["cursor"] == "pointer"
    assert row["encoding"]["x2"] == {"value": "width"}
    assert bars["encoding"]["color"]["scale"] == {
        "domain": [True, False],
        "range": ["primary", "gray"],
    }
    assert [row["pickable"] for row in rows(proto, "bars")] == [True, False]
    assert list(proto.selection_mode) == ["picked"]


def test_new_bars_are_told_from_the_last_ones_but_drawn_in_their_place() -> None:
    first, second = drawn(pickable), drawn(pickable, 0.4)
    assert first.spec == second.spec
    assert first.id == second.id
    assert rows(first, "bars")[0]["drawn"] != rows(second, "bars")[0]["drawn"]


@pytest.mark.parametrize(
    ("row", "places"),
    [
        ({"place": 1, "drawn": "now"}, [1]),
        ({"place": 1, "drawn": "before"}, []),
        ({"place": 2, "drawn": "now"}, []),
        ({}, []),
    ],
)
def test_a_click_counts_for_the_bars_that_are_shown(monkeypatch, row, places) -> None:
    picked: list[int] = []
    state = {"pick": {"selection": {"picked": [row]}}}
    monkeypatch.setattr("streamlit.session_state", state)
    _pick("pick", "now", 2, picked.append)
    assert picked == places


@pytest.mark.parametrize("script", [horizontal, vertical, pickable])
def test_the_specification_is_valid_vega_lite(script) -> None:
    altair.LayerChart.from_dict(json.loads(drawn(script).spec))
