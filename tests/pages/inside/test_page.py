"""The page Inside: every view of a recurrent network and of a Transformer, and what cannot be."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from slm_core.inspection.unit_order import UNIT_ORDERS
from slm_core.runs.run import Run
from slm_core.workspace import Workspace, open_workspace
from tests.serving.writers import new_run, writer


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="module")
def recurrent(home: Path) -> Run:
    return writer(open_workspace(home), name="remembers")


@pytest.fixture(scope="module")
def attentive(home: Path) -> Run:
    return writer(open_workspace(home), name="attends", model="transformer")


@pytest.fixture
def workspace(home: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    monkeypatch.setenv("ARGOT_HOME", str(home))
    monkeypatch.setattr("sys.argv", ["streamlit"])
    return open_workspace(home)


def shown(page: AppTest) -> str:
    parts = (page.title, page.markdown, page.caption, page.error)
    return "\n".join(element.value for part in parts for element in part)


def test_units_are_drawn_found_and_switched_off(open_page, recurrent: Run) -> None:
    page = open_page("inside", run=recurrent.id)
    assert "What 16 of 16 units remember while reading" in shown(page)
    page.selectbox(key="inside_property").select("digits").run()
    assert "on unseen text" in shown(page) or "No unit follows this" in shown(page)
    unit = next(one for one in page.button if str(one.key).startswith("inside_show_0_"))
    unit.click().run()
    page.button(key="inside_switch").click().run()
    assert not page.exception
    assert not page.error
    assert "Without the unit" in shown(page)


def test_units_are_sorted_and_a_token_of_the_map_is_put_into_an_analogy(
    open_page, recurrent: Run
) -> None:
    page = open_page("inside", run=recurrent.id)
    for order in UNIT_ORDERS:
        page.selectbox(key="inside_order").select(order).run()
        assert not page.exception
    page = open_page("inside", run=recurrent.id, view="embeddings")
    token = page.selectbox(key="inside_near").options[0]
    for field in ("first", "second", "third"):
        page.button(key=f"inside_{field}_take").click().run()
    assert page.text_input(key="inside_third").value == token
    assert not page.error
    assert not page.exception


@pytest.mark.parametrize(
    ("view", "told"),
    [
        ("gates", "Gates of layer 1"),
        ("memory", "How far back it reaches"),
        ("why", "Does it tell the truth?"),
        ("embeddings", "Nearest to a token"),
    ],
)
def test_every_view_is_drawn_by_its_address(open_page, recurrent: Run, view: str, told: str):
    page = open_page("inside", run=recurrent.id, view=view)
    assert told in shown(page)
    assert not page.error


def test_a_transformer_has_attention_and_no_units(open_page, attentive: Run) -> None:
    page = open_page("inside", run=attentive.id)
    assert "What head 1 of layer 1 looks at" in shown(page)
    assert "How the prediction forms" in shown(open_page("inside", run=attentive.id, view="why"))
    assert not page.error


def test_what_cannot_be_looked_into_says_so(open_page, recurrent: Run) -> None:
    assert "no model called gone" in shown(open_page("inside", run="gone"))
    page = open_page("inside", run=recurrent.id)
    page.text_area(key="inside_text").set_value("  ").run()
    assert "no text to look into" in shown(page)
    page.text_area(key="inside_text").set_value("The 泵 nurse").run()
    assert "Never seen in training: **泵**" in shown(page)
    assert not page.error
    page.text_area(key="inside_text").set_value("a" * 200_001).run()
    assert "200,001 characters" in shown(page)
    page.text_area(key="inside_text").set_value("泵泵").run()
    assert "No part of this text" in shown(page)
    page.selectbox(key="inside_property").select("regex").run()
    page.text_input(key="inside_value_regex").set_value("(").run()
    assert "cannot be read" in shown(page)


def test_without_a_model_there_is_a_way_to_one(
    open_page, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ARGOT_HOME", str(tmp_path / "empty"))
    new_run(open_workspace(tmp_path / "empty"), name="waiting")
    page = open_page("inside")
    assert "as soon as it has trained" in shown(page)
    page.button(key="inside_train").click().run()
    assert not page.exception
